"""How much less would leave by itself: there is no harm in a silent model, but a shop relies on it."""

from typing import Any

NOTICED = 5
"""So many replies fewer are worth a word; less is chance."""

A_FIFTH = 5


def of_replay(counts: dict[str, Any]) -> str | None:
    """Return a warning if a configuration would send more than a fifth less by itself than now, or None."""
    before, after = counts.get("sent_before", 0), counts.get("sent_after", 0)
    if before - after < NOTICED or (before - after) * A_FIFTH <= before:
        return None
    if after == 0:
        return f"Nothing would leave by itself: all {before} replies that do now would wait for a person."
    return (
        f"Much less would leave by itself: {after} replies instead of {before}. The others would wait for a "
        "person."
    )
