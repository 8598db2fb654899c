"""Notifications: who is told of what, once, by their own rules, in the shell and by mail."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update

from mancrel.accounts.service import viewer_of_access
from mancrel.accounts.tokens import read_access
from mancrel.activities import reminders
from mancrel.kit.db import transaction
from mancrel.notifications import mails
from mancrel.notifications.models import UserMail
from mancrel.operations.live import _sees
from tests.activities.test_activities import at, made
from tests.fixtures import Mailbox, Person, Sink, Staff, thread_of, work
from tests.transfers.factory import bring, do, post, table


def news(person: Person, **params: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = person.get("/notifications", params=params).json()["items"]
    return items


def told(person: Person) -> list[tuple[str, str]]:
    return [(one["kind"], one["title"]) for one in news(person)]


def mention(person: Person) -> str:
    return f"@[{person.name}](user:{person.id})"


def rule(person: Person, kind: str, mail: str, in_app: bool = True) -> None:
    answer = person.patch("/settings/notifications", {"rules": {kind: {"in_app": in_app, "mail": mail}}})
    assert answer.status_code == 200, answer.text


def test_a_new_owner_is_told_and_nobody_of_their_own_doing(staff: Staff):
    made(staff.manager, owner_id=str(staff.rep.id))
    made(staff.rep, title="Mine")
    deal = staff.manager.post("/deals", {"title": "Lamps"}).json()
    staff.manager.patch(f"/deals/{deal['id']}", {"owner_id": str(staff.rep.id)})
    work()
    assert told(staff.rep) == [
        ("assigned", "Manager gave you the deal Lamps"),
        ("assigned", "Manager gave you: Call Ann"),
    ]
    assert told(staff.manager) == told(staff.admin) == []


def test_they_are_read_one_by_one_or_all_by_their_user_only(staff: Staff):
    for number in range(3):
        made(staff.manager, title=f"Call {number}", owner_id=str(staff.rep.id))
    work()
    first = news(staff.rep)[0]["id"]
    assert staff.admin.post("/notifications/read", {"ids": [first]}).json() == {"unread": 0}
    assert staff.rep.get("/notifications/unread").json() == {"unread": 3}
    assert staff.rep.post("/notifications/read", {"ids": [first]}).json() == {"unread": 2}
    assert len(news(staff.rep, unread=True)) == 2
    assert staff.rep.post("/notifications/read", {"all": True}).json() == {"unread": 0}
    assert len(news(staff.rep)) == 3


def test_live_frames_go_to_the_user_alone(staff: Staff):
    frame = {"subject_type": "notification", "subject_id": "1", "to": str(staff.rep.id)}
    seen = {
        name for name, one in staff.everyone.items() if _sees(viewer_of_access(read_access(one.token)), frame)
    }
    assert seen == {"rep"}


def test_a_mention_tells_once_who_may_see_and_else_the_author(staff: Staff):
    ann = staff.manager.post("/contacts", {"name": "Ann", "owner_id": str(staff.rep.id)}).json()
    text = f"Ask {mention(staff.rep)} or {mention(staff.other_rep)}"
    note = made(staff.manager, kind="note", title="Ask", body=text, contact_id=ann["id"])
    work()
    staff.manager.patch(f"/activities/{note['id']}", {"body": text + " again"})
    work()
    assert told(staff.rep) == [("mentioned", "Manager mentioned you: Ask")]
    assert (news(staff.rep)[0]["subject_type"], news(staff.rep)[0]["subject_id"]) == ("contact", ann["id"])
    assert told(staff.other_rep) == []
    assert told(staff.manager) == [("mentioned", "Other_Rep was not told: this is out of their sight")]


def test_a_mention_in_a_private_message(staff: Staff, mailbox: Mailbox):
    message_id = mailbox.write("Do you sell lamps?", subject="Lamps")
    work()
    thread = thread_of(staff.admin, message_id)
    body = {"body": f"See {mention(staff.manager)} {mention(staff.other_rep)}", "private": True}
    theirs = {"team_id": str(staff.team_id), "owner_id": str(staff.rep.id)}
    assert staff.admin.patch(f"/conversations/{thread['id']}", theirs).status_code == 200
    assert staff.admin.post(f"/conversations/{thread['id']}/messages", body).status_code in {200, 201}
    work()
    assert ("mentioned", "Admin mentioned you: Lamps") in told(staff.manager)
    assert told(staff.other_rep) == []
    assert [kind for kind, title in told(staff.admin)] == ["mentioned"]


def test_an_approval_or_escalation_is_told_to_the_threads_owner(staff: Staff, mailbox: Mailbox):
    message_id = mailbox.write("My parcel arrived broken.", subject="Broken")
    work()
    thread = thread_of(staff.admin, message_id)
    staff.admin.patch(f"/conversations/{thread['id']}", {"owner_id": str(staff.rep.id)})
    mailbox.write("It is broken, I want my money back!", subject="Re: Broken", In_Reply_To=message_id)
    work()
    kinds = {kind for kind, _ in told(staff.rep)}
    assert "assigned" in kinds
    assert kinds & {"escalation", "approval"}


def test_a_team_hears_of_its_deals(staff: Staff):
    deal = staff.rep.post("/deals", {"title": "Lamps"}).json()
    assert staff.rep.post(f"/deals/{deal['id']}/win", {"version": deal["version"]}).status_code == 200
    work()
    assert told(staff.manager) == [("deal_won", "Rep won Lamps")]
    assert told(staff.rep) == told(staff.colleague) == told(staff.other_manager) == []


def test_a_reminder_is_told_and_mailed_once(staff: Staff, sink: Sink):
    made(staff.rep, due_at=at(minutes=5), reminders=[{"minutes_before": 10, "by_mail": True}])
    for _ in range(2):
        with transaction() as session:
            reminders.give(session)
        work()
    assert told(staff.rep) == [("reminder", "Due: Call Ann")]
    assert [mail["Subject"] for mail in sink.mails] == ["Due: Call Ann"]
    assert sink.mails[0].envelope[1] == [staff.rep.email]


def test_rules_decide_and_are_ones_own(staff: Staff, sink: Sink):
    rule(staff.rep, "assigned", "off", in_app=False)
    made(staff.manager, owner_id=str(staff.rep.id))
    work()
    assert news(staff.rep) == []
    rule(staff.rep, "assigned", "now", in_app=False)
    made(staff.manager, owner_id=str(staff.rep.id))
    work()
    assert (news(staff.rep), len(sink.mails)) == ([], 1)
    shown = {one["kind"]: one for one in staff.manager.get("/settings/notifications").json()["rules"]}
    assert shown["assigned"] == {"kind": "assigned", "in_app": True, "mail": "digest"}
    refused = staff.rep.patch(
        "/settings/notifications", {"rules": {"weather": {"in_app": True, "mail": "off"}}}
    )
    assert refused.status_code == 422


def digest() -> int:
    with transaction() as session:
        return mails.digest(session)


@pytest.fixture
def on_the_hour() -> Iterator[None]:
    """Stop the clock at the last full hour: none ends meanwhile, and for the database all is due."""
    with time_machine.travel(datetime.now(UTC).replace(minute=0, second=0, microsecond=0), tick=False):
        yield


def where_it_is_noon() -> str:
    ahead = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "UTC"


def test_a_digest_comes_once_a_day_at_the_users_hour(staff: Staff, sink: Sink, on_the_hour: None):
    staff.rep.patch("/auth/me", {"time_zone": where_it_is_noon()})
    staff.rep.patch("/settings/notifications", {"digest_hour": 13})
    for number in range(2):
        made(staff.manager, title=f"Call {number}", owner_id=str(staff.rep.id))
    work()
    assert digest() == 0
    staff.rep.patch("/settings/notifications", {"digest_hour": 12})
    assert (digest(), digest()) == (1, 0)
    made(staff.manager, title="Too late for today", owner_id=str(staff.rep.id))
    work()
    assert digest() == 0
    work()
    (mail,) = sink.mails
    text = mail.get_content()
    assert mail["Subject"] == "Mancrel: 2 things for you"
    assert "Call 0" in text
    assert "/activities" in text


def test_a_mail_that_was_interrupted_is_not_sent_again(staff: Staff, sink: Sink):
    rule(staff.rep, "assigned", "now")
    sink.answers = ["451 later"]
    made(staff.manager, owner_id=str(staff.rep.id))
    work()
    with transaction() as session:
        session.execute(update(UserMail).values(status="sending"))
    from mancrel.kit.jobs import JobRow

    with transaction() as session:
        session.execute(
            update(JobRow).where(JobRow.status == "retrying").values(next_run_at=datetime.now(UTC))
        )
    work()
    with transaction() as session:
        assert session.scalars(select(UserMail.status)).all() == ["unknown"]
    assert sink.mails == []


def test_whoever_brought_a_file_is_told_what_became_of_it(staff: Staff):
    rows = (["Ann", "ann@a.test"], ["Bob", "bob@b.test"], ["", "no address"])
    id_ = bring(staff.rep, table(["Name", "E-mail"], *rows))
    do(staff.rep, id_, "run")
    (item,) = news(staff.rep)
    assert (item["kind"], item["subject_type"], item["subject_id"]) == ("import_ended", "import", id_)
    assert item["title"].endswith("is done: 2 created, 1 failed")
    do(staff.rep, id_, "undo")
    assert told(staff.rep)[0][1].endswith("is undone: 2 taken back")
    assert told(staff.admin) == []
    rule(staff.rep, "import_ended", "off", in_app=False)
    do(staff.rep, bring(staff.rep, table(["Name"], ["Cleo"])), "run")
    assert len(news(staff.rep)) == 2


def test_a_file_that_cannot_be_read_to_its_end_is_told_of(staff: Staff):
    broken = b"Name,E-mail\n" + b"Ann,ann@a.test\n" * 200 + b'"Bob,bob@b.test\n'
    assert post(staff.rep, broken).status_code == 201
    work()
    (item,) = news(staff.rep)
    assert item["kind"] == "import_ended"
    assert "failed" in item["title"]


def given(person: Person, kind: str, ids: list[str], owner: Person) -> None:
    """Give records to somebody, all at once."""
    body = {"kind": kind, "ids": ids, "change": {"owner_id": str(owner.id)}}
    assert person.post("/bulk-changes", body).status_code == 202
    work(times=100)


def test_whoever_is_given_many_records_is_told_once(staff: Staff):
    for kind, label in (("contacts", "name"), ("companies", "name"), ("deals", "title")):
        ids = [staff.manager.post(f"/{kind}", {label: f"One {n}"}).json()["id"] for n in range(3)]
        given(staff.manager, kind, ids, staff.rep)
        first = news(staff.rep)[0]
        assert (first["kind"], first["title"]) == ("assigned", f"Manager gave you 3 {kind}")
        assert first["subject_type"] == kind
        given(staff.manager, kind, ids, staff.rep)  # they are theirs already
    assert len(news(staff.rep)) == 3
    mine = [staff.rep.post("/contacts", {"name": f"Mine {n}"}).json()["id"] for n in range(2)]
    given(staff.rep, "contacts", mine, staff.rep)
    given(staff.admin, "contacts", mine[:1], staff.manager)
    assert [(one["title"], one["subject_type"], one["subject_id"]) for one in news(staff.manager)] == [
        ("Admin gave you a contact", "contact", mine[0]),
    ]
    assert len(news(staff.rep)) == 3
    assert news(staff.admin) == []
