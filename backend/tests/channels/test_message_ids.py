"""Message-IDs that only we can make (R28)."""

from uuid import UUID, uuid4

import pytest

from mancrel.channels import message_ids

KEY = b"k" * 32
ONE = UUID("12345678-1234-5678-1234-567812345678")


def test_verify_knows_what_make_made() -> None:
    made = message_ids.make(KEY, "Shop.example", ONE)
    assert made.startswith("<")
    assert made.endswith("@shop.example>")
    assert message_ids.verify(KEY, made) == ONE
    assert message_ids.verify(KEY, made.strip("<>")) == ONE


@pytest.mark.parametrize("number", range(100))
def test_verify_refuses_forgeries(number: int) -> None:
    made = message_ids.make(KEY, "shop.example", uuid4())
    place = 1 + number % 65
    letter = "0" if made[place] != "0" else "1"
    assert message_ids.verify(KEY, made[:place] + letter + made[place + 1 :]) is None


@pytest.mark.parametrize(
    "forged", ["", "<>", "<a@b>", "<" + "0" * 32 + "." + "0" * 32 + "@x>", "x" * 100_000, "<é.é@é>"]
)
def test_verify_refuses_strangers(forged: str) -> None:
    assert message_ids.verify(KEY, forged) is None


def test_verify_refuses_another_key_and_another_domain() -> None:
    made = message_ids.make(KEY, "shop.example", ONE)
    assert message_ids.verify(b"other" * 8, made) is None
    assert message_ids.verify(KEY, made.replace("shop.example", "evil.example")) is None
