"""Setting the language model up in the app: values, keys, and what was activated of them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from mancrel.assistant import configuration, language_models, llm_budget, writers
from mancrel.assistant.language_models import CONNECTION, VALUES, origin
from mancrel.assistant.models import AssistantSettings, LanguageModel
from mancrel.kit import events, secrets
from mancrel.kit.db import uuid7
from mancrel.kit.errors import Conflict

ONLY_ROW = "00000000-0000-7000-8000-000000000002"
ENDS_FROM = 12
"""Of a shorter key not even its last four characters are shown."""


class KeyWithoutServer(Conflict):
    """A key belongs to a server: give its base address first, or with it."""


def to_change(session: Session) -> LanguageModel:
    """Return the row of the language model, locked; made when first needed."""
    session.execute(insert(LanguageModel).values(id=ONLY_ROW).on_conflict_do_nothing())
    query = select(LanguageModel).with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).one()


def change(session: Session, values: dict[str, Any]) -> None:
    """Change what is set up; null brings the environment's value back, and takes a key away.

    Nobody is activated by that: who writes goes on, also where nobody has written yet.

    Raises:
        KeyWithoutServer: nobody said whose key it is.

    """
    row = configuration.to_change(session)
    row.writer = writers.active(row)
    kept = to_change(session)
    for name in VALUES:
        if name in values:
            setattr(kept, name, values[name])
    if "key" in values:
        _put_key(kept, values["key"])
    kept.trial = {}
    _renew(session, row, kept)
    llm_budget.begin_anew(session)
    events.record(session, "language_model.changed", kept, fields=sorted(values))


def _put_key(kept: LanguageModel, key: str | None) -> None:
    base_url = language_models.read(kept).value("base_url")
    if not base_url:
        if key:
            raise KeyWithoutServer(field="key")
        return
    others = {server: one for server, one in kept.keys.items() if server != origin(base_url)}
    now = datetime.now(UTC)
    if key:
        end = key[-4:] if len(key) >= ENDS_FROM else ""
        others[origin(base_url)] = {"sealed": secrets.seal(key), "end": end, "set_at": now.isoformat()}
    kept.keys, kept.key_changed_at = others, now


def _renew(session: Session, row: AssistantSettings, kept: LanguageModel) -> None:
    """Forget the keys of servers that nobody asks any more, and have every process read it anew."""
    servers = language_models.read(kept).servers
    if set(kept.keys) - servers:
        kept.keys = {server: one for server, one in kept.keys.items() if server in servers}
        kept.key_changed_at = datetime.now(UTC)
    row.language_model_version = uuid7()
    session.flush()


def put_to_work(session: Session, row: AssistantSettings) -> None:
    """Keep what was activated, so that it goes on while another model is set up; or forget it."""
    now = language_models.set_up(session, row.language_model_version)
    if not now.values and not now.active:
        return  # all of it is the environment's
    kept = to_change(session)
    is_model = row.writer != writers.BUILT_IN
    kept.active = {name: now.value(name) for name in CONNECTION} if is_model else {}
    _renew(session, row, kept)
