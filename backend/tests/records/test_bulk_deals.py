"""Changes of many deals: moved, planned, given away, and back again; none is lost without its reason."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from mancrel.kit.changes import Change
from mancrel.kit.db import transaction, uuid7
from mancrel.kit.events import Event
from tests.contacts.test_custom_fields import define
from tests.deals.factory import deal, stage, titles
from tests.fixtures import Person, Staff, work
from tests.records.test_bulk import change, counts, undo


def three(person: Person, **fields: Any) -> list[str]:
    """Make deals A, B and C."""
    return [deal(person, title, **fields)["id"] for title in "ABC"]


def shown(person: Person, id_: str) -> dict[str, Any]:
    return dict(person.get(f"/deals/{id_}").json())


def events_of(id_: str) -> list[tuple[str, bool]]:
    with transaction() as session:
        query = select(Event).where(Event.subject_id == UUID(id_)).order_by(Event.id)
        return [(one.type, bool(one.facts.get("together"))) for one in session.scalars(query)]


def test_deals_are_moved_together_and_each_goes_back_unless_it_was_moved_since(staff: Staff):
    define(staff, "number", "deal")
    ids = three(staff.rep, expected_close_on="2026-12-24", custom={"number": 1})
    since = shown(staff.rep, ids[0])["stage_entered_at"]
    proposal = stage(staff.rep, "Proposal")
    wanted = {"stage_id": proposal, "expected_close_on": "2027-01-31", "custom": {"number": 2}}
    done = change(staff.rep, wanted, ids, kind="deals")
    assert (counts(done), titles(staff.rep, "Proposal")) == ((3, 0, 0, 0), ["A", "B", "C"])
    one = shown(staff.rep, ids[0])
    assert (one["expected_close_on"], one["custom"], one["version"]) == ("2027-01-31", {"number": 2}, 2)
    assert [stay["stage_name"] for stay in one["history"]] == ["Proposal", "Lead"]
    assert one["history"][0]["by"]["id"] == str(staff.rep.id)
    with transaction() as session:
        diffs = list(session.scalars(select(Change.diff).where(Change.subject_id == UUID(ids[0]))))
    assert ["2026-12-24", "2027-01-31"] in [one.get("expected_close_on") for one in diffs]
    assert proposal in [one["stage_id"][1] for one in diffs if "stage_id" in one]
    assert counts(change(staff.rep, wanted, ids, kind="deals")) == (0, 3, 0, 0)

    negotiation = stage(staff.rep, "Negotiation")
    staff.manager.post(f"/deals/{ids[1]}/move", {"stage_id": negotiation, "version": 2})
    staff.rep.patch(f"/deals/{ids[2]}", {"expected_close_on": None})
    assert undo(staff.rep, done["id"])["undone"] == {"undone": 1, "kept": 2}
    assert [titles(staff.rep, name) for name in ("Lead", "Negotiation")] == [["A", "C"], ["B"]]
    assert shown(staff.rep, ids[0])["stage_entered_at"] == since, "as if it had never left"
    days = [shown(staff.rep, id_)["expected_close_on"] for id_ in ids]
    assert days == ["2026-12-24", "2026-12-24", None], "what was changed since stays"


def test_many_that_are_won_ring_no_bell_for_each_and_open_again(staff: Staff):
    ids = three(staff.rep)
    done = change(staff.rep, {"stage_id": stage(staff.rep, "Won")}, ids, kind="deals")
    assert [shown(staff.rep, id_)["status"] for id_ in ids] == ["won"] * 3
    assert events_of(ids[0]) == [("deal.created", False), ("deal.won", True)]
    assert staff.manager.get("/notifications").json()["items"] == []
    undo(staff.rep, done["id"])
    one = shown(staff.rep, ids[0])
    assert (one["status"], one["closed_at"], one["stage"]["name"]) == ("open", None, "Lead")


def test_a_lost_deal_that_was_opened_with_others_is_lost_for_its_reason_again(staff: Staff):
    id_ = deal(staff.rep)["id"]
    staff.rep.post(f"/deals/{id_}/lose", {"version": 1, "lost_reason": "Price"})
    done = change(staff.rep, {"stage_id": stage(staff.rep, "Lead")}, [id_], kind="deals")
    assert (shown(staff.rep, id_)["status"], shown(staff.rep, id_)["lost_reason"]) == ("open", None)
    assert undo(staff.rep, done["id"])["undone"] == {"undone": 1, "kept": 0}
    assert (shown(staff.rep, id_)["status"], shown(staff.rep, id_)["lost_reason"]) == ("lost", "Price")


def test_moved_and_given_away_at_once(staff: Staff):
    ids = three(staff.rep)
    wanted = {"stage_id": stage(staff.rep, "Proposal"), "owner_id": str(staff.other_rep.id)}
    done = change(staff.rep, wanted, ids, kind="deals")
    assert (counts(done), titles(staff.other_rep, "Proposal")) == ((3, 0, 0, 0), ["A", "B", "C"])
    assert staff.rep.get(f"/deals/{ids[0]}").status_code == 404
    assert undo(staff.rep, done["id"])["undone"] == {"undone": 3, "kept": 0}
    assert titles(staff.rep, "Lead") == ["A", "B", "C"]


def test_deals_of_others_stay_where_they_are(staff: Staff):
    mine, hidden = deal(staff.rep, "Mine")["id"], deal(staff.other_rep, "Theirs")["id"]
    wanted = {"stage_id": stage(staff.rep, "Proposal")}
    assert counts(change(staff.rep, wanted, [mine, hidden], kind="deals")) == (1, 0, 1, 0)
    assert titles(staff.admin, "Proposal") == ["Mine"]
    every = change(staff.rep, {"expected_close_on": "2027-01-31"}, kind="deals", filter=["stale:eq:false"])
    assert counts(every) == (1, 0, 0, 0)


def test_more_than_a_handful_move_in_the_background(staff: Staff):
    for n in range(201):
        deal(staff.rep, f"Deal {n}")
    wanted = {"stage_id": stage(staff.rep, "Qualified")}
    answer = staff.rep.post(
        "/bulk-changes", {"kind": "deals", "change": wanted, "filter": ["status:eq:open"]}
    )
    assert answer.json()["status"] == "gathering"
    work(times=400)
    done = staff.rep.get(f"/bulk-changes/{answer.json()['id']}").json()
    assert (done["status"], counts(done)) == ("done", (201, 0, 0, 0))
    assert undo(staff.rep, done["id"])["undone"] == {"undone": 201, "kept": 0}
    assert (
        staff.rep.get("/deals", params={"filter": [f"stage:eq:{stage(staff.rep, 'Lead')}"]}).json()["total"]
        == 201
    )


@pytest.mark.parametrize(
    ("kind", "change", "code", "field"),
    [
        ("deals", {"stage_id": "Lost"}, "ChangeUnclear", "change.stage_id"),
        ("deals", {"stage_id": None}, "ChangeUnclear", "change.stage_id"),
        ("deals", {"stage_id": str(uuid7())}, "UnknownStage", "change.stage_id"),
        ("deals", {"expected_close_on": "31.12."}, "Invalid", "change.expected_close_on"),
        ("deals", {"remove_tags": ["a"]}, "ChangeUnclear", "change.remove_tags"),
        ("contacts", {"stage_id": "Lead"}, "ChangeUnclear", "change.stage_id"),
        ("companies", {"expected_close_on": None}, "ChangeUnclear", "change.expected_close_on"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_with_deals_is_refused_at_once(
    staff: Staff, kind: str, change: dict[str, Any], code: str, field: str
):
    if change.get("stage_id") in {"Lost", "Lead"}:
        change = {"stage_id": stage(staff.rep, change["stage_id"])}
    answer = staff.rep.post("/bulk-changes", {"kind": kind, "change": change})
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert answer.json()["errors"][0]["field"] == field
    assert staff.rep.get("/bulk-changes").json()["items"] == []


def test_what_is_taken_back_stands_where_it_stood(staff: Staff):
    ids = [deal(staff.rep, title)["id"] for title in "ABCDE"]
    done = change(staff.rep, {"stage_id": stage(staff.rep, "Proposal")}, [ids[1], ids[3]], kind="deals")
    late = deal(staff.rep, "F")
    assert titles(staff.rep, "Lead") == ["A", "C", "E", "F"]
    move = {"stage_id": stage(staff.rep, "Lead"), "after_id": ids[0], "version": late["version"]}
    assert staff.rep.post(f"/deals/{late['id']}/move", move).status_code == 200
    undo(staff.rep, done["id"])
    assert titles(staff.rep, "Lead") == ["A", "F", "B", "C", "D", "E"], "F took the key of B meanwhile"
    assert titles(staff.rep, "Proposal") == []


def test_a_move_is_taken_back_to_its_place(staff: Staff):
    made = [deal(staff.rep, title) for title in "ABC"]
    lead, won = stage(staff.rep, "Lead"), stage(staff.rep, "Won")
    one = f"/deals/{made[1]['id']}/move"
    for _ in range(2):  # also the second time
        version = shown(staff.rep, made[1]["id"])["version"]
        assert staff.rep.post(one, {"stage_id": won, "version": version}).status_code == 200
        back = {"stage_id": lead, "version": version + 1, "back": True}
        assert staff.rep.post(one, back).status_code == 200
        assert titles(staff.rep, "Lead") == ["A", "B", "C"]
    never = {"stage_id": stage(staff.rep, "Proposal"), "version": version + 2, "back": True}
    assert staff.rep.post(one, never).status_code == 200, "where it never was it stands at the end"
    assert titles(staff.rep, "Proposal") == ["B"]
