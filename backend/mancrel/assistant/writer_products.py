"""What the built-in writer says about products: price, stock, delivery, totals, versions."""

import re
from dataclasses import dataclass
from decimal import Decimal

from mancrel.assistant.delivery_rules import days_to, longer
from mancrel.assistant.facts import ProductFact, Question, Source
from mancrel.assistant.understanding_asks import ABOUT_TIME
from mancrel.assistant.understanding_names import family
from mancrel.assistant.understanding_pieces import MOST_TO_SELL, Ask
from mancrel.assistant.understanding_products import Choice, widen
from mancrel.assistant.understanding_text import fold, squeeze, terms
from mancrel.assistant.writer_countries import name_of as name_of_country
from mancrel.assistant.writer_fees import shipping
from mancrel.assistant.writer_wording import Wording

MOST_VERSIONS = 8
_WORDS = re.compile(r"[\w.]+")


@dataclass(frozen=True)
class Said:
    """One sentence or list of an answer and what it rests on."""

    text: str
    sources: tuple[Source, ...] = ()
    complete: bool = True
    support: float = 1.0
    asks_back: bool = False
    missing: tuple[str, ...] = ()


def name_of(product: ProductFact, products: tuple[ProductFact, ...]) -> str:
    """Return a product's title, with its options where variants share the title."""
    title = squeeze(product.title)[:200]
    twins = [one for one in products if family(one) == family(product) and one.id != product.id]
    option = option_of(product)
    if twins and option and not set(_WORDS.findall(fold(option))) <= set(_WORDS.findall(fold(title))):
        return f"{title} ({option})"
    return title


def option_of(product: ProductFact) -> str:
    """Return a variant's options as text."""
    return squeeze(", ".join(str(value) for value in product.options.values()))[:100]


def source(product: ProductFact, detail: str) -> Source:
    """Name a product as the source of a statement."""
    return Source("product", product.id, product.title, product.version, detail)


def days(product: ProductFact) -> str | None:
    """Return delivery days as they are shown: ``2–4``; None when they are not known."""
    text = (product.delivery_days or "").replace(" ", "").replace("–", "-")
    parts = text.split("-")
    if not text or not all(part.isdigit() for part in parts) or len(parts) > 2:
        return None
    return "–".join(parts)


def price(ask: Ask, product: ProductFact, name: str, said: Wording, *, again: bool = False) -> Said:
    """State the price; correct or confirm one that the customer names (``again``: just named)."""
    shown = said.money(product.price, product.currency)
    form = "price_it" if again else "price"
    if ask.amounts:
        right = all(_agrees(stated, product) for stated in ask.amounts)
        form = "price_right" if right else "price_wrong"
    return Said(said.say(form, product=name, price=shown), (source(product, "price"),))


def _agrees(stated: tuple[Decimal, str | None], product: ProductFact) -> bool:
    value, currency = stated
    dollars = currency == "$" and product.currency == "USD"
    return value == product.price and (dollars or (currency is None or currency == product.currency))


def stock(ask: Ask, product: ProductFact, name: str, said: Wording, *, again: bool = False) -> Said:
    """State whether it is in stock; the count only when a quantity or the count is asked for."""
    it = "_it" if again else ""
    rests = (source(product, "stock"),)
    if product.stock <= 0:
        folded = fold(ask.text)
        when = bool(_AGAIN & terms(folded)) or "back in stock" in folded or bool(ABOUT_TIME.search(folded))
        return Said(said.say(f"stock_out{it}", product=name), rests, complete=not when)
    if ask.quantity > product.stock:
        text = said.say("stock_short", product=name, count=str(product.stock), quantity=str(ask.quantity))
        return Said(text, rests, complete=ask.quantity <= MOST_TO_SELL)
    if ask.quantity > 1:
        text = said.say("stock_for", product=name, quantity=str(ask.quantity))
        return Said(text, rests, complete=ask.quantity <= MOST_TO_SELL)
    if _asks_count(ask.text):
        return Said(said.say("stock_count", product=name, count=str(product.stock)), rests)
    return Said(said.say(f"stock_in{it}", product=name), rests)


_AGAIN = frozenset({"restock", "restocked", "wieder", "nouveau", "nuevo", "again"})


def _asks_count(text: str) -> bool:
    folded = fold(text)
    return any(
        words in folded
        for words in (
            "how many",
            "wie viele",
            "combien d'exemplaires",
            "combien en avez",
            "combien d'",
            "cuantas unidades",
            "cuantos",
        )
    )


def delivery(
    product: ProductFact,
    name: str,
    said: Wording,
    *,
    again: bool = False,
    to: frozenset[str] = frozenset(),
    question: Question | None = None,
) -> Said:
    """State the delivery time, ``to`` a country with what its rule adds; out of stock nobody can."""
    it = "_it" if again else ""
    if product.stock <= 0:
        rests = (source(product, "stock"),)
        text = said.say(f"stock_out{it}", product=name)
        return Said(text, rests, complete=False, missing=("delivery",))
    there = _delivery_to(product, name, said, to, question) if to and question else None
    shown = days(product)
    if there or shown is None:
        return there or Said("", complete=False, support=0.0, missing=("delivery",))
    form = f"delivery_one{it}" if shown == "1" else f"delivery{it}"
    missing = ("delivery",) if to else ()
    rests = (source(product, "delivery days"),)
    return Said(said.say(form, product=name, days=shown), rests, complete=not to, missing=missing)


def _delivery_to(
    product: ProductFact, name: str, said: Wording, to: frozenset[str], question: Question
) -> Said | None:
    """State the delivery time to one country, where an article says by how much it takes longer."""
    land = next(iter(to))
    rule = longer(question, land) if len(to) == 1 else None
    shown = days_to(product, rule.days) if rule else None
    country = name_of_country(land, said.language)
    if rule is None or shown is None or country is None:
        return None
    form = "delivery_to_one" if shown == "1" else "delivery_to"
    article = rule.article
    rests = Source("article", article.id, article.title, article.version, "delivery time")
    text = said.say(form, product=name, days=shown, country=country)
    return Said(text, (source(product, "delivery days"), rests))


def total(ask: Ask, meant: list[ProductFact], names: list[str], said: Wording, question: Question) -> Said:
    """State a sum: quantity times price, several prices, plus shipping where one fee applies."""
    currencies = {one.currency for one in meant}
    each = ask.counts or (ask.quantity,) * len(meant)
    if len(currencies) != 1 or max(each) > MOST_TO_SELL or len(each) != len(meant):
        return Said("", complete=False, support=0.0, missing=("total",))
    currency = currencies.pop()
    lines = []
    for product, name, count in zip(meant, names, each, strict=True):
        shown = said.money(product.price, currency)
        if count == 1:
            lines.append(said.say("price", product=name, price=shown))
        else:
            whole = said.money(product.price * count, currency)
            lines.append(said.say("total_of", product=name, price=shown, quantity=str(count), sum=whole))
    amount = sum((one.price * count for one, count in zip(meant, each, strict=True)), Decimal(0))
    if len(meant) > 1:
        lines.append(said.say("total", sum=said.money(amount, currency)))
    if ask.counts:
        lines = ["\n".join(lines)]
    sources = tuple(source(one, "price") for one in meant)
    if not ask.with_shipping:
        return Said(" ".join(lines), sources)
    fee = shipping(ask, amount, currency, question)
    if fee is None:
        return Said(" ".join(lines), sources, complete=False, missing=("shipping cost",))
    sentence, cost, rests = fee
    article = next(one for one in question.articles if one.id == rests.id)
    lines.append(said.quoted(sentence, article.language))
    if cost and not ask.apart:
        shown_fee, whole = said.money(cost, currency), said.money(amount + cost, currency)
        lines.append(said.say("total_fee", fee=shown_fee, sum=whole))
    return Said(" ".join(lines), (*sources, rests))


def versions(
    listed: tuple[ProductFact, ...], said: Wording, *, by_name: bool
) -> tuple[str, tuple[Source, ...]]:
    """List products or variants with price and stock."""
    lines = []
    for product in listed[:MOST_VERSIONS]:
        label = option_of(product) if not by_name and option_of(product) else squeeze(product.title)[:200]
        if by_name and option_of(product) and fold(option_of(product)) not in fold(label):
            label = f"{label} ({option_of(product)})"
        state = said.say("in_stock" if product.stock > 0 else "out_of_stock")
        shown = said.money(product.price, product.currency)
        lines.append(said.say("option_line", option=label, price=shown, stock=state))
    sources = tuple(source(one, "price and stock") for one in listed[:MOST_VERSIONS])
    return "\n".join(lines), sources


def title_of(choice: Choice) -> str:
    """Return the title that the candidates of one family share."""
    titles = {squeeze(one.title)[:200] for one in choice.products}
    return min(titles, key=lambda title: (len(title), title))


def ask_which(choice: Choice, said: Wording) -> Said:
    """Ask back which of several is meant, with what each costs and whether it is in stock."""
    listed = sorted(choice.products, key=lambda one: (one.price, one.title, option_of(one)))
    if len(listed) > MOST_VERSIONS:
        return Said(said.say("which_product"), support=0.7, asks_back=True, missing=("product",))
    same_titles = len({squeeze(one.title) for one in listed}) == 1
    kin = choice.one_family and same_titles and all(option_of(one) for one in listed)
    head = said.say("options", product=title_of(choice)) if kin else said.say("which_of")
    lines, sources = versions(tuple(listed), said, by_name=not kin)
    text = f"{head}\n{lines}\n{said.say('which_variant')}"
    return Said(text, sources, complete=True, support=0.8, asks_back=True)


def siblings(product: ProductFact, said: Wording, products: tuple[ProductFact, ...]) -> Said | None:
    """Offer the versions of the same thing that are in stock."""
    others = tuple(one for one in widen((product,), products) if one.id != product.id and one.stock > 0)
    if not others or len(others) > MOST_VERSIONS:
        return None
    lines, sources = versions(others, said, by_name=len({squeeze(one.title) for one in others}) > 1)
    return Said(f"{said.say('siblings')}\n{lines}", sources)
