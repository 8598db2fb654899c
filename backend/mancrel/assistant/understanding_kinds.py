"""Which of several things is meant, where the message says elsewhere of what kind it is."""

from dataclasses import replace

from mancrel.assistant.facts import ProductFact
from mancrel.assistant.understanding_concepts import TOPICS
from mancrel.assistant.understanding_names import family, title_words
from mancrel.assistant.understanding_products import Choice
from mancrel.assistant.understanding_text import Word, fold, sentences, terms
from mancrel.assistant.understanding_turns import COMES_WITH

_POWERED = frozenset({"power", "battery", "voltage"})


def by_kind(named: list[Choice], text: str, sentence: str) -> list[Choice]:
    """Keep of each choice the one thing whose kind a text speaks of (a tent, if it names the Merlin).

    What is not called by its name has its kind in its own ``sentence``.
    """
    return [_of_the_kind(one, terms(text if one.named else sentence)) for one in named]


def _of_the_kind(choice: Choice, said: frozenset[str]) -> Choice:
    if choice.one_family or choice.strange or choice.unmet:
        return choice
    kinds: dict[str, frozenset[str]] = {}
    for one in choice.products:
        words = frozenset().union(*(word.terms for word in title_words(one.title)))
        kinds[family(one)] = words | _powered(one)
    shared = frozenset.intersection(*kinds.values())
    told = [kin for kin, own in kinds.items() if (own - shared) & said]
    if len(told) != 1:
        return choice
    return replace(choice, products=tuple(one for one in choice.products if family(one) == told[0]))


def _powered(product: ProductFact) -> frozenset[str]:
    names = terms(" ".join(map(str, product.attributes)).replace("_", " "))
    return frozenset({"electric"}) if names & _POWERED else frozenset()


def describes(word: Word, about: tuple[Choice, ...]) -> bool:
    """Tell whether a word only says once more which product is meant ("the compass with the mirror").

    What comes with a product, or does not, is no description: a price with it is another one.
    """
    if len(about) != 1 or not about[0].one_family or word.text.isdigit() or word.terms & TOPICS:
        return False
    return all(bool(word.terms & _description(one)) for one in about[0].products)


def _description(product: ProductFact) -> frozenset[str]:
    told = [one.text for one in sentences(product.description) if not COMES_WITH.search(fold(one.text))]
    told = [one for one in told if not terms(one) & {"include", "separatel", "not", "no", "without"}]
    return terms(" ".join([product.category or "", *told])) | _powered(product)
