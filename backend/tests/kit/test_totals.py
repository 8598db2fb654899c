"""How many rows a list has: counted exactly, but for lists known to be too long to be counted."""

import pytest

from mancrel.kit import totals
from tests.fixtures import Staff
from tests.statements import asked
from tests.torture.harness import until


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch):
    """Three rows are as many as are counted."""
    monkeypatch.setattr(totals, "MAX_TOTAL", 3)
    totals._long.clear()
    yield
    totals._long.clear()


def total(staff: Staff, **params: str) -> int | None:
    return staff.admin.get("/contacts", params={"limit": "2", **params}).json()["total"]


def test_a_list_is_counted_until_it_is_long_and_then_not_for_a_while(staff: Staff, short):
    ids = [staff.admin.post("/contacts", {"name": f"Ann {n}"}).json()["id"] for n in range(3)]
    assert total(staff) == 3
    ids.append(staff.admin.post("/contacts", {"name": "Ben"}).json()["id"])
    assert total(staff) is None
    for id_ in ids[:2]:
        assert staff.admin.delete(f"/contacts/{id_}").status_code == 204
    assert total(staff) is None  # a minute long
    assert total(staff, filter="name:contains:Ben") == 1  # another list is another question
    assert staff.manager.get("/contacts").json()["total"] == 2  # and somebody else counts for themselves
    totals._long.clear()
    assert total(staff) == 2


def counts(staff: Staff) -> tuple[int | None, bool]:
    """Return the total of a list, and whether it was counted for that."""
    with asked() as statements:
        found = total(staff)
    return found, any("count(*)" in one.text for one in statements)


def test_a_long_list_is_not_counted_again_until_something_changes(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(totals, "WORTH_KEEPING", 3)
    for number in range(2):
        staff.admin.post("/contacts", {"name": f"Ann {number}"})
    assert [counts(staff) for _ in range(3)] == [(2, True)] * 3, "a short list is always counted"
    staff.admin.post("/contacts", {"name": "Ben"})
    until(lambda: counts(staff) == (3, False), "a total that is kept")
    staff.admin.post("/contacts", {"name": "Cas"})
    until(lambda: counts(staff) == (4, False), "the new total")
    totals.counted.forget(listening=False)
    assert [counts(staff) for _ in range(3)] == [(4, True)] * 3, "who does not hear of changes counts"
    totals.counted.forget()
