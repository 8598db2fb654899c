"""HTTP of the assistant."""

from mancrel.accounts.deps import Db, may
from mancrel.assistant import activation, configuration
from mancrel.assistant.schemas import SettingsOut, SettingsPatch
from mancrel.kit.routing import Router
from mancrel.kit.schema import changes

router = Router(prefix="/api/v1/settings", tags=["settings"])


@router.get("/assistant", dependencies=[may("settings:read")])
def get_settings(session: Db) -> SettingsOut:
    """Return thresholds and switches."""
    return SettingsOut.model_validate(configuration.described(configuration.current(session)))


@router.patch("/assistant", dependencies=[may("settings:write")])
def change_settings(body: SettingsPatch, session: Db) -> SettingsOut:
    """Change thresholds and switches."""
    row = activation.change(session, changes(body))
    return SettingsOut.model_validate(configuration.described(row))
