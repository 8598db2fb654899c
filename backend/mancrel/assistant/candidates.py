"""A configuration as one thing with a fingerprint, and whether another one is riskier."""

import json
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.assistant import configuration, learnt_confidence, llm_writer, writer, writers
from mancrel.assistant.configuration import INTENTS
from mancrel.assistant.learning_models import Lesson
from mancrel.kit.errors import Invalid

SHIPPED_AUTO = 0.9


class UnknownLesson(Invalid):
    """There is no such lesson."""


@dataclass(frozen=True)
class Candidate:
    """All that decides what leaves by itself. ``confidence``: digest of how it is computed."""

    auto_threshold: float
    review_threshold: float
    intents: dict[str, str]
    writer: str
    built_in: str
    confidence: str
    lessons: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The configuration's name: equal for equal ones."""
        return sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:32]


def present(session: Session) -> Candidate:
    """Return the configuration in force."""
    row = configuration.current(session)
    accepted = select(Lesson.id).where(Lesson.status == "accepted").order_by(Lesson.id)
    return Candidate(
        auto_threshold=row.auto_threshold,
        review_threshold=row.review_threshold,
        intents={intent: configuration.mode_of(row, intent) for intent in INTENTS},
        writer=writers.active(row),
        built_in=f"{writer.VERSION}/{llm_writer.VERSION}",
        confidence=_digest(asdict(learnt_confidence.in_use(session, row))),
        lessons=tuple(str(id_) for id_ in session.scalars(accepted)),
    )


def _digest(*values: Any) -> str:
    return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:12]


def changed(session: Session, before: Candidate, values: dict[str, Any]) -> Candidate:
    """Return a configuration with the values of a change of settings."""
    modes = {intent: value["mode"] for intent, value in values.get("intents", {}).items()}
    return replace(
        before,
        auto_threshold=values.get("auto_threshold", before.auto_threshold),
        review_threshold=values.get("review_threshold", before.review_threshold),
        intents={**before.intents, **modes},
        writer=writers.named(session, values["writer"]) if "writer" in values else before.writer,
        lessons=_following(session, before, values.get("lesson")),
    )


def _following(session: Session, before: Candidate, lesson_id: UUID | None) -> tuple[str, ...]:
    """Return the lessons in force and another one; in the same order as if it had been accepted."""
    if lesson_id is None:
        return before.lessons
    if session.get(Lesson, lesson_id) is None:
        raise UnknownLesson(field="lesson")
    return tuple(sorted({*before.lessons, str(lesson_id)}))


def read(kept: dict[str, Any]) -> Candidate:
    """Return a configuration that was kept as JSON."""
    return Candidate(**{**kept, "lessons": tuple(kept["lessons"])})


def riskier(before: Candidate, after: Candidate) -> list[str]:
    """Return the settings by which more may leave; what is shipped or stricter is none of them."""
    found = []
    if after.auto_threshold < min(before.auto_threshold, SHIPPED_AUTO):
        found.append("auto_threshold")
    if any(after.intents[one] == "on" != before.intents[one] for one in after.intents):
        found.append("intents")
    if after.writer not in {before.writer, writers.BUILT_IN}:
        found.append("writer")
    if set(after.lessons) - set(before.lessons):
        found.append("lessons")
    return found


def sends(candidate: Candidate, intent: str, confidence_: float, *, held: bool) -> bool:
    """Tell whether a configuration lets a draft leave by itself."""
    on = candidate.intents.get(intent, "on") == "on"
    return on and not held and confidence_ >= candidate.auto_threshold


def shipped(candidate: Candidate) -> Candidate:
    """Return a configuration with the thresholds and modes that are shipped."""
    modes = dict.fromkeys(candidate.intents, "on")
    return replace(candidate, auto_threshold=SHIPPED_AUTO, review_threshold=0.6, intents=modes)
