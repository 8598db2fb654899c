"""What the assistant reads: products that a text names, found by index."""

import pytest

from mancrel.assistant.retrieval import named_in
from mancrel.catalogue.models import Product
from mancrel.kit.db import transaction
from tests.fixtures import Shop, Staff, work


@pytest.fixture
def range_(staff: Staff, shop: Shop) -> None:
    shop.put("A", title="Aurora oak desk lamp", sku="AUR-77")
    shop.put("B", title="Fjord standing desk", sku="FJO-1")
    shop.put("C", title="Hygge linen sofa", sku="HY 2000")
    work()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("How much is the Aurora oak desk lamp?", "A"),
        ("Is FJO-1 in stock?", "B"),
        ("is (fjo-1) in stock", "B"),
        ("I mean the Hyge linnen sofa.", "C"),
        ("Do you still have hy 2000?", "C"),
    ],
)
def test_named_in_finds_titles_and_skus_with_slips(range_: None, text: str, found: str):
    with transaction() as session:
        ids = named_in(session, text)
        assert ids, text
        assert session.get_one(Product, ids[0]).external_id == found


@pytest.mark.parametrize(
    "text", ["", "a b c", "' OR 1=1 & | ! <-> :* \\\\ \\", "灯 ü ñ ª¹²³", "x" * 9000, "the and for " * 900]
)
def test_named_in_takes_any_text(range_: None, text: str):
    with transaction() as session:
        assert named_in(session, text) == []
