"""Named places where a test lets the process die: before and after each commit and side effect.

``MANCREL_FAILPOINT=outbox.after_send:3`` kills this process the third time it gets there.
Production refuses the setting, so outside tests a failpoint is one dictionary look-up.
"""

import os
import signal

from mancrel.settings import settings

FAILPOINTS = frozenset(
    {
        "intake.before_commit",
        "intake.after_commit",
        "job.after_claim",
        "job.before_done",
        "job.after_done",
        "job.before_failure",
        "outbox.before_claim",
        "outbox.after_claim",
        "outbox.after_send",
        "sweep.after_expiry",
    }
)

_passed: dict[str, int] = {}


def reach(name: str) -> None:
    """Die here, if this process was told to."""
    wanted = settings().failpoint
    if wanted is None:
        return
    if name not in FAILPOINTS:
        message = f"failpoint {name} is not in the registry"
        raise ValueError(message)
    point, _, count = wanted.partition(":")
    if point != name:
        return
    _passed[name] = _passed.get(name, 0) + 1
    if _passed[name] == int(count or 1):
        os.kill(os.getpid(), signal.SIGKILL)
