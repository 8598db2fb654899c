"""What an inbound message is about, how its sender feels, how soon it matters and in which language it is."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from mancrel.adapters import embeddings
from mancrel.assistant import classifier, features, heads, language, reasons, urgency
from mancrel.assistant.classifier import Space
from mancrel.assistant.corpus import CONTEXT
from mancrel.assistant.facts import Triage
from mancrel.assistant.features import Floats
from mancrel.assistant.kernels import KernelHead
from mancrel.assistant.language import LanguageModel
from mancrel.assistant.sentences import asked_apart, sentences, written

SHIPPED = Path(__file__).parent / "model"
FORMAT = "mancrel-triage-1"
ROUTES = ("english", "multilingual")
LONGEST = 6000

ALSO = 0.30
"""A further intent is named from this confidence on."""

CLEAR = 0.6
"""A part of a message makes a clear request from this probability on."""

CLOSE = 0.7
"""Of clear requests those compete for the first place that the whole message makes nearly as likely."""

LISTED, LIKELY = 0.7, 0.1
"""From these on, by itself and in the whole message, the first question of a list is the main one."""

_QUESTIONS = ("product_question", "price_quote", "shipping", "return_refund", "other")
_UNSEEN = ("spam", "automated", "feedback", "other")


@dataclass(frozen=True)
class Pooling:
    """How the views of the whole message and of its sentences are joined; fitted on mails of many parts."""

    whole: float
    best: float
    mean: float


@dataclass(frozen=True)
class Route:
    """The three heads over one feature space: English texts take one route, all others another."""

    space: Space
    intent: heads.Head | KernelHead
    sentiment: heads.Head
    priority: heads.Head
    pooling: Pooling


@dataclass(frozen=True)
class View:
    """One message as the heads see it: its parts, the probabilities of the whole and of each part.

    ``listed``: those of each question, in order, where the first asking sentence lists several.
    ``urgency``: the priority of each part.
    """

    parts: tuple[str, ...]
    intent: Floats
    per_part: Floats
    sentiment: Floats
    priority: Floats
    listed: Floats
    urgency: Floats


class Triager:
    """Understands messages with the model of one directory; safe to share between threads."""

    def __init__(self, name: str, routes: dict[str, Route], speech: LanguageModel) -> None:
        """Take the loaded parts of a model; `load` reads them from a directory."""
        self.name = name
        self._routes = routes
        self._speech = speech

    def triage(self, subject: str, text: str, automated: str | None = None) -> Triage:
        """Understand one message; `automated` is the reason why it is known not to come from a person."""
        body, subject = written(text)[:LONGEST], written(subject)[:LONGEST]
        spoken = self._speech.detect(body if len(body) >= 3 else f"{subject} {body}")
        if automated:
            return self._automated(spoken, automated)
        route = self._route(spoken)
        seen = look(route, subject, body)
        ranked = pool(route, seen)
        intent, confidence = ranked[0]
        sentiment = route.sentiment.labels[int(seen.sentiment.argmax())]
        whole = f"{subject}\n{body}"
        likely = urgency.Chances(route.priority.labels, seen.priority, seen.parts, seen.urgency)
        priority, urgent_reasons = urgency.decide(likely, whole, intent)
        why = [*urgent_reasons, *reasons.explain(route, seen, ranked, sentiment)]
        named = tuple(pair for place, pair in enumerate(ranked) if place == 0 or pair[1] >= ALSO)
        return Triage(intent, confidence, named, sentiment, priority, spoken, self.name, tuple(why[:6]))

    def language_of(self, text: str) -> str:
        """Return the ISO 639-1 code of the language a text is written in."""
        return self._speech.detect(text)

    def _route(self, spoken: str) -> Route:
        english = spoken == "en" or not embeddings.available(embeddings.MULTILINGUAL)
        return self._routes["english" if english else "multilingual"]

    def _automated(self, spoken: str, reason: str) -> Triage:
        why = (f"Not written by a person: {reason}",)
        return Triage("automated", 0.99, (("automated", 0.99),), "neutral", "low", spoken, self.name, why)


def look(route: Route, subject: str, body: str) -> View:
    """Embed each part once and ask the heads about the whole message and, for the intent, about each part."""
    parts = split(subject, body)
    pieces = _listed(parts)
    dense = features.embed([*parts, *pieces], route.space.shape)
    of_parts, of_pieces = dense[: len(parts)], dense[len(parts) :]
    several = parts if len(parts) > 1 else []
    texts = [f"{subject}\n{body}", *several, *pieces]
    vectors = np.vstack([middle(of_parts)[None, :], of_parts[: len(several)], of_pieces])
    rows = route.space.rows(texts, vectors)
    whole, chances = rows[:1], route.intent.probabilities(rows)
    per_part = chances[1 : 1 + len(several)] if several else chances[:1]
    return View(
        tuple(parts),
        chances[0],
        per_part,
        route.sentiment.probabilities(whole)[0],
        route.priority.probabilities(whole)[0],
        chances[1 + len(several) :],
        route.priority.probabilities(rows[1 : 1 + len(several)] if several else rows[:1]),
    )


def _listed(parts: Sequence[str]) -> list[str]:
    """The questions of the first asking sentence one by one, if it lists several; a greeting is none."""
    apart = [asked_apart(part) for part in parts if "?" in part]
    pieces = [piece for piece in apart[0] if len(piece.split()) > 2] if apart else []
    return pieces if len(pieces) > 1 else []


def split(subject: str, body: str) -> list[str]:
    """The parts of a message that are looked at one by one: its subject, if any, and its sentences."""
    parts = sentences(body) if body else []
    heading = " ".join(subject.split())
    return [heading, *parts] if heading else parts or [""]


def middle(dense: Floats) -> Floats:
    """The vector of a whole message: the mean of its parts."""
    mean = dense.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


def evidence(labels: Sequence[str], whole: Floats, per_part: Floats) -> Floats:
    """Three rows of log probabilities without the context label: of the whole, the best and the mean part."""
    context = list(labels).index(CONTEXT)
    asks = 1.0 - per_part[:, context]
    weights = (asks + 0.03) / (asks + 0.03).sum()
    rows = np.stack([whole, per_part.max(axis=0), weights @ per_part])
    kept = np.delete(rows, context, axis=1) + 1e-4
    return np.asarray(np.log(kept / kept.sum(axis=1, keepdims=True)), dtype=np.float32)


def pool(route: Route, seen: View) -> list[tuple[str, float]]:
    """Rank the intents by confidence; thanks beside a clear request lose to it."""
    labels = [label for label in route.intent.labels if label != CONTEXT]
    rows = evidence(route.intent.labels, seen.intent, seen.per_part)
    parts = route.pooling
    main = heads.softmax((parts.whole * rows[0] + parts.best * rows[1] + parts.mean * rows[2])[None, :])[0]
    best = {label: float(seen.per_part[:, place].max()) for place, label in enumerate(route.intent.labels)}
    several = {
        label: max(float(main[place]), _asked(label, best[label], seen)) for place, label in enumerate(labels)
    }
    first = labels[int(main.argmax())]
    if first == "feedback":
        first = _request_beside_thanks(route, seen) or first
    else:
        chances = dict(zip(labels, main.tolist(), strict=True))
        first = _only_asked(route, seen, chances, _foremost(route, seen, chances, first))
        first = _first_listed(route, seen, chances, first)
    confidence = round(
        max(float(main[labels.index(first)]), 0.5 if first != labels[int(main.argmax())] else 0.0), 4
    )
    rest = sorted(
        ((label, round(value, 4)) for label, value in several.items() if label != first),
        key=lambda pair: -pair[1],
    )
    return [(first, confidence), *rest]


def _asked(label: str, chance: float, seen: View) -> float:
    """How likely a part of several asks for `label`; chat, thanks and spam are no second requests."""
    if len(seen.parts) < 2 or label in _UNSEEN:
        return 0.0
    return min(chance, 0.99)


def _foremost(route: Route, seen: View, chances: dict[str, float], first: str) -> str:
    """Of several clear requests a complaint comes first, else the one made first, if it is about as likely.

    One sentence alone decides nothing: what broke in a story that leads to a question is no complaint.
    """
    clear = []
    for row in seen.per_part if len(seen.parts) > 1 else ():
        place = int(row.argmax())
        label = route.intent.labels[place]
        if row[place] >= CLEAR and label not in (*_UNSEEN, CONTEXT):
            clear.append(label)
    if first not in clear:
        return first
    near = [label for label in clear if chances[label] >= CLOSE * chances[first]]
    return "complaint" if "complaint" in near else near[0]


def _only_asked(route: Route, seen: View, chances: dict[str, float], first: str) -> str:
    """Where one sentence alone asks, it decides between questions that are about as likely in the whole."""
    asking = [row for part, row in zip(seen.parts, seen.per_part, strict=True) if "?" in part]
    if first not in _QUESTIONS or len(seen.parts) < 2 or len(asking) != 1:
        return first
    label = route.intent.labels[int(asking[0].argmax())]
    return label if label in _QUESTIONS and chances[label] >= CLOSE * chances[first] else first


def _first_listed(route: Route, seen: View, chances: dict[str, float], first: str) -> str:
    """Of several questions in one sentence the first, as words alone do not tell their order."""
    if first not in _QUESTIONS or not len(seen.listed):
        return first
    place = int(seen.listed[0].argmax())
    label = route.intent.labels[place]
    clear = seen.listed[0][place] >= LISTED and label in _QUESTIONS
    return label if clear and chances[label] >= LIKELY * chances[first] else first


def _request_beside_thanks(route: Route, seen: View) -> str | None:
    """The request that some part of a message of thanks makes, if it is likelier than not."""
    best, found = 0.5, None
    for row in seen.per_part if len(seen.parts) > 1 else ():
        place = int(row.argmax())
        label = route.intent.labels[place]
        if label not in (*_UNSEEN, CONTEXT) and row[place] > best:
            best, found = float(row[place]), label
    return found


def load(path: Path = SHIPPED) -> Triager:
    """Read a triage model from its directory."""
    card = classifier.read_card(path, FORMAT)
    routes = {name: load_route(path / name, card["routes"][name]) for name in ROUTES}
    return Triager(str(card["name"]), routes, language.load(path / "language.npz"))


def load_route(path: Path, described: dict[str, object]) -> Route:
    """Read one route: its feature space, heads and pooling weights."""
    stored = json.loads(json.dumps(described))
    shape = features.Shape(**(stored["shape"] | {"embedders": tuple(stored["shape"]["embedders"])}))
    space = classifier.load_space(path / "space.npz", shape)
    intent = classifier.load_head(path / "intent.npz")
    sentiment, priority = heads.load(path / "sentiment.npz"), heads.load(path / "priority.npz")
    return Route(space, intent, sentiment, priority, Pooling(**stored["pooling"]))


@cache
def triager() -> Triager:
    """Return the shipped model's triager, loaded at the first call."""
    return load()


def classify(text: str, subject: str = "", automated: str | None = None) -> Triage:
    """Understand one message with the shipped model."""
    return triager().triage(subject, text, automated)
