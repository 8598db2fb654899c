"""The built-in writer: answers from the catalogue and the articles, and nothing else."""

import re
from dataclasses import dataclass, field, replace

from mancrel.assistant import writer_articles as articles
from mancrel.assistant import writer_products as goods
from mancrel.assistant.facts import Draft, ProductFact, Question, Source
from mancrel.assistant.understanding import Ask, Choice, Understanding, understand
from mancrel.assistant.understanding_names import family
from mancrel.assistant.understanding_products import widen
from mancrel.assistant.understanding_text import fold, squeeze, terms
from mancrel.assistant.writer_details import Details, details
from mancrel.assistant.writer_products import Said
from mancrel.assistant.writer_wording import LANGUAGES, Wording, wording

MODEL = "mancrel-writer"
VERSION = "2"
MOST_ALTERNATIVES = 3
_NAME = re.compile(r"[^\W\d_][^\W\d_'’\-]{0,38}[^\W\d_]|[^\W\d_]")
_NOT_NAMES = frozenset("info sales contact support team admin office mail service shop hello noreply postmaster customer kunde client cliente".split())
_TITLES = frozenset("mr mrs ms miss dr prof herr frau monsieur madame mme sr sra senor senora".split())


@dataclass
class _Work:
    """One draft in the making."""

    question: Question
    said: Wording
    parts: list[Said] = field(default_factory=list)
    told_out: set[str] = field(default_factory=set)

    def add(self, part: Said | None) -> None:
        """Take a part, unless it says again what stands there."""
        if part is not None and (not part.text or all(part.text != old.text for old in self.parts)):
            self.parts.append(part)


def write(question: Question) -> Draft:
    """Answer what can be answered from the facts; ``missing`` names what a person has to take."""
    known = understand(question)
    work = _Work(question, wording(question.language))
    for ask in known.asks:
        _answer(work, ask)
    return _draft(work, known)


def _answer(work: _Work, ask: Ask) -> None:
    if ask.kind == "detail":
        _detail(work, ask)
        return
    if ask.kind == "alternatives":
        work.add(_alternatives(work, ask))
        return
    if not ask.choices:
        work.add(Said(work.said.say("which_product"), complete=False, support=0.3, asks_back=True, missing=("product",)))
        return
    if ask.rest:
        work.add(Said("", complete=False, missing=(squeeze(ask.text)[:120],)))
    if ask.kind == "total" and all(choice.sure for choice in ask.choices):
        _total(work, ask)
        return
    for choice in ask.choices:
        _about(work, ask, choice)


def _about(work: _Work, ask: Ask, choice: Choice) -> None:
    """Answer one question about one choice."""
    products = work.question.products
    if choice.strange or not choice.products:
        work.add(Said(work.said.say("unknown"), complete=False, support=0.2, missing=("product",)))
    elif choice.unmet:
        work.add(_not_in(work, choice))
    elif len(choice.products) > 1 or ask.kind == "options":
        work.add(_several(work, ask, choice))
    else:
        product = choice.products[0]
        name = goods.name_of(product, products)
        support = 1.0 if choice.named else 0.8
        for part in _one(work, ask, product, name):
            work.add(replace(part, support=min(part.support, support)))


def _one(work: _Work, ask: Ask, product: ProductFact, name: str) -> list[Said]:
    said, products = work.said, work.question.products
    parts: list[Said] = []
    if ask.kind == "price":
        many = ask.quantity > 1
        parts = [goods.total(ask, [product], [name], said, work.question) if many else goods.price(ask, product, name, said)]
    elif ask.kind == "stock":
        parts = [goods.stock(ask, product, name, said)]
    elif ask.kind == "delivery":
        parts = [goods.delivery(product, name, said)]
    elif ask.kind == "total":
        parts = [goods.total(ask, [product], [name], said, work.question)]
    elif ask.kind == "link":
        parts = [_link(product, name, said)]
    else:
        parts = _overview(ask, product, name, said)
    if product.stock <= 0 and ask.kind != "link":
        out = Said(said.say("stock_out", product=name), (goods.source(product, "stock"),))
        parts += [] if any(out.text == part.text for part in parts) else [out]
        other = goods.siblings(product, said, products)
        parts += [other] if other and str(product.id) not in work.told_out else []
        work.told_out.add(str(product.id))
    return parts


def _link(product: ProductFact, name: str, said: Wording) -> Said:
    if not product.url:
        return Said("", complete=False, support=0.0, missing=("link",))
    return Said(said.say("link", product=name, url=product.url), (goods.source(product, "link"),))


def _overview(ask: Ask, product: ProductFact, name: str, said: Wording) -> list[Said]:
    parts = [replace(goods.price(ask, product, name, said), support=0.85), goods.stock(ask, product, name, said)]
    if product.stock > 0 and goods.days(product):
        parts.append(goods.delivery(product, name, said))
    return parts


def _total(work: _Work, ask: Ask) -> None:
    meant = [choice.products[0] for choice in ask.choices]
    names = [goods.name_of(one, work.question.products) for one in meant]
    work.add(goods.total(ask, meant, names, work.said, work.question))
    for product, name in zip(meant, names, strict=True):
        if product.stock < ask.quantity:
            work.add(goods.stock(ask, product, name, work.said))


def _not_in(work: _Work, choice: Choice) -> Said:
    """Say that a version does not exist, when the catalogue knows the versions that do."""
    listed = widen(choice.products, work.question.products)
    if not choice.one_family or not all(one.options for one in listed):
        return Said("", complete=False, support=0.2, missing=("version",))
    lines, sources = goods.versions(listed, work.said, by_name=len({one.title for one in listed}) > 1)
    head = work.said.say("not_in", product=goods.title_of(choice))
    return Said(f"{head}\n{lines}", sources, support=0.8)


def _several(work: _Work, ask: Ask, choice: Choice) -> Said:
    """Answer for all candidates when the fact is the same for all; else ask which is meant."""
    said = work.said
    if ask.kind == "options":
        listed = widen(choice.products, work.question.products)
        if choice.one_family and 1 < len(listed) <= goods.MOST_VERSIONS and all(one.options for one in listed):
            lines, sources = goods.versions(listed, said, by_name=len({one.title for one in listed}) > 1)
            return Said(f"{said.say('options', product=goods.title_of(choice))}\n{lines}", sources)
        if len(choice.products) == 1:
            return _attributes(work, ask, choice.products[0]) or Said("", complete=False, support=0.0, missing=("versions",))
    if choice.one_family and choice.named:
        alike = _alike(work, ask, choice)
        if alike:
            return alike
    return goods.ask_which(choice, said, work.question.products)


def _alike(work: _Work, ask: Ask, choice: Choice) -> Said | None:
    said, listed, name = work.said, choice.products, goods.title_of(choice)
    if len({squeeze(one.title) for one in listed}) > 1 or ask.quantity > 1 or ask.amounts:
        return None
    if ask.kind == "price" and len({(one.price, one.currency) for one in listed}) == 1:
        shown = said.money(listed[0].price, listed[0].currency)
        return Said(said.say("price_all", product=name, price=shown), tuple(goods.source(one, "price") for one in listed))
    if ask.kind == "stock" and len({one.stock > 0 for one in listed}) == 1:
        form = "stock_all" if listed[0].stock > 0 else "stock_none"
        return Said(said.say(form, product=name), tuple(goods.source(one, "stock") for one in listed))
    if ask.kind == "delivery" and all(one.stock > 0 for one in listed) and len({goods.days(one) for one in listed}) == 1:
        part = goods.delivery(listed[0], name, said)
        return replace(part, sources=tuple(goods.source(one, "delivery days") for one in listed)) if part.text else part
    return None


def _attributes(work: _Work, ask: Ask, product: ProductFact) -> Said | None:
    wanted = ask.terms | (terms(ask.text) & {"colour", "size"})
    found = details(product, wanted, work.said)
    return _said_details(work, product, found) if found.found else None


def _detail(work: _Work, ask: Ask) -> None:
    """Answer a question for a property from the catalogue, or for a policy from an article."""
    sure = [choice.products[0] for choice in ask.choices if choice.sure]
    found = [(product, details(product, ask.terms, work.said)) for product in sure]
    quote = articles.answer(ask, work.question)
    named = bool(sure) and len(sure) == len(ask.choices)
    if named and all(one.full for _, one in found) and not ask.rest:
        for product, one in found:
            work.add(_said_details(work, product, one))
    elif quote and (quote.full or not any(one.found for _, one in found)):
        work.add(_said_quote(work, quote))
    elif ask.choices and not sure and _by_variant(work, ask):
        return
    elif any(one.found for _, one in found):
        for product, one in found:
            if one.found:
                work.add(_said_details(work, product, one))
    else:
        work.add(Said("", complete=False, support=0.0, missing=(squeeze(ask.text)[:120],)))


def _by_variant(work: _Work, ask: Ask) -> bool:
    """Answer for several candidates when the catalogue says the same of all; else ask which is meant."""
    for choice in ask.choices:
        found = [details(one, ask.terms, work.said) for one in choice.products]
        if not found or not all(one.full for one in found):
            return False
        if choice.one_family and len(set(found)) == 1:
            part = _said_details(work, choice.products[0], found[0], name=goods.title_of(choice))
            work.add(replace(part, sources=tuple(goods.source(one, "attributes") for one in choice.products)))
        else:
            work.add(goods.ask_which(choice, work.said, work.question.products))
    return True


def _said_details(work: _Work, product: ProductFact, found: Details, name: str | None = None) -> Said:
    said = work.said
    name = name or goods.name_of(product, work.question.products)
    lines = [said.say("attribute", product=name, label=one.label, value=one.value) for one in found.attributes]
    lines += [said.say("description", product=name, quote=quote) for quote in found.quotes]
    missing = () if found.full else ("property",)
    return Said("\n".join(lines), (goods.source(product, "attributes"),), found.full, missing=missing)


def _said_quote(work: _Work, quote: articles.Quote) -> Said:
    article, language = quote.article, work.said.language
    own = article.language == language
    text = quote.text if own else work.said.say("quote_foreign" if article.language == "en" else "quote", quote=quote.text)
    rests = Source("article", article.id, article.title, article.version, "quoted")
    full = quote.full and (own or article.language == "en")
    return Said(text, (rests,), full, missing=() if full else ("policy",))


def _alternatives(work: _Work, ask: Ask) -> Said:
    """Offer up to three products in stock of the same category, or those nearest in meaning."""
    products = work.question.products
    meant = [one for choice in ask.choices for one in choice.products]
    mine = {family(one) for one in meant}
    categories = {fold(one.category) for one in meant if one.category}
    fitting = [one for one in products if one.stock > 0 and family(one) not in mine]
    if categories:
        fitting = [one for one in fitting if one.category and fold(one.category) in categories]
    first = {family(one): one for one in sorted(fitting, key=lambda one: one.similarity)}
    listed = tuple(sorted(first.values(), key=lambda one: -one.similarity)[:MOST_ALTERNATIVES])
    if not listed:
        return Said("" if not meant else work.said.say("alternatives_none"), complete=False, support=0.3, missing=("alternatives",))
    lines, sources = goods.versions(listed, work.said, by_name=True)
    return Said(f"{work.said.say('alternatives')}\n{lines}", sources, support=0.6)


def _draft(work: _Work, known: Understanding) -> Draft:
    said, parts = work.said, work.parts
    texts = [part.text for part in parts if part.text]
    complete = bool(texts) and all(part.complete for part in parts) and not known.unclear
    complete = complete and work.question.language in LANGUAGES
    missing = tuple(dict.fromkeys([one for part in parts for one in part.missing] + [squeeze(one)[:120] for one in known.unclear]))
    inputs = {"asks": [ask.kind for ask in known.asks], "unclear": len(known.unclear) + sum(bool(ask.rest) for ask in known.asks)}
    if not any(part.text and part.sources for part in parts) and not any(part.asks_back for part in parts):
        return Draft(None, missing=missing or ("answer",), notes=("Neither catalogue nor articles answer this.",), model=MODEL, version=VERSION, inputs=inputs)
    asks_back = any(part.asks_back for part in parts)
    if not complete and not asks_back:
        texts.append(said.say("colleague"))
    body = "\n\n".join([_hello(work), *_paragraphs(work, texts), _closing(work)])
    sources = tuple({(one.id, one.detail): one for part in parts for one in part.sources}.values())
    support = min((part.support for part in parts if part.text), default=0.0)
    return Draft(
        body, sources, complete, asks_back, missing, support if complete else min(support, 0.7), _notes(missing), MODEL, VERSION, inputs
    )


def _notes(missing: tuple[str, ...]) -> tuple[str, ...]:
    return (f"Not answered from the facts: {'; '.join(missing)[:300]}",) if missing else ()


def _paragraphs(work: _Work, texts: list[str]) -> list[str]:
    """Put short sentences together; lists stand alone."""
    paragraphs: list[str] = []
    for text in texts:
        if paragraphs and "\n" not in text and "\n" not in paragraphs[-1] and len(paragraphs[-1]) < 300:
            paragraphs[-1] = f"{paragraphs[-1]} {text}"
        else:
            paragraphs.append(text)
    return paragraphs


def _hello(work: _Work) -> str:
    name = first_name(work.question.contact_name)
    hello = work.said.say("hello", name=name) if name else work.said.say("hello_all")
    return f"{hello}\n\n{_capital(work.said.say('thanks'), hello)}"


def _capital(text: str, hello: str) -> str:
    return text if hello.endswith(",") and fold(hello)[:5] == "hallo" else text[:1].upper() + text[1:]


def _closing(work: _Work) -> str:
    shop = squeeze(re.sub(r"[^\w\s&.,'’\-]", "", work.question.shop_name))[:80]
    return f"{work.said.say('closing')}\n{shop}".strip()


def first_name(contact_name: str) -> str | None:
    """Return a first name that can stand in a greeting: letters only, at most 40; else None."""
    parts = [part for part in squeeze(contact_name)[:200].split(" ") if fold(part).strip(".") not in _TITLES]
    if not parts or len(parts) > 4 or "," in contact_name or "@" in contact_name:
        return None
    if len(parts) == 1 and parts[0].isupper() and len(parts[0]) > 3:
        return None
    first = parts[0]
    titled = len(parts) != len(squeeze(contact_name).split(" "))
    if titled or not _NAME.fullmatch(first) or fold(first) in _NOT_NAMES or len(first) < 2:
        return None
    return first if not first.islower() and not (first.isupper() and len(first) > 3) else first.capitalize()
