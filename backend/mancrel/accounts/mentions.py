"""Colleagues named in a text: ``@[Ann Lee](user:<id>)``."""

import re
from uuid import UUID

_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_MENTION = re.compile(rf"@\[([^\]\n]{{1,200}})\]\(user:({_ID})\)")


def of(text: str | None) -> list[UUID]:
    """Return who is mentioned, each once."""
    return list(dict.fromkeys(UUID(id_) for _, id_ in _MENTION.findall(text or "")))


def plain(text: str) -> str:
    """Return a text as one reads it aloud: ``@Ann Lee``."""
    return _MENTION.sub(r"@\1", text)
