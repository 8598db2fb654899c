"""What the built-in writer says when several products or versions fit, or others are asked for."""

from dataclasses import dataclass, field, replace

from mancrel.assistant import writer_products as goods
from mancrel.assistant.delivery_rules import LANDS
from mancrel.assistant.facts import ProductFact, Question
from mancrel.assistant.understanding_asks import INCLUDES
from mancrel.assistant.understanding_names import family
from mancrel.assistant.understanding_pieces import Ask
from mancrel.assistant.understanding_products import Choice, widen
from mancrel.assistant.understanding_text import fold, squeeze, terms
from mancrel.assistant.writer_details import Details, details
from mancrel.assistant.writer_nearness import asks_for_parts, by_inclusion, by_meaning, by_unit
from mancrel.assistant.writer_products import Said
from mancrel.assistant.writer_wording import Wording

MOST_ALTERNATIVES = 3
OF_THE_SHOP = frozenset({"repair", "rent", "sharpen", "engrave"})
"""Services: a repair kit that is included does not say whether mats are repaired."""


@dataclass
class Work:
    """One draft in the making; ``last`` is the product just spoken of, ``open`` counts what no word tells.

    ``priced``: the rule just quoted says what it costs.
    """

    question: Question
    said: Wording
    parts: list[Said] = field(default_factory=list)
    told_out: set[str] = field(default_factory=set)
    last: str = ""
    priced: bool = False
    open: int = 0

    def add(self, part: Said | None) -> None:
        """Take a part, unless it says again what stands there."""
        if part is not None and (not part.text or all(part.text != old.text for old in self.parts)):
            self.parts.append(part)


def not_in(work: Work, choice: Choice) -> Said:
    """Say that a version does not exist, when the catalogue knows the versions that do."""
    listed = widen(choice.products, work.question.products)
    if len(listed) == 1 and (found := details(listed[0], frozenset({"colour"}), work.said)).found:
        return said_details(work, listed[0], found)
    if not choice.one_family or not all(one.options for one in listed):
        return Said("", complete=False, support=0.2, missing=("version",))
    lines, sources = goods.versions(listed, work.said, by_name=len({one.title for one in listed}) > 1)
    head = work.said.say("not_in", product=goods.title_of(choice))
    return Said(f"{head}\n{lines}", sources, support=0.8)


def several(work: Work, ask: Ask, choice: Choice) -> Said:
    """Answer for all candidates when the fact is the same for all; else ask which is meant."""
    said = work.said
    if ask.kind == "options":
        several_fit = len(choice.products) > 1
        listed = choice.products if several_fit else widen(choice.products, work.question.products)
        if (
            choice.one_family
            and 1 < len(listed) <= goods.MOST_VERSIONS
            and all(one.options for one in listed)
        ):
            lines, sources = goods.versions(listed, said, by_name=len({one.title for one in listed}) > 1)
            return Said(f"{said.say('options', product=goods.title_of(choice))}\n{lines}", sources)
        if len(choice.products) == 1:
            return _attributes(work, ask, choice.products[0]) or Said(
                "", complete=False, support=0.0, missing=("versions",)
            )
    if choice.one_family and choice.named:
        same = _alike(work, ask, choice)
        if same:
            return same
    return goods.ask_which(choice, said)


def _alike(work: Work, ask: Ask, choice: Choice) -> Said | None:
    said, listed, name = work.said, choice.products, goods.title_of(choice)
    if len({squeeze(one.title) for one in listed}) > 1 or ask.quantity > 1 or ask.amounts:
        return None
    if len(listed) < len(widen(listed, work.question.products)):
        return _some_versions(work, ask, choice)
    if ask.kind == "price" and len({(one.price, one.currency) for one in listed}) == 1:
        shown = said.money(listed[0].price, listed[0].currency)
        return Said(
            said.say("price_all", product=name, price=shown),
            tuple(goods.source(one, "price") for one in listed),
        )
    if ask.kind == "stock" and len({one.stock > 0 for one in listed}) == 1:
        form = "stock_all" if listed[0].stock > 0 else "stock_none"
        return Said(said.say(form, product=name), tuple(goods.source(one, "stock") for one in listed))
    if (
        ask.kind == "delivery"
        and all(one.stock > 0 for one in listed)
        and len({goods.days(one) for one in listed}) == 1
    ):
        to = (terms(ask.text) | ask.terms) & LANDS
        part = goods.delivery(listed[0], name, said, to=to, question=work.question)
        return (
            replace(part, sources=tuple(goods.source(one, "delivery days") for one in listed))
            if part.text
            else part
        )
    return None


def _some_versions(work: Work, ask: Ask, choice: Choice) -> Said | None:
    """List the versions with the one option asked for, when price and stock are the same for all."""
    listed = choice.products
    open_options = {
        name
        for one in listed
        for name in one.options
        if len({str(each.options.get(name)) for each in listed}) > 1
    }
    same = len({(one.price, one.currency, one.stock > 0) for one in listed}) == 1
    if len(open_options) != 1 or not same or ask.kind not in {"price", "stock"}:
        return None
    lines, sources = goods.versions(listed, work.said, by_name=False)
    return Said(f"{work.said.say('options', product=goods.title_of(choice))}\n{lines}", sources)


def _attributes(work: Work, ask: Ask, product: ProductFact) -> Said | None:
    wanted = ask.terms | (terms(ask.text) & {"colour", "size"})
    found = details(product, wanted, work.said)
    return said_details(work, product, found) if found.found else None


def by_variant(work: Work, ask: Ask, *, quoted: bool) -> bool:
    """Answer for several candidates when the catalogue says the same of all; else ask which is meant.

    ``quoted``: an article answers too, so a name that may mean several things is not read as the one.
    """
    for choice in ask.choices:
        found = [properties(work, ask, one) for one in choice.products]
        if choice.named and not choice.one_family and not quoted and _of_the_one(work, choice, found):
            continue
        if not found or not all(one.full for one in found):
            return False
        if choice.one_family and len(set(found)) == 1:
            part = said_details(work, choice.products[0], found[0], name=goods.title_of(choice))
            work.add(replace(part, sources=tuple(goods.source(one, "attributes") for one in choice.products)))
        else:
            work.add(goods.ask_which(choice, work.said))
    return True


def _of_the_one(work: Work, choice: Choice, found: list[Details]) -> bool:
    """State what the catalogue says where it knows what is asked of one thing only that a name may mean."""
    known: dict[str, set[Details]] = {}
    first: dict[str, ProductFact] = {}
    for product, one in zip(choice.products, found, strict=True):
        if one.full:
            known.setdefault(family(product), set()).add(one)
            first.setdefault(family(product), product)
    whole = [family(one) for one in choice.products if family(one) in known]
    full = sum(one.full for one in found) == len(whole)
    if len(known) != 1 or not full or any(len(said) > 1 for said in known.values()):
        return False
    for kin, said in known.items():
        versions = tuple(one for one in choice.products if family(one) == kin)
        part = said_details(work, first[kin], next(iter(said)), name=goods.title_of(Choice(versions)))
        work.add(replace(part, sources=tuple(goods.source(one, "attributes") for one in versions)))
    return True


def properties(work: Work, ask: Ask, product: ProductFact) -> Details:
    """Return what the catalogue says about what is asked: by the words for it, else by its meaning."""
    if ask.terms & OF_THE_SHOP and not INCLUDES.search(fold(ask.text)):
        return Details((), (), full=False)
    if asks_for_parts(ask):
        told = {name: value for name, value in product.attributes.items() if isinstance(value, bool)}
        product = replace(product, attributes=told, options={})
    found = details(product, ask.terms - {"include"} or ask.terms, work.said)
    generic = ask.terms <= {"size", "dimension"}  # for which size it is tells no length
    if found.full and not generic:
        return found
    ways = (
        by_meaning(ask, product, work.question, work.said),
        by_inclusion(ask, product, work.question, work.said),
        by_unit(ask, product, work.said),
    )
    return next((one for one in ways if one.full), found)


def said_details(work: Work, product: ProductFact, found: Details, name: str | None = None) -> Said:
    """State the properties found, one to a line, descriptions word for word."""
    said = work.said
    name = name or goods.name_of(product, work.question.products)
    lines = [
        said.say("attribute", product=name, label=one.label, value=one.value) for one in found.attributes
    ]
    lines += [said.say("description", product=name, quote=quote) for quote in found.quotes]
    missing = () if found.full else ("property",)
    return Said("\n".join(lines), (goods.source(product, "attributes"),), found.full, missing=missing)


def alternatives(work: Work, ask: Ask) -> Said:
    """Offer up to three products in stock of the same category, or those nearest in meaning."""
    products = work.question.products
    asked_for = [choice for choice in ask.choices if choice.named]
    kind = {family(one) for choice in ask.choices if not choice.named for one in choice.products}
    meant = [one for choice in asked_for for one in choice.products]
    mine = {family(one) for one in meant}
    categories = {fold(one.category) for one in meant if one.category}
    fitting = [one for one in products if one.stock > 0 and family(one) not in mine]
    if categories:
        fitting = [one for one in fitting if one.category and fold(one.category) in categories]
    if kind:
        fitting = [one for one in fitting if family(one) in kind]
    first = {family(one): one for one in sorted(fitting, key=lambda one: one.similarity)}
    listed = tuple(sorted(first.values(), key=lambda one: -one.similarity)[:MOST_ALTERNATIVES])
    if not listed:
        return Said(
            "" if not meant else work.said.say("alternatives_none"),
            complete=False,
            support=0.3,
            missing=("alternatives",),
        )
    lines, sources = goods.versions(listed, work.said, by_name=True)
    return Said(f"{work.said.say('alternatives')}\n{lines}", sources, support=0.6)
