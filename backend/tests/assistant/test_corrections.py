"""Drafts of corrections: they name the version that was told of, in the language of the thread, and are true."""

from typing import Any

import pytest

from mancrel.assistant import corrections_writer
from tests.assistant.sample_shop import asked, sample_products

TITLE = "Havn Standing Desk (140 cm, oak)"


def change(field: str, was: str, now: str) -> dict[str, Any]:
    desk = next(one for one in sample_products() if one.sku == "HAV-140-OAK")
    return {
        "kind": "product", "id": str(desk.id), "field": field, "title": TITLE, "was": was, "now": now,
        "quoted_at": "2026-11-20T10:00:00+00:00",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl"])
def test_the_version_is_named_in_every_language(language: str):
    changes = [change("price", "699.00 EUR", "749.00 EUR"), change("stock", "0 in stock", "in stock")]
    written = corrections_writer.write(asked("How much is it?", language), changes)
    assert written.body.count(TITLE) == 4
    assert "749" in written.body
    assert [one for one in written.claims if not one.ok] == []
    english = corrections_writer.SAID["en"]["sorry"]
    assert (english in written.body) == (language == "en")


def test_a_product_that_was_renamed_has_its_new_name():
    renamed = {**change("price", "699.00 EUR", "749.00 EUR"), "title": "Havn Desk"}
    written = corrections_writer.write(asked("How much is it?"), [renamed])
    assert "Havn Standing Desk now costs 749.00 EUR." in written.body
