"""Ways to make one statement of a draft false; ``pick`` chooses among possibilities."""

import re
from collections.abc import Callable
from typing import Any

CODES = ("EUR", "USD", "GBP", "CHF", "SEK", "$", "€", "£", "AUD")
SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}
AMOUNT = re.compile(r"(\d[\d.,\u00a0]*\d) (EUR|USD|GBP|CHF)")
DAYS = re.compile(
    r"(\d+)(?:–(\d+))? (working days?|Werktage?|jours? ouvrés?|días? laborables?|"
    r"giorni lavorativi|werkdagen)"
)
MEASURE = re.compile(r"(?<=: )(\d+(?:[.,]\d+)?)(?= (?:cm|kg|W|hours|years)\b)")
VALUE = re.compile(
    r"(?<=: )(oak|beech|brass|leather|organic cotton|stainless steel|ceramic|wool|yes|no|ja|nein|oui|sí|sì|nee)(?=\.)"
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
    (re.compile(r"(?<!non )\bè disponibile\b"), "non è disponibile"),
    (re.compile(r"\bal momento non è disponibile\b"), "è disponibile"),
    (re.compile(r"(?<!moment )\bis op voorraad\b"), "is niet op voorraad"),
    (re.compile(r"\bis op dit moment niet op voorraad\b"), "is op voorraad"),
    (re.compile(r"\bestá agotado en este momento\b"), "está en stock"),
]
OPPOSITE = {
    "yes": "no",
    "no": "yes",
    "ja": "nein",
    "nein": "ja",
    "oui": "non",
    "sí": "no",
    "sì": "no",
    "nee": "ja",
}
POLICY = re.compile(r"\b(30|14|2|10:00|18:00|100|4\.90|9\.90)\b")
COUNT = re.compile(r"(?<=exactly )\d+|(?<=only )\d+")


def _swap(body: str, match: re.Match[str], new: str) -> str:
    return body[: match.start()] + new + body[match.end() :]


def price(body: str, pick: Callable[[list[Any]], Any]) -> str | None:
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


def currency(body: str, pick: Callable[[list[Any]], Any]) -> str | None:
    found = list(AMOUNT.finditer(body))
    if not found:
        return None
    match = pick(found)
    new = pick([code for code in CODES if SIGNS.get(code, code) != match.group(2)])
    return _swap(body, match, f"{match.group(1)} {new}")


def stock(body: str, pick: Callable[[list[Any]], Any]) -> str | None:
    found = [(match, new) for pattern, new in STOCK for match in pattern.finditer(body)]
    if not found:
        return None
    match, new = pick(found)
    return _swap(body, match, new)


def delivery(body: str, pick: Callable[[list[Any]], Any]) -> str | None:
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
            .replace("días laborables", "semanas")
            .replace("giorni lavorativi", "settimane")
            .replace("werkdagen", "weken"),
            f"{int(ends[1]) * 24} hours",
        ]
    )
    return None if new == match.group() else _swap(body, match, new)


def attribute(body: str, pick: Callable[[list[Any]], Any]) -> str | None:
    found = [*MEASURE.finditer(body), *VALUE.finditer(body)]
    if not found:
        return None
    match = pick(found)
    old = match.group()
    if old[0].isdigit():
        new = pick([f"{old}5", f"1{old}", str(int(float(old.replace(",", "."))) + 1)])
    elif old in OPPOSITE:
        new = OPPOSITE[old]
    else:
        new = pick(
            [
                one
                for one in ("oak", "pine", "plastic", "polyester", "silk", "beech", "copper", "unobtainium")
                if one != old
            ]
        )
    return _swap(body, match, new)


def version(body: str, pick: Callable[[list[Any]], Any]) -> str | None:
    found = [(match, ("purple", "yellow", "orange")) for match in OPTION.finditer(body)]
    found += [(match, ("XL", "XXL", "XS")) for match in SIZE.finditer(body)]
    found += [(match, ("2.0 l", "1.5 l", "0.7 l")) for match in LITRES.finditer(body)]
    if not found:
        return None
    match, others = pick(found)
    return _swap(body, match, pick(list(others)))


def link(body: str, pick: Callable[[list[Any]], Any]) -> str | None:
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


def policy(body: str, pick: Callable[[list[Any]], Any]) -> str | None:
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


def count(body: str, pick: Callable[[list[Any]], Any]) -> str | None:
    match = COUNT.search(body)
    return _swap(body, match, str(int(match.group()) + pick([1, 2, 10, 100]))) if match else None


KINDS = {
    one.__name__: one for one in (price, currency, stock, delivery, attribute, version, link, policy, count)
}
