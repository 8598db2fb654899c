"""The assistant's settings: read and change."""

from datetime import UTC, datetime
from typing import Any, get_args

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from mancrel.assistant.models import AssistantSettings
from mancrel.assistant.writer import MODEL
from mancrel.assistant.writer_wording import LANGUAGES, wording
from mancrel.conversations import stops
from mancrel.conversations.schemas import Intent
from mancrel.kit import events
from mancrel.kit.errors import Invalid
from mancrel.settings import settings

ONLY_ROW = "00000000-0000-7000-8000-000000000001"
INTENTS: tuple[str, ...] = get_args(Intent)
STOPPED = {"shadow": "in shadow mode", "draft_only": "set to drafts only"}
STOPPED_ALL = {"shadow": "Shadow mode is on.", "off": "Automatic sending is switched off."}


class ThresholdsCross(Invalid):
    """The threshold for approval must not be above the one for sending."""


_CURRENT = select(AssistantSettings)
_HELD = _CURRENT.with_for_update(read=True).execution_options(populate_existing=True)


def current(session: Session) -> AssistantSettings:
    """Return the settings, made with their defaults on first use."""
    found = session.scalars(_CURRENT).one_or_none()
    if found is None:
        session.execute(insert(AssistantSettings).values(id=ONLY_ROW).on_conflict_do_nothing())
        found = session.scalars(_CURRENT).one()
    return found


def held(session: Session) -> AssistantSettings:
    """Return the settings as they stand until this transaction ends: a change waits for decisions under way.

    So whoever switches sending off afterwards finds every reply that was decided before.
    """
    found = session.scalars(_HELD).one_or_none()
    if found is None:
        current(session)
        found = session.scalars(_HELD).one()
    return found


def to_change(session: Session) -> AssistantSettings:
    """Return the settings, locked: changes come one after the other, and after decisions under way."""
    current(session)
    query = select(AssistantSettings).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def delay_s(row: AssistantSettings) -> float:
    """Return the seconds in which an automatic send can be withdrawn."""
    return row.send_delay_s if row.send_delay_s is not None else settings().send_delay_s


def mode_of(row: AssistantSettings, intent: str) -> str:
    """Return what the assistant may do with an intent."""
    return str(row.intents.get(intent, {}).get("mode", "on"))


def _tell_the_outbox(session: Session, row: AssistantSettings) -> None:
    """Let the outbox know which switches are off: from the commit on nothing of theirs leaves."""
    found = {
        intent: stops.in_words(f"The intent {intent} is {STOPPED[mode_of(row, intent)]}.")
        for intent in INTENTS
        if mode_of(row, intent) in STOPPED
    }
    if row.mode != "on":
        found[stops.EVERYTHING] = stops.in_words(STOPPED_ALL[row.mode])
    stops.tell(session, found)


def counted_from(row: AssistantSettings, intent: str) -> datetime:
    """Return since when an intent's replies count: an admin who turns it on again starts anew."""
    since = row.intents.get(intent, {}).get("since")
    return datetime.fromisoformat(since) if since else datetime.min.replace(tzinfo=UTC)


def _moved(before: dict[str, Any], mode: str) -> dict[str, Any]:
    """Put an intent into a mode; out of drafts only its counting starts anew and the old reason goes."""
    if before.get("mode", "on") == mode:
        return before
    since = before.get("since")
    if before.get("mode") == "draft_only":
        since = datetime.now(UTC).isoformat()
    return {"mode": mode, "since": since} if since else {"mode": mode}


def switch_off(session: Session, row: AssistantSettings, intent: str, reason: str) -> None:
    """Let an intent draft only from now on, and keep why."""
    off = {"mode": "draft_only", "off_at": datetime.now(UTC).isoformat(), "off_reason": reason}
    row.intents = {**row.intents, intent: {**row.intents.get(intent, {}), **off}}
    session.flush()
    _tell_the_outbox(session, row)
    events.record(session, "assistant.switched_off", row, intent=intent)


def disclosure_in(row: AssistantSettings, language: str) -> str:
    """Return the sentence that says who wrote, in a language or else in English."""
    known = language if language in LANGUAGES else "en"
    return str(row.disclosure.get(known) or wording(known).say("assistant"))


def _own_words(disclosure: dict[str, str]) -> dict[str, str]:
    """Keep only what differs from the shipped wording, which may get better in a later release."""
    return {
        name: line for name, line in disclosure.items() if line not in ("", wording(name).say("assistant"))
    }


def intent_state(row: AssistantSettings, intent: str) -> dict[str, Any]:
    """Describe an intent's mode, and when and why it switched itself off if it did."""
    kept = row.intents.get(intent, {})
    return {"mode": mode_of(row, intent), **{name: kept.get(name) for name in ("off_at", "off_reason")}}


def _who_writes(row: AssistantSettings) -> str:
    """Return who is activated; before the first draft that is whoever the environment names."""
    built_in = row.writer == MODEL or (row.writer is None and not settings().llm_base_url)
    return "built_in" if built_in else "language_model"


def described(row: AssistantSettings) -> dict[str, Any]:
    """Describe the settings, with a mode for every intent."""
    return {
        "mode": row.mode,
        "auto_send_enabled": row.mode == "on",
        "auto_threshold": row.auto_threshold,
        "review_threshold": row.review_threshold,
        "send_delay_s": delay_s(row),
        "intents": {intent: intent_state(row, intent) for intent in INTENTS},
        "confidence": row.confidence,
        "disclosure_enabled": row.disclosure_enabled,
        "disclosure": {name: disclosure_in(row, name) for name in LANGUAGES},
        "writer": _who_writes(row),
    }


def change(session: Session, values: dict[str, Any]) -> AssistantSettings:
    """Change settings; only the named fields.

    Raises:
        ThresholdsCross: approval above sending.

    """
    row = to_change(session)
    fields = sorted(values)
    enabled = values.pop("auto_send_enabled", None)
    if enabled is not None and (row.mode == "on") != enabled:
        values.setdefault("mode", "on" if enabled else "off")
    moved = values.get("intents", {}).items()
    modes = {name: _moved(row.intents.get(name, {}), one["mode"]) for name, one in moved}
    values["intents"] = {**row.intents, **modes}
    values["disclosure"] = _own_words({**row.disclosure, **values.get("disclosure", {})})
    for name, value in values.items():
        setattr(row, name, value)
    if row.review_threshold > row.auto_threshold:
        raise ThresholdsCross(field="review_threshold")
    session.flush()
    _tell_the_outbox(session, row)
    events.record(session, "assistant.configured", row, fields=fields)
    return row
