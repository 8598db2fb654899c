"""HTTP of the language model's set-up: an admin's matter alone."""

from sqlalchemy.orm import Session

from mancrel.accounts.deps import Db, may
from mancrel.assistant import model_report, model_setup, model_trials
from mancrel.assistant.model_schemas import LanguageModelOut, LanguageModelPatch
from mancrel.kit.routing import Router
from mancrel.kit.schema import changes

router = Router(prefix="/api/v1/settings/language-model", tags=["settings"])
ADMINS = may("settings:write")


@router.get("", dependencies=[ADMINS])
def get_language_model(session: Db) -> LanguageModelOut:
    """Return what is set up, what writes, and what was used of the budgets today."""
    return _shown(session)


@router.patch("", dependencies=[ADMINS])
def change_language_model(body: LanguageModelPatch, session: Db) -> LanguageModelOut:
    """Set the language model up; another one than the active one writes only after it was activated."""
    model_setup.change(session, changes(body))
    return _shown(session)


@router.post("/try", status_code=202, dependencies=[ADMINS])
def try_language_model(session: Db) -> LanguageModelOut:
    """Ask it one harmless question; a job does it, and what came of it stands in `trial`."""
    model_trials.ask(session)
    return _shown(session)


def _shown(session: Session) -> LanguageModelOut:
    return LanguageModelOut.model_validate(model_report.described(session))
