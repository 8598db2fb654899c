"""What the catalogue says about a product, by its meaning: how "moustiquaire ?" finds ``mosquito_net``.

Each property and each sentence of a description is a fact. The facts of the product in question are ranked
for each thing asked by the multilingual model: each fact as it stands, and the question that it answers ("Is
it waterproof?"), as questions lie nearest to questions. Some facts lie near to whatever is asked
("waterproof: yes"), so a part of what is usual for them is taken off. On 283 questions of the evaluation's
seen parts, 176 with an answer in the catalogue, the first is right for 147; for 132 where all that is usual
was taken off. Where the model cannot run, nothing is found.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np

from mancrel.adapters.embeddings import MULTILINGUAL, Vectors, available, embedder
from mancrel.assistant.facts import Near, ProductFact, Question
from mancrel.assistant.understanding import understand
from mancrel.assistant.understanding_asks import asks
from mancrel.assistant.understanding_names import mentions
from mancrel.assistant.understanding_pieces import Ask
from mancrel.assistant.understanding_places import placed
from mancrel.assistant.understanding_products import Choice
from mancrel.assistant.understanding_text import fold, squeeze
from mancrel.assistant.writer_details import facts_of

MOST_ASKED = 4
USUAL = 0.3
"""So much of how near a fact lies to whatever is asked is taken off."""

AS_A_QUESTION = 0.5
"""What the question that a fact answers weighs beside the fact itself."""

MOST_PRODUCTS = 3
OF_ALL_KINDS = (
    "How heavy is it?",
    "What is it made of?",
    "Can I put it in the dishwasher?",
    "How long does it last?",
    "Is it suitable for children?",
    "Where is it made?",
    "Does it come with a case?",
    "What colour is it?",
    "Wie groß ist es?",
    "Ist es feuerfest?",
    "Kann ich damit in den Regen?",
    "Wie laut ist es?",
    "Passt es zu anderen Geräten?",
    "Ist ein Ladegerät dabei?",
    "Wie viele sind in einer Packung?",
    "Combien de litres contient-il ?",
    "Est-il solide ?",
    "Peut-on le laver ?",
    "Y a-t-il une notice en français ?",
    "Quelle est sa puissance ?",
    "¿Qué medidas tiene?",
    "¿Es resistente al agua?",
    "¿Cuánto dura la batería?",
    "¿Sirve para principiantes?",
    "¿Tiene certificado?",
)


def nearest(question: Question) -> tuple[Near, ...]:
    """Return the fact nearest to each property asked of each product in question."""
    if not question.products or not available(MULTILINGUAL):
        return ()
    asked = [ask for ask in understand(placed(question)).asks if ask.kind == "detail" and _asks(ask)]
    found = []
    for ask in asked[:MOST_ASKED]:
        bare = without_names(ask.text, ask.choices, question.products)
        for product in _each_family(ask.choices):
            near = _nearest(ask.text, bare, product)
            found += [near] if near else []
    return tuple(found)


def _asks(ask: Ask) -> bool:
    return bool(ask.choices) and ("?" in ask.text or asks(fold(ask.text)))


def without_names(text: str, choices: Sequence[Choice], products: tuple[ProductFact, ...]) -> str:
    """Return a question without the names of what it is about, near to which lies whatever repeats them."""
    meant = {one.id for choice in choices for one in choice.products}
    for one in sorted(mentions(text, products, loose=True), key=lambda one: -one.start):
        if any(product.id in meant for product in one.products):
            text = f"{text[: one.start]} {text[one.end :]}"
    return squeeze(text).strip(" ,;:.")


def _each_family(choices: Sequence[Choice]) -> list[ProductFact]:
    """Return one version of each thing meant: the facts asked for are those that its versions share."""
    families = [choice.products[0] for choice in choices if choice.products and choice.one_family]
    return families[:MOST_PRODUCTS]


def _nearest(asked: str, bare: str, product: ProductFact) -> Near | None:
    facts = facts_of(product)
    if len(facts) < 2 or not bare:
        return None
    meaning = embedder(MULTILINGUAL).embed([bare])[0]
    likeness = np.array([float(_vector(fact) @ meaning) for fact in facts])
    usual = np.array([_usual(fact) for fact in facts])
    compared = likeness - USUAL * usual
    compared += AS_A_QUESTION * np.array([_as_a_question(fact, meaning) for fact in facts])
    first, second = np.argsort(-compared, kind="stable")[:2]
    ahead = float(compared[first] - compared[second])
    like = float(likeness[first])
    return Near(asked, product.id, facts[first], like - float(usual[first]), ahead, like)


def _as_a_question(fact: str, meaning: Vectors) -> float:
    """Return how near the question that a fact answers lies, less a part of what is usual for it."""
    own = _meaning_of(_question_for(fact))
    return float(own @ meaning) - USUAL * float(np.mean(_of_all_kinds() @ own))


def _question_for(fact: str) -> str:
    label, _, value = fact.partition(": ")
    if not value:
        return fact
    return f"Is it {label}?" if value in {"yes", "no"} else f"What is the {label}?"


@lru_cache(maxsize=20_000)
def _usual(fact: str) -> float:
    """Return how near a fact lies to questions of all kinds."""
    return float(np.mean(_of_all_kinds() @ _vector(fact)))


@cache
def _of_all_kinds() -> Vectors:
    return embedder(MULTILINGUAL).embed(OF_ALL_KINDS)


@lru_cache(maxsize=20_000)
def _vector(fact: str) -> Vectors:
    found: Vectors = embedder(MULTILINGUAL).embed_passages([fact])[0]
    return found


@lru_cache(maxsize=20_000)
def _meaning_of(question: str) -> Vectors:
    found: Vectors = embedder(MULTILINGUAL).embed([question])[0]
    return found
