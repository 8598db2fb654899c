"""Drafts of corrections: what was stated when, and how it is now, in the thread's language."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from mancrel.assistant.facts import Claim, ProductFact, Question
from mancrel.assistant.guard import check
from mancrel.assistant.writer_frame import closing, hello
from mancrel.assistant.writer_wording import Wording, wording

SAID = {
    "en": {
        "sorry": "Something that we told you has changed since, so we would like to put it right.",
        "told": "On <date> we told you: <title> – <was>.",
        "told_text": "On <date> we told you: “<was>”",
        "price": "<product> now costs <price>.",
        "stock_in": "<product> is now in stock.",
        "stock_out": "<product> is now out of stock.",
        "stock_count": "We now have exactly <count> of <product> in stock.",
        "delivery": "Delivery of <product> now takes <days> working days.",
        "attribute": "<product> – <label>: <value>.",
        "gone": "This is no longer so; a colleague will gladly tell you what holds now.",
        "days": "<days> working days",
        "text_now": "It now reads: “<now>”",
        "date": "%-d %B %Y",
    },
    "de": {
        "sorry": "Etwas, das wir Ihnen mitgeteilt haben, hat sich seither geändert; wir stellen es richtig.",
        "told": "Am <date> haben wir Ihnen mitgeteilt: <title> – <was>.",
        "told_text": "Am <date> haben wir Ihnen mitgeteilt: „<was>“",
        "price": "<product> kostet jetzt <price>.",
        "stock_in": "<product> ist jetzt auf Lager.",
        "stock_out": "<product> ist jetzt nicht auf Lager.",
        "stock_count": "Wir haben jetzt genau <count> Stück von <product> auf Lager.",
        "delivery": "Die Lieferung von <product> dauert jetzt <days> Werktage.",
        "attribute": "<product> – <label>: <value>.",
        "gone": "Das gilt nicht mehr; eine Kollegin oder ein Kollege sagt Ihnen gern, was jetzt gilt.",
        "days": "<days> Werktage",
        "text_now": "Jetzt heißt es: „<now>“",
        "date": "%d.%m.%Y",
    },
    "fr": {
        "sorry": "Une information que nous vous avons donnée a changé depuis ; nous souhaitons la rectifier.",
        "told": "Le <date>, nous vous avons indiqué : <title> – <was>.",
        "told_text": "Le <date>, nous vous avons indiqué : « <was> »",
        "price": "<product> coûte maintenant <price>.",
        "stock_in": "<product> est maintenant en stock.",
        "stock_out": "<product> est maintenant en rupture de stock.",
        "stock_count": "Nous avons maintenant exactement <count> exemplaires de <product> en stock.",
        "delivery": "La livraison de <product> prend maintenant <days> jours ouvrés.",
        "attribute": "<product> – <label> : <value>.",
        "gone": "Ce n'est plus le cas ; un collègue vous dira volontiers ce qu'il en est.",
        "days": "<days> jours ouvrés",
        "text_now": "Il est maintenant indiqué : « <now> »",
        "date": "%d/%m/%Y",
    },
    "es": {
        "sorry": "Algo que le comunicamos ha cambiado desde entonces; queremos rectificarlo.",
        "told": "El <date> le comunicamos: <title> – <was>.",
        "told_text": "El <date> le comunicamos: «<was>»",
        "price": "<product> cuesta ahora <price>.",
        "stock_in": "<product> está ahora en stock.",
        "stock_out": "<product> está ahora agotado.",
        "stock_count": "Ahora tenemos exactamente <count> unidades de <product> en stock.",
        "delivery": "La entrega de <product> tarda ahora <days> días laborables.",
        "attribute": "<product> – <label>: <value>.",
        "gone": "Ya no es así; un compañero le dirá con gusto lo que es válido ahora.",
        "days": "<days> días laborables",
        "text_now": "Ahora dice: «<now>»",
        "date": "%d/%m/%Y",
    },
    "it": {
        "sorry": "Qualcosa che le abbiamo comunicato nel frattempo è cambiato; desideriamo rettificarlo.",
        "told": "Il <date> le abbiamo comunicato: <title> – <was>.",
        "told_text": "Il <date> le abbiamo comunicato: «<was>»",
        "price": "<product> costa ora <price>.",
        "stock_in": "<product> è ora disponibile.",
        "stock_out": "<product> è ora esaurito.",
        "stock_count": "Abbiamo ora esattamente <count> pezzi di <product> disponibili.",
        "delivery": "La consegna di <product> richiede ora <days> giorni lavorativi.",
        "attribute": "<product> – <label>: <value>.",
        "gone": "Non è più così; un nostro collega le dirà volentieri che cosa vale ora.",
        "days": "<days> giorni lavorativi",
        "text_now": "Ora si legge: «<now>»",
        "date": "%d/%m/%Y",
    },
    "nl": {
        "sorry": "Iets wat wij u hebben meegedeeld is intussen veranderd; wij zetten het graag recht.",
        "told": "Op <date> deelden wij u mee: <title> – <was>.",
        "told_text": "Op <date> deelden wij u mee: “<was>”",
        "price": "<product> kost nu <price>.",
        "stock_in": "<product> is nu op voorraad.",
        "stock_out": "<product> is nu niet op voorraad.",
        "stock_count": "Wij hebben nu precies <count> stuks van <product> op voorraad.",
        "delivery": "De levering van <product> duurt nu <days> werkdagen.",
        "attribute": "<product> – <label>: <value>.",
        "gone": "Dit geldt niet meer; een collega vertelt u graag wat nu geldt.",
        "days": "<days> werkdagen",
        "text_now": "Er staat nu: “<now>”",
        "date": "%d-%m-%Y",
    },
}  # fmt: skip
_IN_STOCK = {
    "en": "in stock", "de": "auf Lager", "fr": "en stock", "es": "en stock", "it": "disponibile",
    "nl": "op voorraad",
}  # fmt: skip
_OUT_OF_STOCK = {
    "en": "out of stock", "de": "nicht auf Lager", "fr": "en rupture de stock", "es": "agotado",
    "it": "esaurito", "nl": "niet op voorraad",
}  # fmt: skip


@dataclass(frozen=True)
class Corrected:
    """A drafted correction; ``claims`` are those of what it says now, not of what was said then."""

    body: str
    claims: tuple[Claim, ...]

    @property
    def as_rows(self) -> list[dict[str, Any]]:
        """Return the claims as they are kept."""
        rows = [asdict(one) for one in self.claims]
        return [{**one, "source_id": str(one["source_id"]) if one["source_id"] else None} for one in rows]


def write(question: Question, changes: list[dict[str, Any]]) -> Corrected:
    """Write the correction of some changes, and have the guard check what it says of now."""
    language = question.language if question.language in SAID else "en"
    said = Wording(language, SAID[language])
    products = {str(one.id): one for one in question.products}
    frame = wording(language)
    opening = hello(question.contact_name, frame).split("\n\n")[0]
    parts = [opening, said.say("sorry")]
    for change in changes:
        told = _told(change, said)
        parts.append(f"{told} {_now(change, products.get(change['id']), said, frame)}")
    body = "\n\n".join([*parts, closing(question.shop_name, frame)])
    blanked = body
    for change in changes:
        told = _told(change, said)
        blanked = blanked.replace(told, " " * len(told))
    checked = check(
        blanked.replace(said.say("sorry"), " " * len(said.say("sorry"))), _about(question, changes)
    )
    return Corrected(body, tuple(replace(one, text=body[one.start : one.end]) for one in checked))


def _about(question: Question, changes: list[dict[str, Any]]) -> Question:
    """Let the guard look at what was corrected alone."""
    named = {change["id"] for change in changes}
    return replace(
        question,
        products=tuple(one for one in question.products if str(one.id) in named),
        articles=tuple(one for one in question.articles if str(one.id) in named),
    )


def _told(change: dict[str, Any], said: Wording) -> str:
    date = datetime.fromisoformat(change["quoted_at"]).strftime(said.say("date"))
    if change["kind"] == "article":
        return said.say("told_text", date=date, was=change["was"].strip('"“”„«» '))
    return said.say("told", date=date, title=change["title"], was=_was(change, said))


def _was(change: dict[str, Any], said: Wording) -> str:
    """Say in the thread's language what was stated; figures stay as they were."""
    was = str(change["was"])
    if change["field"] == "price":
        amount, _, currency = was.partition(" ")
        return wording(said.language).money(Decimal(amount.replace(",", "")), currency)
    if change["field"] == "stock":
        if was.startswith("0 "):
            return _OUT_OF_STOCK[said.language]
        return was.replace("at least ", "≥ ").replace("in stock", _IN_STOCK[said.language])
    if change["field"] == "delivery_days":
        return said.say("days", days=was.removesuffix(" working days"))
    return was


def _now(change: dict[str, Any], product: ProductFact | None, said: Wording, frame: Wording) -> str:
    if change["kind"] == "article" and change["now"]:
        return said.say("text_now", now=change["now"])
    if product is None or change["now"] is None:
        return said.say("gone")
    field, name = change["field"], _version(change["title"], product)
    if field == "price":
        return said.say("price", product=name, price=frame.money(product.price, product.currency))
    if field == "stock":
        if product.stock <= 0:
            return said.say("stock_out", product=name)
        counted = any(char.isdigit() for char in change["was"]) and not change["was"].startswith("0 ")
        return said.say("stock_count" if counted else "stock_in", product=name, count=str(product.stock))
    if field == "delivery_days" and product.delivery_days:
        return said.say("delivery", product=name, days=product.delivery_days)
    lines = [_attribute(name, pair, said) for pair in str(change["now"]).split(", ") if ": " in pair]
    return " ".join(lines) or said.say("gone")


def _version(told: str, product: ProductFact) -> str:
    """Return the name that was told, which says which version it is; the product's own if it was renamed."""
    return told if told.startswith(product.title) else product.title


def _attribute(name: str, pair: str, said: Wording) -> str:
    label, _, value = pair.partition(": ")
    return said.say("attribute", product=name, label=label, value=value)
