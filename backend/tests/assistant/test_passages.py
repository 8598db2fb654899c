"""A question in one language meets the sentences of articles in another."""

from dataclasses import replace
from uuid import uuid4

import pytest

from mancrel.adapters.embeddings import MULTILINGUAL, available
from mancrel.adapters.vectors import Filter, vectors
from mancrel.assistant import passages, writer
from mancrel.assistant.facts import ArticleFact, Passage, Question
from mancrel.kit.db import transaction
from tests.fixtures import Staff, work

BODY = """Tents are dried before they are packed.
We lend bicycles for 12 EUR a day.
Dogs may sleep in the garden house.
The sauna is heated from 5 pm.
Breakfast is served until 10 am.
A cot for a baby costs nothing.
Firewood lies behind the barn."""

only_there = pytest.mark.skipif(not available(MULTILINGUAL), reason="the model runs on Linux x86-64 only")


def question(text: str, language: str) -> Question:
    return Question("", text, language, "product_question", (), 0.9, "Anna Berg", shop_name="Nordlys")


@pytest.fixture
def article(staff: Staff) -> str:
    made = staff.admin.post("/articles", json={"title": "Our guest house", "body": BODY, "language": "en"})
    assert made.status_code == 201, made.text
    work()
    return str(made.json()["id"])


@only_there
@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("de", "Bis wann gibt es Frühstück?", "Breakfast is served until 10 am."),
        ("fr", "À partir de quelle heure le sauna est-il chauffé ?", "The sauna is heated from 5 pm."),
        ("es", "¿Dónde está la leña?", "Firewood lies behind the barn."),
    ],
)
def test_the_sentence_is_found_in_another_language(article: str, language: str, text: str, said: str):
    with transaction() as session:
        found = passages.nearest(session, question(text, language))
    assert [(one.text, str(one.article_id)) for one in found] == [(said, article)]
    assert found[0].ahead > 0


@only_there
def test_the_sentence_is_found_in_the_questions_own_language_by_other_words(article: str):
    with transaction() as session:
        found = passages.nearest(session, question("May our labrador sleep outside?", "en"))
    assert [one.text for one in found] == ["Dogs may sleep in the garden house."]
    assert found[0].above > 0


@only_there
def test_a_deleted_article_is_forgotten(staff: Staff, article: str):
    asked = question("Bis wann gibt es Frühstück?", "de")
    assert staff.admin.delete(f"/articles/{article}").status_code in {200, 204}
    work()
    with transaction() as session:
        assert passages.nearest(session, asked) == ()
        index = vectors(session)
        assert index.search(Filter(passages.PASSAGES, scope="en"), _any(), 5) == []


def _any():
    return passages.embedded(["anything"])[0]


def _with_passage(asked: str, text: str, ahead: float, title: str = "Sharpening") -> Question:
    article = ArticleFact(uuid4(), title, text, "en", 1)
    passage = Passage(asked, article.id, text, 0.85, ahead)
    return replace(question(asked, "de"), articles=(article,), passages=(passage,))


def test_words_that_are_known_prove_a_near_sentence():
    asked = "Wie lange dauert bei Ihnen das Schleifen?"
    draft = writer.write(_with_passage(asked, "We sharpen in 5 working days.", 0.04))
    assert draft.complete
    assert "We sharpen in 5 working days." in draft.body


def test_a_word_that_no_list_knows_is_not_proven_by_a_near_sentence():
    asked = "Wie lange dauert das Schleifen einer Blunzenhexe?"
    draft = writer.write(_with_passage(asked, "We sharpen knives in 5 working days.", 0.05))
    assert not draft.complete


def test_a_sentence_of_another_sort_is_not_quoted():
    asked = "Was kostet bei Ihnen das Schleifen?"
    draft = writer.write(_with_passage(asked, "We sharpen within a week.", 0.2))
    assert not draft.complete


def test_a_passage_that_no_longer_stands_in_its_article_is_not_quoted():
    asked = "Wie lange dauert bei Ihnen das Vergolden?"
    known = _with_passage(asked, "Gilding takes 5 working days.", 0.2)
    changed = replace(known.articles[0], body="Gilding takes 9 working days.")
    draft = writer.write(replace(known, articles=(changed,)))
    assert draft.body is None or "5 working days" not in draft.body


def _near(
    asked: str, text: str, title: str = "Rules", *, above: float = 0.11, language: str = "en"
) -> Question:
    """A question with a passage of its own language that all measures call near."""
    article = ArticleFact(uuid4(), title, text, "en", 1)
    passage = Passage(asked, article.id, text, 0.91, 0.07, above)
    return replace(question(asked, language), articles=(article,), passages=(passage,))


def test_what_is_near_by_all_measures_answers_in_other_words():
    draft = writer.write(_near("Would you let our labrador in?", "Dogs are welcome."))
    assert draft.complete
    assert "Dogs are welcome." in (draft.body or "")


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("What does it cost to have scissors sharpened?", "We sharpen knives for 8 EUR each."),
        ("Do you deliver to Japan?", "We deliver to Germany and Austria."),
        ("Are you open on Sundays?", "We are open on Saturday from 9 am to 1 pm."),
        ("Can I pay by PayPal?", "You can pay by invoice."),
    ],
)
def test_a_rule_for_other_things_places_and_days_does_not_answer(asked: str, text: str):
    assert not writer.write(_near(asked, text)).complete


def test_what_is_near_to_questions_of_all_kinds_does_not_answer():
    assert not writer.write(
        _near("Would you let our labrador in?", "Dogs are welcome.", above=-0.05)
    ).complete
