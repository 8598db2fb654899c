"""A person who is erased leaves no trace but the fact of it, and the chain of changes stays whole."""

from typing import Any

import pytest
from sqlalchemy import select, update
from typer.testing import CliRunner

from mancrel.cli import app
from mancrel.kit import runner
from mancrel.kit.db import transaction
from mancrel.kit.jobs import JobRow
from mancrel.privacy import erasing
from mancrel.privacy.models import Erasure
from mancrel.timeline import chain
from tests.fixtures import Mailbox, Shop, Staff, thread_of, work
from tests.privacy.planting import MAIL, NAME, WORDS, Planted, plant, traces


@pytest.fixture(autouse=True)
def no_anchors(database: None) -> None:
    chain.anchors_file().unlink(missing_ok=True)


@pytest.fixture
def planted(staff: Staff, mailbox: Mailbox, shop: Shop) -> Planted:
    return plant(staff, mailbox, shop)


def seal() -> None:
    with transaction() as session:
        end = chain.seal(session)
    if end:
        chain.anchor(end)


def erase(staff: Staff, id_: str, **more: Any) -> Any:
    return staff.admin.post(f"/contacts/{id_}/erase", {"reason": "request", "confirm": NAME, **more})


def test_nothing_is_left_of_an_erased_person(staff: Staff, mailbox: Mailbox, planted: Planted):
    before = traces()
    assert {word for _, word in before} == set(WORDS), sorted(set(WORDS) - {word for _, word in before})
    places = {place for place, _ in before}
    assert {
        "files",
        "imports",
        "outbox",
        "changes",
        "deliveries",
        "notifications",
        "webhook_deliveries",
    } <= places, places
    seal()
    answer = erase(staff, planted.id)
    assert answer.status_code == 202, answer.text
    work(times=100)
    seal()
    assert traces() == []
    done = staff.admin.get(f"/erasures/{answer.json()['id']}").json()
    assert (done["status"], done["reason"], done["by"]["name"]) == ("done", "request", staff.admin.name)
    assert done["counts"]["contacts"] == 2
    assert done["counts"]["conversations"] == 1
    assert done["counts"]["kept_answers"] == 1
    assert done["counts"]["webhook_deliveries"] > 0
    verified = CliRunner().invoke(app, ["verify-audit"])
    assert verified.exit_code == 0, verified.output
    for id_ in (planted.id, planted.merged_id):
        assert staff.admin.get(f"/contacts/{id_}").status_code == 404
    facts = staff.admin.get("/audit", params={"subject_type": "erasures"}).json()["items"]
    assert {one["actor"]["name"] for one in facts if one["actor"]} == {staff.admin.name}
    assert done["subject_id"] in str(facts)


def test_deals_stay_in_the_books_without_the_person(staff: Staff, planted: Planted):
    erase(staff, planted.id)
    work(times=100)
    own = staff.admin.get(f"/deals/{planted.deal_id}").json()
    assert (own["title"], own["contact"], own["amount"]) == ("Deal of an erased contact", None, "70.00")
    firm = staff.admin.get(f"/deals/{planted.company_deal_id}").json()
    assert (firm["title"], firm["company"]["name"]) == ("Forty lamps for [erased]", "Lamps Ltd")


def test_threads_of_others_stay_without_the_address(staff: Staff, planted: Planted):
    erase(staff, planted.id)
    work(times=100)
    other = staff.admin.get(f"/conversations/{planted.other_thread}").json()
    assert other["messages"][0]["text"].startswith("Please ask [erased] too.")
    assert "Bo Berg" in str(staff.admin.get("/contacts").json())


def test_others_stay_without_what_named_the_person(staff: Staff, planted: Planted):
    erase(staff, planted.id)
    work(times=100)
    companies = {one["name"]: one for one in staff.admin.get("/companies").json()["items"]}
    assert (companies["Mills Ltd"]["custom"], companies["Mills Ltd"]["tags"]) == ({}, ["[erased]"])
    assert companies["Else Ltd"]["custom"] == {}
    deals = {one["title"]: one for one in staff.admin.get("/deals").json()["items"]}
    assert deals["Ten for [erased]"]["contact"]["name"] == "Ole Other"
    items = staff.admin.get(f"/deals/{deals['See [erased]']['id']}").json()["items"]
    assert [one["title"] for one in items] == ["Lamp as for [erased]"]
    told = {one["title"] for one in staff.admin.get("/activities").json()["items"]}
    assert "[erased] buys for Mills" in told


def test_articles_stay_without_what_they_quoted(staff: Staff, mailbox: Mailbox):
    mine = {
        "title": "Delivery",
        "body": "We deliver on every working day before ten o'clock.",
        "language": "en",
    }
    shops = staff.admin.post("/articles", mine).json()["id"]
    said = "Is it true that you deliver on every working day before ten o'clock? My cat sleeps on the grey sofa all day."
    message_id = mailbox.write(said, sender=MAIL, name=NAME)
    work()
    quoting = {
        "title": "Cats",
        "body": f"{NAME} says: my cat sleeps on the grey sofa. Fine!",
        "language": "en",
    }
    quoted = staff.admin.post("/articles", quoting).json()["id"]
    naming = {"title": "Who we are", "body": f"{NAME} keeps the shop.", "language": "en"}
    named = staff.admin.post("/articles", naming).json()["id"]
    work()
    erasure = erase(staff, thread_of(staff.admin, message_id)["contact"]["id"]).json()["id"]
    work(times=100)
    counts = staff.admin.get(f"/erasures/{erasure}").json()["counts"]
    assert (counts["articles"], counts["articles_to_check"]) == (1, 1)
    after = staff.admin.get(f"/articles/{quoted}").json()
    assert (after["title"], after["body"]) == ("Cats", "[erased] says: [erased]. Fine!")
    assert after["version"] == 2, "so that what was quoted of it is compared"
    assert staff.admin.get(f"/articles/{shops}").json()["body"] == mine["body"], "the shop said it before"
    assert NAME in staff.admin.get(f"/articles/{named}").json()["body"], (
        "somebody else may be called the same"
    )
    with transaction() as session:
        jobs = select(JobRow.status).where(JobRow.subject_id == quoted, JobRow.key == f"index:{quoted}")
        assert set(session.scalars(jobs)) == {"done"}, (
            "it was indexed anew, and what told of it before is forgotten"
        )


def test_no_digest_of_an_address_stays(staff: Staff, mailbox: Mailbox):
    message_id = mailbox.write("Hello", sender=MAIL, name=NAME)
    work()
    kept = select(JobRow.key).where(JobRow.key.startswith("email:"))
    with transaction() as session:
        assert session.scalars(kept).all() != []
    erase(staff, thread_of(staff.admin, message_id)["contact"]["id"])
    work(times=100)
    with transaction() as session:
        assert session.scalars(kept).all() == []


def test_who_writes_again_is_somebody_new(staff: Staff, mailbox: Mailbox, planted: Planted):
    staff.admin.patch(f"/contacts/{planted.id}", {"do_not_contact": True, "tags": ["vip"]})
    erase(staff, planted.id)
    work(times=100)
    again = mailbox.write(
        "Hello, do you have lamps?", sender=MAIL, name="Z", In_Reply_To="<canary@mail-provider.test>"
    )
    work()
    thread = thread_of(staff.admin, again)
    assert thread["id"] != planted.thread["id"]
    new = staff.admin.get(f"/contacts/{thread['contact']['id']}").json()
    assert new["id"] not in {planted.id, planted.merged_id}
    assert (new["name"], new["tags"], new["custom"]) == ("Z", [], {})
    assert (new["do_not_contact"], new["phone"]) == (False, None)
    told = staff.admin.get(f"/timeline/contacts/{new['id']}").json()["items"]
    assert {one["kind"] for one in told} <= {"message", "change", "ai"}
    assert "glimmerwort" not in str(told)


def test_a_delivery_told_again_brings_nobody_back(staff: Staff, mailbox: Mailbox, planted: Planted):
    erase(staff, planted.id)
    work(times=100)
    mailbox.post(planted.raw, webhook_id=planted.webhook_id)
    work()
    assert staff.admin.get("/contacts", params={"q": MAIL}).json()["items"] == []
    assert [one for one in traces() if one[0] not in {"deliveries"}] == []


def test_an_erasure_that_is_interrupted_goes_on(staff: Staff, planted: Planted):
    erasure = erase(staff, planted.id).json()["id"]
    for _ in range(6):  # some steps only
        job = runner.claim(None, [f"erasure:{erasure}"])
        assert job is not None
        runner.run(job)
    with (
        transaction() as session
    ):  # the worker died: the job of this step is told a second time, from the start
        session.execute(update(Erasure).values(step=0, after_id=None))
    work(times=100)
    assert staff.admin.get(f"/erasures/{erasure}").json()["status"] == "done"
    assert traces() == []


def test_a_step_that_fails_leaves_nothing_half_done(
    staff: Staff, planted: Planted, monkeypatch: pytest.MonkeyPatch
):
    erasure = erase(staff, planted.id).json()["id"]
    broken = (*erasing.STEPS[:4], _fall, *erasing.STEPS[4:])
    with monkeypatch.context() as patched:
        patched.setattr(erasing, "STEPS", broken)
        work(times=100)
    with transaction() as session:
        session.execute(
            update(JobRow).where(JobRow.status == "retrying").values(next_run_at=JobRow.created_at)
        )
        assert session.scalars(select(Erasure.step)).one() == 4
    work(times=100)
    assert staff.admin.get(f"/erasures/{erasure}").json()["status"] == "done"
    assert traces() == []


def _fall(*_: object) -> dict[str, int]:
    raise OSError("The disk is away.")


def test_what_comes_in_meanwhile_is_erased_too(staff: Staff, mailbox: Mailbox, planted: Planted):
    erasure = erase(staff, planted.id).json()["id"]
    while True:
        with transaction() as session:
            if session.scalars(select(Erasure.step)).one() == len(erasing.STEPS):
                break
        job = runner.claim(None, [f"erasure:{erasure}"])
        assert job is not None
        runner.run(job)
    with transaction() as session:  # the last step waits while a mail comes in
        session.execute(
            update(JobRow)
            .where(JobRow.key == f"erasure:{erasure}", JobRow.status == "pending")
            .values(status="cancelled")
        )
    mailbox.write("glimmerwort again", sender=MAIL, name=NAME)
    work()
    with transaction() as session:
        session.execute(update(JobRow).where(JobRow.status == "cancelled").values(status="pending"))
    work(times=100)
    assert staff.admin.get(f"/erasures/{erasure}").json()["status"] == "done"
    assert traces() == []


def test_erasing_asks_for_the_name_and_an_admin(staff: Staff, mailbox: Mailbox):
    message_id = mailbox.write("Hello", sender=MAIL, name=NAME)
    work()
    id_ = thread_of(staff.admin, message_id)["contact"]["id"]
    refused = erase(staff, id_, confirm="Somebody else")
    assert (refused.status_code, refused.json()["code"]) == (422, "WrongName")
    assert refused.json()["errors"][0]["field"] == "confirm"
    body = {"reason": "request", "confirm": NAME}
    assert staff.manager.post(f"/contacts/{id_}/erase", body).status_code == 403
    assert erase(staff, id_, reason="because").status_code == 422
    assert erase(staff, id_).status_code == 202
    again = erase(staff, id_)
    assert (again.status_code, again.json()["code"]) == (409, "AlreadyErasing")


def test_a_person_in_the_bin_can_be_erased(staff: Staff):
    id_ = staff.admin.post("/contacts", {"name": NAME, "email": MAIL}).json()["id"]
    staff.admin.delete(f"/contacts/{id_}")
    assert erase(staff, id_).status_code == 202
    work(times=100)
    assert traces() == []
