"""Who may write: the built-in writer always, a language model once it was activated."""

from hashlib import sha256

from sqlalchemy import update
from sqlalchemy.orm import Session

from mancrel.adapters.llm import llm
from mancrel.assistant import configuration, llm_writer, writer
from mancrel.assistant.models import AssistantSettings
from mancrel.kit.errors import Conflict

BUILT_IN = writer.MODEL


class NoLanguageModel(Conflict):
    """No language model is configured, so none can be activated."""


def configured() -> str:
    """Return who the environment configures: model, server and instructions make one identity."""
    model = llm()
    if model is None:
        return BUILT_IN
    seen = f"{model.server}\n{llm_writer.VERSION}\n{llm_writer.system_prompt()}"
    return f"{model.model}:{sha256(seen.encode()).hexdigest()[:12]}"


def named(choice: str) -> str:
    """Return the writer that a change of settings names.

    Raises:
        NoLanguageModel: a model is wanted and none is configured.

    """
    if choice == "built_in":
        return BUILT_IN
    if configured() == BUILT_IN:
        raise NoLanguageModel(field="writer")
    return configured()


def active(row: AssistantSettings) -> str:
    """Return who is activated; before the first draft that is whoever is configured."""
    return row.writer or configured()


def may_ask_the_model(session: Session) -> bool:
    """Tell whether the configured model drafts; what an installation begins with is activated by that."""
    row = configuration.current(session)
    if row.writer is None:
        first = update(AssistantSettings).where(AssistantSettings.writer.is_(None))
        session.execute(first.values(writer=configured()).execution_options(synchronize_session=False))
        session.refresh(row)
    return row.writer == configured() != BUILT_IN
