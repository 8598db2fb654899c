"""Bare assent: a "yes", "we can do that" or "that is right" which no statement of fact stands behind.

What a customer asks for may be a discount, and what they take for true may be wrong: "yes" alone grants both.
"""

import re
from collections.abc import Iterator

from mancrel.assistant.facts import Claim
from mancrel.assistant.guard_claims import claim
from mancrel.assistant.guard_scene import Scene

_ASSENT = re.compile(
    r"^\W*(?:yes|yeah|yep|ja|jawohl|oui|si(?=\W*$|,|!)|okay|ok)\b|"
    r"(?<!: )\b(?:yes|yep|oui|jawohl)\b|\b(?:of course|certainly|absolutely|definitely|no problem|"
    r"not a problem|"
    r"with pleasure)\b|"
    r"\b(?:that|this|it|the price|what you (?:say|write))(?:'s| is) (?:absolutely |quite |"
    r"indeed )?(?:right|correct|true|fine|"
    r"possible|ok|okay|agreed)\b|\b(?:agreed|confirmed|consider it done|it's a deal)\b|"
    r"\bwe (?:can|could|will|'ll|do|are happy to|are able to|gladly) (?:\w+ )?(?:do (?:that|this|it|so)|"
    r"confirm|manage|arrange|"
    r"accept|agree|oblige|make (?:that|it) (?:happen|work))\b|\bwe (?:confirm|agree|accept)\b|"
    r"\b(?:naturlich|selbstverstandlich|kein problem|einverstanden|abgemacht|in ordnung)\b|"
    r"\bdas (?:stimmt|geht|machen wir|ist (?:so )?(?:richtig|korrekt|moglich|wahr))\b|"
    r"\b(?:wir )?bestatigen\b|"
    r"\b(?:bien sur|bien entendu|pas de (?:probleme|souci)|d'accord|entendu)\b|\bc'est (?:bien )?(?:exact|"
    r"correct|vrai|bon|"
    r"possible|d'accord)\b|\b(?:nous )?(?:confirmons|acceptons)\b|"
    r"\b(?:por supuesto|claro que si|claro|sin problema|de acuerdo|es (?:correcto|verdad|cierto|posible))\b|"
    r"\b(?:confirmamos|aceptamos)\b|\b(?:certo|certamente|nessun problema|d'accordo|e (?:corretto|vero|"
    r"esatto|possibile))\b|"
    r"\b(?:confermiamo|accettiamo)\b|\b(?:natuurlijk|zeker|geen probleem|akkoord|dat (?:klopt|kan|"
    r"is (?:juist|correct|waar|"
    r"mogelijk)))\b|\b(?:wij |we )?bevestigen\b|"
    r"(?:^|[,;–-]|\b(?:and|und|et|y|e|en)\b)\W*(?:(?:very|sehr|heel) )?(?:gladly|happily|sure|gerne?|"
    r"volontiers|"
    r"avec plaisir|con (?:mucho )?gusto|volentieri|graag)\W*$"
)


def check_assent(scene: Scene, found: list[Claim]) -> Iterator[Claim]:
    """Hold each assent that no true statement follows in its sentence."""
    for sentence in scene.sentences:
        for match in _ASSENT.finditer(sentence.folded):
            start, end = sentence.span.start + match.start(), sentence.span.start + match.end()
            if scene.in_quote(start, end) or scene.masked(start, end) or scene.unclaimed.holds(start, end):
                continue
            if not any(one.ok and end <= one.start < sentence.span.end for one in found):
                yield claim(scene, "policy", start, end, match.group(), ok=False)
