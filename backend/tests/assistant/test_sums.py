"""Several things in different numbers: added up where every number belongs to a thing, and guarded."""

import pytest

from mancrel.assistant import writer
from mancrel.assistant.guard import check
from tests.assistant.writer_shop import article, ask

FREE_FROM = article(
    "Postage", "A parcel inside Germany is 4.90 EUR, and nothing at all from 500 EUR upwards."
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("What would two Helios Ceiling Lights and one Aurora Floor Lamp come to?", "1,508.90 EUR"),
        ("3 Helios Ceiling Lights and an Aurora Desk Lamp: what is the total?", "738.85 EUR"),
        ("Could you add up one Aurora Desk Lamp plus 2 Aurora Desk Lamp Mini for me?", "847.00 EUR"),
        ("What do two Aurora Desk Lamps and three Helios Ceiling Lights cost together?", "1,087.85 EUR"),
    ],
)
def test_each_thing_is_counted_by_its_own_number(text: str, said: str):
    question = ask(text, intent="price_quote")
    draft = writer.write(question)
    assert f"Together that makes {said}." in (draft.body or "")
    assert draft.complete
    assert [one for one in check(draft.body or "", question) if not one.ok] == []


@pytest.mark.parametrize("wrong", ["478.95", "1,378.95", "2,757.90", "1,508.00"])
def test_another_sum_is_held(wrong: str):
    question = ask("What would two Helios Ceiling Lights and one Aurora Floor Lamp come to?")
    body = (writer.write(question).body or "").replace("1,508.90", wrong)
    assert any(not one.ok for one in check(body, question))


def test_another_number_in_a_line_is_held():
    question = ask("What would two Helios Ceiling Lights and one Aurora Floor Lamp come to?")
    body = (writer.write(question).body or "").replace("2 × Helios", "3 × Helios")
    assert any(not one.ok for one in check(body, question))


@pytest.mark.parametrize(
    "text",
    [
        "What do 2 or 3 Helios Ceiling Lights and one Aurora Floor Lamp cost together?",
        "What do 20 Helios Ceiling Lights and one Aurora Floor Lamp cost together?",
        "What do two Helios Ceiling Lights and one Vega Lamp cost together?",
    ],
)
def test_a_number_or_a_thing_that_is_not_clear_goes_to_a_person(text: str):
    assert not writer.write(ask(text, intent="price_quote")).complete


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("What does the Aurora Desk Lamp cost, sent to Germany?", "353.90 EUR"),
        ("What do two Aurora Desk Lamps cost, sent to Germany?", "698.00 EUR"),
    ],
)
def test_a_fee_ends_at_the_sum_that_its_sentence_names(text: str, said: str):
    question = ask(text, articles=(FREE_FROM,), intent="price_quote")
    draft = writer.write(question)
    assert said in (draft.body or "")
    assert ("702.90" in (draft.body or "")) is False
    assert draft.complete
    assert [one for one in check(draft.body or "", question) if not one.ok] == []
