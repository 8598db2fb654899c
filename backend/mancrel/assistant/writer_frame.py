"""How a reply of the built-in writer begins and ends; names are untrusted."""

import re

from mancrel.assistant.understanding_concepts import NAMES
from mancrel.assistant.understanding_text import fold, squeeze, terms_of
from mancrel.assistant.writer_wording import Wording

LONGEST_PARAGRAPH = 300
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’\-](?=[^\W\d_])){0,39}")
_NOT_NAMES = frozenset(
    "info sales contact support team admin office mail service shop hello noreply "
    "postmaster customer kunde client cliente".split()
)
_TITLES = frozenset("mr mrs ms miss dr prof herr frau monsieur madame mme sr sra senor senora".split())


def paragraphs(texts: list[str]) -> list[str]:
    """Put short sentences together; lists stand alone."""
    joined: list[str] = []
    for text in texts:
        if joined and "\n" not in text and "\n" not in joined[-1] and len(joined[-1]) < LONGEST_PARAGRAPH:
            joined[-1] = f"{joined[-1]} {text}"
        else:
            joined.append(text)
    return joined


def hello(contact_name: str, said: Wording) -> str:
    """Greet by first name where there is one, and give thanks for the message."""
    name = first_name(contact_name)
    greeting = said.say("hello", name=name) if name else said.say("hello_all")
    thanks = said.say("thanks")
    if said.language != "de":
        thanks = thanks[:1].upper() + thanks[1:]
    return f"{greeting}\n\n{thanks}"


def closing(shop_name: str, said: Wording) -> str:
    """Close with the shop's name."""
    shop = squeeze(re.sub(r"[^\w\s&.,'’\-]", "", shop_name))[:80]
    return f"{said.say('closing')}\n{shop}".strip()


def first_name(contact_name: str) -> str | None:
    """Return a first name that can stand in a greeting: letters only, at most 40; else None."""
    parts = [part for part in squeeze(contact_name)[:200].split(" ") if fold(part).strip(".") not in _TITLES]
    if not parts or len(parts) > 4 or "," in contact_name or "@" in contact_name:
        return None
    if len(parts) == 1 and parts[0].isupper() and len(parts[0]) > 3:
        return None
    first = parts[0]
    titled = len(parts) != len(squeeze(contact_name).split(" "))
    if terms_of(fold(first)) & NAMES:
        return None
    if titled or not _NAME.fullmatch(first) or fold(first) in _NOT_NAMES or len(first) < 2:
        return None
    return first if not first.islower() and not (first.isupper() and len(first) > 3) else first.capitalize()
