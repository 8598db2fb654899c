"""From activities to the shape on the wire."""

from sqlalchemy.orm import Session

from mancrel.activities.models import Activity
from mancrel.activities.schemas import ActivityOut
from mancrel.kit.db import may_change


def activity(session: Session, one: Activity) -> ActivityOut:
    """Describe an activity."""
    fields = {name: getattr(one, name) for name in ActivityOut.model_fields if name != "editable"}
    return ActivityOut.model_validate({**fields, "editable": may_change(session, one)})
