"""Statements that are written out once for each viewer say what they would say if they were built each time."""

from typing import Any

import pytest

from mancrel.kit import kept
from tests.fixtures import Staff
from tests.statements import asked

EVERYTHING = "created_at:gte:2000-01-01"


@pytest.fixture
def people(staff: Staff) -> list[dict[str, Any]]:
    company = staff.rep.post("/companies", {"name": "Acme 100 %"}).json()["id"]
    made = [
        {
            "name": "Ann %(id)s",
            "emails": [{"value": "ann@a.test"}, {"value": "a@b.test"}],
            "company_id": company,
        },
        {"name": "Ben", "language": "de", "source": "import", "lifecycle": "lead", "tags": ["vip"]},
        {"name": "Cas", "language": "en"},
    ]
    answers = [staff.rep.post("/contacts", one) for one in made]
    assert {answer.status_code for answer in answers} == {201}, [answer.text for answer in answers]
    return [answer.json() for answer in answers]


def listed(person: Any, **params: Any) -> list[dict[str, Any]]:
    answer = person.get("/contacts", params=params)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


@pytest.mark.parametrize("column", ["created_at", "updated_at", "name", "language", "source", "lifecycle"])
@pytest.mark.parametrize("order", ["", "-"])
def test_the_whole_list_is_the_one_that_nothing_is_left_out_of(staff: Staff, people, column: str, order: str):
    for limit in (1, 2, 200):
        whole = listed(staff.rep, sort=f"{order}{column}", limit=limit)
        assert whole == listed(staff.rep, sort=f"{order}{column}", limit=limit, filter=EVERYTHING)
        assert len(whole) == min(limit, len(people))


def test_each_viewer_is_shown_their_own(staff: Staff, people):
    seen = {name for name, person in staff.everyone.items() if len(listed(person)) == len(people)}
    assert seen == {"admin", "manager", "rep"}
    assert listed(staff.other_rep) == []
    first = people[0]["id"]
    assert [staff.rep.get(f"/contacts/{first}").status_code for _ in range(2)] == [200, 200]
    assert staff.other_rep.get(f"/contacts/{first}").status_code == 404


def test_a_list_is_planned_once_and_what_changes_is_in_it(staff: Staff, people):
    kept._written.clear()
    with asked() as statements:
        assert [len(listed(staff.rep)) for _ in range(2)] == [3, 3]
    lists = [one for one in statements if "ORDER BY contacts.created_at DESC" in one.text]
    assert len(lists) == 2
    assert {one.text for one in lists} == {lists[0].text}
    assert "%(" not in lists[0].text, "no parameters"
    staff.rep.post("/contacts", {"name": "Dan"})
    assert staff.rep.delete(f"/contacts/{people[0]['id']}").status_code == 204
    assert [one["name"] for one in listed(staff.rep)] == ["Dan", "Cas", "Ben"]
