"""What people's edits and corrections teach the assistant."""

from typing import Any
from uuid import uuid4

import pytest

from tests.fixtures import Mailbox, Shop, Sink, Staff, thread_of, work

LAMPS = {"Aurora": "349.00", "Borea": "129.50", "Cirrus": "89.90", "Dune": "59.00", "Etna": "45.00"}
OLD = "It is in stock."
NEW = "We have it ready to ship."


@pytest.fixture
def stocked(shop: Shop, staff: Staff) -> Shop:
    for name, price in LAMPS.items():
        shop.put(name.lower(), title=f"{name} desk lamp", price=price, stock=12, delivery_days="2-4")
    work()
    assert staff.admin.patch("/settings/assistant", {"auto_threshold": 1.0}).status_code == 200
    return shop


def drafted(staff: Staff, mailbox: Mailbox, lamp: str) -> dict[str, Any]:
    asks = f"Hello,\n\nhow much is the {lamp} desk lamp, and is it in stock?\n\nBest regards\nJane"
    message_id = mailbox.write(asks, sender=f"{lamp.lower()}@customer.test")
    work()
    found: dict[str, Any] = thread_of(staff.admin, message_id)["suggestion"]
    assert found["status"] == "pending", found["reasons"]
    return found


def edited(staff: Staff, mailbox: Mailbox, lamp: str, old: str = OLD, new: str = NEW) -> None:
    """Send a draft in other words, whatever they state: lessons have a guard of their own."""
    found = drafted(staff, mailbox, lamp)
    assert old in found["body"]
    words = {"body": found["body"].replace(old, new), "accept_unconfirmed": True}
    answer = staff.admin.post(f"/suggestions/{found['id']}/edit", words)
    assert answer.status_code == 200, answer.text
    work()


def lessons(staff: Staff) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = staff.admin.get("/assistant/lessons").json()["items"]
    return found


@pytest.fixture
def proposed(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink) -> dict[str, Any]:
    for lamp in ("Aurora", "Borea"):
        edited(staff, mailbox, lamp)
        assert lessons(staff) == []
    edited(staff, mailbox, "Cirrus")
    (lesson,) = lessons(staff)
    return lesson


def tried(staff: Staff, lesson: dict[str, Any]) -> dict[str, Any]:
    """Have a lesson replayed, and return the report."""
    asked = staff.admin.post("/assistant/replays", {"lesson": lesson["id"]})
    assert asked.status_code == 202, asked.text
    work()
    report: dict[str, Any] = staff.admin.get(f"/assistant/replays/{asked.json()['id']}").json()
    return report


def decide(staff: Staff, lesson: dict[str, Any], status: str, **values: Any) -> Any:
    return staff.admin.patch(f"/assistant/lessons/{lesson['id']}", {"status": status, **values})


def followed(staff: Staff, lesson: dict[str, Any]) -> dict[str, Any]:
    """Have a lesson tried and accepted."""
    assert tried(staff, lesson)["verdict"] == "pass"
    answer = decide(staff, lesson, "accepted")
    assert answer.status_code == 200, answer.text
    accepted: dict[str, Any] = answer.json()
    return accepted


def test_the_same_edit_three_times_is_proposed(proposed: dict[str, Any]):
    assert (proposed["kind"], proposed["before"], proposed["after"]) == ("replace", OLD, NEW)
    assert (proposed["status"], len(proposed["examples"])) == ("proposed", 3)
    assert proposed["examples"][0]["said"] == OLD


def test_a_proposal_changes_nothing_until_it_is_accepted(
    staff: Staff, mailbox: Mailbox, proposed: dict[str, Any]
):
    assert OLD in drafted(staff, mailbox, "Dune")["body"]
    before = staff.admin.get("/assistant/model").json()
    accepted = followed(staff, proposed)
    assert (accepted["status"], accepted["decided_by"]["id"]) == ("accepted", str(staff.admin.id))
    after = staff.admin.get("/assistant/model").json()
    assert (before["lessons"], after["lessons"]) == (0, 1)
    assert before["fingerprint"] != after["fingerprint"]
    taught = drafted(staff, mailbox, "Etna")
    assert NEW in taught["body"]
    assert OLD not in taught["body"]
    kept = staff.admin.get(f"/suggestions/{taught['id']}").json()
    assert kept["inputs"]["lessons"] == [proposed["id"]]
    for claim in taught["claims"]:
        assert taught["body"][claim["start"] : claim["end"]] == claim["text"]


def test_a_lesson_is_followed_only_after_a_replay(staff: Staff, proposed: dict[str, Any]):
    answer = decide(staff, proposed, "accepted")
    assert (answer.status_code, answer.json()["code"]) == (409, "NotReplayed")
    assert (lessons(staff)[0]["status"], lessons(staff)[0]["trial"]) == ("proposed", None)
    report = tried(staff, proposed)
    assert (report["verdict"], report["changes"]) == ("pass", {"lessons": [[], [proposed["id"]]]})
    assert report["counts"]["replayed"] == 3
    assert report["planned"] == report["done"] > 3
    assert lessons(staff)[0]["trial"]["id"] == report["id"]
    (news,) = staff.admin.get("/notifications").json()["items"]
    assert (news["kind"], news["subject_type"], news["subject_id"]) == (
        "replay_ended",
        "lesson",
        proposed["id"],
    )
    assert news["title"] == "The trial passed: you can put it to work"
    assert decide(staff, proposed, "accepted").status_code == 200
    (kept,) = staff.admin.get("/assistant/model").json()["activations"]
    assert (kept["replay_id"], kept["override_reason"]) == (report["id"], None)


def test_a_lesson_that_states_what_is_not_so_is_refused_by_its_replay(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    wrong = "Every lamp is dimmable and comes with a bulb of our own make for free."
    for lamp in ("Aurora", "Borea", "Cirrus"):
        edited(staff, mailbox, lamp, OLD, f"{OLD} {wrong}")
    (lesson,) = lessons(staff)
    report = tried(staff, lesson)
    assert report["verdict"] == "fail", report
    assert {"dimmable", "bulb"} <= set(report["unconfirmed"])
    worse = [one for one in report["cases"] if one["unsupported_after"] > one["unsupported_before"]]
    assert worse
    assert all("dimmable" in one["unconfirmed"] for one in worse if one["conversation_id"])
    answer = decide(staff, lesson, "accepted")
    assert (answer.status_code, answer.json()["code"]) == (409, "ReplayFailed")
    assert decide(staff, lesson, "accepted", override_reason="It is so.").status_code == 200
    (kept,) = staff.admin.get("/assistant/model").json()["activations"]
    assert (kept["replay_id"], kept["override_reason"]) == (None, "It is so.")


def test_thanks_in_the_shops_own_name_are_a_lesson(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    """The channel has no sender's name, and the evaluation that it is tried on is of another shop."""
    named = staff.admin.patch(f"/channels/{mailbox.id}", {"name": "Lumen Lamps"})
    assert named.status_code == 200, named.text
    for lamp in ("Aurora", "Borea", "Cirrus"):
        edited(staff, mailbox, lamp, OLD, f"{OLD} Thanks for writing to Lumen Lamps.")
    (lesson,) = lessons(staff)
    followed(staff, lesson)
    taught = drafted(staff, mailbox, "Dune")
    assert "Thanks for writing to Lumen Lamps." in taught["body"]
    assert [one["text"] for one in taught["claims"] if not one["ok"]] == []


def test_an_unknown_lesson_is_not_replayed(staff: Staff, stocked: Shop):
    asked = staff.admin.post("/assistant/replays", {"lesson": str(uuid4())})
    assert (asked.status_code, asked.json()["errors"][0]["field"]) == (422, "lesson")


def test_a_lesson_is_switched_off(staff: Staff, mailbox: Mailbox, proposed: dict[str, Any]):
    assert decide(staff, proposed, "off").json()["code"] == "NotProposed"
    followed(staff, proposed)
    assert decide(staff, proposed, "off").json()["status"] == "off"
    assert OLD in drafted(staff, mailbox, "Etna")["body"]


def test_a_dismissed_lesson_is_not_proposed_again(staff: Staff, mailbox: Mailbox, proposed: dict[str, Any]):
    staff.admin.patch(f"/assistant/lessons/{proposed['id']}", {"status": "dismissed"})
    edited(staff, mailbox, "Dune")
    (lesson,) = lessons(staff)
    assert (lesson["status"], len(lesson["examples"])) == ("dismissed", 4)


def test_a_fact_is_never_taught(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    for lamp in ("Aurora", "Borea", "Cirrus"):
        edited(staff, mailbox, lamp, OLD, "You get 5 % off.")
    assert lessons(staff) == []


def test_a_lesson_that_takes_the_answer_away_is_never_sent_by_itself(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    for lamp in ("Aurora", "Borea", "Cirrus"):
        edited(staff, mailbox, lamp, OLD, "")
    (lesson,) = lessons(staff)
    assert (lesson["kind"], lesson["before"]) == ("remove", OLD)
    open_ = {"auto_threshold": 0.9, "override_reason": "As it is shipped."}
    assert staff.admin.patch("/settings/assistant", open_).status_code == 200
    assert decide(staff, lesson, "accepted", override_reason="It is said elsewhere.").status_code == 200
    without = drafted(staff, mailbox, "Dune")
    assert OLD not in without["body"]
    assert without["decision"] != "auto_send"


def test_only_an_admin_decides_on_lessons(staff: Staff, proposed: dict[str, Any]):
    path = f"/assistant/lessons/{proposed['id']}"
    assert staff.manager.patch(path, {"status": "accepted"}).status_code == 403
    assert staff.rep.get("/assistant/lessons").status_code == 403


STRANGE = (
    "Good day, is the parcel notice about the Borea desk lamp meant for me or for my neighbour upstairs?"
)


def test_a_corrected_label_is_shown_and_followed(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    message_id = mailbox.write(STRANGE)
    work()
    thread = thread_of(staff.rep, message_id)
    message = thread["messages"][0]
    wanted = "shipping" if message["triage"]["intent"] != "shipping" else "other"
    answer = staff.rep.patch(f"/messages/{message['id']}/triage", {"intent": wanted, "priority": "high"})
    assert answer.status_code == 200, answer.text
    shown = answer.json()["triage"]
    assert (shown["intent"], shown["priority"], shown["intents"][0]["intent"]) == (wanted, "high", wanted)
    assert thread_of(staff.rep, message_id)["intent"] == wanted
    work()
    again = mailbox.write(STRANGE.replace("Good day", "Hello"), sender="other@customer.test")
    work()
    followed = thread_of(staff.admin, again)["messages"][0]["triage"]
    assert (followed["intent"], followed["priority"]) == (wanted, "high")
    assert followed["model"].endswith("+corrections")
    denied = mailbox.write(STRANGE.replace("meant", "not meant"), sender="third@customer.test")
    work()
    assert not thread_of(staff.admin, denied)["messages"][0]["triage"]["model"].endswith("+corrections")


def test_a_confirmed_label_is_kept_told_and_followed(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    message_id = mailbox.write(STRANGE)
    work()
    thread = thread_of(staff.rep, message_id)
    path, read = f"/messages/{thread['messages'][0]['id']}/triage", thread["messages"][0]["triage"]
    confirmed = staff.rep.patch(path, {"intent": read["intent"]}).json()["triage"]
    assert (confirmed["intent"], confirmed["confidence"]) == (read["intent"], 1.0)
    assert confirmed["why"][0] == "A person confirmed: intent."
    assert staff.rep.patch(path, {"intent": read["intent"]}).json()["triage"]["why"] == confirmed["why"]
    assert thread_of(staff.rep, message_id)["suggestion"]["status"] == thread["suggestion"]["status"]
    work()
    again = mailbox.write(STRANGE.replace("Good day", "Hello"), sender="other@customer.test")
    work()
    followed = thread_of(staff.admin, again)["messages"][0]["triage"]
    assert followed["why"][0] == "A person confirmed a message like this one: intent."
    both = staff.rep.patch(path, {"intent": read["intent"], "priority": "urgent"}).json()["triage"]
    assert both["why"][:2] == ["A person corrected: priority.", "A person confirmed: intent."]
    assert staff.rep.patch(path, {}).status_code == 200


def test_a_corrected_label_withdraws_what_was_about_to_leave(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    staff.admin.patch("/settings/assistant", {"auto_threshold": 0.9, "send_delay_s": 600})
    message_id = mailbox.write("Hello, how much is the Borea desk lamp?")
    work()
    thread = thread_of(staff.rep, message_id)
    assert thread["suggestion"]["status"] == "scheduled", thread["suggestion"]["reasons"]
    labels = {"intent": "complaint"}
    assert staff.rep.patch(f"/messages/{thread['messages'][0]['id']}/triage", labels).status_code == 200
    work()
    suggestion = thread_of(staff.rep, message_id)["suggestion"]
    assert suggestion["decision"] != "auto_send"
    assert sink.mails == []


def test_a_corrected_label_has_a_draft_that_waits_written_anew(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    staff.admin.patch("/settings/assistant", {"auto_send_enabled": False})
    message_id = mailbox.write("Hello, how much is the Borea desk lamp?")
    work()
    thread = thread_of(staff.rep, message_id)
    assert thread["suggestion"]["status"] == "pending"
    path = f"/messages/{thread['messages'][0]['id']}/triage"
    assert staff.rep.patch(path, {"priority": "high"}).status_code == 200
    assert thread_of(staff.rep, message_id)["drafting"] is False
    assert staff.rep.patch(path, {"intent": "complaint"}).status_code == 200
    now = thread_of(staff.rep, message_id)
    assert (now["drafting"], now["suggestion"]["status"]) == (True, "withdrawn")
    assert now["suggestion"]["withdrawn_because"] == "A person corrected how the message was read."
    work()
    anew = thread_of(staff.rep, message_id)["suggestion"]
    assert anew["id"] != thread["suggestion"]["id"]
    assert "Complaints go to a person." in anew["reasons"]


def test_what_was_not_understood_has_no_labels(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    message_id = mailbox.write(STRANGE)
    work()
    thread = thread_of(staff.rep, message_id)
    note = staff.rep.post(f"/conversations/{thread['id']}/messages", {"body": "Hm.", "private": True}).json()
    refused = staff.rep.patch(f"/messages/{note['id']}/triage", {"intent": "shipping"})
    assert (refused.status_code, refused.json()["code"]) == (409, "NotUnderstood")
    assert staff.other_rep.patch(f"/messages/{note['id']}/triage", {}).status_code == 404
