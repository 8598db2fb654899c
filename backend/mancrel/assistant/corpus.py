"""The training texts of the shipped model: reading them, and making mails of them with a fixed seed."""

import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

CONTEXT = "context"
"""Label of sentences that ask nothing: greetings, background, farewells. Never an answer of triage."""

EVALUATION = "evaluation.jsonl"
LANGUAGES = "languages.jsonl"
PRODUCTS = "products.json"

_RANKS = ("low", "normal", "high", "urgent")
_NAMES = (
    "Anna Berg",
    "J. Miller",
    "Paul",
    "S. Rossi",
    "Marie",
    "Tom W.",
    "Ines",
    "K. de Boer",
    "Lena",
    "Mr Shah",
)
_SWAPS = ("th", "ie", "ee", "er", "an", "en", "ll")


@dataclass(frozen=True)
class Example:
    """One message with what a person would say about it; `intents[0]` is the main one."""

    text: str
    intents: tuple[str, ...]
    sentiment: str
    priority: str
    language: str
    group: str
    subject: str = ""
    reworded: bool = False

    @property
    def intent(self) -> str:
        """The main intent."""
        return self.intents[0]


def read(folder: Path) -> list[Example]:
    """Read every training file of `folder` in order of name, never the evaluation set."""
    files = sorted(path for path in folder.glob("*.jsonl") if path.name not in (EVALUATION, LANGUAGES))
    return [example for path in files for example in read_file(path)]


def read_file(path: Path) -> list[Example]:
    """Read one file of messages."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_example(json.loads(line)) for line in lines if line.strip()]


def read_languages(folder: Path) -> tuple[list[str], list[str]]:
    """Read the sentences that only teach which language is which: texts and codes."""
    rows = [
        json.loads(line)
        for line in (folder / LANGUAGES).read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    return [row["text"] for row in rows], [row["language"] for row in rows]


def digest(folder: Path) -> str:
    """SHA-256 over the names and contents of all training files except the evaluation set."""
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.json*")):
        if path.name != EVALUATION:
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _example(row: dict[str, str | list[str]]) -> Example:
    text, topic = str(row["text"]), str(row["topic"])
    bucket = hashlib.sha256(text.encode()).digest()[0] % 8
    return Example(
        text=text,
        intents=tuple(row.get("intents") or (str(row["intent"]),)),
        sentiment=str(row["sentiment"]),
        priority=str(row["priority"]),
        language=str(row["language"]),
        group=f"general-{bucket}" if topic == "general" else topic,
        subject=str(row.get("subject") or ""),
    )


def read_products(folder: Path) -> list[list[str]]:
    """Read lists of English product names that can stand for each other in a sentence."""
    lists: dict[str, list[str]] = json.loads((folder / PRODUCTS).read_text(encoding="utf-8"))["en"]
    return list(lists.values())


def enlarge(
    examples: Sequence[Example], products: Sequence[Sequence[str]] = (), seed: int = 7
) -> list[Example]:
    """Return the examples and, made of them, others: about another product, mistyped, of several parts."""
    chance = random.Random(seed)  # noqa: S311 (no secret: the same mails each time)
    patterns = [
        re.compile(rf"\b(?:{'|'.join(sorted(names, key=len, reverse=True))})\b", re.IGNORECASE)
        for names in products
    ]
    frames: dict[str, list[str]] = defaultdict(list)
    partners: dict[tuple[str, str], list[Example]] = defaultdict(list)
    for example in examples:
        if example.intent == CONTEXT:
            frames[example.language].append(example.text)
        else:
            partners[example.language, example.group].append(example)
    made = list(examples)
    for example in examples:
        if example.intent == CONTEXT:
            continue
        for names, pattern in zip(products, patterns, strict=True):
            if example.language == "en" and pattern.search(example.text):
                made.extend(_reworded(example, pattern, names, chance))
        if chance.random() < 0.25:
            made.append(replace(example, text=mistype(example.text, chance)))
        if chance.random() < 0.6 and len(example.text) > 8:
            made.append(_framed(example, frames[example.language], chance))
        if chance.random() < 0.45 and len(example.text) > 8:
            pair = _paired(example, partners[example.language, example.group], chance)
            made.extend([pair] if pair else [])
    return made


def _reworded(
    example: Example, pattern: re.Pattern[str], names: Sequence[str], chance: random.Random
) -> list[Example]:
    """Tell the same about two other products, so that no product speaks for an intent."""
    texts = [pattern.sub(name, example.text) for name in chance.sample(list(names), k=2)]
    return [replace(example, text=text, reworded=True) for text in texts]


def mistype(text: str, chance: random.Random) -> str:
    """Write `text` as someone in a hurry does: lower case, no full stop, a letter swapped or lost."""
    hurried = text.lower().rstrip(".!") if chance.random() < 0.7 else text
    for pair in _SWAPS:
        if pair in hurried and chance.random() < 0.25:
            hurried = hurried.replace(pair, pair[::-1], 1)
    if len(hurried) > 20 and chance.random() < 0.5:
        place = chance.randrange(5, len(hurried) - 2)
        hurried = hurried[:place] + hurried[place + 1 :]
    return hurried.replace("?", "") if chance.random() < 0.3 else hurried


def _framed(example: Example, frames: Sequence[str], chance: random.Random) -> Example:
    """Put greeting, background, asides and farewell around one request."""
    if example.intent in ("spam", "automated") or not frames:
        return replace(example, text=f"{example.text}\n\n{chance.choice(_NAMES)}")
    before = chance.sample(frames, k=min(chance.randrange(5), len(frames)))
    after = chance.sample(frames, k=min(chance.randrange(3), len(frames)))
    body = " ".join([*before, example.text, *after])
    return replace(example, text=f"{body}\n\n{chance.choice(_NAMES)}")


def _paired(example: Example, partners: Sequence[Example], chance: random.Random) -> Example | None:
    """Join two messages of one group; thanks never hide a request, whichever comes first."""
    others = [partner for partner in partners if partner.intent not in (example.intent, "spam", "automated")]
    if not others or example.intent in ("spam", "automated", "other"):
        return None
    other = chance.choice(others)
    if other.intent == "other":
        return None
    intents = (example.intent, other.intent)
    if example.intent == "feedback":
        intents = (other.intent, example.intent)
    joint = "\n\n" if chance.random() < 0.3 else " "
    return replace(
        example,
        text=f"{_closed(example.text)}{joint}{other.text}",
        intents=intents,
        sentiment=_joint_sentiment(example, other),
        priority=max(example.priority, other.priority, key=_RANKS.index),
    )


def _closed(text: str) -> str:
    return text if text[-1] in ".!?…" else f"{text}."


def _joint_sentiment(one: Example, two: Example) -> str:
    """Anger outweighs; thanks count unless the other part is angry."""
    both = {one.sentiment, two.sentiment}
    return "negative" if "negative" in both else "positive" if "positive" in both else "neutral"
