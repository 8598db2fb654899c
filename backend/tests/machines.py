"""State machines against the running product (R59): some short runs each, 500 of 50 steps by ``make torture``."""

import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

FULL = os.environ.get("MANCREL_TORTURE") == "full"


def run(machine: type[RuleBasedStateMachine], *, runs: int, steps: int, **world: Any) -> None:
    """Run a machine whose class is given ``world`` (who acts, and on what)."""
    sized = settings(
        max_examples=500 if FULL else runs,
        stateful_step_count=50 if FULL else steps,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(type(machine.__name__, (machine,), world), settings=sized)
