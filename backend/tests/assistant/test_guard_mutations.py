"""One thing changed in a true draft: the guard holds it, always."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mancrel.assistant import guard, writer
from mancrel.assistant.facts import ProductFact
from tests.assistant.writer_shop import PRODUCTS, ask

ASKED = [
    ("en", "How much is the Aurora Desk Lamp and is it in stock?"),
    ("en", "How long does delivery of the Aurora Floor Lamp take and what does it cost?"),
    ("en", "Price and stock of the Tindra Office Chair, please. How long is delivery?"),
    ("en", "How much are 3 Aurora Desk Lamps?"),
    ("en", "What would 2 Helios Ceiling Lights cost in total?"),
    ("en", "What would 2 Aurora Desk Lamps cost including shipping to Germany?"),
    ("en", "What does the Helios Ceiling Light cost in total including shipping to Austria?"),
    ("en", "Is the Fjord T-Shirt available in black, size L?"),
    ("en", "Is the Fjord T-Shirt available in black, size M?"),
    ("en", "How much is the larger Stellar Kettle and is it in stock?"),
    ("en", "What colours does the Lagoon Mug come in?"),
    ("en", "How tall is the Aurora Desk Lamp, and how heavy?"),
    ("en", "What is the Aurora Desk Lamp made of and is it dimmable?"),
    ("en", "Is the Helios Ceiling Light waterproof? What power does it have?"),
    ("en", "Could you send me the link to the Helios Ceiling Light? And the price?"),
    ("en", "How many Sonora Headphones do you have? What's the battery life?"),
    ("en", "What is your return policy?"),
    ("en", "How much is shipping to Germany?"),
    ("en", "What warranty do your products have?"),
    ("en", "When are you open?"),
    ("en", "How much is the Molino Coffee Grinder and the Trekker Backpack 30?"),
    ("en", "Is the Borealis Table Lamp in stock and what does it cost?"),
    ("en", "Do you have 5 Tindra Office Chairs in stock?"),
    ("de", "Was kostet die Aurora Desk Lamp und ist sie auf Lager? Wie lange dauert die Lieferung?"),
    ("de", "Was kosten 2 Tindra Office Chair?"),
    ("de", "Wie schwer ist die Aurora Desk Lamp?"),
    ("de", "Ist der Trekker Backpack 30 wasserdicht und was kostet er?"),
    ("de", "Haben Sie die Lagoon Mug in grün?"),
    ("fr", "Combien coûte le Tindra Office Chair et est-il en stock ? Quel est le délai de livraison ?"),
    ("fr", "Quelle est la hauteur de la Aurora Floor Lamp ?"),
    ("fr", "La Borealis Table Lamp est-elle disponible ?"),
    ("es", "¿Cuánto cuesta la Aurora Desk Lamp y está disponible? ¿Cuánto tarda la entrega?"),
    ("es", "¿Cuánto pesa la Aurora Floor Lamp?"),
    ("es", "¿Tienen la Fjord T-Shirt en negro talla L?"),
]
CODES = ("EUR", "USD", "GBP", "CHF", "SEK", "$", "€", "£", "AUD")
SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}
AMOUNT = re.compile(r"(\d[\d.,\u00a0]*\d) (EUR|USD|GBP|CHF)")
DAYS = re.compile(r"(\d+)(?:–(\d+))? (working days?|Werktage?|jours? ouvrés?|días? laborables?)")
MEASURE = re.compile(r"(?<=: )(\d+(?:[.,]\d+)?)(?= (?:cm|kg|W|hours|years)\b)")
VALUE = re.compile(
    r"(?<=: )(oak|beech|brass|leather|organic cotton|stainless steel|ceramic|wool|yes|no|ja|nein|oui|sí)(?=\.)"
)
OPTION = re.compile(r"(?<=[(,\-] )?\b(black|white|blue|red|green)\b(?=[,:)])")
SIZE = re.compile(r"(?<=, )(S|M|L)(?=[):])")
LITRES = re.compile(r"\b(0\.5|1\.0) l\b")
LINK = re.compile(r"https://\S+")
STOCK = [
    (re.compile(r"\bis in stock\b"), "is out of stock at the moment"),
    (re.compile(r"\bis out of stock at the moment\b"), "is in stock"),
    (re.compile(r"(?<=, )in stock$", re.MULTILINE), "out of stock"),
    (re.compile(r"(?<=, )out of stock at the moment$", re.MULTILINE), "in stock"),
    (re.compile(r"\bist auf Lager\b"), "ist nicht auf Lager"),
    (re.compile(r"\bist derzeit nicht auf Lager\b"), "ist auf Lager"),
    (re.compile(r"\best en stock\b"), "est en rupture de stock"),
    (re.compile(r"\best actuellement en rupture de stock\b"), "est disponible"),
    (re.compile(r"\bestá en stock\b"), "está agotado"),
    (re.compile(r"\bestá agotado en este momento\b"), "está en stock"),
]
POLICY = re.compile(r"\b(30|14|2|10:00|18:00|100|4\.90|9\.90)\b")
COUNT = re.compile(r"(?<=exactly )\d+|(?<=only )\d+")


def shop(draw: Callable[[st.SearchStrategy], object]) -> tuple[ProductFact, ...]:
    """The shop with other prices, stocks, delivery times and measures; variants stay different."""
    cents = draw(st.integers(min_value=0, max_value=99))
    factor = draw(st.integers(min_value=1, max_value=40))
    low = draw(st.integers(min_value=1, max_value=9))
    more = draw(st.integers(min_value=1, max_value=9))
    pieces = draw(st.integers(min_value=0, max_value=60))
    changed = []
    for one in PRODUCTS:
        attributes = {
            name: round(value * factor / 7, 1)
            if isinstance(value, float)
            else value + factor
            if isinstance(value, int) and not isinstance(value, bool)
            else value
            for name, value in one.attributes.items()
        }
        changed.append(
            replace(
                one,
                price=(one.price * factor / 10).quantize(Decimal(1)) + Decimal(cents) / 100,
                stock=one.stock + pieces if one.stock else 0,
                delivery_days=f"{low}-{low + more}"
                if one.delivery_days and "-" in one.delivery_days
                else one.delivery_days,
                attributes=attributes,
            )
        )
    return tuple(changed)


@cache
def usable(name: str) -> tuple[tuple[str, str], ...]:
    """The messages whose answers have something of this kind to change."""
    found = []
    for language, text in ASKED:
        body = writer.write(ask(text, language)).body
        assert body, text
        if KINDS[name](body, lambda options: options[0]) is not None:
            found.append((language, text))
    return tuple(found)


def _swap(body: str, match: re.Match[str], new: str) -> str:
    return body[: match.start()] + new + body[match.end() :]


def price(body: str, pick: Callable[[list], object]) -> str | None:
    found = list(AMOUNT.finditer(body))
    if not found:
        return None
    match = pick(found)
    digits = [place for place, char in enumerate(match.group(1)) if char.isdigit()]
    place = pick(digits)
    old = match.group(1)[place]
    new = pick([digit for digit in "0123456789" if digit != old])
    changed = match.group(1)[:place] + new + match.group(1)[place + 1 :]
    return _swap(body, match, f"{changed} {match.group(2)}")


def currency(body: str, pick: Callable[[list], object]) -> str | None:
    found = list(AMOUNT.finditer(body))
    if not found:
        return None
    match = pick(found)
    new = pick([code for code in CODES if SIGNS.get(code, code) != match.group(2)])
    return _swap(body, match, f"{match.group(1)} {new}")


def stock(body: str, pick: Callable[[list], object]) -> str | None:
    found = [(match, new) for pattern, new in STOCK for match in pattern.finditer(body)]
    if not found:
        return None
    match, new = pick(found)
    return _swap(body, match, new)


def delivery(body: str, pick: Callable[[list], object]) -> str | None:
    found = list(DAYS.finditer(body))
    if not found:
        return None
    match = pick(found)
    low, high, unit = match.groups()
    ends = (low, high or low)
    new = pick(
        [
            f"{int(ends[0])}–{int(ends[1]) + 1} {unit}",
            f"{max(1, int(ends[1]) - 1)} {unit}" if int(ends[1]) > 1 else f"2 {unit}",
            f"{int(ends[1]) + 3} {unit}",
            f"{low} weeks",
            match.group()
            .replace("working ", "")
            .replace("Werktage", "Wochen")
            .replace("jours ouvrés", "semaines")
            .replace("días laborables", "semanas"),
            f"{int(ends[1]) * 24} hours",
        ]
    )
    return None if new == match.group() else _swap(body, match, new)


def attribute(body: str, pick: Callable[[list], object]) -> str | None:
    found = [*MEASURE.finditer(body), *VALUE.finditer(body)]
    if not found:
        return None
    match = pick(found)
    old = match.group()
    if old[0].isdigit():
        new = pick([f"{old}5", f"1{old}", str(int(float(old.replace(",", "."))) + 1)])
    elif old in {"yes", "no", "ja", "nein", "oui", "sí"}:
        new = {"yes": "no", "no": "yes", "ja": "nein", "nein": "ja", "oui": "non", "sí": "no"}[old]
    else:
        new = pick(
            [
                one
                for one in ("oak", "pine", "plastic", "polyester", "silk", "beech", "copper", "unobtainium")
                if one != old
            ]
        )
    return _swap(body, match, new)


def version(body: str, pick: Callable[[list], object]) -> str | None:
    found = [(match, ("purple", "yellow", "orange")) for match in OPTION.finditer(body)]
    found += [(match, ("XL", "XXL", "XS")) for match in SIZE.finditer(body)]
    found += [(match, ("2.0 l", "1.5 l", "0.7 l")) for match in LITRES.finditer(body)]
    if not found:
        return None
    match, others = pick(found)
    return _swap(body, match, pick(list(others)))


def link(body: str, pick: Callable[[list], object]) -> str | None:
    match = LINK.search(body)
    if match is None:
        return None
    old = match.group()
    new = pick(
        [
            f"{old}x",
            old.replace("shop.example", "shop.evil.example"),
            "https://shop.example/p/aur-d",
            old.replace("https", "http"),
            old[:-1],
        ]
    )
    return _swap(body, match, new)


def policy(body: str, pick: Callable[[list], object]) -> str | None:
    found = [
        match
        for match in POLICY.finditer(body)
        if re.search(
            r"return|Refund|warranty|open|hipping|Orders over",
            body[max(0, match.start() - 60) : match.end() + 20],
        )
        and not re.match(r"\.\d|,\d", body[match.end() :][:2])
    ]
    if not found:
        return None
    match = pick(found)
    new = pick(
        [
            one
            for one in ("31", "60", "7", "3", "12:00", "21:00", "50", "5.90", "19.90")
            if one != match.group()
        ]
    )
    return _swap(body, match, new)


def count(body: str, pick: Callable[[list], object]) -> str | None:
    match = COUNT.search(body)
    return _swap(body, match, str(int(match.group()) + pick([1, 2, 10, 100]))) if match else None


KINDS = {
    one.__name__: one for one in (price, currency, stock, delivery, attribute, version, link, policy, count)
}
EXAMPLES = {
    "price": 150,
    "currency": 110,
    "stock": 100,
    "delivery": 110,
    "attribute": 110,
    "version": 80,
    "link": 60,
    "policy": 60,
    "count": 50,
}
SEEN: set[tuple[str, str]] = set()
TRIED: dict[str, int] = {}


@pytest.mark.parametrize(("language", "text"), ASKED)
def test_our_own_drafts_pass(language, text):
    question = ask(text, language)
    body = writer.write(question).body
    assert [one for one in guard.check(body, question) if not one.ok] == []


@pytest.mark.parametrize("name", KINDS)
def test_a_change_is_held(name):
    mutate = KINDS[name]

    @settings(
        max_examples=EXAMPLES[name],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def run(data):
        language, text = data.draw(st.sampled_from(usable(name)))
        question = ask(text, language, products=shop(data.draw))
        body = writer.write(question).body
        wrong = [one for one in guard.check(body, question) if not one.ok]
        assert wrong == [], f"held though true: {body}"
        changed = mutate(body, lambda options: data.draw(st.sampled_from(options)))
        if changed is None or changed == body:
            return
        SEEN.add((name, changed))
        claims = guard.check(changed, question)
        assert any(not one.ok for one in claims), f"{question.text}\n{changed}"

    run()


def every(mutate: Callable[..., str | None], body: str) -> Iterator[str]:
    """Every body that a mutation can make, by walking through all its choices."""
    paths: list[list[int]] = [[]]
    while paths:
        path = paths.pop()
        sizes: list[int] = []

        def pick(options: list, path: list[int] = path, sizes: list[int] = sizes) -> object:
            place = len(sizes)
            sizes.append(len(options))
            return options[path[place]] if place < len(path) else options[0]

        changed = mutate(body, pick)
        for place in range(len(path), len(sizes)):
            taken = [*path, *[0] * (place - len(path))]
            paths += [[*taken, other] for other in range(1, sizes[place])]
        if changed is not None and changed != body:
            yield changed


@pytest.mark.parametrize("name", KINDS)
def test_every_change_of_a_kind_is_held(name):
    missed, tried = [], 0
    for language, text in ASKED:
        question = ask(text, language)
        body = writer.write(question).body
        for changed in sorted(set(every(KINDS[name], body)))[:: 2 if name == "price" else 1]:
            tried += 1
            if all(one.ok for one in guard.check(changed, question)):
                missed.append(changed)
    TRIED[name] = tried
    assert missed == []


def test_enough_different_changes_were_tried():
    assert len(SEEN) + sum(TRIED.values()) >= 1400
