"""What helps with a question that nothing answered: an article, or only a person who knows the matter."""

import re

from mancrel.assistant import gates
from mancrel.assistant.understanding_text import fold

SURE = 0.6
"""From this confidence on a question is of another kind than the message that it stands in."""

THEIR_OWN = {
    "order_status": "It asks about this customer's own order.",
    "order_change": "It asks to change something of this customer's own.",
    "complaint": "It is a complaint.",
    "account": "It is about this customer's own account or data.",
}
"""What no article answers, however it is put."""

TOLD = {
    "billing": "It is about this customer's own payment or invoice.",
    "purchase": "It orders something and asks nothing.",
}
"""What an article answers only where it is asked in general: how one can pay, say."""

_IN_GENERAL = re.compile(
    r"^\W*(?:(?:and|und|et|y|e|en) )?(?:how (?:do|can|could|would|should) (?:i|we|one)|"
    r"(?:can|could|may) (?:i|we|one)|is it possible|wie (?:kann|konnen) (?:ich|wir|man)|"
    r"(?:kann|darf) (?:ich|man)|konnen wir|comment (?:puis|peut|faire)|(?:puis-je|peut-on|est-il possible)|"
    r"como (?:puedo|se puede|podemos)|(?:puedo|se puede|es posible)|come (?:posso|si puo)|(?:posso|si puo)|"
    r"hoe kan|kan ik|mag ik)\b"
)


def kind_of(found: str, sure: float, message: str) -> str:
    """Return what a question is about: as its message, unless it is surely a customer's own matter."""
    return found if sure >= SURE and found in {*THEIR_OWN, *TOLD} else message


def for_a_person(intent: str, text: str) -> str | None:
    """Return why only a person can answer a question, or None where an article can.

    What the gates give to a person anyway no article changes; what is asked in general may be written down.
    """
    if _IN_GENERAL.search(fold(text)):
        return None
    if intent in THEIR_OWN:
        return THEIR_OWN[intent]
    if intent in TOLD and "?" not in text:
        return TOLD[intent]
    return next((why for pattern, why in gates.PATTERNS if pattern.search(text)), None)
