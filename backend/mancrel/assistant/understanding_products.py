"""Which products a message is about: those it names, those of the thread, and which variant."""

import re
from dataclasses import dataclass, replace

from mancrel.assistant.facts import ProductFact, Question
from mancrel.assistant.guard_numbers import figures
from mancrel.assistant.understanding_asks import PURPOSE
from mancrel.assistant.understanding_concepts import COLOURS
from mancrel.assistant.understanding_measures import spelled
from mancrel.assistant.understanding_names import Mention, family, mentions
from mancrel.assistant.understanding_text import fold, terms, words

SIZES = "xxs xs s m l xl xxl xxxl".split()
_LARGER = re.compile(
    r"\b(larger|bigger|wider|longer|large one|big one|wide one|long one|largest|biggest|widest|longest|"
    r"breiter\w*|breitere\w*|langer\w*|langere\w*|plus larges?|plus longue?s?|mas anch[oa]s?|"
    r"mas larg[oa]s?|groser\w*|grosser\w*|groste\w*|grosste\w*|"
    r"plus grande?s?|mas grandes?)\b"
)
_SMALLER = re.compile(
    r"\b(smaller|narrower|shorter|small one|smallest|schmaler\w*|kurzer\w*|plus etroite?s?|plus courte?s?|"
    r"mas estrech[oa]s?|mas cort[oa]s?|kleiner\w*|kleinste\w*|plus petite?s?|mas pequen[oa]s?)\b"
)
_LARGE = re.compile(
    r"\b(?:the|your|a) (?:large|big)(?! (?:enough|number|deal))\b|"
    r"\b(?:die|der|das|den|dem|des|eure|ihre|eine?|einen) (?:\w+ )?(?:grose|grosen|groser|groses|grosse|"
    r"grossen)\b|"
    r"\b(?:le|la|un|une|du|votre) grande?\b|\b(?:de|het|een|jullie) (?:\w+ )?grote\b|"
    r"(?<!hoe )(?<!zo )(?<!te )\bgroot\b(?! genoeg)|"
    r"(?<!quanto )(?<!tan )(?<!cosi )(?<!piu )(?<!abbastanza )(?<!bastante )(?<!que )(?<!e )\bgrande\b"
)
_SMALL = re.compile(
    r"\b(?:the|your|a) (?:small|little)(?! (?:enough|bit))\b|"
    r"\b(?:die|der|das|den|dem|des|eure|ihre|eine?|einen) (?:\w+ )?(?:kleine|kleinen|kleiner|kleines)\b|"
    r"\b(?:le|la|un|une|du|votre) petite?\b|\b(?:de|het|een|jullie) (?:\w+ )?kleine\b|"
    r"(?<!mas )(?<!tan )\bpequen[oa]\b|(?<!cosi )(?<!piu )\bpiccol[oa]\b"
)
"""Say which of two sizes is meant, before the noun or behind it; not how large something is."""
_CHEAPER = re.compile(
    r"\b(the cheaper (one|version)|the cheapest|gunstiger\w*|gunstigste\w*|moins chere?|mas barat[oa])\b"
)
_POINTED = re.compile(
    r"(?:\b(?:a|an|the|one|your|and|und|der|die|das|den|dem|ein\w*|le|la|les|un|une|et|el|los|las|una|y)|"
    r"\d)\s*$"
)
_THAN = re.compile(r"\b(?:than|als|que)\b")
_SIZE_WORD = r"(?:size|gr(?:ö|o|oe)(?:ß|ss)en?|taille|talla|tama[nñ]o|pointure|gr\.)"


@dataclass(frozen=True)
class Choice:
    """What one mention means: one product, or several that fit equally.

    ``named``: it is called by a name, not only by its kind. ``unmet``: wanted options that none has.
    ``compared``: "the larger one" is applied already, and not once more to what it meant.
    """

    products: tuple[ProductFact, ...]
    named: bool = True
    unmet: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    start: int = -1
    compared: bool = False

    @property
    def sure(self) -> bool:
        """Whether exactly one product is meant."""
        return len(self.products) == 1 and not self.unmet and not self.strange

    @property
    def one_family(self) -> bool:
        """Whether all candidates are variants of one thing."""
        return len({family(one) for one in self.products}) == 1 and not self.strange


def choices(text: str, products: tuple[ProductFact, ...]) -> list[Choice]:
    """Return what a text names, each with the options wanted in the same text applied."""
    found = mentions(text, products, loose=True)
    if any(one.named for one in found):
        found = [one for one in found if one.named and not _by_the_way(one, found, text)]
    listed = [
        refine(_choice(one), text, products, near=(one, *_region(text, found, place)))
        for place, one in enumerate(found)
    ]
    return [_apart(one, listed) for one in listed]


def _apart(choice: Choice, listed: list[Choice]) -> Choice:
    """Leave out of several what another name means ("the Torv and the Torv Mini")."""
    if choice.one_family or not choice.named:
        return choice
    others = [one for one in listed if one is not choice and one.named and one.one_family]
    taken = {family(product) for one in others for product in one.products}
    left = tuple(one for one in choice.products if family(one) not in taken)
    return replace(choice, products=left) if left else choice


def every_choice(text: str, products: tuple[ProductFact, ...]) -> list[Choice]:
    """Return what a text names by name or by its kind alone ("two Hygge plates and a mug in sand")."""
    found = mentions(text, products, loose=True)
    return [
        refine(_choice(one), text, products, near=(one, *_region(text, found, place)))
        for place, one in enumerate(found)
    ]


def _by_the_way(mention: Mention, found: list[Mention], text: str) -> bool:
    """Tell whether one plain word of a longer name stands beside a name ("the water column of the Fell")."""
    own = words(mention.products[0].title)
    said = text[mention.start : mention.end]
    if len(mention.places) > 1 or len(own) < 3 or mention.exact or not said.islower():
        return False
    if fold(said) == own[0].text or _POINTED.search(fold(text[: mention.start])):
        return False
    return any(other is not mention and other.named and len(other.places) > 0 for other in found)


def _region(text: str, found: list[Mention], place: int) -> tuple[int, int]:
    """Return the part of a text whose options belong to one name: up to the joint before the next."""
    start = _joint(text, found[place - 1].end, found[place].start) if place else 0
    last = place + 1 == len(found)
    return start, len(text) if last else _joint(text, found[place].end, found[place + 1].start)


def _joint(text: str, left: int, right: int) -> int:
    cut = [
        match.start()
        for match in re.finditer(r"[,;.?!\n]|\b(?:and|und|et|y|or|oder|ou|o)\b", fold(text[left:right]))
    ]
    return left + cut[-1] if cut else right


def _choice(mention: Mention) -> Choice:
    return Choice(mention.products, mention.named, strange=mention.strange, start=mention.start)


def refine(
    choice: Choice, text: str, products: tuple[ProductFact, ...], near: tuple[Mention, int, int] | None = None
) -> Choice:
    """Keep the candidates that have the options which a text wants, and note those that none has.

    ``near``: the name in this text that means the choice, and the part of the text that belongs to it.
    """
    mention, left, right = near or (None, 0, len(text))
    skip = [(mention.start, mention.end)] if mention else []
    skip += [match.span() for match in PURPOSE.finditer(fold(text))]
    text = _blanked(text, skip)[left:right]
    several = widen(choice.products, products)
    wanted = wanted_options(text, several)
    kept = choice.products
    if wanted and len(choice.products) == 1 and near is None:
        kept = several
    lacking: tuple[str, ...] = ()
    kept_by = False
    for name, values in wanted.items():
        having = tuple(one for one in kept if fold(str(one.options.get(name, ""))) in values)
        lacking += () if having or not kept_by else tuple(sorted(values))
        kept_by = kept_by or bool(having)
        kept = having or kept
    before = kept
    if len(choice.products) > 1 or near or wanted:
        kept = _by_comparison(text, kept)
    elif not choice.compared:
        kept = _compared_with(text, choice.products[0], several)
    unmet = (*_unmet(text, several), *lacking)
    return replace(choice, products=kept, unmet=unmet, compared=choice.compared or kept != before)


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def widen(candidates: tuple[ProductFact, ...], products: tuple[ProductFact, ...]) -> tuple[ProductFact, ...]:
    """Return the candidates and all variants of their families."""
    families = {family(one) for one in candidates}
    return tuple(one for one in products if family(one) in families)


def wanted_options(text: str, candidates: tuple[ProductFact, ...]) -> dict[str, set[str]]:
    """Return the options that a text states, by name: the values (folded) that the candidates know."""
    wanted: dict[str, set[str]] = {}
    for product in candidates:
        for name, value in product.options.items():
            if says_option(text, str(value)):
                wanted.setdefault(name, set()).add(fold(str(value)))
    return wanted or _by_colour(text, candidates)


def _by_colour(text: str, candidates: tuple[ProductFact, ...]) -> dict[str, set[str]]:
    """Return the one option that has the colour a text states ("the blue one" is the sea blue one)."""
    stated = terms(text) & COLOURS
    values = {(name, fold(str(one))) for each in candidates for name, one in each.options.items()}
    fitting = [(name, value) for name, value in values if terms(value) & stated]
    return {fitting[0][0]: {fitting[0][1]}} if len(fitting) == 1 else {}


def says_option(text: str, value: str) -> bool:
    """Tell whether a text states an option value: by its words or concepts, sizes by their letters."""
    folded = fold(value.strip())
    if not folded:
        return False
    if folded in SIZES and len(folded) <= 2:
        letters = re.escape(value.strip())
        plain = re.search(rf"(?<![\w'’-]){letters.upper()}(?![\w'’.-]|\.\w)", text)
        sized = re.search(rf"{_SIZE_WORD}\s+{letters}(?!\w)", text, re.IGNORECASE)
        return bool(plain or sized)
    measures = [one for one in figures(value, "en") if one.kind == "measure"]
    if measures:
        stated = {(one.unit, number) for one in figures(spelled(text), "en") for number in one.values}
        return all(any((one.unit, number) in stated for number in one.values) for one in measures)
    own = words(value)
    said = words(text)
    return all(
        any(
            one.text == word.text
            or (len(word.text) > 2 and not word.text.isdigit() and one.terms & word.terms)
            for one in said
        )
        for word in own
    )


def _unmet(text: str, candidates: tuple[ProductFact, ...]) -> tuple[str, ...]:
    """Return colours, materials and sizes that a text wants and that no candidate has."""
    stated = terms(text)
    known: set[str] = set()
    for one in candidates:
        known |= terms(
            " ".join([one.title, one.description, *map(str, one.options.values()), str(one.attributes)])
        )
    missing = sorted((stated & COLOURS) - known)
    sizes = {fold(str(value)) for one in candidates for value in one.options.values()} & set(SIZES)
    if sizes:
        missing += [size for size in SIZES if size not in sizes and says_option(text, size.upper())]
    return tuple(missing)


def _by_comparison(text: str, candidates: tuple[ProductFact, ...]) -> tuple[ProductFact, ...]:
    """Apply "the larger one", "the cheaper one" when exactly two sizes or prices are in question."""
    if len(candidates) < 2:
        return candidates
    folded = fold(text)
    if _CHEAPER.search(folded):
        prices = sorted({one.price for one in candidates})
        return tuple(one for one in candidates if one.price == prices[0]) if len(prices) > 1 else candidates
    larger = bool(_LARGER.search(folded)) or _attributive(_LARGE, text)
    smaller = bool(_SMALLER.search(folded)) or _attributive(_SMALL, text)
    ranks = {one.id: rank for one in candidates if (rank := size_rank(one)) is not None}
    if larger == smaller or len(set(ranks.values())) != 2 or len(ranks) != len(candidates):
        return candidates
    end = max(ranks.values()) if larger else min(ranks.values())
    return tuple(one for one in candidates if ranks[one.id] == end)


def _attributive(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether a text has such an adjective; with a capital it is a German noun ("die Größe")."""
    ends = [match.end() for match in pattern.finditer(fold(text))]
    return any(text[:end].rsplit(maxsplit=1)[-1][:1].islower() for end in ends)


def _compared_with(
    text: str, before: ProductFact, versions: tuple[ProductFact, ...]
) -> tuple[ProductFact, ...]:
    """Return what "the bigger one" means beside the version just spoken of; all when nobody knows."""
    folded = fold(text)
    larger, smaller = _LARGER.search(folded), _SMALLER.search(folded)
    cheaper = _CHEAPER.search(folded)
    if len(versions) < 2 or not (larger or smaller or cheaper) or _THAN.search(folded):
        return (before,)
    if cheaper:
        return tuple(one for one in versions if one.price < before.price) or versions
    own = size_rank(before)
    if own is None or bool(larger) == bool(smaller):
        return versions
    ranked = [(one, size_rank(one)) for one in versions]
    fitting = [one for one, rank in ranked if rank is not None and (rank > own if larger else rank < own)]
    return tuple(fitting) or versions


def size_rank(product: ProductFact) -> float | None:
    """Return how large a variant is by its size option, or None when it has none."""
    for name, value in product.options.items():
        text = fold(str(value)).strip()
        if text in SIZES:
            return float(SIZES.index(text))
        names = terms(name) & {"size", "capacity", "length", "width", "height", "diameter", "dimension"}
        number = re.search(r"\d+(?:[.,]\d+)?", text)
        if names and number:
            return float(number.group().replace(",", "."))
        for rank, sort in enumerate(("small", "medium", "large")):
            if text == sort:
                return float(rank)
    return None


def from_thread(question: Question, text: str) -> list[Choice]:
    """Return what the subject or the newest earlier turn that names products was about."""
    for turn in reversed(question.thread):
        found = [one for one in choices(turn.text, question.products) if one.named]
        if found:
            once = {tuple(one.id for one in choice.products): choice for choice in found}
            merged = _one_of(list(once.values()))
            return [refine(one, text, question.products) for one in merged]
    return []


def _one_of(found: list[Choice]) -> list[Choice]:
    """Several earlier products and a bare "it": any of them may be meant."""
    if len(found) == 1:
        return found
    together = {one.id: one for choice in found for one in choice.products}
    return [Choice(tuple(together.values()), named=True)]
