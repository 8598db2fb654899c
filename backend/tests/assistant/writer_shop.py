"""A shop of near-duplicates for the tests of writing and guarding."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from mancrel.assistant.facts import ArticleFact, ProductFact, Question, Turn

SPACE = UUID("6f1c1a0e-0000-4000-8000-000000000000")


def product(
    sku: str,
    title: str,
    price: str,
    stock: int,
    *,
    currency: str = "EUR",
    days: str | None = "2-4",
    category: str = "Lighting",
    brand: str | None = "Nordlys",
    description: str = "",
    attributes: dict[str, Any] | None = None,
    group: str | None = None,
    options: dict[str, str] | None = None,
) -> ProductFact:
    return ProductFact(
        id=uuid5(SPACE, sku),
        external_id=f"ext-{sku.lower()}",
        sku=sku,
        title=title,
        description=description,
        category=category,
        brand=brand,
        price=Decimal(price),
        currency=currency,
        stock=stock,
        delivery_days=days,
        url=f"https://shop.example/p/{sku.lower()}",
        attributes=attributes or {},
        group=group,
        options=options or {},
        version=3,
        synced_at=datetime(2026, 11, 1, tzinfo=UTC),
        similarity=0.4,
    )


def article(title: str, body: str, language: str = "en") -> ArticleFact:
    return ArticleFact(uuid5(SPACE, title), title, body, language, 2, 0.4)


AURORA = {
    "material": "oak",
    "height_cm": 45,
    "width_cm": 18,
    "weight_kg": 2.4,
    "power": "9 W",
    "dimmable": True,
    "cable length": "180 cm",
}
# fmt: off
PRODUCTS = (
    product("AUR-D", "Aurora Desk Lamp", "349.00", 7, attributes=AURORA, description="A desk lamp with a warm light and a base of solid oak. The bulb is included. It fits sockets of type E27."),
    product("AUR-DM", "Aurora Desk Lamp Mini", "249.00", 4, attributes={"material": "beech", "height_cm": 28, "weight_kg": 1.1, "dimmable": False}),
    product("AUR-F", "Aurora Floor Lamp", "1249.00", 2, days="5-7", attributes={"material": "oak", "height_cm": 160, "weight_kg": 8.5, "dimmable": True}),
    product("BOR-T", "Borealis Table Lamp", "89.50", 0, attributes={"material": "brass", "height_cm": 33}),
    product("HEL-B", "Helios Ceiling Light", "129.95", 15, days="3", attributes={"power": "24 W", "waterproof": False, "diameter_cm": 40}),
    product("TEE-BLK-S", "Fjord T-Shirt", "29.90", 5, category="Clothing", brand="Fjordwear", group="tee", options={"colour": "black", "size": "S"}, attributes={"material": "organic cotton", "washable": True}),
    product("TEE-BLK-M", "Fjord T-Shirt", "29.90", 0, category="Clothing", brand="Fjordwear", group="tee", options={"colour": "black", "size": "M"}, attributes={"material": "organic cotton", "washable": True}),
    product("TEE-BLK-L", "Fjord T-Shirt", "29.90", 9, category="Clothing", brand="Fjordwear", group="tee", options={"colour": "black", "size": "L"}, attributes={"material": "organic cotton", "washable": True}),
    product("TEE-WHT-S", "Fjord T-Shirt", "29.90", 3, category="Clothing", brand="Fjordwear", group="tee", options={"colour": "white", "size": "S"}, attributes={"material": "organic cotton", "washable": True}),
    product("TEE-WHT-M", "Fjord T-Shirt", "29.90", 8, category="Clothing", brand="Fjordwear", group="tee", options={"colour": "white", "size": "M"}, attributes={"material": "organic cotton", "washable": True}),
    product("KET-05", "Stellar Kettle", "59.00", 6, category="Kitchen", brand="Stellar", days="1", group="kettle", options={"capacity": "0.5 l"}, attributes={"material": "stainless steel"}),
    product("KET-10", "Stellar Kettle", "79.00", 3, category="Kitchen", brand="Stellar", days="1", group="kettle", options={"capacity": "1.0 l"}, attributes={"material": "stainless steel"}),
    product("MUG-BLU", "Lagoon Mug", "14.50", 40, category="Kitchen", brand="Stellar", days="1-2", group="mug", options={"colour": "blue"}, attributes={"material": "ceramic", "dishwasher safe": True}),
    product("MUG-RED", "Lagoon Mug", "14.50", 12, category="Kitchen", brand="Stellar", days="1-2", group="mug", options={"colour": "red"}, attributes={"material": "ceramic", "dishwasher safe": True}),
    product("MUG-GRN", "Lagoon Mug", "16.00", 0, category="Kitchen", brand="Stellar", days="1-2", group="mug", options={"colour": "green"}, attributes={"material": "ceramic", "dishwasher safe": True}),
    product("GRIND-1", "Molino Coffee Grinder", "189.00", 5, category="Kitchen", brand="Stellar", currency="USD", attributes={"capacity_g": 120, "power": "150 W", "material": "steel"}, description="Grinds for espresso and filter coffee. Not suitable for the dishwasher."),
    product("GRIND-2", "Molino Hand Grinder", "64.90", 11, category="Kitchen", brand="Stellar", currency="USD", attributes={"capacity_g": 30, "material": "walnut"}),
    product("CHR-ERG", "Tindra Office Chair", "1299.00", 3, category="Furniture", brand="Tindra", days="7-10", attributes={"material": "leather", "max load_kg": 130, "warranty": "5 years"}),
    product("CHR-ERG-2", "Tindra Office Chair Plus", "1599.00", 0, category="Furniture", brand="Tindra", days="7-10", attributes={"material": "mesh", "max load_kg": 150}),
    product("DSK-160", "Havn Standing Desk", "749.00", 2, category="Furniture", brand="Tindra", days="10", group="desk", options={"width": "160 cm"}, attributes={"material": "walnut"}),
    product("DSK-180", "Havn Standing Desk", "849.00", 1, category="Furniture", brand="Tindra", days="10", group="desk", options={"width": "180 cm"}, attributes={"material": "walnut"}),
    product("BAG-30", "Trekker Backpack 30", "119.00", 14, category="Outdoor", brand="Bergen", currency="GBP", attributes={"capacity": "30 l", "waterproof": True, "weight": "1.2 kg"}),
    product("BAG-45", "Trekker Backpack 45", "149.00", 6, category="Outdoor", brand="Bergen", currency="GBP", attributes={"capacity": "45 l", "waterproof": True, "weight": "1.6 kg"}),
    product("HEAD-1", "Sonora Headphones", "199.00", 21, category="Audio", brand="Sonora", currency="CHF", days="2-3", attributes={"battery life": "40 hours", "connectivity": "Bluetooth 5.3", "colour": "black"}),
    product("RUG-WOOL", "Sahara Rug", "420.00", 1, category="Home", brand=None, days=None, attributes={"material": "wool", "size": "200 x 300 cm"}),
)
# fmt: on
RETURNS = article(
    "Returns and refunds",
    "You can return any item within 30 days of delivery. Items must be unused and in their original packaging. Refunds are made within 14 days after we receive the return. Return shipping costs are paid by the customer.",
)
SHIPPING = article(
    "Shipping",
    "Standard shipping within Germany costs 4.90 EUR. Shipping to Austria and France costs 9.90 EUR. Orders over 100 EUR ship free of charge within Germany. We do not ship outside the European Union.",
)
PAYMENT = article(
    "Payment methods",
    "We accept PayPal, Visa and Mastercard. Payment by invoice is available for business customers only.",
)
STORE = article(
    "Our store",
    "Our store in Hamburg is open Monday to Friday from 10:00 to 18:00. You can pick up orders free of charge at our store.",
)
WARRANTY = article(
    "Warranty",
    "All our products have a warranty of 2 years. The warranty does not cover damage caused by improper use.",
)
GIFT = article(
    "Geschenkverpackung", "Auf Wunsch verpacken wir jeden Artikel als Geschenk für 3,50 EUR.", "de"
)
ARTICLES = (RETURNS, SHIPPING, PAYMENT, STORE, WARRANTY, GIFT)


def ask(
    text: str,
    language: str = "en",
    *,
    subject: str = "",
    thread: tuple[Turn, ...] = (),
    products: tuple[ProductFact, ...] = PRODUCTS,
    articles: tuple[ArticleFact, ...] = ARTICLES,
    name: str = "Anna Berg",
    intent: str = "product_question",
    sure: float = 0.75,
) -> Question:
    return Question(
        subject=subject,
        text=text,
        language=language,
        intent=intent,
        intents=((intent, sure),),
        intent_confidence=sure,
        contact_name=name,
        thread=thread,
        products=products,
        articles=articles,
        shop_name="Nordlys Shop",
    )


def by_sku(sku: str) -> ProductFact:
    return next(one for one in PRODUCTS if one.sku == sku)
