"""Words on stock and versions, with their negation, against the products they are said of."""

import re
from collections.abc import Iterator

from mancrel.assistant.facts import Claim, ProductFact
from mancrel.assistant.guard_claims import claim, option_facts, products_of
from mancrel.assistant.guard_language import negated
from mancrel.assistant.guard_measures import agrees
from mancrel.assistant.guard_scene import Scene, Sentence
from mancrel.assistant.understanding_concepts import COLOURS
from mancrel.assistant.understanding_products import SIZES, says_option, widen
from mancrel.assistant.understanding_text import Word, fold, terms, words
from mancrel.assistant.understanding_vocabulary import plain

STOCK_POSITIVE = (
    r"in stock|available|on hand|ready to (?:ship|go)|ready for (?:dispatch|delivery|shipping)|auf lager|"
    r"lagernd|verfugbar\w*|lieferbar\w*|vorratig\w*|erhaltlich\w*|"
    r"disponibil[ei]|op voorraad|leverbaar|verkrijgbaar|beschikbaar|"
    r"en stock|disponibles?|hay existencias|en existencias|existencias"
)


STOCK_NEGATIVE = (
    r"out of stock|sold out|unavailable|ausverkauft\w*|vergriffen\w*|(?:en )?rupture(?: de stock)?|"
    r"esaurit[oaie]|uitverkocht|niet meer leverbaar|"
    r"epuisee?s?|indisponibles?|agotad[oa]s?|sin existencias|"
    r"sin stock|back[- ]?order(?:ed)?|run out"
)


STOCK = re.compile(rf"\b(?:(?P<no>{STOCK_NEGATIVE})|(?P<yes>{STOCK_POSITIVE}))\b")


_SCARCE = re.compile(
    r"\b(?:only (?:a )?few|a few left|last (?:one|ones|piece|pieces|items?)\b|running low|low (?:in|"
    r"on) stock|limited (?:stock|availability|quantit\w+)|plenty|nur noch wenige|letzte[ns]? (?:stuck|"
    r"exemplare?)|"
    r"derniers? exemplaires?|plus que quelques|ultimas? (?:unidades|piezas)|pocas unidades|discontinued|"
    r"no longer (?:made|produced)|restock\w*|back in stock|"
    r"ultim[ie] (?:pezz[io]|unita)|pochi pezzi|di nuovo disponibil\w+|presto disponibil\w+|"
    r"nog maar (?:enkele|een paar|weinig)|laatste (?:stuks?|exempla\w+)|(?:weer|"
    r"binnenkort) (?:op voorraad|leverbaar)|"
    r"(?:wieder|bald) (?:auf lager|verfugbar|lieferbar|vorratig|da\b|erhaltlich)|de nouveau (?:en stock|"
    r"disponible)|de nuevo (?:en stock|disponible)|nachschub|reassort\w*|reposicion|repondre)\b"
)


_IF = re.compile(
    r"\b(?:once|when|as soon as|if|whether|until|sobald|wenn|ob|falls|sofern|une fois|des que|lorsque|"
    r"quand|si|una vez|cuando|en cuanto|quando|appena|zodra|wanneer|indien)\b"
)


_CLAUSE = re.compile(r"[,;:.!?()]|\b(?:and|but|und|aber|et|mais|y|pero|ma|maar)\b")


def check_stock(scene: Scene) -> Iterator[Claim]:
    """Check every word on stock, with its negation, for all products that it is said of."""
    for sentence in scene.sentences:
        left = sentence.span.start
        for match in _SCARCE.finditer(sentence.folded):
            start, end = left + match.start(), left + match.end()
            if not scene.in_quote(start, end) and not _IF.search(sentence.folded[: match.start()]):
                yield claim(scene, "stock", start, end, match.group(), ok=False)
        for match in STOCK.finditer(sentence.folded):
            found = _stock(scene, sentence, match)
            if found:
                yield found


def _stock(scene: Scene, sentence: Sentence, match: re.Match[str]) -> Claim | None:
    start, end = sentence.span.start + match.start(), sentence.span.start + match.end()
    if scene.masked(start, end) or scene.in_quote(start, end):
        return None
    clause = _CLAUSE.split(sentence.folded[: match.start()])[-1]
    if _IF.search(clause) and len(words(clause)) <= 9:
        return None
    after = _CLAUSE.split(sentence.folded[match.end() :])[0]
    denied = (
        negated(clause)
        or bool(re.match(r"\s*(nicht|not|no|pas|non|niet)\b", after))
        or "out of" in clause[-10:]
    )
    says_yes = bool(match.group("yes")) != denied
    bound = products_of(sentence.bound(start))
    if not bound:
        nearest = scene.backing(sentence)
        ok = any(one.share >= 0.8 and agrees(scene, one, sentence) for one in nearest)
        return claim(
            scene, "stock", start, end, match.group(), ok=ok, source=nearest[0].article.id if ok else None
        )
    ok = all((one.stock > 0) == says_yes for one in bound)
    value = 1 if says_yes else None
    facts = tuple(
        {
            "product_id": str(one.id),
            "field": "stock",
            "value": value or one.stock,
            "version": one.version,
            "at_least": says_yes,
        }
        for one in bound
    )
    expected = ("in stock" if bound[0].stock > 0 else "out of stock") if len(bound) == 1 else None
    shown = "in stock" if says_yes else "out of stock"
    return claim(
        scene,
        "stock",
        start,
        end,
        shown,
        ok=ok,
        expected=expected,
        source=bound[0].id,
        facts=facts if ok else (),
    )


def check_versions(scene: Scene) -> Iterator[Claim]:
    """Check colours, sizes and other options said of a product, and names that no product has."""
    for span in scene.strange:
        if scene.in_quote(span.start, span.end):
            continue
        yield claim(scene, "variant", span.start, span.end, span.text, ok=False)
    for sentence in scene.sentences:
        for word in words(sentence.span.text):
            found = _version(scene, sentence, word)
            if found:
                yield found


def _version(scene: Scene, sentence: Sentence, word: Word) -> Claim | None:
    start, end = sentence.span.start + word.start, sentence.span.start + word.end
    colour = bool(word.terms & COLOURS) and word.text not in plain(scene.question.language)
    size = (
        word.text in SIZES
        and says_option(sentence.span.text, word.text.upper())
        and scene.body[start:end].isupper()
    )
    if not (colour or size) or scene.masked(start, end) or scene.in_quote(start, end):
        return None
    bound = products_of(sentence.bound(start))
    meant = word.terms & COLOURS if colour else frozenset({word.text})
    having = [one for one in bound if meant & described(one)]
    family = widen(bound, scene.question.products)
    clause = _CLAUSE.split(sentence.folded[: word.start])[-1]
    if negated(clause):
        ok = bool(bound) and not any(meant & described(one) for one in family)
    else:
        listed = len(bound) > 1 and bool(having) and all(one.options for one in bound)
        ok = bool(bound) and (len(having) == len(bound) or listed)
    rests = tuple(having) if ok else ()
    return claim(
        scene,
        "variant",
        start,
        end,
        scene.body[start:end],
        ok=ok,
        source=having[0].id if ok and having else None,
        facts=option_facts(rests),
    )


def described(product: ProductFact) -> frozenset[str]:
    """Return all words that the catalogue says of a product."""
    shown = " ".join(f"{name} {value}" for name, value in {**product.attributes, **product.options}.items())
    sizes = {fold(str(value)) for value in product.options.values()}
    return (
        terms(
            f"{product.title} {product.description} {product.brand or ''} {product.category or ''} "
            f"{shown.replace('_', ' ')}"
        )
        | sizes
    )
