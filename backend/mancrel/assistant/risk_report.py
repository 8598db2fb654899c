"""How much the confidence lets pass at a risk (R41), of the drafts of an evaluation that no rule holds."""

from collections.abc import Sequence

from mancrel.assistant import calibration
from mancrel.assistant.calibration import Tally
from mancrel.assistant.shipped_evaluation import Shipped

RISK, ROUNDING = 0.02, 1e-9
"""So many of what would leave may be no reply to send: not what was due, or nothing was."""


def figures(cases: Sequence[Shipped]) -> dict[str, float | int]:
    """Return coverage at 2 % risk, of the drafts and of what can be answered, AURC, ECE and Brier.

    What a rule or the guard holds is left out, for no confidence lets it pass.
    """
    free = [one for one in cases if one.written and not one.held]
    tallies = [Tally(one.confidence, 1, int(one.right)) for one in free]
    points = calibration.risk_coverage(tallies)
    passing = [one for one in points if one.risk <= RISK + ROUNDING]
    coverage = max((one.coverage for one in passing), default=0.0)
    lowest = min((one.threshold for one in passing), default=1.0)
    answered = sum(one.right and one.confidence >= lowest for one in free)
    answerable = sum(one.decision == "auto_send" for one in cases)
    return {
        "drafts": len(free),
        "coverage_at_2_percent_risk": round(coverage, 4),
        "answered_at_2_percent_risk": round(answered / answerable, 4),
        "aurc": round(calibration.aurc(points), 4),
        "ece": round(calibration.ece(tallies), 4),
        "brier": round(calibration.brier(tallies), 4),
    }
