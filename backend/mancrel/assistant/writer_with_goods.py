"""What goods cost together with something else: with what sending costs, or with a service.

"How much is shipping for this chair?" cannot be answered by the fee alone, where a chair of that price is
sent free. And "how much is the mug with gift wrapping?" asks for the price of the mug first.
"""

import re
from dataclasses import replace
from decimal import Decimal

from mancrel.assistant.facts import Question
from mancrel.assistant.understanding_asks import ABOUT_TIME, SENDING, SENT_TO, TOTAL, WITH_SHIPPING
from mancrel.assistant.understanding_concepts import COUNTRIES, SERVICES
from mancrel.assistant.understanding_pieces import Ask
from mancrel.assistant.understanding_prices import asks_a_price
from mancrel.assistant.understanding_rest import quantity_of
from mancrel.assistant.understanding_text import fold, terms
from mancrel.assistant.writer_fees import shipping

_PRICED = frozenset({"cost", "price"})
_POSTAGE = SENDING | _PRICED | COUNTRIES | {"parcel", "address", "free"}
_WITH = re.compile(
    r"\b(?:with|including|incl|plus|mit|inklusive|inkl|samt|avec|con|incluid[oa]s?|inclus[oaie]*|met|"
    r"inclusief|und|and|et|y|e|en)\b"
)


def with_goods(asks: tuple[Ask, ...], question: Question) -> tuple[Ask, ...]:
    """Return what is asked, with the goods in it where a fee or service is asked for together with them."""
    found = [part for ask in asks for part in _parted(ask, question)]
    sent = [_ids(one) for one in found if one.kind == "total" and one.with_shipping]
    return tuple(one for one in found if not (_only_a_price(one) and _ids(one) in sent))


def _only_a_price(ask: Ask) -> bool:
    """Tell whether a sum says all of it; a price that the customer states is still to be put right."""
    return ask.kind == "price" and not ask.rest and not ask.amounts


def _ids(ask: Ask) -> frozenset[str]:
    return frozenset(str(one.id) for choice in ask.choices for one in choice.products)


def _parted(ask: Ask, question: Question) -> list[Ask]:
    if ask.kind != "detail" or not ask.choices or not all(choice.sure for choice in ask.choices):
        return [ask]
    count = max(ask.quantity, quantity_of(ask.text, question.products))
    if count > 1 and len(ask.choices) > 1:
        return [ask]
    if _on_postage(ask):
        folded = fold(ask.text).replace("versand nach", "")  # "Versand nach" asks for the fee alone
        summed = any(pattern.search(folded) for pattern in (SENT_TO, WITH_SHIPPING, TOTAL))
        together = replace(ask, kind="total", with_shipping=True, quantity=count, apart=not summed)
        return [together if _has_a_fee(together, question) else ask]
    if _on_service(ask):
        # Nobody adds the two up: for how many pieces a service is wanted, a person finds out.
        return [replace(ask, kind="price", quantity=count), replace(ask, rest=("sum",))]
    return [ask]


def _has_a_fee(ask: Ask, question: Question) -> bool:
    """Tell whether one fee is known for the goods; the price alone would be no answer on postage."""
    meant = [choice.products[0] for choice in ask.choices]
    amount = sum((one.price * ask.quantity for one in meant), Decimal(0))
    return shipping(ask, amount, meant[0].currency, question) is not None


def _on_postage(ask: Ask) -> bool:
    """Tell whether what sending costs is asked, of certain goods."""
    priced = ask.terms & _PRICED or asks_a_price(fold(ask.text), frozenset())
    timed = ABOUT_TIME.search(fold(ask.text))
    return bool(priced and ask.terms & SENDING and ask.terms <= _POSTAGE and not timed and not ask.rest)


def _on_service(ask: Ask) -> bool:
    """Tell whether a price is asked for goods with a service ("the desk with assembly")."""
    folded = fold(ask.text)
    service = next((one for one in re.finditer(r"[^\W\d]+", folded) if terms(one.group()) & SERVICES), None)
    if service is None or not ask.terms & SERVICES or not asks_a_price(folded, frozenset()):
        return False
    named = [choice.start for choice in ask.choices if choice.named]
    beside = _WITH.search(folded[: service.start()]) or WITH_SHIPPING.search(folded)
    return bool(named and beside)
