"""Custom fields: defined by admins, checked by kind on every write, filtered and sorted by."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text, update

from mancrel.contacts import custom_fields
from mancrel.contacts.custom_field_models import CustomField
from mancrel.contacts.models import Contact
from mancrel.kit.db import transaction
from mancrel.kit.engines import engine
from tests.fixtures import Staff, work

GOOD: dict[str, Any] = {
    "text": "Oak", "number": 4.5, "money": {"amount": "1200.50", "currency": "EUR"}, "date": "2026-11-22",
    "choice": "gold", "choices": ["gold", "red"], "link": "https://acme.test/x?y=1", "flag": True,
}  # fmt: skip
BAD = [
    ("text", 5), ("text", "  "), ("text", "a\x00b"), ("text", "x" * 501), ("text", ["a"]),
    ("number", "5"), ("number", True), ("number", 1e300),
    ("money", "5.00 EUR"), ("money", {"amount": 5, "currency": "EUR"}), ("money", {"amount": "5"}),
    ("money", {"amount": "-5", "currency": "EUR"}), ("money", {"amount": "NaN", "currency": "EUR"}),
    ("money", {"amount": "5", "currency": "euro"}), ("money", {"amount": "5", "currency": "EUR", "x": 1}),
    ("date", "22.11.2026"), ("date", "2026-02-30"), ("date", "2026-11-22T10:00:00Z"), ("date", 20261122),
    ("choice", "silver"), ("choice", ["gold"]), ("choices", "gold"), ("choices", ["gold", "silver"]),
    ("link", "javascript:alert(1)"), ("link", "ftp://x.test"), ("link", "https://a b"), ("link", "acme.test"),
    ("flag", "yes"), ("flag", 1), ("flag", {}),
]  # fmt: skip


def define(staff: Staff, kind: str, object_: str = "contact", **fields: Any) -> dict[str, Any]:
    options = [{"label": "Gold"}, {"label": "Red"}] if kind in {"choice", "choices"} else []
    body = {"object": object_, "label": f"My {kind}", "key": kind, "kind": kind, "options": options, **fields}
    answer = staff.admin.post("/custom-fields", body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def refused(answer: Any) -> tuple[int, str, str]:
    problem = answer.json()
    return answer.status_code, problem["code"], problem["errors"][0]["field"]


@pytest.mark.parametrize(
    ("path", "object_"), [("/contacts", "contact"), ("/companies", "company"), ("/deals", "deal")]
)
def test_every_kind_is_kept_on_every_record(staff: Staff, path: str, object_: str):
    for kind in GOOD:
        define(staff, kind, object_)
    name = {"title" if object_ == "deal" else "name": "Ann"}
    made = staff.rep.post(path, {**name, "custom": GOOD})
    assert made.status_code == 201, made.text
    assert made.json()["custom"] == GOOD
    changed = staff.rep.patch(
        f"{path}/{made.json()['id']}", {"custom": {"text": " Ash ", "number": None}}
    ).json()
    assert changed["custom"] == {**{k: v for k, v in GOOD.items() if k != "number"}, "text": "Ash"}
    assert staff.rep.get(path).json()["items"][0]["custom"] == changed["custom"]


@pytest.mark.parametrize(("kind", "value"), BAD)
def test_a_value_of_another_kind_is_named(staff: Staff, kind: str, value: Any):
    define(staff, kind)
    answer = staff.rep.post("/contacts", {"name": "Ann", "custom": {kind: value}})
    assert refused(answer) == (422, "CustomFieldsUnclear", f"custom.{kind}")


def test_numbers_that_are_none_and_unknown_keys_are_refused(staff: Staff):
    define(staff, "number")
    for number in ("NaN", "Infinity", "-Infinity", "1e999"):
        body = f'{{"name": "Ann", "custom": {{"number": {number}}}}}'
        answer = staff.rep.request(
            "POST", "/contacts", content=body, headers={"content-type": "application/json"}
        )
        assert answer.status_code == 422, number
    answer = staff.rep.post("/contacts", {"name": "Ann", "custom": {"nose": 1, "number": "x"}})
    assert [one["field"] for one in answer.json()["errors"]] == ["custom.nose", "custom.number"]
    assert staff.rep.post("/contacts", {"name": "Ann", "custom": []}).status_code == 422


def test_a_required_field_must_be_there_and_stays(staff: Staff):
    define(staff, "text", required=True)
    answer = staff.rep.post("/contacts", {"name": "Ann"})
    assert refused(answer) == (422, "CustomFieldsUnclear", "custom.text")
    made = staff.rep.post("/contacts", {"name": "Ann", "custom": {"text": "x"}}).json()
    answer = staff.rep.patch(f"/contacts/{made['id']}", {"custom": {"text": None}})
    assert refused(answer)[2] == "custom.text"
    assert staff.rep.patch(f"/contacts/{made['id']}", {"name": "Anna"}).status_code == 200


def test_only_admins_define_and_everybody_reads(staff: Staff):
    field = define(staff, "text")
    for person in (staff.rep, staff.manager):
        assert person.get("/custom-fields", params={"object": "contact"}).json()["total"] == 1
        assert person.patch(f"/custom-fields/{field['id']}", {"label": "x"}).status_code == 403
    assert staff.rep.get("/custom-fields", params={"object": "deal"}).json()["total"] == 0


def test_what_a_field_cannot_be_is_named(staff: Staff):
    good = {"object": "contact", "label": "Budget", "kind": "number"}
    define(staff, "text")
    for wrong, status, field in (
        ({"key": "Budget"}, 422, "key"), ({"key": "1x"}, 422, "key"), ({"kind": "colour"}, 422, "kind"),
        ({"object": "user"}, 422, "object"), ({"label": " "}, 422, "label"), ({"label": "預算"}, 422, "key"),
        ({"options": [{"label": "x"}]}, 422, "options"), ({"kind": "choice"}, 422, "options"),
        ({"kind": "flag", "indexed": True}, 422, "indexed"), ({"key": "text"}, 409, "key"),
        ({"kind": "choice", "options": [{"key": "a", "label": "x"}, {"key": "a", "label": "y"}]}, 422, "options.1.key"),
    ):  # fmt: skip
        answer = staff.admin.post("/custom-fields", {**good, **wrong})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (status, field), wrong
    made = staff.admin.post("/custom-fields", {**good, "label": "Budget (year)"}).json()
    assert made["key"] == "budget_year"
    assert staff.admin.patch(f"/custom-fields/{made['id']}", {"key": "other"}).status_code == 422
    assert staff.admin.patch(f"/custom-fields/{made['id']}", {"kind": "text"}).status_code == 422


def test_an_option_is_renamed_and_archived_and_values_stay(staff: Staff):
    field = define(staff, "choice")
    ann = staff.rep.post("/contacts", {"name": "Ann", "custom": {"choice": "gold"}}).json()
    path = f"/custom-fields/{field['id']}"
    staff.admin.patch(
        path, {"options": [{"key": "gold", "label": "Platinum"}, {"key": "red", "label": "Red"}]}
    )
    assert staff.rep.get(f"/contacts/{ann['id']}").json()["custom"] == {"choice": "gold"}
    left = staff.admin.patch(path, {"options": [{"key": "red", "label": "Red"}, {"label": "Blue"}]}).json()
    assert [(one["key"], one["archived"]) for one in left["options"]] == [
        ("red", False), ("blue", False), ("gold", True),
    ]  # fmt: skip
    assert staff.rep.patch(f"/contacts/{ann['id']}", {"custom": {"choice": "gold"}}).status_code == 200
    other = staff.rep.post("/contacts", {"name": "Bea", "custom": {"choice": "gold"}})
    assert refused(other)[2] == "custom.choice"
    back = staff.admin.patch(path, {"options": [{"key": "gold", "label": "Gold"}]}).json()
    assert {one["key"] for one in back["options"] if not one["archived"]} == {"gold"}


def test_values_come_back_with_their_field_and_are_purged_with_it(staff: Staff):
    field = define(staff, "text", indexed=True)
    ann = staff.rep.post("/contacts", {"name": "Ann", "custom": {"text": "Oak"}}).json()
    path = f"/contacts/{ann['id']}"
    staff.admin.delete(f"/custom-fields/{field['id']}")
    assert staff.rep.get(path).json()["custom"] == {}
    assert refused(staff.rep.patch(path, {"custom": {"text": "x"}}))[2] == "custom.text"
    assert (
        staff.admin.post(
            "/custom-fields", {"object": "contact", "label": "Text", "kind": "number"}
        ).status_code
        == 409
    )
    staff.admin.post(f"/custom-fields/{field['id']}/restore")
    work()
    assert staff.rep.get(path).json()["custom"] == {"text": "Oak"}
    assert index_there(field["id"])
    staff.admin.delete(f"/custom-fields/{field['id']}")
    with transaction() as session:
        session.execute(update(CustomField).values(deleted_at=datetime.now(UTC) - timedelta(days=31)))
    purge()
    assert staff.admin.get("/custom-fields", params={"deleted": True}).json()["items"] == []
    with transaction() as session:
        assert session.get_one(Contact, ann["id"]).custom == {}
    assert not index_there(field["id"])
    define(staff, "number", key="text")
    assert staff.rep.patch(path, {"custom": {"text": 5}}).json()["custom"] == {"text": 5}


def purge() -> None:
    with transaction() as session:
        gone = custom_fields.to_purge(session)
    for one in gone:
        custom_fields.drop_index(one)
    with transaction() as session:
        custom_fields.purge(session, gone)


def index_there(field_id: str) -> bool:
    name = custom_fields.index_name(UUID(field_id))
    with engine().connect() as connection:
        valid = text("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(:name)")
        return bool(connection.scalar(valid, {"name": name}))


SORTED: dict[str, list[Any]] = {
    "text": ["Ash", "Elm", "Oak"], "number": [-1, 2.5, 10], "date": ["2025-12-31", "2026-01-02", "2026-10-01"],
    "money": [{"amount": "9.50", "currency": "EUR"}, {"amount": "10", "currency": "EUR"}, {"amount": "100.00", "currency": "USD"}],
    "choice": ["blue", "gold", "red"],
}  # fmt: skip


@pytest.mark.parametrize("kind", SORTED)
def test_an_indexed_field_sorts_its_list_page_by_page(staff: Staff, kind: str):
    options = [{"label": one} for one in ("Blue", "Gold", "Red")] if kind == "choice" else []
    field = define(staff, kind, indexed=True, options=options)
    work()
    assert index_there(field["id"])
    for place in (1, 2, 0, 2, None):
        custom = {} if place is None else {kind: SORTED[kind][place]}
        staff.rep.post("/contacts", {"name": f"Ann {place}", "custom": custom})
    expected = [SORTED[kind][place] for place in (0, 1, 2, 2)]
    for sort, values in ((f"custom.{kind}", [*expected, None]), (f"-custom.{kind}", [*expected[::-1], None])):
        found, cursor = [], None
        while True:
            params = {"sort": sort, "limit": 2, **({"cursor": cursor} if cursor else {})}
            page = staff.rep.get("/contacts", params=params)
            assert page.status_code == 200, page.text
            found += [one["custom"].get(kind) for one in page.json()["items"]]
            cursor = page.json()["next_cursor"]
            if cursor is None:
                break
        assert found == values


def test_the_index_serves_the_sort(staff: Staff):
    from sqlalchemy import func, select

    field = define(staff, "number", indexed=True)
    work()
    with transaction() as session:
        row = session.get_one(CustomField, field["id"])
        from mancrel.contacts import custom_values

        query = (
            select(Contact.id).order_by(custom_values.expression(row, Contact.custom), Contact.id).limit(5)
        )
        session.execute(select(func.set_config("enable_seqscan", "off", True)))  # noqa: FBT003
        session.execute(select(func.set_config("enable_sort", "off", True)))  # noqa: FBT003
        sql = query.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        plan = "\n".join(session.connection().exec_driver_sql(f"EXPLAIN {sql}").scalars())
    assert custom_fields.index_name(row.id) in plan, plan


def test_a_field_without_an_index_does_not_sort(staff: Staff):
    define(staff, "text")
    for sort in ("custom.text", "custom.nose", "custom.", "--custom.text"):
        answer = staff.rep.get("/contacts", params={"sort": sort})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "sort"), sort


def test_an_index_goes_with_its_switch(staff: Staff):
    field = define(staff, "text", indexed=True)
    work()
    assert index_there(field["id"])
    staff.admin.patch(f"/custom-fields/{field['id']}", {"indexed": False})
    work()
    assert not index_there(field["id"])
