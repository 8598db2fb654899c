"""The replay gate: what is riskier acts only after it was tried on what people decided."""

import json
from typing import Any

import pytest
from sqlalchemy import select, update

from mancrel.assistant import losses, redrafting
from mancrel.assistant.learning_models import Replay
from mancrel.assistant.models import AssistantSettings
from mancrel.kit.db import transaction
from mancrel.kit.events import Event
from mancrel.kit.jobs import JobRow
from tests.assistant.llm_server import LlmServer
from tests.fixtures import Mailbox, Shop, Sink, Staff, thread_of, work

ASKS = "Hello,\n\nhow much is the Aurora oak desk lamp, and is it in stock?\n\nBest regards\nJane"


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    shop.put(
        "lamp", title="Aurora oak desk lamp", price="349.00", stock=12, delivery_days="2-4",
        description="A warm lamp of solid oak with a dimmer.",
    )  # fmt: skip
    work()
    return shop


def configure(staff: Staff, **values: Any) -> Any:
    return staff.admin.patch("/settings/assistant", values)


def replayed(staff: Staff, **values: Any) -> dict[str, Any]:
    """Ask for a replay, let it run, and return its report."""
    asked = staff.admin.post("/assistant/replays", values)
    assert asked.status_code == 202, asked.text
    assert asked.json()["status"] == "pending"
    work()
    return staff.admin.get(f"/assistant/replays/{asked.json()['id']}").json()


def suggestion(staff: Staff, mailbox: Mailbox, number: int) -> dict[str, Any]:
    """Return a suggestion that waits for approval; the thresholds are above its confidence."""
    message_id = mailbox.write(ASKS, sender=f"jane{number}@customer.test")
    work()
    found = thread_of(staff.admin, message_id)["suggestion"]
    assert found["status"] == "pending", found["reasons"]
    return found


@pytest.fixture
def refused(staff: Staff, stocked: Shop, mailbox: Mailbox) -> dict[str, Any]:
    """Return a suggestion that a person refused for a wrong fact."""
    assert configure(staff, auto_threshold=1.0).status_code == 200
    found = suggestion(staff, mailbox, 1)
    answer = staff.admin.post(
        f"/suggestions/{found['id']}/reject", {"reason": "The price is old.", "kind": "wrong_fact"}
    )
    assert (answer.status_code, answer.json()["reject_kind"]) == (200, "wrong_fact")
    return found


def test_a_lower_threshold_needs_a_replay(staff: Staff):
    answer = configure(staff, auto_threshold=0.85)
    assert (answer.status_code, answer.json()["code"]) == (409, "NotReplayed")
    assert "/api/v1/assistant/replays" in answer.json()["detail"]
    assert staff.admin.get("/settings/assistant").json()["auto_threshold"] == 0.9


def test_a_harmless_change_passes_and_is_activated(staff: Staff):
    report = replayed(staff, auto_threshold=0.85)
    assert (report["verdict"], report["basis"], report["reasons"]) == ("pass", "evaluation", [])
    assert report["warning"] is None
    assert report["counts"]["evaluated"] > 250
    assert report["changes"] == {"auto_threshold": [0.9, 0.85]}
    assert configure(staff, auto_threshold=0.85).status_code == 200
    model = staff.admin.get("/assistant/model").json()
    assert model["auto_threshold"] == 0.85
    assert [(one["replay_id"], one["override_reason"]) for one in model["activations"]] == [
        (report["id"], None)
    ]


def test_a_replay_holds_for_exactly_its_candidate(staff: Staff):
    replayed(staff, auto_threshold=0.85)
    assert configure(staff, auto_threshold=0.84).json()["code"] == "NotReplayed"
    assert configure(staff, auto_threshold=0.85, review_threshold=0.5).json()["code"] == "NotReplayed"


@pytest.mark.parametrize(
    "values",
    [
        {"auto_threshold": 0.95},
        {"review_threshold": 0.4},
        {"auto_send_enabled": False},
        {"intents": {"shipping": {"mode": "draft_only"}}},
        {"writer": "built_in"},
    ],
)
def test_what_is_safer_needs_none(staff: Staff, values: dict[str, Any]):
    assert configure(staff, **values).status_code == 200


def test_the_shipped_values_come_back_without_one(staff: Staff):
    for values in (
        {"auto_threshold": 0.99, "auto_send_enabled": False, "intents": {"shipping": {"mode": "shadow"}}},
        {"auto_threshold": 0.9, "review_threshold": 0.6, "auto_send_enabled": True},
        {"intents": {"shipping": {"mode": "on"}}},
    ):
        assert configure(staff, **values).status_code == 200


def test_a_threshold_that_sends_what_was_refused_is_refused(staff: Staff, refused: dict[str, Any]):
    report = replayed(staff, auto_threshold=0.3, review_threshold=0.2)
    assert (report["verdict"], report["basis"]) == ("fail", "both")
    assert report["counts"]["replayed"] == 1
    (case,) = [one for one in report["cases"] if one["refused"] and one["conversation_id"]]
    assert (case["id"], case["conversation_id"]) == (refused["id"], refused["conversation_id"])
    assert case["question"].startswith("Hello, how much is the Aurora oak desk lamp")
    assert (case["status"], case["before"], case["after"]) == ("wrong_fact", False, True)
    answer = configure(staff, auto_threshold=0.3, review_threshold=0.2)
    assert (answer.status_code, answer.json()["code"]) == (409, "ReplayFailed")


def test_a_bad_threshold_fails_before_a_shop_has_decisions(staff: Staff):
    report = replayed(staff, auto_threshold=0.3, review_threshold=0.2)
    assert (report["verdict"], report["basis"]) == ("fail", "evaluation")


def test_tone_is_no_reason(staff: Staff, stocked: Shop, mailbox: Mailbox):
    configure(staff, auto_threshold=1.0)
    found = suggestion(staff, mailbox, 1)
    staff.admin.post(f"/suggestions/{found['id']}/reject", {"reason": "Too stiff.", "kind": "tone"})
    report = replayed(staff, auto_threshold=0.85)
    assert (report["verdict"], report["counts"]["replayed"]) == ("pass", 1)
    assert report["counts"]["sent_after"] > report["counts"]["sent_before"]


def test_an_intent_is_switched_on_only_when_nothing_refused_would_leave(
    staff: Staff, stocked: Shop, mailbox: Mailbox
):
    modes = {intent: {"mode": "draft_only"} for intent in ("product_question", "price_quote")}
    configure(staff, intents=modes)
    found = suggestion(staff, mailbox, 1)
    staff.admin.post(f"/suggestions/{found['id']}/reject", {"reason": "No.", "kind": "should_not_send"})
    answer = configure(staff, intents={intent: {"mode": "on"} for intent in modes})
    assert (answer.status_code, answer.json()["code"]) == (409, "ReplayFailed")


def test_a_replay_from_before_a_refusal_counts_no_more(staff: Staff, stocked: Shop, mailbox: Mailbox):
    configure(staff, auto_threshold=1.0)
    assert replayed(staff, auto_threshold=0.85)["verdict"] == "pass"
    found = suggestion(staff, mailbox, 1)
    staff.admin.post(f"/suggestions/{found['id']}/reject", {"reason": "No.", "kind": "wrong_fact"})
    answer = configure(staff, auto_threshold=0.85)
    assert (answer.status_code, answer.json()["code"]) == (409, "NotReplayed")


def test_an_admin_overrides_with_a_reason_and_it_is_kept(staff: Staff, refused: dict[str, Any]):
    why = "The price was mended in the shop system."
    answer = configure(staff, auto_threshold=0.85, override_reason=why)
    assert answer.status_code == 200
    (kept,) = staff.admin.get("/assistant/model").json()["activations"]
    assert (kept["override_reason"], kept["by"]["id"]) == (why, str(staff.admin.id))
    assert kept["changes"]["auto_threshold"] == [1.0, 0.85]
    with transaction() as session:
        types = list(session.scalars(select(Event.type)))
    assert "assistant.overridden" in types


def test_only_admins_replay_and_managers_read(staff: Staff):
    assert staff.manager.post("/assistant/replays", {}).status_code == 403
    assert staff.manager.get("/assistant/replays").status_code == 200
    assert staff.rep.get("/assistant/model").status_code == 403


def test_a_manager_sees_the_cases_of_threads_in_sight(staff: Staff, refused: dict[str, Any]):
    thread = f"/conversations/{refused['conversation_id']}"
    staff.admin.patch(thread, {"owner_id": str(staff.other_rep.id)})
    report = replayed(staff, auto_threshold=0.3, review_threshold=0.2)
    for person, sees in ((staff.admin, True), (staff.other_manager, True), (staff.manager, False)):
        shown = person.get(f"/assistant/replays/{report['id']}").json()
        assert any(case["conversation_id"] for case in shown["cases"]) is sees
        assert shown["counts"] == report["counts"]


def test_a_replay_that_fails_for_good_says_so(staff: Staff):
    asked = staff.admin.post("/assistant/replays", {"auto_threshold": 0.85}).json()
    with transaction() as session:
        session.execute(update(Replay).values(candidate={}))
        session.execute(update(JobRow).values(max_attempts=1))
    work()
    assert staff.manager.get(f"/assistant/replays/{asked['id']}").json()["status"] == "dead"


def test_a_rejection_without_a_kind_is_another(staff: Staff, stocked: Shop, mailbox: Mailbox):
    configure(staff, auto_threshold=1.0)
    found = suggestion(staff, mailbox, 1)
    answer = staff.admin.post(f"/suggestions/{found['id']}/reject", {"reason": "Not now."})
    assert answer.json()["reject_kind"] == "other"
    wrong = staff.admin.post(f"/suggestions/{found['id']}/reject", {"reason": "x", "kind": "mood"})
    assert wrong.status_code == 422


def lying(asked: dict[str, Any]) -> str:
    """Say a price that no catalogue holds."""
    ids = [one["id"] for one in _facts(asked)["products"]][:1]
    body = "Hello,\n\nthat costs 3.33 EUR and arrives tomorrow.\n\nKind regards"
    return json.dumps({"body": body, "source_ids": ids, "answers_everything": True, "asks_back": False})


def _facts(asked: dict[str, Any]) -> dict[str, Any]:
    prompt = asked["messages"][1]["content"]
    found: dict[str, Any] = json.loads(prompt.split("<facts>\n", 1)[1].split("\n</facts>", 1)[0])
    return found


def begun_with_the_built_in_writer() -> None:
    """The installation has drafted before anybody configured a language model."""
    with transaction() as session:
        session.execute(update(AssistantSettings).values(writer="mancrel-writer"))


def test_another_model_waits_for_its_replay(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, language_model: LlmServer
):
    staff.admin.get("/settings/assistant")
    begun_with_the_built_in_writer()
    language_model.behaviour.says = lying
    message_id = mailbox.write(ASKS)
    work()
    kept = thread_of(staff.admin, message_id)["suggestion"]
    assert (kept["model"], kept["decision"]) == ("mancrel-writer", "auto_send")
    assert language_model.behaviour.requests == []
    answer = configure(staff, writer="language_model")
    assert (answer.status_code, answer.json()["code"]) == (409, "NotReplayed")


def test_a_lying_model_is_refused_by_the_replay(
    staff: Staff, refused: dict[str, Any], language_model: LlmServer, sink: Sink
):
    language_model.behaviour.says = lying
    report = replayed(staff, writer="language_model")
    assert report["verdict"] == "fail"
    assert report["counts"]["unsupported_after"] > report["counts"]["unsupported_before"]
    assert configure(staff, writer="language_model").json()["code"] == "ReplayFailed"
    assert sink.mails == []


def telling(asked: dict[str, Any]) -> str:
    """Ask what is meant, whatever the question: true, and never sent by itself."""
    ids = [one["id"] for one in _facts(asked)["products"]][:1]
    language = asked["messages"][1]["content"].split("code: ", 1)[1][:2]
    body = {
        "de": "Guten Tag,\n\nwelches Produkt meinen Sie genau?\n\nFreundliche Grüße",
        "fr": "Bonjour,\n\nquel produit voulez-vous dire exactement ?\n\nCordialement",
        "es": "Hola,\n\n¿a qué producto se refiere exactamente?\n\nUn saludo",
    }.get(language, "Hello,\n\nwhich product do you mean exactly?\n\nKind regards")
    return json.dumps({"body": body, "source_ids": ids, "answers_everything": False, "asks_back": True})


def test_a_true_model_passes_and_writes_from_then_on(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, language_model: LlmServer
):
    staff.admin.get("/settings/assistant")
    begun_with_the_built_in_writer()
    language_model.behaviour.says = telling
    report = replayed(staff, writer="language_model")
    assert (report["verdict"], report["reasons"]) == ("pass", [])
    assert configure(staff, writer="language_model", accept_fewer=True).json()["writer"] == "language_model"
    message_id = mailbox.write(ASKS)
    work()
    assert thread_of(staff.admin, message_id)["suggestion"]["model"] == "m"
    assert configure(staff, writer="built_in").json()["writer"] == "built_in"


def test_a_model_that_sends_nothing_is_activated_only_by_who_means_it(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, language_model: LlmServer
):
    staff.admin.get("/settings/assistant")
    begun_with_the_built_in_writer()
    language_model.behaviour.says = telling
    report = replayed(staff, writer="language_model")
    counts = report["counts"]
    assert (report["verdict"], counts["sent_after"]) == ("pass", 0)
    assert report["warning"] == (
        f"Nothing would leave by itself: all {counts['sent_before']} replies that do now would wait for a "
        "person."
    )
    for values in ({}, {"accept_fewer": False}):
        answer = configure(staff, writer="language_model", **values)
        assert (answer.status_code, answer.json()["code"]) == (409, "SendsFewer")
        assert report["warning"] in answer.json()["detail"]
    assert staff.admin.get("/settings/assistant").json()["writer"] == "built_in"
    assert configure(staff, writer="language_model", accept_fewer=True).status_code == 200
    (kept,) = staff.admin.get("/assistant/model").json()["activations"]
    assert (kept["accepted"], kept["by"]["id"]) == (report["warning"], str(staff.admin.id))
    with transaction() as session:
        (fact,) = session.scalars(select(Event.facts).where(Event.type == "assistant.activated"))
    assert fact["sends_fewer"] is True


@pytest.mark.parametrize(
    ("before", "after", "warns"),
    [
        (50, 50, False),
        (50, 60, False),
        (50, 40, False),
        (50, 39, True),
        (50, 0, True),
        (4, 0, False),
        (0, 0, False),
    ],
)
def test_more_than_a_fifth_less_is_worth_a_warning(before: int, after: int, warns: bool):
    assert bool(losses.of_replay({"sent_before": before, "sent_after": after})) is warns


def test_a_model_that_never_answers_does_not_pass(staff: Staff, language_model: LlmServer):
    staff.admin.get("/settings/assistant")
    begun_with_the_built_in_writer()
    language_model.behaviour.status = 400
    report = replayed(staff, writer="language_model")
    assert report["verdict"] == "fail"
    assert "not tried enough" in report["reasons"][0]


def test_a_model_that_is_too_slow_to_be_tried_does_not_pass(
    staff: Staff, language_model: LlmServer, monkeypatch: pytest.MonkeyPatch
):
    staff.admin.get("/settings/assistant")
    begun_with_the_built_in_writer()
    monkeypatch.setattr(redrafting, "AT_MOST_S", 0)
    report = replayed(staff, writer="language_model")
    assert (report["verdict"], report["counts"]["replayed"]) == ("fail", 0)
    assert "of 50 at least" in report["reasons"][0]


def test_no_model_to_activate(staff: Staff):
    answer = configure(staff, writer="language_model")
    assert (answer.status_code, answer.json()["code"]) == (409, "NoLanguageModel")
