"""Whether every statement of a draft is true: found and checked by rules, whoever wrote the draft."""

from typing import Any

from mancrel.assistant.facts import Claim, Question
from mancrel.assistant.guard_assent import check_assent
from mancrel.assistant.guard_claims import claim
from mancrel.assistant.guard_figures import check_figures
from mancrel.assistant.guard_promises import check_links, check_promises
from mancrel.assistant.guard_scene import Scene, look
from mancrel.assistant.guard_stock import check_stock, check_versions
from mancrel.assistant.guard_words import check_properties, check_words

LONGEST = 6000
CHECKS = (
    check_links,
    check_figures,
    check_stock,
    check_versions,
    check_properties,
    check_promises,
    check_words,
)


def check(body: str, question: Question) -> tuple[Claim, ...]:
    """Return every statement of fact in a draft, in order; one that the facts do not carry has ``ok`` False.

    A statement must hold for every product that it may be about. Quotations of articles and descriptions
    count only word for word. Figures derived from prices and fees carry the formula that was recomputed.
    """
    if not body.strip():
        return ()
    scene = look(body, question)
    found = [one for each in CHECKS for one in each(scene)]
    found += _quotations(scene)
    found += list(check_assent(scene, found))
    if len(body) > LONGEST:
        found.append(claim(scene, "figure", LONGEST, len(body), "too long", ok=False))
    return tuple(sorted(_without_doubles(found), key=lambda one: (one.start, one.end, one.kind)))


def _quotations(scene: Scene) -> list[Claim]:
    """Return what is quoted word for word, as claims of its own."""
    found = []
    versions = {one.id: one.version for one in scene.question.articles}
    for start, end, source, kind in scene.quoted:
        facts: tuple[dict[str, Any], ...] = ()
        if source in versions:
            facts = ({"article_id": str(source), "field": "version", "value": versions[source]},)
        quote = scene.body[start:end]
        found.append(claim(scene, kind, start, end, quote, ok=True, source=source, facts=facts))
    return found


def _without_doubles(found: list[Claim]) -> list[Claim]:
    """Keep one claim of each place, kind and verdict."""
    return list({(one.start, one.end, one.kind, one.ok, str(one.source_id)): one for one in found}.values())
