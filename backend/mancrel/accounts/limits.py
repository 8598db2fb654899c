"""Login abuse: failed sign-ins are counted, and the next try has to wait, longer each time.

Five failures in 15 minutes of one account from one address, or a hundred in an hour of one account from
anywhere, start the delay. It never grows past five minutes: nobody can lock another out for good.
"""

import math
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mancrel.accounts.models import LoginFailure
from mancrel.kit.db import transaction
from mancrel.kit.errors import TooMany
from mancrel.settings import settings

WINDOW_HERE = timedelta(minutes=15)
WINDOW_ACCOUNT = timedelta(hours=1)
FIRST_DELAY_S = 5
LONGEST_DELAY_S = 300
MAX_EMAIL = 254


class TooManySignIns(TooMany):
    """Too many failed sign-ins; please wait before the next try."""


def record_failure(email: str, address: str) -> None:
    """Count a failed sign-in, in a transaction of its own."""
    with transaction() as session:
        session.add(LoginFailure(email=email[:MAX_EMAIL], address=address, failed_at=datetime.now(UTC)))


def refuse_abuse(session: Session, email: str, address: str) -> None:
    """Let a try pass.

    Raises:
        TooManySignIns: too many failures of this account from this address, or of this account.

    """
    now = datetime.now(UTC)
    is_here = (LoginFailure.address == address) & (LoginFailure.failed_at > now - WINDOW_HERE)
    here, last_here, account, last = session.execute(
        select(
            func.count().filter(is_here),
            func.max(LoginFailure.failed_at).filter(is_here),
            func.count(),
            func.max(LoginFailure.failed_at),
        ).where(LoginFailure.email == email[:MAX_EMAIL], LoginFailure.failed_at > now - WINDOW_ACCOUNT)
    ).one()
    pace = WINDOW_ACCOUNT.total_seconds() / settings().login_failures_per_hour
    left = max(
        _left(now, last_here, here - settings().login_failures_per_15_min, FIRST_DELAY_S),
        _left(now, last, account - settings().login_failures_per_hour, pace),
    )
    if left > 0:
        raise TooManySignIns(retry_after=math.ceil(left))


def _left(now: datetime, last: datetime | None, over: int, first_s: float) -> float:
    """Return the seconds still to wait; the delay doubles with each failure past the limit."""
    if over < 0 or last is None:
        return 0
    delay: float = min(first_s * 2 ** min(over, 10), LONGEST_DELAY_S)
    return delay - (now - last).total_seconds()
