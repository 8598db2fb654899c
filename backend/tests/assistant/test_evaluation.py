"""The evaluation of replies: its labels, its own check of facts, and that its shipped result is still true (R40, R42)."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from mancrel import evaluating
from mancrel.assistant import (
    candidates,
    confidence,
    evaluation,
    gates,
    risk_report,
    shipped_evaluation,
    writer,
)
from mancrel.assistant import service as assistant
from mancrel.assistant.facts import Question
from mancrel.assistant.guard import check
from mancrel.assistant.shipped_evaluation import Shipped

RELEASED: dict[str, float] = json.loads(Path(__file__).with_name("released_figures.json").read_text())
HIGHER_IS_BETTER = {"coverage_at_2_percent_risk", "answered_at_2_percent_risk"}
CASES = evaluating.cases_of(evaluating.DATA)
pytestmark = pytest.mark.timeout(600)  # every sentence of some 600 messages is embedded


def test_the_labels_are_many_and_some_are_held_out():
    assert len(CASES) >= 300
    parts = Counter(one.part for one in CASES)
    assert parts[evaluation.SEEN] >= 300
    assert parts[evaluation.HELD_OUT] >= 60
    assert parts[evaluation.SECOND] >= 220
    assert sum(one.decision == "auto_send" for one in CASES if one.part == evaluation.SECOND) >= 130
    assert len({one.id for one in CASES}) == len(CASES)
    assert {one.decision for one in CASES} == {"auto_send", "person", "no_reply"}
    assert {"en", "de", "fr", "es"} <= {one.language for one in CASES}


@pytest.mark.parametrize(
    ("wrong", "of", "bound"), [(0, 100, 0.0362), (0, 142, 0.0256), (2, 100, 0.0704), (5, 5, 1.0), (0, 0, 1.0)]
)
def test_the_bound_is_clopper_and_pearsons(wrong: int, of: int, bound: float):
    assert evaluation.at_most(wrong, of) == pytest.approx(bound, abs=0.0003)


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("Merlin Two-Person Tent costs 289.00 EUR.", ()),
        ("Merlin Two-Person Tent costs 298.00 EUR.", ("298.00",)),
        ("That costs 49.95 EUR.", ("49.95",)),
        ("Merlin Two-Person Tent costs 289.00 EUR and comes in 7 days.", ("7",)),
    ],
)
def test_figures_that_nothing_carries_are_found_without_the_guard(body: str, wrong: tuple[str, ...]):
    case, question = shipped_evaluation.questions()["plain-001"]
    assert evaluation.wrong_facts(case, body, question, ()) == wrong


def test_stock_is_read_in_every_language():
    case = next(one for one in CASES if one.must == ("OUT",) and one.language == "de")
    assert evaluation.missing_facts(case, "Der Artikel ist derzeit nicht auf Lager.") == ()
    assert evaluation.missing_facts(case, "Der Artikel ist auf Lager.") == ("OUT",)


def test_no_near_miss_is_proven_by_nearness_alone():
    """What only sounds like an article ("scissors", "a certificate") goes to a person."""
    near = [one for one in shipped_evaluation.cases() if one.kind == "near-miss"]
    sent = {one.id for one in near if not one.held and one.confidence >= candidates.SHIPPED_AUTO}
    assert len(near) >= 80
    assert sent == set()


def test_every_part_is_reported_and_the_held_out_ones_together():
    figures = shipped_evaluation.figures()
    assert set(figures) == {"writer", *evaluation.PARTS, evaluation.ALL_HELD_OUT}
    every, parts = figures["held_out_all"], [figures[name] for name in evaluation.UNTOUCHED]
    assert every["auto_sent"] == sum(one["auto_sent"] for one in parts) > 60
    assert all(figures[name]["auto_sent_with_a_wrong_fact"] == 0 for name in evaluation.PARTS)
    assert every["wrong_at_most"] <= 0.06  # 5 % of some 75 replies would need one more than none wrong


@pytest.mark.parametrize("name", list(RELEASED))
def test_no_figure_of_the_confidence_falls_by_more_than_three_points(name: str):
    """R41: the figures of the last release stand in the file; a better release raises them by hand."""
    now, then = risk_report.figures(shipped_evaluation.cases())[name], RELEASED[name]
    assert (then - now if name in HIGHER_IS_BETTER else now - then) <= 0.03, (now, then)


def test_coverage_and_area_are_those_of_the_curve():
    def case(number: int, sure: float, **other: bool) -> Shipped:
        seen = {"held": False, "written": True, "right": True, "wrong": False} | other
        return Shipped(str(number), "plain", "shipping", "auto_send", sure, **seen)

    # 49 right ones, a wrong one that they carry at 2 %, and another one that they do not.
    good = [case(number, 0.9) for number in range(49)]
    bad = [case(50, 0.8, right=False), case(51, 0.7, right=False)]
    held = [case(52, 0.99, right=False, held=True), case(53, 0.99, right=False, written=False)]
    found = risk_report.figures([*good, *bad, *held])
    assert (found["drafts"], found["coverage_at_2_percent_risk"]) == (51, round(50 / 51, 4))
    assert found["answered_at_2_percent_risk"] == round(49 / 53, 4)
    assert found["aurc"] == round((1 / 50 + 2 / 51) / 51, 4)


@pytest.mark.parametrize(
    ("fact", "body", "said"),
    [
        ("not |no,", "We do not offer express delivery.", True),
        ("3 year|3 Jahr", "All products carry a warranty of 3 years.", True),
        ("3 year|3 Jahr", "All products carry a warranty of 13 years.", False),
        ("ja", "Drei Jahre", False),
        ("sintétic|synthetic", "filling: synthetic fibre", True),
    ],
)
def test_a_fact_may_be_the_beginning_of_words(fact: str, body: str, said: bool):
    case = replace(CASES[0], must=(fact,), language="en")
    assert (evaluation.missing_facts(case, body) == ()) is said


def test_a_multiplication_that_a_reply_writes_out_is_recomputed():
    case, question = shipped_evaluation.questions()["plain-001"]
    assert evaluation.wrong_facts(case, _product_line(question, 3, right=True), question, ()) == ()
    assert evaluation.wrong_facts(case, _product_line(question, 3, right=False), question, ()) != ()


def _product_line(question: Question, count: int, *, right: bool) -> str:
    one = question.products[0]
    whole = one.price * count + (0 if right else 1)
    return f"{count} × {one.title} come to {count} × {one.price} EUR = {whole} EUR."


def test_the_shipped_result_is_what_the_code_does_now():
    """A change of writer, guard, gates or confidence needs `mancrel evaluate-replies --out …` once more."""
    stale = []
    for kept in shipped_evaluation.cases():
        case, question = shipped_evaluation.questions()[kept.id]
        draft = writer.write(question)
        claims = check(draft.body, question) if draft.body else ()
        held = gates.person_needed(question, draft, "normal") + assistant.unconfirmed(claims)
        sure = confidence.judge(question, draft, claims, held).value
        wrong = bool(evaluation.wrong_facts(case, draft.body or "", question, claims))
        if (round(sure, 3), wrong) != (round(kept.confidence, 3), kept.wrong):
            stale.append(kept.id)
        assert not (wrong and not held and sure >= candidates.SHIPPED_AUTO), kept.id
    assert stale == []
