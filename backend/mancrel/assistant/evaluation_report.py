"""What a person reads of an evaluation: languages, intents taken for others, and the worst cases."""

from collections import Counter
from collections.abc import Sequence

from mancrel.assistant.evaluation import Outcome


def by_language(outcomes: Sequence[Outcome]) -> list[str]:
    """Say for each language how many of the answerable messages were answered without help."""
    asked = [one for one in outcomes if one.case.decision == "auto_send"]
    every = Counter(one.case.language for one in asked)
    own = Counter(one.case.language for one in asked if one.sent)
    return [f"{language}: {own[language]} of {n}" for language, n in every.most_common()]


def confusion(outcomes: Sequence[Outcome]) -> list[str]:
    """Return which intents were taken for which, most frequent first."""
    taken = [(one.case.intent, one.intent) for one in outcomes if one.case.intent]
    pairs = Counter(pair for pair in taken if pair[0] != pair[1])
    return [f"{wanted} taken for {found}: {n}" for (wanted, found), n in pairs.most_common()]


def badness(one: Outcome) -> int:
    """Say how bad an outcome is: a wrong fact that leaves is the worst, a needless escalation the least."""
    if one.sent and one.wrong:
        return 6
    if one.sent and one.case.decision != "auto_send":
        return 5
    if one.decision == "no_reply" and one.case.decision != "no_reply":
        return 4
    if one.sent and one.missing:
        return 3
    if one.wrong:
        return 2
    return int(not one.right)


def worst(outcomes: Sequence[Outcome], most: int = 20) -> list[str]:
    """Describe the worst cases, one line each."""
    bad = sorted((one for one in outcomes if badness(one)), key=lambda one: -badness(one))
    return [described(one) for one in bad[:most]]


def described(one: Outcome) -> str:
    """Describe an outcome in one line."""
    asked = " ".join(one.case.text.split())[:90]
    why = "; ".join((*one.held, *one.notes))[:160]
    facts = (
        f" wrong={list(one.wrong)}" if one.wrong else f" missing={list(one.missing)}" if one.missing else ""
    )
    return (
        f"{one.case.id} [{one.case.language}] {one.case.intent}/{one.intent}: "
        f"{one.case.decision} -> {one.decision} {one.confidence:.2f}{facts} | {asked} | {why}"
    )
