"""Real mails of other projects, where their folder is at hand (it is no part of this repository)."""

import os
from pathlib import Path

import pytest

from mancrel.channels.mime import parse
from mancrel.channels.quotes import split

EXACT = 0.95


def shared_data() -> Path | None:
    """Return the folder: from MANCREL_SHARED_DATA, else beside a folder above this file."""
    given = os.environ.get("MANCREL_SHARED_DATA")
    places = (
        [Path(given)]
        if given
        else [parent / "shared" / "data" for parent in Path(__file__).resolve().parents]
    )
    return next((place for place in places if (place / "eml").is_dir()), None)


DATA = shared_data()
pytestmark = pytest.mark.skipif(DATA is None, reason="the shared mails are not on this machine")
MAILS = sorted((DATA / "eml").rglob("*.eml")) if DATA else []


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_parse_reads_a_real_mail(path: Path) -> None:
    parsed = parse(path.read_bytes())
    assert parsed.headers
    assert not any(
        mark in value for values in parsed.headers.values() for value in values for mark in "\r\n\0"
    )


def test_split_is_exact_on_trimmed_replies() -> None:
    assert DATA
    folder = DATA / "eml" / "discourse-reply-trimmer"
    mails = sorted((folder / "emails").iterdir())
    exact = [
        lines(split(mail.read_text(encoding="utf-8"))[0])
        == lines((folder / "trimmed" / mail.name).read_text(encoding="utf-8"))
        for mail in mails
    ]
    assert len(exact) >= 60
    assert sum(exact) / len(exact) >= EXACT


def test_split_leaves_only_the_reply_of_common_programs() -> None:
    assert DATA
    for path in sorted((DATA / "eml" / "talon" / "standard_replies").glob("*.eml")):
        assert parse(path.read_bytes()).new_text.strip() == "Hello", path.name


def test_split_never_empties_a_reply() -> None:
    assert DATA
    for path in sorted((DATA / "eml" / "crisp-reply-parser").glob("*.txt")):
        assert split(path.read_text(encoding="utf-8"))[0].strip(), path.name
