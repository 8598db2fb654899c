"""Waiting until a system that was hurt is quiet again."""

from tests.torture.harness import System, is_quiet, until


def settle(system: System) -> None:
    """Wait until nothing is left to do; what waits to be retried after a kill is due at once."""

    def hurried() -> bool:
        system.revive()
        if system.sink_listens():  # else the hurry would use up all tries before the sink is back
            system.sql("UPDATE jobs SET next_run_at = now() WHERE status = 'retrying' RETURNING id")
        return is_quiet(system)

    until(hurried, "quiet")
