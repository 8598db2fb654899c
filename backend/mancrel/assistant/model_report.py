"""What is told of the language model that is set up: values and where they come from, never a key."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.adapters.llm import Connection
from mancrel.assistant import configuration, language_models, llm_budget, writers
from mancrel.assistant.language_models import VALUES, SetUp, origin
from mancrel.assistant.models import LanguageModel, LlmUsage
from mancrel.settings import settings

_CREDENTIALS = re.compile(r"//[^/@]*@")


def described(session: Session) -> dict[str, Any]:
    """Describe what is set up, what writes, and what was used today."""
    row = configuration.current(session)
    now = language_models.set_up(session, row.language_model_version)
    kept = session.scalars(select(LanguageModel)).one_or_none()
    used = session.get(LlmUsage, datetime.now(UTC).date())
    writing = writers.model_named(session, writers.active(row))
    connection = now.connection
    return {
        **{name: now.value(name) for name in VALUES},
        "base_url": _shown(now.value("base_url") or None),
        "sources": {name: _source(now, name) for name in VALUES},
        "key": _key(now),
        "configured": writers.name_of(connection),
        "writer": writers.active(row),
        "writing": _place(writing.connection) if writing else None,
        "trial": kept.trial if kept and kept.trial else None,
        "used": used or {"tokens": 0, "cost": Decimal(0), "calls": 0},
        "shut_until": llm_budget.shut_until(session, connection.server) if connection else None,
    }


def _source(now: SetUp, name: str) -> str:
    if name in now.values:
        return "app"
    return "environment" if f"llm_{name}" in settings().model_fields_set else "default"


def _shown(base_url: str | None) -> str | None:
    """Leave out what an operator may have written into an address to sign in."""
    return _CREDENTIALS.sub("//", base_url) if base_url else None


def _place(connection: Connection) -> dict[str, Any]:
    place = {name: getattr(connection, name) for name in language_models.CONNECTION}
    return {**place, "base_url": _shown(connection.base_url)}


def _key(now: SetUp) -> dict[str, Any]:
    base_url = now.value("base_url")
    if not base_url or now.key_for(base_url) is None:
        return {"is_set": False, "end": None, "source": None, "set_at": None}
    given = now.keys.get(origin(base_url))
    if given is None:
        return {"is_set": True, "end": None, "source": "environment", "set_at": None}
    return {"is_set": True, "end": given["end"] or None, "source": "app", "set_at": given["set_at"]}
