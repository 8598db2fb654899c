"""Pieces of a sentence that only lead to its question, turn it round, or go on from the service before."""

import pytest

from mancrel.assistant import writer
from mancrel.assistant.understanding import understand
from tests.assistant.writer_shop import article, ask

SHARPENING = article("Sharpening", "We sharpen bread knives for 12 EUR each. It takes 5 working days.")


@pytest.mark.parametrize(
    "text",
    [
        "If something doesn't fit, how long do I have to return it?",
        "If I order it to Austria, how much is shipping?",
        "Is the bulb of the Aurora Desk Lamp included, or is it not?",
        "I'm in Vienna, how much is shipping?",
    ],
)
def test_what_only_leads_to_a_question_need_not_be_answered(text: str):
    assert writer.write(ask(text, intent="shipping")).complete


@pytest.mark.parametrize(
    "text",
    [
        "If it was opened, how long do I have to return it?",
        "If my parcel is lost, how long do I have to return it?",
    ],
)
def test_a_condition_that_says_more_is_left_to_a_person(text: str):
    assert not writer.write(ask(text, intent="return_refund")).complete


@pytest.mark.parametrize("asked", ["what would that set me back?", "what do you take for that?"])
def test_what_that_costs_goes_on_from_the_service_before(asked: str):
    draft = writer.write(ask(f"Do you sharpen bread knives, and {asked}", articles=(SHARPENING,)))
    assert "12 EUR" in (draft.body or "")


def test_a_hypothetical_order_is_no_order():
    known = understand(ask("When would the Aurora Desk Lamp be here if I ordered it today?"))
    assert not known.personal
    assert understand(ask("I ordered the Aurora Desk Lamp. When will it be here?")).personal
