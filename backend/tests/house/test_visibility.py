"""One rule decides who sees which record: list, detail, count, search, change and live agree (R50)."""

import uuid
from typing import Any

import pytest
from sqlalchemy import Select, func, select, union_all, update
from sqlalchemy.orm import aliased

from mancrel.accounts.models import AuthSession, User
from mancrel.activities.models import Activity
from mancrel.contacts.models import Company, Contact
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.deals.models import Deal
from mancrel.kit.db import transaction
from mancrel.kit.visibility import Scope, Viewer
from mancrel.operations.live import _sees
from tests.fixtures import PASSWORD, Mailbox, Person, Staff, thread_of, work

# What each person sees of a record owned by `rep` of team Sales, and of an unowned one of that team.
SEES_OWNED = {"admin", "manager", "rep"}
SEES_TEAMS = {"admin", "manager", "rep", "colleague"}


@pytest.fixture
def thread(staff: Staff, mailbox: Mailbox) -> dict[str, Any]:
    """Return a thread that belongs to `rep`, with its contact and company."""
    message_id = mailbox.write(
        "My parcel arrived broken, please help.", sender="jo@acme-works.com", name="Jo"
    )
    work()
    return thread_of(staff.admin, message_id)


def give(model: Any, id_: str, owner: Any, team: Any) -> None:
    with transaction() as session:
        session.execute(update(model).where(model.id == uuid.UUID(id_)).values(owner_id=owner, team_id=team))


def seen(person: Person, path: str, id_: str) -> set[str]:
    """Return by which doors a person sees a record: detail and list must agree."""
    detail = person.get(f"{path}/{id_}").status_code == 200
    page = person.get(path, params={"limit": 200}).json()
    listed = id_ in {one["id"] for one in page["items"]}
    assert detail == listed, (path, person.name)
    assert page["total"] == len(page["items"])
    return {"it"} if detail else set()


@pytest.mark.parametrize(("owned", "expected"), [(True, SEES_OWNED), (False, SEES_TEAMS)])
def test_thread_is_seen_by_the_rule(staff: Staff, thread: dict[str, Any], owned: bool, expected: set[str]):
    give(Conversation, thread["id"], staff.rep.id if owned else None, staff.team_id)
    for name, person in staff.everyone.items():
        assert bool(seen(person, "/conversations", thread["id"])) == (name in expected), name
        counted = person.get("/conversations/counts").json()["all"]
        assert counted == (1 if name in expected else 0), name
        found = person.get("/conversations", params={"q": "Jo"}).json()["items"]
        assert len(found) == counted
        held = person.get(
            "/conversations", params={"external_id": thread["messages"][0]["external_id"]}
        ).json()
        assert len(held["items"]) == counted


def test_nobodys_thread_is_seen_by_managers_and_admins(staff: Staff, thread: dict[str, Any]):
    give(Conversation, thread["id"], None, None)
    for name, person in staff.everyone.items():
        expected = name in {"admin", "manager", "other_manager"}
        assert bool(seen(person, "/conversations", thread["id"])) == expected, name


def test_what_hangs_on_a_thread_takes_its_rule(staff: Staff, thread: dict[str, Any]):
    give(Conversation, thread["id"], staff.rep.id, staff.team_id)
    give(Activity, _task(staff), staff.rep.id, staff.team_id)
    suggestion, message = thread["suggestion"]["id"], thread["messages"][0]["id"]
    for name, person in staff.everyone.items():
        status = 200 if name in SEES_OWNED else 404
        assert person.get(f"/suggestions/{suggestion}").status_code == status, name
        listed = person.get("/suggestions").json()["items"]
        assert bool(listed) == (status == 200), name
        assert bool(person.get("/activities").json()["items"]) == (status == 200), name
        settled = person.post(f"/messages/{message}/settle", {"outcome": "sent"}).status_code
        assert settled == (409 if status == 200 else 404), name


def _task(staff: Staff) -> str:
    return str(staff.admin.get("/activities").json()["items"][0]["id"])


def test_foreign_records_cannot_be_changed(staff: Staff, thread: dict[str, Any]):
    give(Conversation, thread["id"], staff.rep.id, staff.team_id)
    path = f"/conversations/{thread['id']}"
    for person in (staff.colleague, staff.other_rep, staff.other_manager):
        assert person.patch(path, {"status": "closed"}).status_code == 404
        assert person.delete(path).status_code == 404
        assert person.post(f"{path}/messages", {"body": "hello", "private": True}).status_code == 404
        assert person.post(f"{path}/read").status_code == 404
        for verb, body in (
            ("approve", {}),
            ("edit", {"body": "x"}),
            ("reject", {"reason": "x"}),
            ("withdraw", {}),
        ):
            answer = person.post(f"/suggestions/{thread['suggestion']['id']}/{verb}", body)
            assert answer.status_code == 404, verb
    assert thread_of(staff.admin, thread["messages"][0]["external_id"])["status"] == thread["status"]


def test_a_thread_opens_its_contact_and_company_for_reading_only(staff: Staff, thread: dict[str, Any]):
    contact, company = thread["contact"]["id"], thread["company"]["id"]
    give(Contact, contact, staff.other_rep.id, staff.other_team_id)
    give(Company, company, staff.other_rep.id, staff.other_team_id)
    give(Conversation, thread["id"], staff.rep.id, staff.team_id)
    for path, id_ in (("/contacts", contact), ("/companies", company)):
        for name in ("rep", "manager", "other_rep", "other_manager"):
            assert seen(getattr(staff, name), path, id_), (name, path)
        assert not seen(staff.colleague, path, id_)
        assert staff.rep.get(f"{path}/{id_}").json()["editable"] is False
        assert staff.other_rep.get(f"{path}/{id_}").json()["editable"] is True
        assert staff.rep.patch(f"{path}/{id_}", {"name": "Mine"}).status_code == 403
        assert staff.rep.delete(f"{path}/{id_}").status_code == 403
        assert staff.colleague.patch(f"{path}/{id_}", {"name": "Mine"}).status_code == 404
        assert staff.other_rep.patch(f"{path}/{id_}", {"name": "Theirs"}).status_code == 200


def test_an_id_in_a_body_cannot_reach_a_hidden_record(staff: Staff):
    hidden = staff.other_rep.post("/companies", {"name": "Hidden"}).json()
    answer = staff.rep.post("/contacts", {"name": "Ann", "company_id": hidden["id"]})
    assert answer.status_code == 404
    assert "Hidden" not in answer.text


def test_a_deal_and_what_hangs_on_it_take_its_rule(staff: Staff):
    made = staff.rep.post("/deals", {"title": "Forty lamps", "amount": "100.00"}).json()
    item = staff.rep.post(f"/deals/{made['id']}/items", {"title": "Lamp", "unit_price": "9.00"}).json()[
        "items"
    ][0]
    pipeline, lead = made["pipeline"]["id"], made["stage"]["id"]
    for owner, expected in ((staff.rep.id, SEES_OWNED), (None, SEES_TEAMS)):
        give(Deal, made["id"], owner, staff.team_id)
        for name, person in staff.everyone.items():
            sees = name in expected
            assert bool(seen(person, "/deals", made["id"])) == sees, name
            column = person.get(f"/pipelines/{pipeline}/board").json()["columns"][0]
            assert (column["count"], len(column["items"]), len(column["totals"])) == (sees, sees, sees), name
            assert len(person.get("/deals/forecast").json()["months"]) == sees, name
            if sees:
                continue
            path = f"/deals/{made['id']}"
            assert person.patch(path, {"title": "Mine"}).status_code == 404
            assert person.delete(path).status_code == 404
            assert person.post(f"{path}/move", {"stage_id": lead, "version": 1}).status_code == 404
            assert person.post(f"{path}/win", {"version": 1}).status_code == 404
            assert person.post(f"{path}/lose", {"version": 1, "lost_reason": "x"}).status_code == 404
            assert person.post(f"{path}/items", {"title": "x", "unit_price": "1"}).status_code == 404
            assert person.patch(f"{path}/items/{item['id']}", {"quantity": 2}).status_code == 404
            assert person.delete(f"{path}/items/{item['id']}").status_code == 404


def test_a_deal_opens_its_contact_for_reading_only(staff: Staff):
    contact = staff.admin.post("/contacts", {"name": "Ann"}).json()["id"]
    made = staff.admin.post("/deals", {"title": "Lamps", "contact_id": contact}).json()["id"]
    give(Contact, contact, staff.other_rep.id, staff.other_team_id)
    give(Deal, made, staff.rep.id, staff.team_id)
    assert seen(staff.rep, "/contacts", contact)
    assert not seen(staff.colleague, "/contacts", contact)
    assert staff.rep.patch(f"/contacts/{contact}", {"name": "Mine"}).status_code == 403
    assert staff.rep.get(f"/deals/{made}").json()["contact"]["name"] == "Ann"


def test_live_frames_pass_only_to_those_who_see_the_record(staff: Staff, thread: dict[str, Any]):
    from mancrel.accounts.service import viewer_of_access
    from mancrel.accounts.tokens import read_access

    give(Conversation, thread["id"], staff.rep.id, staff.team_id)
    frame = {"subject_type": "conversation", "subject_id": thread["id"]}
    for name, person in staff.everyone.items():
        viewer = viewer_of_access(read_access(person.token))
        assert _sees(viewer, frame) == (name in SEES_OWNED), name
        assert _sees(viewer, {"subject_type": "job", "subject_id": "1"}) == (name == "admin")


def test_sweeps_cover_every_table_with_a_rule():
    ruled = {Contact, Company, Conversation, Message, Suggestion, Activity, Deal}
    from mancrel.kit.canonical import Mergeable
    from mancrel.kit.visibility import Opened, Owned

    owned = {*Owned.__subclasses__(), *Opened.__subclasses__(), *Mergeable.__subclasses__()}
    owned -= {Opened, Mergeable}
    assert owned <= ruled


SIGNED_IN = aliased(AuthSession)
INNER = select(AuthSession.id).subquery()
COMMON = select(AuthSession.id).cte()
WAYS: dict[str, Select[Any]] = {
    "itself": select(func.count()).select_from(AuthSession),
    "a column": select(func.count(AuthSession.id)),
    "an alias": select(func.count()).select_from(SIGNED_IN),
    "a join": select(func.count()).select_from(User).join(AuthSession, AuthSession.user_id == User.id),
    "a joined alias": select(func.count()).select_from(User).join(SIGNED_IN, SIGNED_IN.user_id == User.id),
    "a condition": select(func.count()).where(select(AuthSession.id).exists()),
    "a value": select(select(func.count(AuthSession.id)).scalar_subquery()),
    "a table within": select(func.count()).select_from(INNER),
    "a common table": select(func.count()).select_from(COMMON),
    "a union": select(func.count()).select_from(
        union_all(select(AuthSession.id), select(SIGNED_IN.id)).subquery()
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_rule_holds_however_the_table_comes_into_the_statement(staff: Staff, way: str):
    staff.rep.client.post("/api/v1/auth/login", json={"email": "rep@staff.test", "password": PASSWORD})
    rep = Viewer(scope=Scope.OWN, user_id=staff.rep.id, team_ids=frozenset())
    with transaction() as session:
        assert session.scalar(WAYS[way]) > 0
    with transaction(rep) as session:
        assert session.scalar(WAYS[way]) == 0
