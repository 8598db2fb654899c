"""A draft as the guard sees it: its sentences, the products each is about, and what is quoted."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from mancrel.assistant.facts import ArticleFact, ProductFact, Question
from mancrel.assistant.guard_contrasts import contrasted
from mancrel.assistant.guard_courtesy import Unclaimed, find_unclaimed
from mancrel.assistant.guard_language import ALL_OF_THEM, Kind, content
from mancrel.assistant.guard_numbers import Figure, figures
from mancrel.assistant.understanding import understand
from mancrel.assistant.understanding_names import Mention, family, mentions
from mancrel.assistant.understanding_products import wanted_options, widen
from mancrel.assistant.understanding_text import Span, fold, sentences

LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'()\[\]]+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|de|fr|es|eu|io|shop|info|"
    r"xyz|example|co|uk|biz|store|app|ru|cn)(?:/[^\s<>\"'()\[\]]*)?(?!\w)",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_LABEL = re.compile(r"(?: \([^()]*\))? [–-] (?P<label>[^:.]{1,60}): ")
_BUT = re.compile(
    r"\b(?:but|while|whereas|aber|wahrend|hingegen|mais|tandis que|pero|mientras|ma|mentre|maar|terwijl)\b|;"
)
SHORTEST_QUOTE = 12


@dataclass(frozen=True)
class Unit:
    """A place that names a product: ``candidates`` all fit, so what is said must hold for each of them."""

    start: int
    end: int
    candidates: tuple[ProductFact, ...]
    own: tuple[ProductFact, ...]
    joined: bool = False


@dataclass(frozen=True)
class Backing:
    """The sentence of an article that a sentence of the draft comes closest to."""

    article: ArticleFact
    sentence: str
    share: float


@dataclass(frozen=True)
class Sentence:
    """One sentence or line of the draft with its own and its inherited products."""

    span: Span
    folded: str
    units: tuple[Unit, ...]
    inherited: tuple[Unit, ...]

    def bound(self, place: int) -> tuple[Unit, ...]:
        """Return the products that something at ``place`` is about."""
        if not self.units:
            return self.inherited
        if ALL_OF_THEM.search(self.folded) and not _numeric(self.folded):
            return self.units
        before = [unit for unit in self.units if unit.start <= place]
        if not before:
            return _chain(list(self.units), 0)
        return _chain(list(self.units), len(before) - 1)


def _numeric(folded: str) -> bool:
    return any(char.isdigit() for char in folded)


def _chain(units: list[Unit], place: int) -> tuple[Unit, ...]:
    """Return a unit with those joined to it ("A, B and C")."""
    first = last = place
    while units[first].joined:
        first -= 1
    while last + 1 < len(units) and units[last + 1].joined:
        last += 1
    return tuple(units[first : last + 1])


@dataclass
class Scene:
    """A draft and everything its statements may rest on."""

    body: str
    question: Question
    sentences: list[Sentence] = field(default_factory=list)
    strange: list[Span] = field(default_factory=list)
    masks: list[tuple[int, int]] = field(default_factory=list)
    quoted: list[tuple[int, int, UUID, Kind]] = field(default_factory=list)

    @cached_property
    def folded(self) -> str:
        """The body without accents and capitals; every character at its place."""
        return fold(self.body)

    @cached_property
    def figures(self) -> list[Figure]:
        """All figures of the body."""
        return figures(self.body, self.question.language)

    @cached_property
    def article_sentences(self) -> list[tuple[ArticleFact, str, frozenset[str]]]:
        """All sentences of all articles with their concepts (those of the article's title included)."""
        return [
            (article, span.text, content(span.text))
            for article in self.question.articles
            for span in sentences(article.body)
        ]

    @cached_property
    def unclaimed(self) -> Unclaimed:
        """What the body says without stating anything."""
        return find_unclaimed(self.body, (self.question.shop_name, *self.question.shop_names))

    def masked(self, start: int, end: int) -> bool:
        """Tell whether a place lies in a product's own name."""
        return any(left <= start and end <= right for left, right in self.masks)

    def in_quote(self, start: int, end: int) -> UUID | None:
        """Return the source that a place is quoted from, word for word."""
        return next((id_ for left, right, id_, _ in self.quoted if left <= start and end <= right), None)

    def sentence_at(self, place: int) -> Sentence:
        """Return the sentence that holds a place."""
        return next(one for one in self.sentences if one.span.end > place or one is self.sentences[-1])

    def backing(self, sentence: Sentence) -> list[Backing]:
        """Return the article sentences nearest to a sentence of the draft, best first, ties together."""
        said = content(self.unclaimed.blanked(sentence.span))
        if not said:
            return []
        found = []
        for article, text, own in self.article_sentences:
            titled = own | content(article.title)
            share = (len(said & own) + 0.9 * len(said & (titled - own))) / len(said)
            found.append(Backing(article, text, share))
        best = max((one.share for one in found), default=0.0)
        return [one for one in found if one.share >= max(0.5, best - 0.001)]


def look(body: str, question: Question) -> Scene:
    """Read a draft."""
    scene = Scene(body, question)
    spans = sentences(body)
    own = [_units(scene, span) for span in spans]
    everything = [unit for units in own for unit in units]
    first = _only(everything)
    last: tuple[Unit, ...] = first or _fallback(question)
    for span, units in zip(spans, own, strict=True):
        folded = fold(span.text)
        inherited = _inherited(scene, span, folded, last)
        scene.sentences.append(Sentence(span, folded, tuple(units), inherited))
        if units:
            last = tuple(units) if ALL_OF_THEM.search(folded) else _last_group(units)
    _find_quotes(scene)
    return scene


def _last_group(units: list[Unit]) -> tuple[Unit, ...]:
    return _chain(units, len(units) - 1)


def _only(units: list[Unit]) -> tuple[Unit, ...]:
    """If the whole draft names one thing, a sentence before the name is about it too."""
    names = {tuple(one.id for one in unit.own) for unit in units}
    return (units[0],) if len(names) == 1 else ()


def _inherited(scene: Scene, span: Span, folded: str, last: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Products of an earlier sentence, narrowed by the options that this sentence states."""
    del folded
    return tuple(_narrowed(scene, unit, span.text, again=True) for unit in last)


def _fallback(question: Question) -> tuple[Unit, ...]:
    """What the draft is about when it names nothing: what the customer asked about, else any product."""
    known = [choice for choice in understand(question).choices if choice.products and not choice.strange]
    if known:
        return tuple(Unit(0, 0, choice.products, choice.products) for choice in known)
    return (Unit(0, 0, question.products, question.products),) if question.products else ()


def _units(scene: Scene, span: Span) -> list[Unit]:
    text = span.text
    links = [match.span() for match in LINK.finditer(text)]
    found = [
        one
        for one in mentions(text, scene.question.products, loose=False)
        if not any(one.start < right and one.end > left for left, right in links)
        and not scene.unclaimed.only_names(span, one.start, one.end)
    ]
    units: list[Unit] = []
    named = [one for one in found if one.named and not _in_a_label(text, one, found)]
    for place, mention in enumerate(named):
        if mention.strange:
            scene.strange.append(
                Span(text[mention.start : mention.end], span.start + mention.start, span.start + mention.end)
            )
            continue
        if mention.exact:
            scene.masks.append((span.start + mention.start, span.start + mention.end))
        left = named[place - 1].end if place else 0
        right = named[place + 1].start if place + 1 < len(named) else len(text)
        joined = bool(units) and _joins(text[left : mention.start]) and units[-1].end == span.start + left
        unit = Unit(
            span.start + mention.start, span.start + mention.end, mention.products, mention.products, joined
        )
        units += _by_clause(
            scene, unit, span, _around(text, mention.start, mention.end, left, right), (mention.end, right)
        )
    return units


def _in_a_label(text: str, mention: Mention, found: list[Mention]) -> bool:
    """Tell whether a word only belongs to a property of what is named before ("Fell – water column: …")."""
    before = [one for one in found if one.exact and one.end <= mention.start]
    label = _LABEL.match(text, before[-1].end) if before and not mention.exact else None
    if label is None or mention.end > label.end("label"):
        return False
    names = {str(name) for one in before[-1].products for name in one.attributes}
    return any(fold(name.replace("_", " ")).startswith(fold(label["label"])) for name in names)


def _by_clause(scene: Scene, unit: Unit, span: Span, around: str, after: tuple[int, int]) -> list[Unit]:
    """Cut what follows a name at "but": "the green one is sold out, but the blue one is in stock"."""
    text = span.text[after[0] : after[1]]
    versions = widen(unit.own, scene.question.products)
    cuts = [
        match.start()
        for match in _BUT.finditer(fold(text))
        if wanted_options(text[match.start() :], versions)
    ]
    cuts = cuts or contrasted(text, versions, scene.question.language)
    if not cuts or not _one_family(unit.own):
        return [_narrowed(scene, unit, around)]
    shorter = around[: len(around) - len(text) + cuts[0]]
    units = [_narrowed(scene, unit, shorter)]
    for cut, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        place = span.start + after[0] + cut
        units.append(_narrowed(scene, Unit(place, place, unit.own, unit.own), text[cut:end], again=True))
    return units


def _around(text: str, start: int, end: int, left: int, right: int) -> str:
    """Return the words about one name: its own, those just before, and those up to the next name."""
    before = text[left:start]
    cut = max((match.end() for match in re.finditer(r"[,;:]|\b(and|und|et|y)\b", before)), default=0)
    return f"{before[cut:]} {text[end:right]}"


def _joins(between: str) -> bool:
    """Tell whether only "and", commas and articles stand between two names."""
    if any(one.kind == "money" for one in figures(between, "en")):
        return False
    bare = re.sub(r"\([^)]*\)", " ", fold(between))
    joints = set(re.findall(r"[a-z]+", bare))
    return joints <= set(
        "and the und der die das den et le la les y el los las our "
        "unsere or oder ou o as well sowie both e ed il lo i gli en het of".split()
    ) and (
        bool(
            joints
            & {"and", "und", "et", "y", "or", "oder", "ou", "o", "sowie", "well", "e", "ed", "en", "of"}
        )
        or "," in bare
    )


def _narrowed(scene: Scene, unit: Unit, text: str, *, again: bool = False) -> Unit:
    """Keep the candidates that have the options stated around a name."""
    start = widen(unit.own, scene.question.products) if again and _one_family(unit.own) else unit.own
    wanted = wanted_options(text, start)
    kept = start if wanted else unit.candidates
    for name, values in wanted.items():
        kept = tuple(one for one in kept if fold(str(one.options.get(name, ""))) in values) or kept
    return Unit(unit.start, unit.end, kept or unit.candidates, unit.own, unit.joined)


def _one_family(candidates: tuple[ProductFact, ...]) -> bool:
    return len({family(one) for one in candidates}) == 1 and len({one.title for one in candidates}) == 1


def _find_quotes(scene: Scene) -> None:
    """Note what stands word for word in an article, or in the description of the product it is said of."""
    for article in scene.question.articles:
        for span in sentences(article.body):
            for start, end in _places(scene.folded, fold(span.text)):
                scene.quoted.append((start, end, article.id, "policy"))
    for product in scene.question.products:
        for span in sentences(product.description):
            for start, end in _places(scene.folded, fold(" ".join(span.text.split()))):
                bound = scene.sentence_at(start).bound(start)
                if bound and all(
                    product.id == one.id or one.description == product.description
                    for unit in bound
                    for one in unit.candidates
                ):
                    scene.quoted.append((start, end, product.id, "attribute"))


def _places(folded: str, quote: str) -> list[tuple[int, int]]:
    if len(quote) < SHORTEST_QUOTE:
        return []
    pattern = rf"(?<![\w,;]){re.escape(quote)}(?!\w)"
    return [match.span() for match in re.finditer(pattern, folded)]
