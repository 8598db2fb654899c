"""Times, measures and counts of a draft against attributes, delivery days, stock and articles."""

import re
from typing import Any
from uuid import UUID

from mancrel.assistant.facts import Claim, ProductFact
from mancrel.assistant.guard_claims import attribute_facts, claim, option_facts, products_of
from mancrel.assistant.guard_delivery import delivers, delivery_facts
from mancrel.assistant.guard_language import content, negated
from mancrel.assistant.guard_numbers import Figure, figures
from mancrel.assistant.guard_scene import Backing, Scene, Sentence
from mancrel.assistant.understanding_concepts import ATTRIBUTES, KIN
from mancrel.assistant.understanding_text import fold, sentences, terms, words
from mancrel.assistant.writer_details import shown_attributes
from mancrel.assistant.writer_wording import wording

PROPERTY_NAMES = frozenset(line.partition(":")[0] for line in ATTRIBUTES.strip().splitlines())


COUNTING = re.compile(
    r"\b(in stock|available|left|remaining|on hand|stuck|auf lager|verfugbar|vorratig|ubrig|en stock|"
    r"disponibles?|exemplaires|restants?|unidades|quedan|existencias|"
    r"disponibil[ei]|rimast[ie]|op voorraad|leverbaar|stuks|pezzi|"
    r"quantity|menge|quantite|cantidad|quantita|hoeveelheid)\b"
)


_LEAST = re.compile(
    r"\b(at least|more than|enough for|mindestens|mehr als|au moins|plus de|al menos|mas de|almeno|piu di|"
    r"minstens|meer dan|"
    r"quantity|menge|quantite|cantidad|quantita|hoeveelheid)\b"
)


_LIST_MARK = re.compile(r"^\s*[-*•]?\s*\d{1,2}[.)]\s")


ON_DELIVERY = frozenset({"deliver", "ship"})


_TAKES = re.compile(
    r"\b(takes?|arriv\w*|reach\w*|with you|lead time|dauert|kommt an|prend|arrive\w*|tarda\w*|llega\w*|"
    r"richied\w+|arriva\w*|duurt|komt aan|"
    r"dispatch\w*)\b"
)


LARGEST_QUANTITY = 1000


def whole(figure: Figure) -> int:
    """Return a figure as a count of pieces, 0 if it is none."""
    value = figure.values[0]
    return int(value) if value == value.to_integral_value() and 0 < value < LARGEST_QUANTITY else 0


def check_time(scene: Scene, figure: Figure, sentence: Sentence) -> Claim:
    """Check a delivery time, a period of an article or a time among the attributes."""
    place = (figure.start, figure.end)
    bound = products_of(sentence.bound(figure.start))
    value = _span_text(figure)
    said = terms(sentence.span.text)
    expected = bound[0].delivery_days if len(bound) == 1 else None
    about_delivery = bool(said & ON_DELIVERY) or bool(_TAKES.search(sentence.folded))
    if (
        about_delivery
        and figure.unit == "work"
        and bound
        and all(delivers(scene, one, figure, sentence) for one in bound)
    ):
        facts = delivery_facts(scene, bound, sentence)
        return claim(
            scene, "delivery", *place, value, ok=True, expected=expected, source=bound[0].id, facts=facts
        )
    source = backed(scene, figure, sentence)
    if source:
        return claim(scene, "policy", *place, value, ok=True, source=source)
    if not about_delivery and bound and all(_has_measure(one, figure, sentence) for one in bound):
        return claim(
            scene, "attribute", *place, value, ok=True, source=bound[0].id, facts=attribute_facts(bound)
        )
    return claim(
        scene, "delivery" if about_delivery else "figure", *place, value, ok=False, expected=expected
    )


def _span_text(figure: Figure) -> str:
    low = f"{figure.low}-" if figure.low is not None else ""
    return f"{low}{figure.values[0]} {figure.unit}"


def check_measure(scene: Scene, figure: Figure, sentence: Sentence) -> Claim:
    """Check a figure with a unit, or a percentage."""
    place = (figure.start, figure.end)
    bound = products_of(sentence.bound(figure.start))
    value = f"{figure.values[0]} {figure.unit}"
    if bound and all(_has_measure(one, figure, sentence) for one in bound):
        return claim(
            scene,
            "attribute",
            *place,
            value,
            ok=True,
            expected=value,
            source=bound[0].id,
            facts=attribute_facts(bound),
        )
    if bound and all(_is_option(one, figure.text) or _in_an_option(scene, one, figure) for one in bound):
        return claim(
            scene,
            "variant",
            *place,
            value,
            ok=True,
            expected=value,
            source=bound[0].id,
            facts=option_facts(bound),
        )
    source = backed(scene, figure, sentence)
    if source:
        return claim(scene, "policy", *place, value, ok=True, source=source)
    return claim(scene, "attribute", *place, value, ok=False)


def _is_option(product: ProductFact, text: str) -> bool:
    plain = fold(text).replace(" ", "")
    return any(plain == fold(str(value)).replace(" ", "") for value in product.options.values())


def _in_an_option(scene: Scene, product: ProductFact, figure: Figure) -> bool:
    """Tell whether a figure stands in a version that is written out ("(140 x 200 cm)")."""
    whole_ones = (fold(str(value)) for value in product.options.values())
    places = (match.span() for one in whole_ones for match in re.finditer(re.escape(one), scene.folded))
    return any(start <= figure.start and figure.end <= end for start, end in places)


def _has_measure(product: ProductFact, figure: Figure, sentence: Sentence) -> bool:
    """Tell whether a product's attributes or description hold a figure under the name it is given here."""
    label = _label_near(sentence, figure)
    for language in ("en", "de"):
        for one in shown_attributes(product, wording(language)):
            if label and not _kin(label) & one.terms:
                continue
            if any(_alike(figure, own) for own in figures(one.value, language)):
                return True
    for span in sentences(product.description):
        if (not label or label & terms(span.text)) and any(
            _alike(figure, own) for own in figures(span.text, "en")
        ):
            return True
    return False


def _alike(one: Figure, other: Figure) -> bool:
    return (
        one.kind == other.kind
        and one.unit == other.unit
        and bool(set(one.values) & set(other.values))
        and one.low == other.low
    )


def _kin(label: frozenset[str]) -> frozenset[str]:
    return label.union(*(KIN.get(term, frozenset()) for term in label))


_BESIDE = re.compile(r"\s+(?:(?:de|in|di) )?")


def _label_near(sentence: Sentence, figure: Figure) -> frozenset[str]:
    """Return the property's name that stands nearest before a figure, else nearest after it."""
    place = figure.start - sentence.span.start
    named = [word for word in words(sentence.span.text) if word.terms & PROPERTY_NAMES]
    before = [word for word in named if word.end <= place]
    after = [word for word in named if word.start >= place + len(figure.text)]
    if after and _BESIDE.fullmatch(sentence.folded[place + len(figure.text) : after[0].start]):
        return after[0].terms & PROPERTY_NAMES  # "45 cm high and 18 cm wide"
    chosen = before[-1] if before else after[0] if after else None
    return chosen.terms & PROPERTY_NAMES if chosen else frozenset()


def backed(scene: Scene, figure: Figure, sentence: Sentence) -> UUID | None:
    """Return the article whose sentence, nearest to this one, holds the same figure; None if none does."""
    nearest = scene.backing(sentence)
    for backing in nearest:
        own = figures(backing.sentence, backing.article.language)
        if (
            backing.share >= 0.6
            and any(_alike(figure, one) for one in own)
            and agrees(scene, backing, sentence)
        ):
            return backing.article.id
    return None


def agrees(scene: Scene, backing: Backing, sentence: Sentence) -> bool:
    """Tell whether a sentence says what an article says: no figure of it left out, no "not" added."""
    said, own = content(sentence.span.text), content(backing.sentence)
    if negated(fold(backing.sentence)) != negated(sentence.folded) or len(said & own) < 0.5 * len(own):
        return False
    here = [one for one in scene.figures if sentence.span.start <= one.start < sentence.span.end]
    return all(
        any(_alike(one, stated) for stated in here)
        for one in figures(backing.sentence, backing.article.language)
    )


def check_plain(scene: Scene, figure: Figure, sentence: Sentence, used: set[int]) -> Claim | None:
    """Check a bare number; None when it is a list mark or part of a confirmed formula."""
    place = (figure.start, figure.end)
    line = scene.body.rfind("\n", 0, figure.start) + 1
    if figure.start in used or _LIST_MARK.match(scene.body[line : figure.end + 2]):
        return None
    bound = products_of(sentence.bound(figure.start))
    version = bool(bound) and all(_is_option(one, figure.text) for one in bound)
    bracketed = scene.body[figure.start - 1 : figure.start] == "("
    count = None if version and bracketed else _count(scene, figure, sentence, bound)
    if count:
        return count
    if version:
        return claim(
            scene, "variant", *place, figure.text, ok=True, source=bound[0].id, facts=option_facts(bound)
        )
    if bound and _label_near(sentence, figure) and all(_has_measure(one, figure, sentence) for one in bound):
        return claim(
            scene, "attribute", *place, figure.text, ok=True, source=bound[0].id, facts=attribute_facts(bound)
        )
    if bound and all(_in_value(scene, figure, one) or _as_shown(scene, figure, one) for one in bound):
        return claim(
            scene, "attribute", *place, figure.text, ok=True, source=bound[0].id, facts=attribute_facts(bound)
        )
    source = backed(scene, figure, sentence)
    return claim(scene, "policy" if source else "figure", *place, figure.text, ok=bool(source), source=source)


def _in_value(scene: Scene, figure: Figure, product: ProductFact) -> bool:
    """Tell whether a figure stands in an attribute's value that the draft gives whole ("Bluetooth 5.3")."""
    for language in ("en", scene.question.language):
        for one in shown_attributes(product, wording(language)):
            if len(one.value) >= 4 and any(char.isalpha() for char in one.value):
                for match in re.finditer(re.escape(fold(one.value)), scene.folded):
                    if match.start() <= figure.start and figure.end <= match.end():
                        return True
    return False


def _as_shown(scene: Scene, figure: Figure, product: ProductFact) -> bool:
    """Tell whether a figure is the value of the property named right before it ("– grind settings: 31")."""
    line = scene.body[: figure.end].rsplit("\n", 1)[-1]
    said = wording(scene.question.language)
    shown = [
        said.say("attribute", product="", label=one.label, value="")
        for one in shown_attributes(product, said)
    ]
    values = [one.value for one in shown_attributes(product, said)]
    pairs = zip(shown, values, strict=True)
    return any(line.endswith(f"{label.rstrip('. ')} {value}") for label, value in pairs)


def _count(scene: Scene, figure: Figure, sentence: Sentence, bound: tuple[ProductFact, ...]) -> Claim | None:
    """Check how many pieces are said to be in stock."""
    if not COUNTING.search(sentence.folded):
        return None
    place, number = (figure.start, figure.end), whole(figure)
    before = sentence.folded[: figure.start - sentence.span.start]
    if re.search(r"\b(not|nicht|pas|no|non|niet)\s+$", before):
        ok = bool(bound) and all(number > one.stock for one in bound)
        return claim(scene, "stock", *place, figure.text, ok=ok, facts=_stock_facts(bound, exact=True))
    if _LEAST.search(before[-40:]):
        ok = (
            bool(bound)
            and number > 0
            and all(one.stock >= number for one in bound)
            and "than" not in before[-12:]
            and "als" not in before[-12:]
        )
        return claim(scene, "stock", *place, figure.text, ok=ok, facts=_stock_facts(bound, least=number))
    ok = bool(bound) and all(one.stock == number for one in bound)
    expected = str(bound[0].stock) if len(bound) == 1 else None
    return claim(
        scene, "stock", *place, figure.text, ok=ok, expected=expected, facts=_stock_facts(bound, exact=True)
    )


def _stock_facts(
    products: tuple[ProductFact, ...], *, least: int = 0, exact: bool = False
) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "product_id": str(one.id),
            "field": "stock",
            "value": one.stock if exact else least,
            "version": one.version,
            "at_least": not exact,
        }
        for one in products
    )
