"""Figures in a text: what number stands there, in every way of writing it, and which unit it has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from mancrel.assistant.understanding_text import fold


def _by_word(listed: str) -> dict[str, str]:
    """Read a table of "name: words" the other way round."""
    rows = (line.partition(": ") for line in listed.strip().splitlines())
    return {word: name for name, _, found in rows for word in found.split()}


_CURRENCIES = """
EUR: € eur euro euros
$: $ dollar dollars dolares bucks
USD: us$ usd
GBP: £ gbp pound pounds quid livres libras
CHF: chf sfr fr. franken francs francos
JPY: ¥ jpy yen
SEK: sek kr
DKK: dkk
NOK: nok
PLN: pln zł
CZK: czk
HUF: huf
CAD: cad c$
AUD: aud a$
INR: inr ₹
CNY: cny
BRL: brl r$
MXN: mxn
NZD: nzd
SGD: sgd
HKD: hkd
RON: ron
BGN: bgn
ZAR: zar
cent: cent cents centimes
"""
_SAME_UNIT = """
inch: inches zoll pouces pulgadas
w: watt watts
v: volt volts
l: litre litres liter liters litern litros litri
g: gramm gram grams grammes gramos grammi
kg: kilo kilos kilogramm kilograms kilogrammes kilogramos
m: meter metern metre metres meters metros metri
cm: zentimeter centimetre centimetres centimeters centimetros
mm: millimeter millimetre millimetres milimetros
lm: lumen lumens
k: kelvin
lb: lbs
ft: feet
m²: m2
°: degrees grad grados degres gradi graden
"""
CURRENCIES = _by_word(_CURRENCIES)
SAME_UNIT = _by_word(_SAME_UNIT)
_SIGNS = "|".join(sorted((re.escape(sign) for sign in CURRENCIES), key=len, reverse=True))
_FIGURE = re.compile(
    r"\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?:[.,]\d{1,2}|[.,][-–—]{1,2})?(?!\d)|"
    r"\d+(?:[.,]\d+)?(?:[.,][-–—]{1,2})?"
)
_BEFORE = re.compile(rf"(?:(?<![^\W\d_])(?:{_SIGNS})|(?<=\W)[€$£¥₹])[ \u00a0\u202f]?$", re.IGNORECASE)
_AFTER = re.compile(rf"^[ \u00a0\u202f-]?(?:{_SIGNS})(?![^\W\d_])", re.IGNORECASE)
_PERCENT = re.compile(
    r"^\s?(?:%|percent\b|per cent\b|prozent\b|pour ?cent\b|por ciento\b|per cento\b|procent\b)", re.IGNORECASE
)
DAY_WORDS = {
    "work": r"(?:working|business|work|week)[- ]?days?|werktagen?|werktags?|arbeitstagen?|arbeitstage|"
    r"jours? (?:ouvres?|ouvrables?)|dias? (?:laborables?|habiles?)|giorn[oi] (?:lavorativ[oi]|feriali?)|"
    r"werkdag(?:en)?",
    "day": r"(?:calendar )?days?|tagen?|tage|jours?|dias?|giorn[oi]|dagen|dag",
    "week": r"weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken",
    "month": r"months?|monate?n?|mois|mes(?:es|i|e)?|maand(?:en)?",
    "year": r"years?|jahren?|jahre|ans?|annees?|anos?|ann[oi]|jaar|jaren",
    "hour": r"hours?|hrs?|stunden?|heures?|horas?|or[ae]|uur|uren",
    "minute": r"minutes?|mins?|minuten|minutos?|minut[oi]|minuut",
}
_TIME = re.compile(
    r"^[ \u00a0-]?(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in DAY_WORDS.items())
    + r")(?!\w)"
)
UNITS = (
    "mm cm dm m km inch inches ft feet kg g mg lb lbs oz l ml cl dl w kw kwh wh v kv ma mah ah hz khz "
    "mhz ghz k kelvin lm lumen lumens lux cd db gb mb tb mp px dpi fps rpm bar psi nm kcal kj degrees "
    "grad grados degres ° °c °f watt watts volt volts litre litres liter liters litern litros gramm gram "
    "grams "
    "grammes gramos kilo kilos kilogramm kilograms kilogrammes kilogramos meter metern metre metres meters "
    "metros zentimeter centimetre centimetres centimeters centimetros millimeter millimetre millimetres "
    "milimetros litri grammi metri gradi graden m² m2 cm² m³ zoll pouces pulgadas gsm g/m² "
).split()
_UNIT = re.compile(
    r"^[ \u00a0\u202f-]?("
    + "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
    + r")(?![^\W\d_])",
    re.IGNORECASE,
)
_RANGE = re.compile(r"^\s?(?:-|to\b|bis\b|a\b|until\b|and\b|und\b|y\b|et\b|/)\s?$")


@dataclass(frozen=True)
class Figure:
    """One number of a text; ``values`` are the ways it can be read, the likeliest first.

    ``unit`` is a currency code, "%", a time word, a measure (lower case) or "" when none stands with it.
    ``low`` is set on the upper end of a range.
    """

    kind: Literal["money", "percent", "time", "measure", "plain"]
    start: int
    end: int
    text: str
    values: tuple[Decimal, ...]
    unit: str
    low: Decimal | None = None


def read_number(text: str, language: str) -> tuple[Decimal, ...]:
    """Return the values that a written number can have; "1.234" depends on the language."""
    bare = re.sub(r"[.,][-–—]{1,2}$", "", text)
    bare = re.sub(r"['’\s\u00a0\u202f]", "", bare)
    marks = [char for char in bare if char in ".,"]
    if not marks:
        return (Decimal(bare),)
    if len(set(marks)) == 2:
        last = marks[-1]
        other = "," if last == "." else "."
        return (Decimal(bare.replace(other, "").replace(last, ".")),)
    mark, tail = marks[0], bare.rsplit(marks[0], 1)[1]
    grouped = Decimal(bare.replace(mark, ""))
    if len(marks) > 1:
        return (grouped,)
    decimal = Decimal(bare.replace(mark, "."))
    if len(tail) != 3 or bare.startswith("0"):
        return (decimal,)
    groups = "," if language == "en" else "."
    return (grouped,) if mark == groups else (decimal,)


def figures(text: str, language: str) -> list[Figure]:
    """Return all figures of a text, ranges joined ("2–4 working days" has low 2)."""
    return _joined(text, list(_single(text, language)))


def _single(text: str, language: str) -> Iterator[Figure]:
    folded = fold(text)
    for match in _FIGURE.finditer(text):
        start, end = match.span()
        written = match.group()
        values = read_number(written, language)
        before, after = text[max(0, start - 8) : start], text[end : end + 12]
        after_folded = folded[end : end + 24]
        sign, follows = _BEFORE.search(before), _AFTER.match(after)
        if sign or follows:
            values = _as_money(written, values)
        if follows:
            yield Figure(
                "money",
                start,
                end + follows.end(),
                text[start : end + follows.end()],
                values,
                _code(follows.group()),
            )
        elif sign:
            left = start - len(sign.group())
            yield Figure("money", left, end, text[left:end], values, _code(sign.group()))
        elif percent := _PERCENT.match(after_folded):
            yield Figure(
                "percent", start, end + percent.end(), text[start : end + percent.end()], values, "%"
            )
        elif time := _TIME.match(after_folded):
            name = next(name for name, found in time.groupdict().items() if found)
            yield Figure("time", start, end + time.end(), text[start : end + time.end()], values, name)
        elif unit := _UNIT.match(after):
            name = unit.group(1).lower()
            stop = end + unit.end()
            yield Figure("measure", start, stop, text[start:stop], values, SAME_UNIT.get(name, name))
        else:
            yield Figure("plain", start, end, written, values, "")


def _as_money(written: str, values: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    """No currency of ours has three decimals: "1.234 EUR" is one thousand and more."""
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", written):
        return (Decimal(re.sub(r"[.,]", "", written)),)
    return values


def _code(sign: str) -> str:
    return CURRENCIES[sign.strip(" \u00a0\u202f-").lower()]


def _joined(text: str, found: list[Figure]) -> list[Figure]:
    """Join "2" and "4 working days" to one range; give the first of "40 x 30 cm" its unit."""
    result: list[Figure] = []
    for figure in found:
        last = result[-1] if result else None
        between = fold(text[last.end : figure.start]) if last else ""
        if last and last.kind == "plain" and figure.kind in {"time", "measure"}:
            if figure.kind == "time" and _RANGE.match(between):
                joined = text[last.start : figure.end]
                result[-1] = Figure(
                    "time", last.start, figure.end, joined, figure.values, figure.unit, low=last.values[0]
                )
                continue
            if figure.kind == "measure" and re.fullmatch(r"\s?[x*/-]\s?", between):
                _give_unit(text, result, figure)
        result.append(figure)
    return result


def _give_unit(text: str, result: list[Figure], figure: Figure) -> None:
    place, end = len(result) - 1, figure.start
    while (
        place >= 0
        and result[place].kind == "plain"
        and re.fullmatch(r"\s?[x*/-]\s?", fold(text[result[place].end : end]))
    ):
        old = result[place]
        result[place] = Figure("measure", old.start, old.end, old.text, old.values, figure.unit)
        place, end = place - 1, old.start


def amounts(text: str, language: str) -> Iterator[tuple[Decimal, str | None]]:
    """Return the amounts of money a customer writes."""
    for figure in figures(text, language):
        if figure.kind == "money":
            yield figure.values[0], figure.unit
