"""The addresses by which people are known, as they are shown."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol, TypeVar


class Known(NamedTuple):
    """An address by which a person is known, as it is shown."""

    kind: str
    value: str
    label: str | None
    primary: bool


class Kept(Protocol):
    """What an address has, shown or stored."""

    @property
    def kind(self) -> str:
        """E-mail, phone or a channel."""

    @property
    def value(self) -> str:
        """The address itself."""


Held = TypeVar("Held", bound=Kept)


def each_once(known: Iterable[Held], kind: str) -> list[Held]:
    """Return the addresses of a kind, each value once: the first that has it."""
    found: dict[str, Held] = {}
    for one in known:
        if one.kind == kind:
            found.setdefault(one.value, one)
    return list(found.values())
