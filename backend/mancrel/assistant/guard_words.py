"""Words of a draft that no fact explains, yes-or-no properties, and values said after a name."""

import re
from collections.abc import Iterator
from functools import cache

from mancrel.assistant.delivery_rules import LANDS
from mancrel.assistant.facts import Claim
from mancrel.assistant.guard_claims import attribute_facts, claim, products_of
from mancrel.assistant.guard_delivery import states_a_delivery
from mancrel.assistant.guard_language import NEGATION, Kind, content, negated
from mancrel.assistant.guard_measures import agrees
from mancrel.assistant.guard_scene import LINK, Scene, Sentence
from mancrel.assistant.guard_stock import STOCK, described
from mancrel.assistant.understanding_text import Word, fold, terms, words
from mancrel.assistant.understanding_vocabulary import plain
from mancrel.assistant.writer_details import shown_attributes
from mancrel.assistant.writer_wording import LANGUAGES, wording

ALLOWED = frozenset("size colour price cost stock available deliver ship duration model style".split())
GREETING = re.compile(
    r"^\W*(hello|hi|hey|dear|good (morning|afternoon|evening|day)|hallo|guten (tag|morgen|abend)|"
    r"liebe[rs]?|sehr geehrte\w*|bonjour|bonsoir|cher|chere|madame|monsieur|hola|buen[oa]s|"
    r"buongiorno|buonasera|salve|ciao|gentil[ei]|goede\w+|hoi|beste|geachte|"
    r"estimad[oa])\b[^.!?\n]{0,60}[,:!]?$"
)
_SAYING = frozenset(
    "measures measure misst messen mesure mesurent mide miden misura misurano meet meten carries carry tragt "
    "tragen schaut lira lire leera leggera".split()
)
"""Verbs that state nothing beside their figure, which is checked, or of a colleague who reads."""
_BOOLEAN_NO = re.compile(r"[:–-]\s*(no|nein|non|nee)\b")


def check_words(scene: Scene) -> Iterator[Claim]:
    """Hold every word that neither plain language, nor the product's facts, nor an article explains."""
    own = _own_words(scene)
    last = len(scene.sentences) - 1
    for place, sentence in enumerate(scene.sentences):
        if _framing(sentence, place, last):
            continue
        yield from _booleans(scene, sentence)
        bound = products_of(sentence.bound(sentence.span.end))
        known = frozenset().union(
            *(described(one) for one in products_of((*sentence.units, *sentence.inherited)))
        )
        nearest = [one for one in scene.backing(sentence) if one.share >= 0.6]
        policy = _policy_terms(scene, sentence, known)
        for word in words(sentence.span.text):
            if not _unexplained(scene, sentence, word, own, known):
                continue
            backing = next(
                (one for one in nearest if word.terms & (content(one.sentence) | content(one.article.title))),
                None,
            )
            if (
                backing
                and agrees(scene, backing, sentence)
                and policy <= (content(backing.sentence) | content(backing.article.title) | ALLOWED)
            ):
                continue
            start, end = sentence.span.start + word.start, sentence.span.start + word.end
            kind: Kind = "attribute" if bound else "policy"
            yield claim(scene, kind, start, end, scene.body[start:end], ok=False)


def _framing(sentence: Sentence, place: int, last: int) -> bool:
    """Tell whether a line only greets or signs."""
    short = len(words(sentence.span.text)) <= 6 and not any(char.isdigit() for char in sentence.folded)
    if place == 0 and GREETING.match(sentence.folded):
        return True
    return place >= last - 1 and short and sentence.span.text[-1] not in ".!?:" and not sentence.units


def _policy_terms(scene: Scene, sentence: Sentence, known: frozenset[str]) -> frozenset[str]:
    return content(scene.unclaimed.blanked(sentence.span)) - known


def _unexplained(
    scene: Scene, sentence: Sentence, word: Word, own: frozenset[str], known: frozenset[str]
) -> bool:
    start, end = sentence.span.start + word.start, sentence.span.start + word.end
    if word.text.isdigit() or word.text in own or word.text in _SAYING or word.terms & (ALLOWED | known):
        return False
    if scene.in_quote(start, end) or scene.masked(start, end) or scene.unclaimed.holds(start, end):
        return False
    if word.terms & LANDS and states_a_delivery(scene, sentence):
        return False
    if any(char.isdigit() for char in word.text) or word.text in {
        "eur",
        "usd",
        "gbp",
        "chf",
        "euro",
        "euros",
        "francs",
        "dollars",
        "pounds",
        "franken",
    }:
        return False
    if any(match.start() <= start < match.end() for match in LINK.finditer(scene.body)):
        return False
    if any(match.start() <= word.start < match.end() for match in STOCK.finditer(sentence.folded)):
        return False
    return word.text not in NEGATION and not _measure_word(word.text)


@cache
def _measure_words() -> frozenset[str]:
    return frozenset(
        "business cm mm m km kg g mg l ml cl w kw v mah wh lm hz gb mb tb db inch inches feet watt watts "
        "volt volts "
        "litre litres liter liters litros gram grams gramm grammes gramos "
        "meter metre metres meters metros kilo kilos percent prozent cent x days".split()
    )


def _measure_word(text: str) -> bool:
    return text in _measure_words()


def _own_words(scene: Scene) -> frozenset[str]:
    """Return plain words, those of our own wording, and the customer's name."""
    question = scene.question
    named = frozenset(word.text for word in words(question.contact_name[:80]))
    return plain(question.language) | _wording_words(question.language) | named


@cache
def _wording_words(language: str) -> frozenset[str]:
    said = LANGUAGES.get(language, LANGUAGES["en"])
    return frozenset(
        word.text for name, text in said.items() if name != "alternatives_none" for word in words(text)
    )


def _booleans(scene: Scene, sentence: Sentence) -> Iterator[Claim]:
    """Check yes-or-no properties: ``dimmable`` said of what is not, or denied of what is."""
    bound = products_of(sentence.bound(sentence.span.end))
    said = terms(sentence.span.text)
    for product in bound:
        for name, value in product.attributes.items():
            label = terms(name.replace("_", " "))
            if not isinstance(value, bool) or not label <= said:
                continue
            if scene.in_quote(sentence.span.start, sentence.span.end):
                continue
            denied = negated(_BOOLEAN_NO.sub("", sentence.folded)) or bool(
                _BOOLEAN_NO.search(sentence.folded)
            )
            place = next(word for word in words(sentence.span.text) if word.terms & label)
            start, end = sentence.span.start + place.start, sentence.span.start + place.end
            ok = value != denied
            facts = attribute_facts((product,)) if ok else ()
            yield claim(
                scene,
                "attribute",
                start,
                end,
                "no" if denied else "yes",
                ok=ok,
                expected="yes" if value else "no",
                source=product.id,
                facts=facts,
            )


def check_properties(scene: Scene) -> Iterator[Claim]:
    """Check what is said after a property's name: one of its values in the catalogue has to stand there."""
    said = wording(scene.question.language)
    for sentence in scene.sentences:
        match = re.search(r"[–-]\s([^:–]{2,60}?)\s?:\s(.+)", sentence.span.text) or re.match(
            r"[-*•]?\s*([^:–]{2,40}?)\s?:\s(.+)", sentence.span.text
        )
        if not match or scene.in_quote(
            sentence.span.start + match.start(2), sentence.span.start + match.start(2) + 12
        ):
            continue
        label, value = terms(match.group(1)), fold(match.group(2)).rstrip(" .;,!")
        for product in products_of(sentence.bound(sentence.span.end)):
            owned = [one for one in shown_attributes(product, said) if one.terms == label]
            if owned:
                start = sentence.span.start + match.start(2)
                end = start + len(match.group(2).rstrip(" .;,!"))
                ok = any(fold(one.value) == value for one in owned)
                facts = attribute_facts((product,)) if ok else ()
                yield claim(
                    scene,
                    "attribute",
                    start,
                    end,
                    match.group(2)[:200],
                    ok=ok,
                    expected=owned[0].value,
                    source=product.id,
                    facts=facts,
                )
