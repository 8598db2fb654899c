"""The built-in writer: answers from the catalogue and the articles, and nothing else."""

import re
from dataclasses import replace

from mancrel.assistant import writer_articles as articles
from mancrel.assistant import writer_products as goods
from mancrel.assistant.delivery_rules import LANDS
from mancrel.assistant.facts import Draft, ProductFact, Question, Source
from mancrel.assistant.guard_numbers import amounts
from mancrel.assistant.sentences import written
from mancrel.assistant.understanding import Understanding, understand
from mancrel.assistant.understanding_asks import PERSONAL
from mancrel.assistant.understanding_pieces import Ask, arrives
from mancrel.assistant.understanding_places import placed
from mancrel.assistant.understanding_products import Choice
from mancrel.assistant.understanding_rest import rest_of
from mancrel.assistant.understanding_text import fold, squeeze, terms
from mancrel.assistant.writer_choices import (
    Work,
    alternatives,
    by_variant,
    not_in,
    properties,
    said_details,
    several,
)
from mancrel.assistant.writer_fees import FREE_FROM
from mancrel.assistant.writer_frame import closing, hello, paragraphs
from mancrel.assistant.writer_products import Said
from mancrel.assistant.writer_sentences import MONEY, PRICED, Quote, for_other_goods
from mancrel.assistant.writer_with_goods import with_goods
from mancrel.assistant.writer_wording import LANGUAGES, Wording, wording

MODEL = "mancrel-writer"
VERSION = "10"
HELD_ELSEWHERE = frozenset({"order_status", "order_change", "account", "complaint"})
_ORDER_NUMBER = re.compile(
    r"\b(?:order|bestell\w*|auftrag\w*|commande|pedido|ref\w*|n[or]?)\W{0,3}(?:(?:number|no|nr|id|"
    r"numero)\W{0,3})?"
    r"[a-z]{0,4}-?\d{3,}|#\s?\w*\d{3,}|\b[a-z]{1,4}-?\d{4,}\b"
)


def write(question: Question) -> Draft:
    """Answer what can be answered from the facts; ``missing`` names what a person has to take."""
    question = placed(question)
    known = understand(question)
    work = Work(question, wording(question.language))
    for ask in with_goods(known.asks, question):
        _answer(work, ask)
    return _draft(work, known)


def _answer(work: Work, ask: Ask) -> None:
    if arrives(ask):
        ask = replace(ask, kind="delivery")
    if ask.kind == "detail":
        work.add(_left_over(ask))
        _detail(work, ask)
        return
    if ask.kind == "alternatives":
        work.add(alternatives(work, ask))
        return
    if not ask.choices and _service(work, ask):
        return
    if not ask.choices and ask.kind == "price" and work.priced and not ask.rest:
        return
    if not ask.choices:
        work.add(
            Said(
                work.said.say("which_product"),
                complete=not ask.rest,
                support=0.7,
                asks_back=True,
                missing=("product",),
            )
        )
        return
    work.add(_left_over(ask))
    if ask.kind == "total" and all(choice.sure for choice in ask.choices):
        _total(work, ask)
        return
    for choice in ask.choices:
        _about(work, ask, choice)


def _left_over(ask: Ask) -> Said | None:
    """Leave open what a question says beyond its kind, also where its answer stands there already."""
    return Said("", complete=False, missing=(squeeze(ask.text)[:120],)) if ask.rest else None


def _service(work: Work, ask: Ask) -> bool:
    """Answer what a service costs ("sharpening a knife") from an article; no product is in question."""
    if ask.kind != "price" or ask.amounts:
        return False
    meant = frozenset().union(*(word.terms for word in rest_of(work.question, ask.text, [], ())))
    quote = articles.answer(replace(ask, kind="detail", terms=meant | {"cost"}, rest=()), work.question)
    if not quote or not quote.full or not meant - {"cost", "price"}:
        return False
    work.add(_said_quote(work, quote))
    return True


def _about(work: Work, ask: Ask, choice: Choice) -> None:
    """Answer one question about one choice."""
    products = work.question.products
    if choice.strange or not choice.products:
        work.add(Said(work.said.say("unknown"), complete=False, support=0.2, missing=("product",)))
    elif choice.unmet:
        work.add(not_in(work, choice))
    elif len(choice.products) > 1 or ask.kind == "options":
        work.add(several(work, ask, choice))
    else:
        product = choice.products[0]
        name = goods.name_of(product, products)
        support = 1.0 if choice.named else 0.8
        for part in _one(work, ask, product, name):
            work.add(replace(part, support=min(part.support, support)))
        work.last = str(product.id)
        return
    work.last = ""


def _one(work: Work, ask: Ask, product: ProductFact, name: str) -> list[Said]:
    said, products = work.said, work.question.products
    again = work.last == str(product.id)
    parts: list[Said] = []
    if ask.kind == "price" and ask.quantity > 1:
        parts = [goods.total(ask, [product], [name], said, work.question)]
    elif ask.kind == "price":
        parts = [goods.price(ask, product, name, said, again=again)]
    elif ask.kind == "stock":
        parts = [goods.stock(ask, product, name, said, again=again)]
    elif ask.kind == "delivery":
        to = (terms(ask.text) | ask.terms) & LANDS
        parts = [goods.delivery(product, name, said, again=again, to=to, question=work.question)]
        work.open += bool(to) and not parts[0].complete
    elif ask.kind == "total":
        parts = [goods.total(ask, [product], [name], said, work.question)]
    elif ask.kind == "link":
        parts = [_link(product, name, said)]
    else:
        parts = _overview(ask, product, name, said)
    if product.stock <= 0 and ask.kind != "link":
        if str(product.id) not in work.told_out and ask.kind not in {"stock", "delivery", "overview"}:
            parts.append(Said(said.say("stock_out_it"), (goods.source(product, "stock"),)))
        other = goods.siblings(product, said, products)
        parts += [other] if other and str(product.id) not in work.told_out else []
        work.told_out.add(str(product.id))
    return parts


def _link(product: ProductFact, name: str, said: Wording) -> Said:
    if not product.url:
        return Said("", complete=False, support=0.0, missing=("link",))
    return Said(said.say("link", product=name, url=product.url), (goods.source(product, "link"),))


def _overview(ask: Ask, product: ProductFact, name: str, said: Wording) -> list[Said]:
    parts = [
        replace(goods.price(ask, product, name, said), support=0.8),
        goods.stock(ask, product, name, said, again=True),
    ]
    if product.stock > 0 and goods.days(product):
        parts.append(goods.delivery(product, name, said, again=True))
    return parts


def _total(work: Work, ask: Ask) -> None:
    meant = [choice.products[0] for choice in ask.choices]
    names = [goods.name_of(one, work.question.products) for one in meant]
    work.add(goods.total(ask, meant, names, work.said, work.question))
    each = ask.counts or (ask.quantity,) * len(meant)
    for product, name, count in zip(meant, names, each, strict=True):
        if product.stock < count:
            work.add(goods.stock(replace(ask, quantity=count), product, name, work.said))


def _detail(work: Work, ask: Ask) -> None:
    """Answer a question for a property from the catalogue, or for a policy from an article."""
    if work.priced and ask.terms and ask.terms <= PRICED and not any(one.start >= 0 for one in ask.choices):
        return
    sure = [choice.products[0] for choice in ask.choices if choice.sure]
    found = [(product, properties(work, ask, product)) for product in sure]
    quote = articles.answer(ask, work.question)
    if quote and quote.full and for_other_goods(ask, quote):
        quote = replace(quote, full=False)
    named = bool(sure) and len(sure) == len(ask.choices)
    if named and all(one.full for _, one in found) and not ask.rest:
        for product, one in found:
            work.add(said_details(work, product, one))
    elif ask.choices and not sure and by_variant(work, ask, quoted=bool(quote and quote.full)):
        return
    elif quote and (quote.full or not any(one.found for _, one in found)):
        work.add(_said_quote(work, quote))
    elif any(one.found for _, one in found):
        for product, one in found:
            if one.found:
                work.add(replace(said_details(work, product, one), complete=False))
    else:
        work.open += ask.open
        work.add(Said("", complete=False, support=0.0, missing=(squeeze(ask.text)[:120],)))


def _said_quote(work: Work, quote: Quote) -> Said:
    article, language = quote.article, work.said.language
    own = article.language == language
    text = work.said.quoted(quote.text, article.language)
    rests = Source("article", article.id, article.title, article.version, "quoted")
    full = quote.full and (own or article.language in LANGUAGES)
    work.priced = full and bool(MONEY.search(fold(quote.text)))
    return Said(text, (rests,), full, missing=() if full else ("policy",))


def _draft(work: Work, known: Understanding) -> Draft:
    said, parts = work.said, work.parts
    texts = [part.text for part in parts if part.text]
    complete = bool(texts) and all(part.complete for part in parts) and not known.unclear
    unspoken = _unspoken(work.question, known, texts) if complete else []
    complete = complete and work.question.language in LANGUAGES and not unspoken
    left = [*(one for part in parts for one in part.missing), *(squeeze(one)[:120] for one in known.unclear)]
    missing = tuple(dict.fromkeys([*left, *unspoken]))
    inputs = {
        "asks": [ask.kind for ask in known.asks],
        "unclear": len(known.unclear) + work.open + sum(bool(ask.rest) for ask in known.asks),
    }
    if not any(part.text and part.sources for part in parts) and not any(part.asks_back for part in parts):
        return Draft(
            None,
            missing=missing or ("answer",),
            notes=("Neither catalogue nor articles answer this.",),
            model=MODEL,
            version=VERSION,
            inputs=inputs,
        )
    asks_back = any(part.asks_back for part in parts)
    if asks_back and _about_an_order(work.question) and not any(_by_article(part) for part in parts):
        return Draft(
            None,
            missing=missing or ("answer",),
            notes=("It is about an order or account that another system holds.",),
            model=MODEL,
            version=VERSION,
            inputs=inputs,
        )
    if not complete and not asks_back:
        texts.append(said.say("colleague"))
    body = "\n\n".join(
        [hello(work.question.contact_name, said), *paragraphs(texts), closing(work.question.shop_name, said)]
    )
    sources = tuple({(one.id, one.detail): one for part in parts for one in part.sources}.values())
    support = min((part.support for part in parts if part.text), default=0.0)
    return Draft(
        body,
        sources,
        complete,
        asks_back,
        missing,
        support if complete else min(support, 0.7),
        _notes(missing),
        MODEL,
        VERSION,
        inputs,
    )


def _unspoken(question: Question, known: Understanding, texts: list[str]) -> list[str]:
    """Return the sums that a customer names and the answer does not: what they are about, a person finds out.

    Where the answer says from which sum on something is free, it speaks of any sum.
    """
    body = " ".join(texts)
    if FREE_FROM.search(fold(body)):
        return []
    said = {value for value, _ in amounts(body, question.language)}
    said |= {value for ask in known.asks for value, _ in ask.amounts}
    named = amounts(written(question.text), question.language)
    return [f"{value} {currency or ''}".strip() for value, currency in named if value not in said]


def _about_an_order(question: Question) -> bool:
    """Tell whether a message is on an order of the customer's: asking which product is meant helps nobody."""
    text = fold(f"{question.subject}\n{question.text}")
    return question.intent in HELD_ELSEWHERE and bool(PERSONAL.search(text) or _ORDER_NUMBER.search(text))


def _by_article(part: Said) -> bool:
    return any(one.kind == "article" for one in part.sources)


def _notes(missing: tuple[str, ...]) -> tuple[str, ...]:
    return (f"Not answered from the facts: {'; '.join(missing)[:300]}",) if missing else ()
