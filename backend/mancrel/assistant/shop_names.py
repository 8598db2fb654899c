"""What the shop is called: as its channels sign, as they are named, and as its addresses say."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.assistant.guard_names import may_be_a_shops
from mancrel.contacts import recognition
from mancrel.conversations.models import Channel
from mancrel.settings import settings

_CHANNELS = select(Channel.name, Channel.settings).where(Channel.deleted_at.is_(None)).order_by(Channel.id)


def read(session: Session) -> tuple[str, ...]:
    """Return every name of the shop's own, each once.

    A sender's name was written down as one. What a channel is called, or a domain, may be something else.
    """
    signed, named = list[str](), list[str]()
    for name, how in session.execute(_CHANNELS):
        signed.append(how.get("from_name") or "")
        named += [name, *_of_domain(how)]
    return tuple(dict.fromkeys(filter(None, [*signed, *filter(may_be_a_shops, named)])))


def _of_domain(how: dict[str, Any]) -> Iterator[str]:
    """Return what the domain of a channel's address says: ``Nordlys Shop`` of ``nordlys-shop.de``."""
    domain = recognition.business_domain(how.get("address") or settings().mail_from)
    if domain:
        yield domain.partition(".")[0].replace("-", " ").title()
