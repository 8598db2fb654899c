"""Named places where a test lets the process die: before and after each commit and side effect.

``MANCREL_FAILPOINT=outbox.after_send`` kills the first process that gets there, once for each state
directory, so that what comes after can show whether it recovers. Production refuses the setting.
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


def reach(name: str) -> None:
    """Die here, if this process was told to."""
    wanted = settings().failpoint
    if wanted is None:
        return
    if name not in FAILPOINTS:
        message = f"failpoint {name} is not in the registry"
        raise ValueError(message)
    if wanted != name:
        return
    try:
        (settings().state_dir / f"fired.{name}").touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
