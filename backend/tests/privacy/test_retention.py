"""How long things are kept: admins choose, see what would go, and once a day it goes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from mancrel.contacts.models import Contact
from mancrel.conversations.models import Attachment, Conversation, Message, Suggestion
from mancrel.intake.models import Delivery
from mancrel.kit import jobs
from mancrel.kit.db import transaction
from mancrel.privacy import retention
from mancrel.transfers.models import Import, ImportRow
from tests.fixtures import Mailbox, Shop, Staff, thread_of, work
from tests.privacy.planting import Planted, plant

LONG_AGO = datetime.now(UTC) - timedelta(days=400)


def rules(staff: Staff) -> dict[str, dict[str, Any]]:
    items = staff.admin.get("/settings/retention").json()["items"]
    return {one["kind"]: one for one in items}


def count(model: Any, *where: Any) -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def night() -> None:
    """Let the daily job run."""
    with transaction() as session:
        one = jobs.subscriber("privacy.apply_retention")
        assert one is not None
        now = datetime.now(UTC)
        cause = jobs.Cause(None, "schedule.due", None, None)
        session.add(jobs.row_for(one, cause, key=one.name, lane="", due=now, now=now))
    work()


def test_what_ships_is_kept_as_it_always_was(staff: Staff):
    kept = {kind: one["keep_days"] for kind, one in rules(staff).items()}
    assert kept == {
        "deliveries": 90, "spam": None, "closed_conversations": None, "bin": None, "attachments": None,
        "import_files": 30, "ai_inputs": None,
    }  # fmt: skip


def test_rules_are_the_admins_and_have_a_least(staff: Staff):
    assert staff.manager.get("/settings/retention").status_code == 403
    for kind in ("bin", "import_files"):
        refused = staff.admin.patch("/settings/retention", {kind: 29})
        assert (refused.status_code, refused.json()["code"]) == (422, "Invalid")
        assert refused.json()["errors"][0]["field"] == kind
    for wrong in ({"bin": 0}, {"bin": "soon"}, {"everything": 3}):
        assert staff.admin.patch("/settings/retention", wrong).status_code == 422
    assert staff.admin.patch("/settings/retention", {"spam": 30, "deliveries": None}).status_code == 200
    assert (rules(staff)["spam"]["keep_days"], rules(staff)["deliveries"]["keep_days"]) == (30, None)
    assert "keep_days" in str(staff.admin.get("/audit", params={"subject_type": "retention_rules"}).json())


def test_a_preview_counts_and_removes_nothing(staff: Staff, mailbox: Mailbox):
    mailbox.write("Is it in stock?")
    work()
    with transaction() as session:
        session.execute(update(Delivery).values(received_at=LONG_AGO))
    tried = staff.admin.post("/settings/retention/preview", {"deliveries": None, "ai_inputs": 30}).json()[
        "items"
    ]
    assert {one["kind"]: one["due"] for one in tried}["deliveries"] == 0
    assert rules(staff)["deliveries"]["due"] == 1
    assert count(Delivery) == 1


@pytest.fixture
def old(staff: Staff, mailbox: Mailbox, shop: Shop) -> Planted:
    planted = plant(staff, mailbox, shop)
    with transaction() as session:
        session.execute(update(Delivery).values(received_at=LONG_AGO))
        session.execute(
            update(Conversation).values(last_message_at=LONG_AGO, status="closed", intent="other")
        )
        for model in (Attachment, Suggestion, Import):
            session.execute(update(model).values(created_at=LONG_AGO))
    return planted


@pytest.mark.parametrize(
    ("kind", "model", "left"),
    [
        ("deliveries", Delivery, 0), ("closed_conversations", Conversation, 0), ("attachments", Attachment, 0),
        ("import_files", ImportRow, 0),
    ],
)  # fmt: skip
def test_a_night_removes_what_is_too_old(staff: Staff, old: Planted, kind: str, model: Any, left: int):
    everything = dict.fromkeys(retention.KINDS)
    staff.admin.patch("/settings/retention", everything)
    night()
    before = count(model)
    assert before > 0
    staff.admin.patch("/settings/retention", {kind: 60})
    due = rules(staff)[kind]["due"]
    assert due > 0
    night()
    assert count(model) == left
    told = rules(staff)[kind]
    assert (told["due"], told["last_removed"]) == (0, due)
    assert told["last_run_at"]


def test_inputs_of_the_ai_go_and_the_figures_stay(staff: Staff, old: Planted):
    staff.admin.patch("/settings/retention", {"ai_inputs": 60})
    night()
    with transaction() as session:
        kept = [one for (one,) in session.execute(select(Suggestion.inputs))]
    assert kept
    assert all("missing" not in one and "intent" in one for one in kept)


def test_spam_goes_and_other_closed_threads_stay(staff: Staff, old: Planted):
    with transaction() as session:
        session.execute(update(Conversation).where(Conversation.id == old.thread["id"]).values(intent="spam"))
    staff.admin.patch("/settings/retention", {"spam": 60})
    night()
    assert staff.admin.get(f"/conversations/{old.thread['id']}").status_code == 404
    assert staff.admin.get(f"/conversations/{old.other_thread}").status_code == 200


def test_what_was_in_the_bin_for_long_is_gone(staff: Staff, mailbox: Mailbox):
    bare = staff.admin.post("/contacts", {"name": "Bare"}).json()["id"]
    message_id = mailbox.write("Hello")
    work()
    thread = thread_of(staff.admin, message_id)
    for path in (f"/contacts/{bare}", f"/contacts/{thread['contact']['id']}"):
        staff.admin.delete(path)
    with transaction() as session:
        session.execute(update(Contact).where(Contact.deleted_at.is_not(None)).values(deleted_at=LONG_AGO))
    staff.admin.patch("/settings/retention", {"bin": 30})
    night()
    assert count(Contact, Contact.name == "Bare") == 0
    assert count(Contact) == 1  # whoever has threads is erased, not purged
    assert count(Message) > 0
