"""A stage of many deals that goes: the answer comes at once, the deals follow, and none is lost on the way."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from mancrel.deals import leaving, places
from mancrel.deals.models import Deal, DealStageChange
from mancrel.kit.db import transaction, uuid7
from tests.deals.factory import deal, pipeline, stage
from tests.fixtures import Person, Staff, work

MANY = 2 * leaving.SLICE + 50


def crowd(staff: Staff, name: str, count: int = MANY) -> list[str]:
    """Put many deals into a stage, of two reps, as if each had been made; return their titles in order."""
    first = deal(staff.rep, "0000", stage_id=stage(staff.rep, name))
    deal(staff.other_rep, "0001", stage_id=stage(staff.rep, name))
    with transaction() as session:
        one = session.get_one(Deal, first["id"])
        last = session.scalars(select(Deal.order_key).order_by(Deal.order_key.desc())).first()
        for number in range(2, count):
            last = places.between(last, None)
            row = Deal(id=uuid7(), title=f"{number:04}", order_key=last, version=1, owner_id=one.owner_id)
            row.team_id, row.pipeline_id, row.stage_id = one.team_id, one.pipeline_id, one.stage_id
            row.amount, row.currency = one.amount, one.currency
            row.touched_at = row.stage_entered_at = one.stage_entered_at
            stay = DealStageChange(id=uuid7(), deal_id=row.id, stage_id=one.stage_id, stage_name=name)
            stay.entered_at = one.stage_entered_at
            session.add(row)
            session.flush()
            session.add(stay)
    return [f"{number:04}" for number in range(count)]


def without(staff: Staff, *names: str) -> list[dict[str, Any]]:
    return [
        {key: one[key] for key in ("id", "name", "probability", "outcome")}
        for one in pipeline(staff.manager)["stages"]
        if one["name"] not in names
    ]


def left_out(staff: Staff, gone: str, into: str) -> Any:
    usual = pipeline(staff.manager)
    ids = {one["name"]: one["id"] for one in [*usual["stages"], *usual["leaving"]]}
    body = {"stages": without(staff, gone), "moves": {ids[gone]: ids[into]}}
    return staff.manager.patch(f"/pipelines/{usual['id']}", body)


def in_order(person: Person, stage_id: str) -> list[str]:
    titles: list[str] = []
    cursor = None
    while True:
        params = {"stage_id": stage_id, "sort": "order_key", "limit": 200, "cursor": cursor}
        found = person.get("/deals", params={key: one for key, one in params.items() if one}).json()
        titles += [one["title"] for one in found["items"]]
        cursor = found["next_cursor"]
        if not cursor:
            return titles


def test_the_answer_comes_at_once_and_the_deals_follow_in_order(staff: Staff):
    titles = crowd(staff, "Proposal")
    work()
    gone, into = stage(staff.rep, "Proposal"), stage(staff.rep, "Qualified")
    answer = left_out(staff, "Proposal", "Qualified")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert "Proposal" not in [one["name"] for one in told["stages"]]
    way = {"id": gone, "name": "Proposal", "into": {"id": into, "name": "Qualified"}, "left": MANY}
    assert told["leaving"] == [way]
    board = staff.admin.get(f"/pipelines/{told['id']}/board").json()
    assert {one["stage"]["name"]: one["count"] for one in board["columns"]}["Proposal"] == MANY
    work()
    assert pipeline(staff.manager)["leaving"] == []
    assert in_order(staff.admin, into) == titles
    assert in_order(staff.admin, gone) == []
    one = staff.rep.get("/deals", params={"q": "0300"}).json()["items"][0]
    history = staff.rep.get(f"/deals/{one['id']}").json()["history"]
    assert [(stay["stage_name"], stay["left_at"] is None) for stay in history] == [
        ("Qualified", True), ("Proposal", False),
    ]  # fmt: skip
    assert history[0]["by"]["id"] == str(staff.manager.id)
    assert staff.rep.get("/notifications").json()["items"] == []


class Died(Exception):
    """What a worker dies of."""


def test_a_slice_that_dies_leaves_nothing_and_one_told_twice_doubles_nothing(staff: Staff):
    titles = crowd(staff, "Proposal")
    work()
    gone, into = stage(staff.rep, "Proposal"), stage(staff.rep, "Qualified")
    left_out(staff, "Proposal", "Qualified")
    for left in (MANY, MANY - leaving.SLICE):
        with pytest.raises(Died), transaction() as session:
            leaving.advance(session, UUID(gone))
            raise Died
        assert [one["left"] for one in pipeline(staff.manager)["leaving"]] == [left]
        with transaction() as session:
            leaving.advance(session, UUID(gone))  # which asks for the next one, as the change itself did
    work()
    assert in_order(staff.admin, into) == titles
    assert pipeline(staff.manager)["leaving"] == []
    for title in (titles[0], titles[-1]):
        one = staff.admin.get("/deals", params={"q": title}).json()["items"][0]
        assert len(staff.admin.get(f"/deals/{one['id']}").json()["history"]) == 2


def test_a_stage_that_goes_takes_nothing_in(staff: Staff):
    crowd(staff, "Proposal")
    elsewhere = deal(staff.rep, stage_id=stage(staff.rep, "Lead"))
    gone = stage(staff.rep, "Proposal")
    left_out(staff, "Proposal", "Qualified")
    body = {"stage_id": gone, "version": elsewhere["version"]}
    assert staff.rep.post(f"/deals/{elsewhere['id']}/move", body).status_code == 404
    made = staff.rep.post("/deals", {"title": "New", "stage_id": gone})
    assert (made.status_code, made.json()["code"]) == (422, "UnknownStage")
    usual = pipeline(staff.manager)
    again = [*without(staff), {"id": gone, "name": "Proposal", "outcome": "open"}]
    refused = staff.manager.patch(f"/pipelines/{usual['id']}", {"stages": again})
    assert (refused.status_code, refused.json()["code"]) == (422, "UnknownStage")


def test_where_they_go_may_go_too(staff: Staff):
    titles = crowd(staff, "Proposal")
    left_out(staff, "Proposal", "Qualified")
    usual = pipeline(staff.manager)
    refused = staff.manager.patch(f"/pipelines/{usual['id']}", {"stages": without(staff, "Qualified")})
    assert (refused.status_code, refused.json()["code"]) == (409, "StageInUse")
    assert left_out(staff, "Qualified", "Lead").status_code == 200
    assert pipeline(staff.manager)["leaving"][0]["into"]["name"] == "Lead"
    work()
    assert in_order(staff.admin, stage(staff.rep, "Lead")) == titles
    names = [one["name"] for one in pipeline(staff.manager)["stages"]]
    assert names == ["Lead", "Negotiation", "Won", "Lost"]


def test_what_people_move_meanwhile_stays_where_they_put_it(staff: Staff):
    titles = crowd(staff, "Proposal")
    left_out(staff, "Proposal", "Qualified")
    last = staff.rep.get("/deals", params={"q": titles[-1]}).json()["items"][0]
    body = {"stage_id": stage(staff.rep, "Negotiation"), "version": last["version"]}
    assert staff.rep.post(f"/deals/{last['id']}/move", body).status_code == 200
    work()
    assert in_order(staff.admin, stage(staff.rep, "Qualified")) == titles[:-1]
    assert in_order(staff.admin, stage(staff.rep, "Negotiation")) == titles[-1:]
