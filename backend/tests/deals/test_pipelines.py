"""Pipelines: their stages change, but never under a deal."""

from typing import Any

from tests.deals.factory import column, deal, pipeline, stage
from tests.fixtures import Staff


def test_a_pipeline_has_the_usual_stages(staff: Staff):
    made = staff.manager.post("/pipelines", {"name": "Projects"})
    assert made.status_code == 201
    assert [one["name"] for one in made.json()["stages"]] == [
        "Lead", "Qualified", "Proposal", "Negotiation", "Won", "Lost",
    ]  # fmt: skip
    assert staff.rep.post("/pipelines", {"name": "Mine"}).status_code == 403
    assert [one["name"] for one in staff.rep.get("/pipelines").json()["items"]] == ["Sales", "Projects"]


def test_stages_are_renamed_ordered_added_and_removed(staff: Staff):
    usual = pipeline(staff.manager)
    path = f"/pipelines/{usual['id']}"
    kept: list[dict[str, Any]] = [
        {key: one[key] for key in ("id", "name", "probability", "outcome", "stale_after_days")}
        for one in usual["stages"]
    ]
    deal(staff.rep, stage_id=stage(staff.rep, "Proposal"))
    without = [one for one in kept if one["name"] != "Proposal"]
    assert staff.manager.patch(path, {"stages": without}).json()["code"] == "StageInUse"
    fewer = [one for one in kept if one["name"] != "Negotiation"]
    fewer.insert(0, {"name": "Cold", "probability": 1})
    changed = staff.manager.patch(path, {"stages": fewer})
    assert changed.status_code == 200, changed.text
    assert [one["name"] for one in changed.json()["stages"]] == [
        "Cold",
        "Lead",
        "Qualified",
        "Proposal",
        "Won",
        "Lost",
    ]
    openless = [one for one in kept if one["outcome"] != "open"]
    for stages in ([*openless, openless[0]], kept[:4]):
        answer = staff.manager.patch(path, {"stages": stages})
        assert (answer.status_code, answer.json()["code"]) == (422, "StagesIncomplete")


def test_the_deals_of_a_stage_that_goes_are_moved_on(staff: Staff):
    usual = pipeline(staff.manager)
    path, ids = f"/pipelines/{usual['id']}", {one["name"]: one["id"] for one in usual["stages"]}
    here = deal(staff.rep, "Here", stage_id=ids["Qualified"])
    moved = [deal(person, stage_id=ids["Proposal"]) for person in (staff.rep, staff.other_rep)]
    binned = deal(staff.rep, stage_id=ids["Proposal"])["id"]
    staff.rep.delete(f"/deals/{binned}")
    kept = [{key: one[key] for key in ("id", "name", "probability", "outcome")} for one in usual["stages"]]
    fewer = [one for one in kept if one["name"] != "Proposal"]

    def refused(**moves: str) -> tuple[int, str]:
        body = {"stages": fewer, "moves": {ids[gone]: ids[into] for gone, into in moves.items()}}
        answer = staff.manager.patch(path, body)
        return answer.status_code, answer.json()["code"]

    assert refused() == (409, "StageInUse")
    assert refused(Proposal="Won") == (422, "UnknownMove")  # nothing is won by an edit of the pipeline
    assert refused(Proposal="Proposal") == (422, "UnknownMove")
    assert refused(Lead="Qualified") == (422, "UnknownMove")  # it stays
    body = {"stages": fewer, "moves": {ids["Proposal"]: ids["Qualified"]}}
    assert staff.rep.patch(path, body).status_code == 403
    assert staff.manager.patch(path, body).status_code == 200
    cards = [one["id"] for one in column(staff.admin, "Qualified")["items"]]
    assert cards == [here["id"], *(one["id"] for one in moved)]
    told = staff.rep.get(f"/deals/{moved[0]['id']}").json()
    assert (told["version"], told["stage"]["name"]) == (2, "Qualified")
    stays = [(one["stage_name"], one["left_at"] is None) for one in told["history"]]
    assert stays == [("Qualified", True), ("Proposal", False)]
    assert staff.rep.post(f"/deals/{binned}/restore").json()["stage"]["name"] == "Qualified"


def test_a_pipeline_with_deals_is_not_deleted(staff: Staff):
    usual = pipeline(staff.manager)
    made = deal(staff.rep)
    answer = staff.manager.delete(f"/pipelines/{usual['id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "PipelineInUse")
    staff.rep.delete(f"/deals/{made['id']}")
    assert staff.manager.delete(f"/pipelines/{usual['id']}").status_code == 204
    assert staff.rep.post(f"/deals/{made['id']}/restore").json()["code"] == "PipelineInUse"
    assert staff.rep.post("/deals", {"title": "Nowhere"}).json()["code"] == "NoPipeline"
    assert staff.manager.post(f"/pipelines/{usual['id']}/restore").status_code == 200
    assert staff.rep.post(f"/deals/{made['id']}/restore").status_code == 200
