"""Trying a language model: one harmless question, and what came of it in plain words."""

import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.adapters.llm import MAX_TOKENS, NO_KEY, Connection, LlmFailed, Usage, llm
from mancrel.assistant import configuration, language_models, llm_budget, model_setup, writers
from mancrel.assistant.llm_writer import FRAME_TOKENS
from mancrel.assistant.models import LanguageModel
from mancrel.kit import events
from mancrel.kit.db import uuid7
from mancrel.kit.errors import Conflict, TooMany

SYSTEM = (
    "You answer with JSON only: an object with 'greeting', one short sentence, and 'sum', a whole number."
)
USER = "Greet the staff of a shop in one short sentence, and say what 2 plus 3 is."
RIGHT = 5
LONGEST_S = 20.0
PAUSE = timedelta(seconds=5)
LOST_AFTER = timedelta(minutes=2)
BY_STATUS = {
    400: "The server did not understand the request (400). If it knows no JSON schemas, choose JSON object.",
    401: "The server refused the key (401).",
    402: "The server wants to be paid first (402).",
    403: "The server refused the key for this model (403).",
    404: "The server knows no such address or model (404). Base addresses mostly end with /v1.",
    422: "The server did not understand the request (422). If it knows no JSON schemas, choose JSON object.",
    429: "The server wants to be asked less often, or the account is used up (429).",
}
BY_REASON = {
    "no connection": "The server cannot be reached: there is no connection to this address.",
    "the answer is no completion": "Something answered, but not as a language model's server does.",
    "the answer has another shape": "The model answered, but not in the form that was asked for.",
    "the answer is too long": "The model answered far too much.",
}


class StillTrying(Conflict):
    """The model is being tried already; its answer comes here."""


class TriedJustNow(TooMany):
    """The model was tried a moment ago; please wait a little."""


class Greeting(BaseModel):
    """What the model is asked for."""

    model_config = ConfigDict(extra="ignore", strict=True)

    greeting: str = Field(min_length=1, max_length=500)
    sum: int


@dataclass(frozen=True)
class Outcome:
    """What came of a try."""

    status: str
    said: str
    answer: str | None = None
    seconds: float | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None


def ask(session: Session) -> None:
    """Have what is set up tried; a job does it.

    Raises:
        NoLanguageModel: nothing is set up.
        StillTrying: a try is under way.
        TriedJustNow: the last one was seconds ago.

    """
    if writers.configured(session) == writers.BUILT_IN:
        raise writers.NoLanguageModel
    kept = model_setup.to_change(session)
    now = datetime.now(UTC)
    since = now - datetime.fromisoformat(kept.trial["asked_at"]) if kept.trial else LOST_AFTER
    if kept.trial.get("status") == "pending" and since < LOST_AFTER:
        raise StillTrying
    if since < PAUSE:
        raise TriedJustNow(retry_after=PAUSE.seconds)
    id_ = str(uuid7())
    kept.trial = {**asdict(Outcome("pending", "")), "id": id_, "asked_at": now.isoformat()}
    session.flush()
    events.record(session, "language_model.tried", kept, trial_id=id_)


def wanted(session: Session, trial_id: str) -> Connection | None:
    """Return what a try is to ask, None if it was settled or something else was set up meanwhile."""
    kept = session.scalars(select(LanguageModel)).one_or_none()
    if kept is None or not _is_open(kept, trial_id):
        return None
    version = configuration.current(session).language_model_version
    connection = language_models.set_up(session, version).connection
    return connection and replace(connection, timeout_s=min(connection.timeout_s, LONGEST_S))


def _is_open(kept: LanguageModel, trial_id: str) -> bool:
    return kept.trial.get("id") == trial_id and kept.trial["status"] == "pending"


def run(connection: Connection) -> Outcome:
    """Ask; the day's budget holds for this too."""
    model = llm(connection)
    most = Usage(len(f"{SYSTEM}{USER}") + FRAME_TOKENS, MAX_TOKENS)
    try:
        booked = llm_budget.reserve(None, model.server, most.tokens, model.cost(most))
    except llm_budget.NotAsked as refusal:
        return Outcome("failed", str(refusal))
    began = time.monotonic()
    usage: Usage | None
    try:
        found, usage = model.ask(SYSTEM, USER, Greeting)
        outcome, answered = _worked(found, connection), True
    except LlmFailed as failure:
        usage, answered = failure.usage, failure.answered
        outcome = Outcome("failed", in_words(failure))
    seconds = round(time.monotonic() - began, 2)
    tokens, cost = (usage.tokens, model.cost(usage)) if usage else (None, None)
    llm_budget.settle(booked, tokens, cost, answered=answered)
    if usage and usage.tokens:
        outcome = replace(outcome, tokens_in=usage.tokens_in, tokens_out=usage.tokens_out)
    return replace(outcome, seconds=seconds)


def _worked(found: Greeting, connection: Connection) -> Outcome:
    """Tell what came back; a server that repeats the key is not shown doing so."""
    key, greeting = connection.key, found.greeting
    if key != NO_KEY:
        greeting = greeting.replace(key.get_secret_value(), "…")
    said = "It answered in the form that was asked for."
    if found.sum != RIGHT:
        said += f" It says that 2 plus 3 is {found.sum}: expect little of this model."
    return Outcome("worked", said, greeting)


def in_words(failure: LlmFailed) -> str:
    """Say what went wrong as one would say it to a person; never in the server's own words."""
    if failure.status:
        in_trouble = failure.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        other = "The server has trouble of its own" if in_trouble else "The server refused this"
        return BY_STATUS.get(failure.status, f"{other} ({failure.status}).")
    reason = str(failure)
    return BY_REASON.get(reason, f"{reason[:1].upper()}{reason[1:]}.")


def keep(session: Session, trial_id: str, outcome: Outcome) -> None:
    """Keep what came of a try, unless another one was begun or something else set up meanwhile."""
    kept = model_setup.to_change(session)
    if _is_open(kept, trial_id):
        now: dict[str, Any] = {"id": trial_id, "asked_at": kept.trial["asked_at"]}
        kept.trial = {**now, **asdict(outcome)}
        session.flush()
