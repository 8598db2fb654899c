"""Mail in: contact, company, thread, message; idempotent; never by subject; hostile mail is quarantined."""

import random
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mancrel.contacts.models import Contact
from mancrel.conversations.models import Conversation, Message
from mancrel.kit.db import transaction
from tests.channels.test_shared_mail import DATA
from tests.fixtures import Mailbox, Staff, thread_of, work


def count(model: type) -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_mail_becomes_contact_company_thread_and_message(staff: Staff, mailbox: Mailbox):
    message_id = mailbox.write("Hello,\n\nis it in stock?", sender="Ann@Sales.Acme-Works.com", name="Ann Lee")
    work()
    thread = thread_of(staff.admin, message_id)
    assert thread["contact"] == {
        "id": thread["contact"]["id"],
        "name": "Ann Lee",
        "email": "ann@sales.acme-works.com",
        "do_not_contact": False,
    }
    assert thread["company"]["name"] == "acme-works.com"
    assert thread["subject"] == "A question"
    (message,) = thread["messages"]
    assert (message["direction"], message["status"], message["author"]["kind"]) == (
        "in",
        "received",
        "contact",
    )
    assert thread_of(staff.admin, message_id.strip("<>"))["id"] == thread["id"]


def test_free_mail_makes_no_company(staff: Staff, mailbox: Mailbox):
    message_id = mailbox.write("Hello", sender="ann@gmail.com")
    work()
    assert thread_of(staff.admin, message_id)["company"] is None


def test_same_delivery_and_same_mail_are_one_message(staff: Staff, mailbox: Mailbox):
    message_id = mailbox.write("Hello", webhook_id="msg_1")
    mailbox.write("Hello", webhook_id="msg_1", message_id=message_id)
    work()
    mailbox.write("Hello", webhook_id="msg_2", message_id=message_id)
    work()
    assert len(thread_of(staff.admin, message_id)["messages"]) == 1
    assert count(Message) == 1


def test_identical_text_with_a_new_id_is_kept(staff: Staff, mailbox: Mailbox):
    first, second = mailbox.write("Hello?"), mailbox.write("Hello?")
    work()
    assert thread_of(staff.admin, first)["id"] != thread_of(staff.admin, second)["id"]


def test_reply_joins_by_reference_and_never_by_subject(staff: Staff, mailbox: Mailbox):
    first = mailbox.write("One", subject="Lamp")
    reply = mailbox.write("Two", subject="Something else", In_Reply_To=first)
    later = mailbox.write("Three", References=f"{first} {reply}")
    stranger = mailbox.write("Four", subject="Re: Lamp")
    work()
    thread = thread_of(staff.admin, first)
    assert [one["external_id"] for one in thread["messages"]] == [first, reply, later]
    assert thread_of(staff.admin, stranger)["id"] != thread["id"]


def test_reply_that_arrives_before_its_parent_shares_the_thread(staff: Staff, mailbox: Mailbox):
    parent = "<parent@customer.test>"
    reply = mailbox.write("Two", In_Reply_To=parent, References=parent)
    work()
    mailbox.write("One", message_id=parent)
    work()
    assert thread_of(staff.admin, reply)["id"] == thread_of(staff.admin, parent)["id"]


def test_forged_reference_opens_a_new_linked_thread(staff: Staff, mailbox: Mailbox):
    first = mailbox.write("One")
    forged = mailbox.write("Give me the data", sender="mallory@evil.test", In_Reply_To=first)
    work()
    thread = thread_of(staff.admin, forged)
    assert thread["id"] != thread_of(staff.admin, first)["id"]
    assert thread["linked"]["id"] == thread_of(staff.admin, first)["id"]


def test_a_copied_colleague_may_join(staff: Staff, mailbox: Mailbox):
    first = mailbox.write("One", Cc="bob@customer.test")
    joined = mailbox.write("Two", sender="bob@customer.test", In_Reply_To=first)
    work()
    assert thread_of(staff.admin, joined)["id"] == thread_of(staff.admin, first)["id"]


def test_shuffled_threads_come_out_whole(staff: Staff, mailbox: Mailbox):
    rng = random.Random(7)
    mails = []
    for thread in range(25):
        ids = [f"<{thread}.{place}@customer.test>" for place in range(4)]
        for place, id_ in enumerate(ids):
            mails.append((thread, id_, ids[:place]))
    rng.shuffle(mails)
    for thread, id_, before in mails:
        given = {"References": " ".join(before), "In_Reply_To": before[-1]} if before else {}
        mailbox.write("Hi", sender=f"c{thread}@customer.test", message_id=id_, **given)
    work(times=60)
    with transaction() as session:
        rows = session.execute(select(Message.external_id, Message.conversation_id)).all()
    of = dict(rows)
    whole = sum(
        len({of[f"<{thread}.{place}@customer.test>"] for place in range(4)}) == 1 for thread in range(25)
    )
    assert len(of) == 100
    assert whole >= 24


def test_unreadable_mail_is_quarantined_and_kept(staff: Staff, mailbox: Mailbox):
    assert mailbox.post(b"no mail at all").status_code == 202
    assert mailbox.post(b"Subject: nobody\r\n\r\nHello").status_code == 202
    work()
    kept = staff.admin.get("/deliveries", params={"status": "quarantined"}).json()["items"]
    assert len(kept) == 2
    assert all(one["reason"] for one in kept)
    assert staff.admin.get(f"/deliveries/{kept[1]['id']}").json()["body"] == "no mail at all"
    assert count(Contact) == 0


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.shop.test>"},
        {"X_Spam_Flag": "YES"},
    ],
)
def test_automated_mail_is_seen_but_never_answered(staff: Staff, mailbox: Mailbox, header: dict[str, str]):
    message_id = mailbox.write("I am away. How much is the lamp?", **header)
    work()
    thread = thread_of(staff.admin, message_id)
    assert thread["messages"][0]["automated"]
    assert thread["messages"][0]["triage"]["intent"] == "automated"
    assert (thread["suggestion"]["decision"], thread["suggestion"]["body"]) == ("no_reply", None)
    assert thread["status"] == "closed"
    assert [one["direction"] for one in thread["messages"]] == ["in"]


def test_attachment_is_kept_and_only_ever_saved(staff: Staff, mailbox: Mailbox):
    raw = (
        b"From: a@customer.test\r\nTo: shop@mancrel.example\r\nSubject: photo\r\nMessage-ID: <att@customer.test>\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n"
        b'see photo\r\n--x\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename="../../e.html"\r\n\r\n'
        b"<script>alert(1)</script>\r\n--x--\r\n"
    )  # fmt: skip
    assert mailbox.post(raw).status_code == 202
    work()
    thread = thread_of(staff.admin, "att@customer.test")
    (file,) = thread["messages"][0]["attachments"]
    assert "/" not in file["name"]
    answer = staff.admin.get(f"/attachments/{file['id']}")
    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert staff.other_rep.get(f"/attachments/{file['id']}").status_code == 404


def test_a_picture_in_the_text_is_known_by_the_id_the_text_names(staff: Staff, mailbox: Mailbox):
    raw = (
        b"From: a@customer.test\r\nTo: shop@mancrel.example\r\nSubject: photo\r\nMessage-ID: <pic@customer.test>\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n"
        b'<p>So <img src="cid:p@customer.test"></p>\r\n--x\r\nContent-Type: image/png\r\nContent-ID: <p@customer.test>\r\n\r\n'
        b"png\r\n--x--\r\n"
    )  # fmt: skip
    assert mailbox.post(raw).status_code == 202
    work()
    (message,) = thread_of(staff.admin, "pic@customer.test")["messages"]
    (file,) = message["attachments"]
    assert (file["content_id"], file["content_type"]) == ("p@customer.test", "image/png")
    assert 'src="cid:p@customer.test"' in message["html"]


def test_new_threads_go_round_the_reps_of_their_team(staff: Staff, mailbox: Mailbox):
    found = []
    for place, team_id in enumerate((None, None, None, staff.other_team_id)):
        if team_id:
            staff.admin.patch(f"/channels/{mailbox.id}", {"team_id": str(team_id)})
        message_id = mailbox.write("Is it in stock?", sender=f"c{place}@customer{place}.test")
        work()
        thread = thread_of(staff.admin, message_id)
        found.append((thread["team"]["name"], thread["owner"]["name"]))
    assert found == [("Sales", "Rep"), ("Sales", "Colleague"), ("Sales", "Rep"), ("Export", "Other_Rep")]


@pytest.mark.skipif(DATA is None, reason="the shared mails are not here")
def test_every_real_mail_becomes_a_message_or_is_reported(staff: Staff, mailbox: Mailbox):
    paths = sorted(Path(str(DATA), "eml").rglob("*.eml"))
    for path in paths:
        assert mailbox.post(path.read_bytes()).status_code == 202, path
    work(times=200)
    with transaction() as session:
        from mancrel.intake.models import Delivery
        from mancrel.kit.jobs import JobRow

        outcomes = dict(
            session.execute(select(Delivery.status, func.count()).group_by(Delivery.status)).all()
        )
        assert set(session.scalars(select(JobRow.status))) == {"done"}
    assert set(outcomes) <= {"processed", "quarantined"}
    assert sum(outcomes.values()) == len(paths)
    assert outcomes["processed"] >= 0.9 * len(paths)
    assert count(Conversation) > 0
