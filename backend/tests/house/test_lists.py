"""Every list sorts by the columns it names, and its pages together are the whole."""

from decimal import Decimal
from typing import Any

import pytest

from tests.fixtures import Mailbox, Person, Shop, Staff, work
from tests.wiring import document

PATHS = document()["paths"]


def sorts_of(schema: dict[str, Any]) -> list[str]:
    """Return the columns by name; the approval queue has orders of its own, custom fields come and go."""
    return list(schema.get("enum") or schema.get("anyOf", [{}])[0].get("enum", []))


LISTS = {
    path.removeprefix("/api/v1"): sorts_of(one["schema"])
    for path, methods in PATHS.items()
    for one in methods.get("get", {}).get("parameters", [])
    if one["name"] == "sort" and sorts_of(one["schema"]) and not path.endswith((".csv", ".xlsx"))
}
SORTS = [(path, sort) for path, sorts in LISTS.items() for sort in sorts]


def fill(staff: Staff, mailbox: Mailbox, shop: Shop) -> None:
    """Put rows into every list: with equal values, and with empty ones."""
    admin = staff.admin
    for n in range(7):
        admin.post("/teams", {"name": f"Team {n}"})
        admin.post("/users", {"name": f"User {n % 2}", "email": f"u{n}@staff.test", "role": "rep"})
        domain = {"domain": f"firm{n}.test"} if n % 2 else {}
        place = {"city": "Bremen", "country": "DE", "industry": "Wood"} if n % 3 else {}
        admin.post(
            "/companies", {"name": f"Firm {n % 3}", **domain, **place, "lifecycle": [None, "lead"][n % 2]}
        )
        admin.post(
            "/contacts",
            {
                "name": f"Ann {n % 3}",
                "language": ["de", None, "en"][n % 3],
                "lifecycle": [None, "lead", "customer"][n % 3],
            },
        )
        admin.post(
            "/custom-fields", {"object": "deal", "label": f"Field {n % 3}", "key": f"f{n}", "kind": "text"}
        )
        due = {"due_at": f"2026-12-0{n // 2 + 1}T10:00:00Z"} if n % 2 else {}
        task = admin.post("/activities", {"title": f"Task {n % 3}", **due}).json()
        if n % 3 == 0:
            admin.patch(f"/activities/{task['id']}", {"done": True})
        admin.post("/pipelines", {"name": f"Way {n % 3}"})
        close = {"expected_close_on": f"2026-12-0{n % 3 + 1}"} if n % 2 else {}
        admin.post("/deals", {"title": f"Deal {n % 3}", "amount": f"{n % 3 * 10}.00", **close})
        admin.post("/articles", {"title": f"Article {n % 3}", "body": "x", "language": ["en", "de"][n % 2]})
        shop.put(str(n), title=f"Lamp {n % 3}", price=f"{n % 3 * 10}.00", brand=["Oak", None][n % 2])
        admin.post("/api-keys", {"name": f"Key {n % 3}", "scopes": ["contacts:read"]})
        address = "https://hooks.example.com/in"
        admin.post("/webhook-subscriptions", {"name": f"Hook {n % 3}", "url": address, "types": ["deal.won"]})
        if n < 4:
            admin.post("/channels", {"kind": "email", "name": f"Box {n % 2}", "settings": {}})
            admin.post("/catalogue/sources", {"name": f"source-{n}", "kind": "generic"})
        mailbox.write("Is it in stock?", subject=f"Question {n % 3}", sender=f"c{n}@customer.test")
    work()


@pytest.fixture
def filled(staff: Staff, mailbox: Mailbox, shop: Shop) -> Staff:
    fill(staff, mailbox, shop)
    return staff


def everything(person: Person, path: str, sort: str, limit: int) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor = None
    while True:
        params = {"sort": sort, "limit": limit, **({"cursor": cursor} if cursor else {})}
        answer = person.get(path, params=params)
        assert answer.status_code == 200, (path, sort, answer.text)
        items += answer.json()["items"]
        cursor = answer.json()["next_cursor"]
        if cursor is None:
            return items


def test_each_sort_pages_through_the_whole(filled: Staff):
    assert {
        "/contacts",
        "/companies",
        "/conversations",
        "/activities",
        "/articles",
        "/users",
        "/teams",
        "/deals",
        "/pipelines",
    } <= set(LISTS)
    for path, sort in SORTS:
        whole = everything(filled.admin, path, sort, 200)
        assert len(whole) >= 4, path
        paged = everything(filled.admin, path, sort, 2)
        assert [one["id"] for one in paged] == [one["id"] for one in whole], (path, sort)
        name = sort.removeprefix("-")
        if name not in whole[0]:
            continue
        values = [Decimal(one[name]) if name in {"price", "amount"} else one[name] for one in whole]
        there = [one for one in values if one is not None]
        assert there == sorted(there, reverse=sort.startswith("-")), (path, sort)
        assert values[: len(there)] == there, f"{path} {sort}: empty values come last"


def test_empty_values_are_paged_too(filled: Staff):
    for path, sort in (("/companies", "-domain"), ("/activities", "due_at"), ("/users", "-last_login_at")):
        name = sort.removeprefix("-")
        values = [one[name] for one in everything(filled.admin, path, sort, 2)]
        assert values.count(None) >= 3, path
        assert values.count(None) < len(values), path


def test_an_unknown_sort_names_its_field(staff: Staff):
    for path in LISTS:
        for sort in ("password_hash", "--name", "name;drop", ""):
            answer = staff.admin.get(path, params={"sort": sort})
            assert answer.status_code == 422, (path, sort)
            assert [one["field"] for one in answer.json()["errors"]] == ["sort"], (path, sort)


def test_a_cursor_holds_for_its_own_sort_only(filled: Staff):
    for path, sorts in LISTS.items():
        cursor = filled.admin.get(path, params={"sort": sorts[0], "limit": 2}).json()["next_cursor"]
        assert filled.admin.get(path, params={"sort": sorts[0], "cursor": cursor}).status_code == 200
        for other in sorts[1:]:
            answer = filled.admin.get(path, params={"sort": other, "cursor": cursor})
            assert (answer.status_code, answer.json()["code"]) == (422, "BadCursor"), (path, other)
            assert [one["field"] for one in answer.json()["errors"]] == ["cursor"]
