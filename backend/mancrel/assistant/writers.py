"""Who may write: the built-in writer always, a language model once it was activated."""

from hashlib import sha256

from sqlalchemy import update
from sqlalchemy.orm import Session

from mancrel.adapters.llm import Connection, Llm, llm
from mancrel.assistant import configuration, language_models, llm_writer, writer
from mancrel.assistant.language_models import SetUp
from mancrel.assistant.models import AssistantSettings
from mancrel.kit.errors import Conflict

BUILT_IN = writer.MODEL
USUAL_OUTPUT = "json_schema"


class NoLanguageModel(Conflict):
    """No language model is set up, so none can be tried or activated."""


def name_of(connection: Connection | None) -> str:
    """Return a writer's name: model, server, output mode and instructions make one identity."""
    if connection is None:
        return BUILT_IN
    # The usual mode is left out, so that what was activated before there was a choice keeps its name.
    mode = "" if connection.output == USUAL_OUTPUT else f" {connection.output}"
    seen = f"{connection.server}{mode}\n{llm_writer.VERSION}\n{llm_writer.system_prompt()}"
    return f"{connection.model}:{sha256(seen.encode()).hexdigest()[:12]}"


def _set_up(session: Session, row: AssistantSettings) -> SetUp:
    return language_models.set_up(session, row.language_model_version)


def configured(session: Session) -> str:
    """Return who is set up to write, in the app or by the environment."""
    return name_of(_set_up(session, configuration.current(session)).connection)


def named(session: Session, choice: str) -> str:
    """Return the writer that a change of settings names.

    Raises:
        NoLanguageModel: a model is wanted and none is set up.

    """
    if choice == "built_in":
        return BUILT_IN
    name = configured(session)
    if name == BUILT_IN:
        raise NoLanguageModel(field="writer")
    return name


def active(row: AssistantSettings) -> str:
    """Return who is activated; before the first draft that is whoever the environment names."""
    return row.writer or name_of(SetUp().environments)


def model_named(session: Session, name: str) -> Llm | None:
    """Return the language model with a name, None if it is not there any more."""
    now = _set_up(session, configuration.current(session))
    for connection in (now.connection, now.activated, now.environments):
        if connection and name_of(connection) == name:
            return llm(connection)
    return None


def model(session: Session) -> Llm | None:
    """Return the language model that drafts; what an installation begins with is activated by that."""
    row = configuration.current(session)
    if row.writer is None:
        first = update(AssistantSettings).where(AssistantSettings.writer.is_(None))
        session.execute(first.values(writer=active(row)).execution_options(synchronize_session=False))
        session.refresh(row)
    return None if row.writer == BUILT_IN else model_named(session, active(row))
