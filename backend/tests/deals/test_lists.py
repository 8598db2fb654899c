"""Deals narrowed by the language of all lists: as rows, as a file, on the board and in the forecast alike."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from mancrel.deals.models import Deal
from mancrel.kit.db import transaction
from tests.deals.factory import deal, pipeline, stage
from tests.fixtures import Person, Staff


def found(person: Person, *wanted: str, **params: Any) -> list[str]:
    answer = person.get("/deals", params={"filter": list(wanted), "sort": "title", **params})
    assert answer.status_code == 200, answer.text
    return [one["title"] for one in answer.json()["items"]]


def on_board(person: Person, *wanted: str) -> list[str]:
    path = f"/pipelines/{pipeline(person)['id']}/board"
    columns = person.get(path, params={"filter": list(wanted)}).json()["columns"]
    return sorted(one["title"] for column in columns for one in column["items"])


def a_few(staff: Staff) -> None:
    """Make an old lead of 100, a proposal of 400 and one of 1,000."""
    proposal = stage(staff.rep, "Proposal")
    old = deal(staff.rep, "Old", amount="100.00", expected_close_on="2027-01-15")
    deal(staff.rep, "Big", amount="1000.00", stage_id=proposal, expected_close_on="2027-03-01")
    deal(staff.rep, "Small", amount="400.00", stage_id=proposal)
    deal(staff.other_rep, "Theirs", amount="400.00")
    with transaction() as session:
        late = datetime.now(UTC) - timedelta(days=15)
        session.execute(
            update(Deal).where(Deal.title == old["title"]).values(touched_at=late, stage_entered_at=late)
        )


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (["stale:eq:true"], ["Old"]),
        (["stale:eq:false"], ["Big", "Small"]),
        (["probability:gte:50"], ["Big", "Small"]),
        (["probability:empty"], []),
        (["weighted:gt:200"], ["Big"]),
        (["weighted:eq:10"], ["Old"]),
        (["amount:between:100,400"], ["Old", "Small"]),
        (["expected_close_on:lt:2027-02-01"], ["Old"]),
        (["expected_close_on:empty"], ["Small"]),
        (["stage_entered_at:lte:-7d", "owner:eq:me"], ["Old"]),
        (["stage:in:{Proposal}", "status:eq:open"], ["Big", "Small"]),
        (["pipeline:ne:{pipeline}"], []),
    ],
)
def test_list_board_and_forecast_hold_the_same_deals(staff: Staff, wanted: list[str], titles: list[str]):
    a_few(staff)
    names = {"Proposal": stage(staff.rep, "Proposal"), "pipeline": pipeline(staff.rep)["id"]}
    wanted = [one.format(**names) for one in wanted]
    assert found(staff.rep, *wanted) == on_board(staff.rep, *wanted) == titles
    months = staff.rep.get("/deals/forecast", params={"filter": wanted}).json()["months"]
    assert sum(one["count"] for one in months) == len(titles)
    file = staff.rep.get("/deals.csv", params={"filter": wanted, "sort": "title"}).content.decode("utf-8-sig")
    assert [one["Title"] for one in csv.DictReader(io.StringIO(file))] == titles


def test_the_totals_of_a_board_are_those_of_the_cards_in_sight(staff: Staff):
    a_few(staff)
    path = f"/pipelines/{pipeline(staff.rep)['id']}/board"
    columns = staff.rep.get(path, params={"filter": ["weighted:gt:200"]}).json()["columns"]
    sums = {one["stage"]["name"]: (one["count"], one["totals"]) for one in columns if one["count"]}
    assert sums == {"Proposal": (1, [{"currency": "EUR", "amount": "1000.00", "weighted": "500.00"}])}


@pytest.mark.parametrize("path", ["/deals", "/deals/forecast", "/pipelines/{id}/board", "/deals.csv"])
def test_what_deals_cannot_be_narrowed_by_is_refused_everywhere(staff: Staff, path: str):
    address = path.format(id=pipeline(staff.rep)["id"])
    answer = staff.rep.get(address, params={"filter": ["status:eq:open", "stale:eq:perhaps"]})
    assert (answer.status_code, answer.json()["code"]) == (422, "UnknownFilter"), answer.text
    assert answer.json()["errors"][0]["field"] == "filter.1"


def test_a_deal_says_what_it_weighs_in_the_list_and_the_file(staff: Staff):
    deal(staff.rep, amount="333.33", stage_id=stage(staff.rep, "Qualified"))
    assert staff.rep.get("/deals").json()["items"][0]["weighted"] == "83.33"
    (row,) = csv.DictReader(io.StringIO(staff.rep.get("/deals.csv").content.decode("utf-8-sig")))
    assert (row["Probability"], row["Weighted amount"], row["Stale"]) == ("25", "83.33", "no")


def test_a_view_of_deals_keeps_their_columns_and_is_shared(staff: Staff):
    body = {
        "kind": "deals", "name": "Slow ones", "shared": "everyone", "sort": "-amount",
        "columns": ["title", "weighted", "probability", "stage_entered_at", "stale"],
        "filter": ["stale:eq:true", "amount:gte:1000"],
    }  # fmt: skip
    made = staff.manager.post("/views", body).json()
    seen = staff.rep.get("/views", params={"kind": "deals"}).json()["items"]
    assert [(one["id"], one["columns"], one["editable"]) for one in seen] == [
        (made["id"], body["columns"], False)
    ]
    refused = staff.manager.post("/views", {**body, "sort": "weighted"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "sort")
