"""Where words fail: the sentence of an article that means what was asked, found by a multilingual model.

A German question and an English article share few words, and nearness alone proves nothing: "scissors" lie as
near to the sharpening of knives as knives do. So the sentence has to speak of every concept that is known in
the question, and be the sort of thing asked for; words that no list knows need one far before the rest.
In the customer's own language there are no passages: a word that an article does not say is not answered.
"""

from mancrel.assistant.facts import Passage, Question
from mancrel.assistant.understanding_concepts import COUNTRIES, DAYS, NAMES, TOPICS
from mancrel.assistant.understanding_pieces import Ask
from mancrel.assistant.understanding_text import fold, squeeze, terms
from mancrel.assistant.writer_sentences import Quote, covers, right_sort, spoken

CLEARLY = 0.03
"""How far a sentence lies before those behind it where the words that are known prove the rest."""

ALONE = 0.06
"""How far it lies before them where a word is asked that no list knows: near misses reach 0.051."""

WORTH_SEEING = 0.02
"""From here on a person is shown it."""

MOST_STRANGE = 2
_GENERAL = frozenset({"cost", "price", "duration", "hours", "available"})


def answer(ask: Ask, wanted: frozenset[str], question: Question) -> Quote | None:
    """Return the sentence that means what is asked; ``full`` only where words or distance prove it."""
    passage = _of(ask, question)
    if passage is None or passage.ahead < WORTH_SEEING or not right_sort(ask, passage.text):
        return None
    article = next((one for one in question.articles if one.id == passage.article_id), None)
    if article is None or passage.text not in article.body:
        return None
    said = spoken(passage.text) | spoken(article.title)
    covered = frozenset(term for term in wanted if covers(term, said))
    full = not ask.rest and _proven(ask, wanted, covered, passage)
    if not full and not covered - _GENERAL:
        return None
    score = 0.3 + passage.ahead
    return Quote(article, squeeze(passage.text), covered, full, score)


def _of(ask: Ask, question: Question) -> Passage | None:
    """Return the passage that was found for the customer's sentence which holds a piece of it."""
    piece = squeeze(fold(ask.text)).strip(" ,;:.?!")
    found = [one for one in question.passages if piece and piece in squeeze(fold(one.asked))]
    return min(found, key=lambda one: len(one.asked), default=None)


def _proven(ask: Ask, wanted: frozenset[str], covered: frozenset[str], passage: Passage) -> bool:
    known = wanted & NAMES - _GENERAL
    strange = wanted - NAMES - covered
    if known - covered or len(strange) > MOST_STRANGE or any(choice.named for choice in ask.choices):
        return False
    if terms(passage.text) & COUNTRIES and not wanted & COUNTRIES:
        return False
    agrees = bool(known & TOPICS - DAYS)
    return passage.ahead >= (CLEARLY if agrees and not strange else ALONE)
