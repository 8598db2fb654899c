"""Which field a column is meant for: by its name in four languages, else by what stands in it."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from mancrel.transfers.targets import Target

WORDS: dict[str, str] = tomllib.loads(Path(__file__).with_name("column_words.toml").read_text())
MOST = 0.6
LOOKS = (
    (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), ("email", "contact")),
    (re.compile(r"'?\+?[0-9][0-9 ()./-]{6,}[0-9]"), ("phone",)),
    (re.compile(r"https?://\S+|www\.\S+"), ("website",)),
    (re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE), ("domain", "company_domain")),
)


def plain(words: str) -> str:
    """Return a column's name without accents, marks and case."""
    parts = unicodedata.normalize("NFKD", words.replace("ß", "ss"))
    return re.sub(r"[^a-z0-9]", "", parts.lower())


KNOWN = {field: frozenset(plain(one) for one in words.split()) for field, words in WORDS.items()}


def mapping(
    targets: Mapping[str, Target], header: Sequence[str], rows: Sequence[Sequence[str]]
) -> dict[str, str | None]:
    """Return the field that each column is probably meant for; none where nothing fits."""
    guessed: dict[str, str | None] = dict.fromkeys(header)
    taken: set[str] = set()
    for by_content in (False, True):
        for place, name in enumerate(header):
            if guessed[name] is None:
                found = _by_content(rows, place) if by_content else _by_name(targets, name)
                free = (one for one in found if one in targets and (one not in taken or targets[one].repeats))
                guessed[name] = next(free, None)
                taken |= {guessed[name]} - {None}  # type: ignore[arg-type]
    if guessed and "first_name" in taken and "last_name" not in taken and "name" in taken:
        # "Nombre" and "Name" beside a first name are the last one.
        guessed = {name: "last_name" if field == "name" else field for name, field in guessed.items()}
    return guessed


def _by_name(targets: Mapping[str, Target], name: str) -> list[str]:
    word = plain(name)
    own = [
        one.name
        for one in targets.values()
        if word in {plain(one.label), plain(one.name.removeprefix("custom."))}
    ]
    return own + [field for field, words in KNOWN.items() if word in words]


def _by_content(rows: Sequence[Sequence[str]], place: int) -> tuple[str, ...]:
    values = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
    for look, fields in LOOKS:
        if values and sum(bool(look.fullmatch(one)) for one in values) >= MOST * len(values):
            return fields
    return ()
