"""Outgoing webhooks: what is told, to whom, how it is signed, and what an admin sees of it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import standardwebhooks
import time_machine
from sqlalchemy import func, select, update

from mancrel.accounts import tokens
from mancrel.accounts.models import AuthSession
from mancrel.kit import runner
from mancrel.kit.changes import Change
from mancrel.kit.db import transaction
from mancrel.kit.events import Event
from mancrel.kit.jobs import JobRow, Wanted
from mancrel.webhooks import sending
from mancrel.webhooks import service as webhooks
from mancrel.webhooks.models import WebhookDelivery, WebhookSubscription
from mancrel.webhooks.types import KINDS, NAMES
from tests.fixtures import Mailbox, Shop, Staff, work
from tests.webhooks.receiver import Receiver


def subscribe(staff: Staff, receiver: Receiver, *types: str, **fields: Any) -> dict[str, Any]:
    body = {"name": "ERP", "url": receiver.url, "types": list(types) or ["*"], **fields}
    answer = staff.admin.post("/webhook-subscriptions", body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def deliveries(staff: Staff, made: dict[str, Any]) -> list[dict[str, Any]]:
    return staff.admin.get(f"/webhook-subscriptions/{made['id']}/deliveries").json()["items"]


def log_of(staff: Staff, delivery: dict[str, Any]) -> list[dict[str, Any]]:
    return staff.admin.get(f"/webhook-deliveries/{delivery['id']}").json()["log"]


def state(staff: Staff, made: dict[str, Any]) -> dict[str, Any]:
    return staff.admin.get(f"/webhook-subscriptions/{made['id']}").json()


def run_due() -> None:
    """Run what is due by the clock that a test has moved; the queue goes by the database's."""
    while True:
        with transaction() as session:
            due = update(JobRow).where(JobRow.status == "pending", JobRow.next_run_at <= datetime.now(UTC))
            session.execute(due.values(next_run_at=func.now()))
        if not work():
            return


def test_an_event_is_told_signed_and_as_its_record_is_read(staff: Staff, receiver: Receiver):
    made = subscribe(staff, receiver, "contact.created")
    contact = staff.rep.post("/contacts", {"name": "Ann", "email": "ann@x.test"}).json()
    work()
    (came,) = receiver.received
    told = receiver.verified(made["secret"])
    assert told["type"] == "contact.created"
    assert datetime.fromisoformat(told["timestamp"]).tzinfo
    shown = staff.admin.get(f"/contacts/{contact['id']}").json()
    shown.pop("editable")
    assert told["data"] == {
        "object": "contact", "id": contact["id"], "actor_id": str(staff.rep.id), "changed": None, "record": shown,
    }  # fmt: skip
    assert came.headers["content-type"] == "application/json"
    (delivery,) = deliveries(staff, made)
    assert came.headers["webhook-id"] == delivery["id"]
    assert (delivery["status"], delivery["attempts"], delivery["type"]) == ("delivered", 1, "contact.created")
    (attempt,) = log_of(staff, delivery)
    assert (attempt["status_code"], attempt["answer"], attempt["error"], attempt["manual"]) == (
        200,
        "thanks",
        None,
        False,
    )
    assert attempt["ms"] >= 0
    assert state(staff, made)["last_success_at"]


def test_only_what_is_wanted_is_told_to_each(staff: Staff, receiver: Receiver):
    some = subscribe(staff, receiver, "deal.*", "company.created")
    subscribe(staff, receiver, "contact.deleted")
    staff.rep.post("/contacts", {"name": "Ann"})
    staff.rep.post("/companies", {"name": "Firm"})
    deal = staff.rep.post("/deals", {"title": "Lamps"}).json()
    staff.rep.patch(f"/deals/{deal['id']}", {"title": "Forty lamps"})
    work()
    types = [receiver.verified(some["secret"], place)["type"] for place in range(len(receiver.received))]
    assert sorted(types) == ["company.created", "deal.changed", "deal.created"]
    changed = next(
        one for one in (json.loads(each.body) for each in receiver.received) if one["type"] == "deal.changed"
    )
    assert changed["data"]["changed"] == ["title"]


def test_what_nobody_wants_costs_no_job(staff: Staff, receiver: Receiver):
    def fanned() -> int:
        with transaction() as session:
            return session.scalar(select(func.count()).where(JobRow.subscriber == "webhooks.fan_out")) or 0

    staff.rep.post("/contacts", {"name": "Ann"})
    assert fanned() == 0
    made = subscribe(staff, receiver, "contact.*")
    staff.rep.post("/contacts", {"name": "Bea"})
    staff.rep.post("/companies", {"name": "Firm"})
    assert fanned() == 1
    staff.admin.patch(f"/webhook-subscriptions/{made['id']}", {"is_active": False})
    staff.rep.post("/contacts", {"name": "Cem"})
    assert fanned() == 1
    with transaction() as session:
        assert session.scalars(select(Wanted)).all() == []


def test_every_type_is_written_for_a_record_of_its_kind(
    staff: Staff, receiver: Receiver, mailbox: Mailbox, shop: Shop
):
    """A day in the shop: each kind is told of, and every body can be read."""
    made = subscribe(staff, receiver, "*")
    shop.put("A", title="Walnut lamp", price="49.00")
    work()
    mailbox.write("How much is the Walnut lamp?")
    mailbox.write("My parcel arrived broken, I am angry.", sender="bo@customer.test")
    work()
    company = staff.admin.post("/companies", {"name": "Firm"}).json()["id"]
    contact = staff.admin.post("/contacts", {"name": "Ann", "company_id": company}).json()["id"]
    deal = staff.admin.post("/deals", {"title": "Lamps", "contact_id": contact}).json()
    staff.admin.post(f"/deals/{deal['id']}/win", {"version": deal["version"]})
    staff.admin.post("/activities", {"title": "Call", "contact_id": contact})
    staff.admin.post("/articles", {"title": "Returns", "body": "30 days."})
    staff.admin.delete(f"/contacts/{contact}")
    work()
    told = [receiver.verified(made["secret"], place) for place in range(len(receiver.received))]
    assert {one["data"]["object"] for one in told} == {
        "contact", "company", "deal", "activity", "product", "article", "conversation", "message", "suggestion",
    } - {"conversation"}  # fmt: skip
    assert {one["type"] for one in told} <= set(NAMES)
    assert all(one["data"]["record"]["id"] == one["data"]["id"] for one in told)
    gone = next(one for one in told if one["type"] == "contact.deleted")
    assert gone["data"]["record"]["deleted_at"]
    assert {one["status"] for one in deliveries(staff, made)} == {"delivered"}


def test_the_list_of_types_is_what_really_happens():
    """Each type of the list is recorded somewhere in the code, by its name or by its parts."""
    from pathlib import Path

    code = "\n".join(
        path.read_text()
        for path in Path(webhooks.__file__).parents[1].rglob("*.py")
        if "webhooks" not in path.parts
    )
    built = {"deal.moved", "deal.won", "deal.lost", "suggestion.approved", "suggestion.edited"}
    assert [one for one in NAMES if f'"{one}"' not in code and one not in built] == []
    assert 'f"deal.{kind}"' in code
    assert 'f"suggestion.{suggestion.status}"' in code


def test_the_types_can_be_listed(staff: Staff):
    items = staff.admin.get("/webhook-subscriptions/event-types").json()["items"]
    assert [one["type"] for one in items] == list(NAMES)
    assert {f"{one['object']}.*" for one in items} == set(KINDS)
    assert all(one["description"].endswith(".") for one in items)


@pytest.mark.parametrize("types", [[], ["nonsense"], ["deal"], ["*.*"], ["user.changed"]])
def test_unknown_types_are_refused(staff: Staff, receiver: Receiver, types: list[str]):
    body = {"name": "ERP", "url": receiver.url, "types": types}
    answer = staff.admin.post("/webhook-subscriptions", body)
    assert (answer.status_code, answer.json()["errors"][0]["field"].split(".")[0]) == (422, "types")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.test/",
        "http://10.0.0.1/",
        "http://user:pw@x.test/",
        "https://x.test:8443/",
        "http://169.254.169.254/",
        "x.test",
        "http://",
    ],
)
def test_addresses_that_are_not_of_the_internet_are_refused(
    staff: Staff, url: str, monkeypatch: pytest.MonkeyPatch
):
    from mancrel.settings import settings

    strict = settings().model_copy(update={"outbound_loopback": False})
    monkeypatch.setattr("mancrel.kit.addresses.settings", lambda: strict)
    answer = staff.admin.post("/webhook-subscriptions", {"name": "ERP", "url": url, "types": ["*"]})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "url"), answer.text


def test_the_secret_is_shown_once_and_kept_sealed(staff: Staff, receiver: Receiver):
    made = subscribe(staff, receiver)
    assert made["secret"].startswith("whsec_")
    assert "secret" not in state(staff, made)
    with transaction() as session:
        row = session.scalars(select(WebhookSubscription)).one()
        assert made["secret"] not in str(row.secrets)


def test_during_a_rotation_both_secrets_sign(staff: Staff, receiver: Receiver):
    made = subscribe(staff, receiver, "contact.created")
    path = f"/webhook-subscriptions/{made['id']}"
    turned = staff.admin.post(f"{path}/rotate").json()
    assert turned["secret"] != made["secret"]
    staff.rep.post("/contacts", {"name": "Ann"})
    work()
    assert len(receiver.received[0].headers["webhook-signature"].split(" ")) == 2
    for secret in (made["secret"], turned["secret"]):
        assert receiver.verified(secret)["type"] == "contact.created"
    assert [bool(one["expires_at"]) for one in state(staff, made)["secrets"]] == [True, False]
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=25), tick=True):
        staff.admin.post(f"{path}/test", headers=fresh(staff))
        run_due()
        assert receiver.verified(turned["secret"])["type"] == "webhook.test"
        with pytest.raises(standardwebhooks.WebhookVerificationError):
            receiver.verified(made["secret"])


def fresh(staff: Staff) -> dict[str, str]:
    """Return the headers of the admin with a token of now."""
    with transaction() as session:
        own = select(AuthSession.id).where(AuthSession.user_id == staff.admin.id)
        token, _ = tokens.issue_access(staff.admin.id, session.scalars(own).one())
    return {"Authorization": f"Bearer {token}"}


def test_a_test_event_goes_out_at_once_and_is_tried_once(staff: Staff, receiver: Receiver):
    made = subscribe(staff, receiver, "deal.won")
    receiver.answers = [(500, {}, b"broken")]
    sent = staff.admin.post(f"/webhook-subscriptions/{made['id']}/test")
    assert sent.status_code == 202
    work()
    (delivery,) = deliveries(staff, made)
    assert (delivery["id"], delivery["status"], delivery["type"]) == (
        sent.json()["id"],
        "failed",
        "webhook.test",
    )
    (attempt,) = log_of(staff, delivery)
    assert (attempt["status_code"], attempt["answer"]) == (500, "broken")
    assert receiver.verified(made["secret"])["data"]["record"]["name"] == "ERP"


def test_a_test_reaches_a_subscription_that_is_switched_off(staff: Staff, receiver: Receiver):
    made = subscribe(staff, receiver)
    staff.admin.patch(f"/webhook-subscriptions/{made['id']}", {"is_active": False})
    staff.admin.post(f"/webhook-subscriptions/{made['id']}/test")
    work()
    assert [one["status"] for one in deliveries(staff, made)] == ["delivered"]


def test_a_person_sends_again_and_that_ends_the_schedule(staff: Staff, receiver: Receiver):
    made = subscribe(staff, receiver, "contact.created")
    receiver.answers = [(503, {}, b""), (500, {}, b"")]
    staff.rep.post("/contacts", {"name": "Ann"})
    work()
    (delivery,) = deliveries(staff, made)
    assert (delivery["status"], delivery["attempts"]) == ("pending", 1)
    planned = delivery["next_attempt_at"]
    path = f"/webhook-deliveries/{delivery['id']}/redeliver"
    assert staff.admin.post(path).status_code == 202
    work()
    (delivery,) = deliveries(staff, made)
    assert (delivery["status"], delivery["attempts"], delivery["next_attempt_at"]) == ("pending", 1, planned)
    staff.admin.post(path)
    work()
    (delivery,) = deliveries(staff, made)
    assert (delivery["status"], delivery["next_attempt_at"]) == ("delivered", None)
    assert [one["manual"] for one in log_of(staff, delivery)] == [True, True, False]
    assert len({one.headers["webhook-id"] for one in receiver.received}) == 1
    assert len({one.body for one in receiver.received}) == 1
    with transaction() as session:
        session.execute(update(JobRow).values(next_run_at=func.now()))
    work()
    assert len(receiver.received) == 3, "what was planned finds it delivered"


def test_told_twice_it_makes_one_delivery(staff: Staff, receiver: Receiver):
    made = subscribe(staff, receiver, "contact.created")
    staff.rep.post("/contacts", {"name": "Ann"})
    work()
    with transaction() as session:
        again = update(JobRow).where(JobRow.subscriber == "webhooks.fan_out")
        session.execute(again.values(status="pending", next_run_at=func.now()))
    work()
    assert len(deliveries(staff, made)) == 1
    assert len(receiver.received) == 1


def test_what_was_interrupted_is_sent_again_under_the_same_id(staff: Staff, receiver: Receiver):
    made = subscribe(staff, receiver, "contact.created")
    staff.rep.post("/contacts", {"name": "Ann"})
    while (job := runner.claim("default")) is not None:
        runner.run(job)
    job = runner.claim("outbound")
    assert job
    with transaction() as session:  # and here the worker dies
        plan = sending.claim(session, job.subject_id, manual=False)
    assert plan
    assert sending.call(plan).is_good
    with transaction() as session:
        session.execute(update(JobRow).where(JobRow.id == job.id).values(status="pending"))
    work()
    assert [one.headers["webhook-id"] for one in receiver.received] == [str(plan.delivery_id)] * 2
    (delivery,) = deliveries(staff, made)
    assert (delivery["status"], delivery["attempts"]) == ("delivered", 2)
    assert [one["error"] for one in log_of(staff, delivery)] == [None, sending.INTERRUPTED]


def test_of_an_answer_the_first_kibibyte_is_kept(staff: Staff, receiver: Receiver):
    made = subscribe(staff, receiver, "contact.created")
    receiver.always = (200, {}, b"a" * 100_000 + b"\x00")
    staff.rep.post("/contacts", {"name": "Ann"})
    work()
    (attempt,) = log_of(staff, deliveries(staff, made)[0])
    assert attempt["answer"] == "a" * 1024


def test_a_body_that_is_too_large_goes_without_its_record(staff: Staff, receiver: Receiver):
    made = subscribe(staff, receiver, "article.changed")
    staff.admin.post("/articles", {"title": "Long", "body": "ü" * 99_999})
    work()
    assert receiver.verified(made["secret"])["data"]["record"] is None


def test_what_goes_to_the_bin_is_told_nothing(staff: Staff, receiver: Receiver):
    made = subscribe(staff, receiver, "contact.created")
    staff.rep.post("/contacts", {"name": "Ann"})
    staff.admin.delete(f"/webhook-subscriptions/{made['id']}")
    work()
    assert receiver.received == []
    staff.admin.post(f"/webhook-subscriptions/{made['id']}/restore")
    staff.rep.post("/contacts", {"name": "Bea"})
    work()
    assert [json.loads(one.body)["data"]["record"]["name"] for one in receiver.received] == ["Bea"]


def test_old_deliveries_are_dropped(staff: Staff, receiver: Receiver):
    made = subscribe(staff, receiver, "contact.created")
    staff.rep.post("/contacts", {"name": "Ann"})
    work()
    with transaction() as session:
        session.execute(update(WebhookDelivery).values(created_at=datetime.now(UTC) - timedelta(days=31)))
    with transaction() as session:
        webhooks.purge(session)
    assert deliveries(staff, made) == []


def test_subscriptions_are_audited_and_recorded(staff: Staff, receiver: Receiver):
    made = subscribe(staff, receiver)
    staff.admin.patch(f"/webhook-subscriptions/{made['id']}", {"types": ["deal.won", "deal.won"]})
    assert state(staff, made)["types"] == ["deal.won"]
    with transaction() as session:
        kept = session.scalars(select(Change).order_by(Change.id)).all()
        told = [
            (one.action, sorted(one.diff or {}))
            for one in kept
            if one.subject_type == "webhook_subscriptions"
        ]
        types = list(
            session.scalars(
                select(Event.type).where(Event.subject_type == "webhook_subscriptions").order_by(Event.id)
            )
        )
    assert told == [("created", ["name", "types", "url"]), ("changed", ["types"])]
    assert types == ["webhook.created", "webhook.changed"]
