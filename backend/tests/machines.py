"""State machines against the running product (R59): some short runs each, 500 of 50 steps by ``make torture``."""

import os
from typing import Any

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

FULL = os.environ.get("MANCREL_TORTURE") == "full"
RUNS, STEPS = 500, 50


def parts(number: int) -> list[int]:
    """Number the parts that a full run is cut into, each of other seeds, for several processes (``-n``)."""
    return list(range(number)) if FULL else [0]


def run(
    machine: type[RuleBasedStateMachine], *, runs: int, steps: int, part: int = 0, of: int = 1, **world: Any
) -> None:
    """Run a machine whose class is given ``world`` (who acts, and on what); of a full run the ``part``."""
    sized = settings(
        max_examples=RUNS // of if FULL else runs,
        stateful_step_count=STEPS if FULL else steps,
        deadline=None,
        derandomize=part == 0,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    factory = type(machine.__name__, (machine,), world)
    run_state_machine_as_test(seed(part)(factory) if part else factory, settings=sized)
