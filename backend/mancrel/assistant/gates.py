"""Rules in code that no confidence overrides: what is never answered, and never by itself."""

import re

from mancrel.assistant import gates_bargain, gates_told, told
from mancrel.assistant.facts import Draft, Question
from mancrel.assistant.sentences import written
from mancrel.assistant.understanding_asks import WANTS_TO_BUY
from mancrel.assistant.understanding_concepts import PAYMENTS
from mancrel.assistant.understanding_pieces import MOST_TO_SELL
from mancrel.assistant.understanding_requests import direct, orders
from mancrel.assistant.understanding_rest import quantity_of
from mancrel.assistant.understanding_text import fold, sentences, terms

SILENT = {"spam": "It is spam.", "automated": "It was not written by a person."}
TO_A_PERSON = {
    "complaint": "Complaints go to a person.",
    "order_change": "Cancellations and changes go to a person.",
    "order_status": "The order is held by another system.",
    "billing": "Payment matters go to a person.",
    "account": "Account and privacy requests go to a person.",
    "purchase": "An order is taken by a person.",
    "other": "It is not clear what is asked.",
    "spam": "It may be spam.",
    "automated": "It may not be written by a person.",
}
SUPPORTED_LANGUAGES = ("en", "de", "fr", "es", "it", "nl")
_LEGAL = re.compile(
    r"\b(lawyer|attorney|solicitor|legal action|sue you|court|consumer (protection|rights) (agency|body)|"
    r"trading standards|gdpr|data protection|delete (all )?my (data|account)|rechtsanwalt|anwalt|klage|"
    r"verbraucherzentrale|dsgvo|datenschutz|avocat|tribunal|plainte|rgpd|abogado|denuncia|demanda judicial|"
    r"avvocato|tribunale|denuncia|truffa|advocaat|rechtbank|oplichting|aangifte|chargeback|fraud|betrug|"
    r"fraude|small claims)\b",
    re.IGNORECASE,
)
_DAMAGE = re.compile(
    r"\b(broken|damaged|defect(ive)?|faulty|cracked|does ?n[o']t work|stopped working|missing (part|item)s?|"
    r"wrong (item|product|colou?r|size)|kaputt|beschädigt|defekt|cassé|endommagé|défectueux|roto|dañado|"
    r"rott[oaie]|danneggiat\w+|difettos\w+|kapot\w*|beschadigd\w*|gebroken|defecte?|mai arrivat\w+|"
    r"nooit aangekomen|manca(?:no|nti)?|ontbre\w+|"
    r"defectuoso|never arrived|not arrived|injur(ed|y)|on fire|electric shock|dangerous)\b",
    re.IGNORECASE,
)
_BARGAIN = re.compile(
    r"\b(discount|rebate|best price|better price|cheaper (price|if)|wholesale|bulk|volume pric|haggle|"
    r"price match|match (the|that|their) price|coupon|voucher|promo code|rabatt|mengenrabatt|gutschein|"
    r"sconto|sconti|korting\w*|kortingscode|"
    r"remise|réduction|code promo|descuento|al por mayor|cupón)\b",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"\b((what|which \w+) (can|could|would|do) you offer (us|me)|offer (us|me)|(an|your best|special) offer|"
    r"quotation|quotes? for|(a|your|best|the) quotes?\b|quote (us|me)|angebot\w*|anbieten|kostenvoranschlag|"
    r"preventivo|offerta|een offerte|"
    r"devis|presupuesto|cotización|oferta (para|por))\b",
    re.IGNORECASE,
)
_CANCEL = re.compile(
    r"\b(cancel|stornier\w*|annul(er|ation|ier\w*)|cancelar|widerruf\w*|change my (order|address)|refund me|"
    r"my money back|geld zurück|rembours\w+ moi|annull\w+|disdire|annuleren|annuleer|herroep\w*|geld terug|"
    r"soldi indietro)\b",
    re.IGNORECASE,
)
_OWN_ORDER = re.compile(
    r"\b(my (order|parcel|package|delivery|invoice|payment|refund)|order (number|no\.?|#)|tracking|"
    r"meine (bestellung|lieferung|rechnung)|bestellnummer|ma commande|mon colis|mi pedido|mi factura|"
    r"il mio (ordine|pacco)|la mia (fattura|consegna)|mijn (bestelling|pakket|factuur|levering)|"
    r"numero d'ordine|bestelnummer|ordernummer|"
    r"(order|bestellung|auftrag|commande|pedido|invoice|rechnung|facture|factura)\W{1,3}"
    r"((number|num[eé]ro|nr|no|n°)\W{0,3})?[a-z]{0,4}-?\d{3,})\b",
    re.IGNORECASE,
)
_TO_THE_MACHINE = re.compile(
    r"\b((ignore|disregard|forget|override|bypass) (all |any |every |the |your |our |these |those )*"
    r"(previous |prior |earlier |above |normal |usual )?"
    r"(instructions?|rules|guidelines|prompts?|catalogue|catalog|polic(y|ies)|price list|safeguards?)|"
    r"system (prompt|override|message|note)|(you are|you're|act as) (now |an? |the )*\w*"
    r"(gpt|automated (agent|assistant)|ai model|language model|unrestricted \w+)|"
    r"(sales|wholesale|debug|developer|admin|god|maintenance|test) mode|"
    r"(you are|you're) (now|from now on|henceforth)\b|"
    r"from now on,? (you|answer|reply|respond|always|treat|every)|"
    r"as (the|an?|your) (administrator|admin|developer|system owner|supervisor),? i|"
    r"(tell|state this to|confirm (this|that) to|write to) the customer|"
    r"(vergiss|vergesst|vergessen sie|ignoriere|ignorieren sie|missachte) (alle |deine |ihre |eure |die )*"
    r"(vorherigen |bisherigen )?(anweisungen|regeln|vorgaben)|systemprompt|"
    r"neue (anweisung|vorgabe|regel) (der|des|vom|von|für)|du bist (jetzt|ab jetzt|ab sofort|nun)|"
    r"ab (jetzt|sofort) (antworte|antwortest|schreibe|bestätige)|"
    r"(oublie|oubliez|ignore|ignorez) (toutes )?(tes|vos|les) (instructions|regles|règles|consignes)|"
    r"(tu es|vous êtes) (désormais|maintenant|dorénavant)|"
    r"(désormais|dorénavant),? (réponds|répondez|tu|vous)|"
    r"(ignora|olvida|ignore|olvide) (todas )?(tus|sus|las) (reglas|instrucciones|normas)|"
    r"(ignora|dimentica|ignorate) (tutte )?(le )?(tue |vostre )?(istruzioni|regole)|"
    r"(negeer|vergeet) (alle |je |jouw |uw |de )*(vorige |eerdere )?(instructies|regels|opdrachten)|"
    r"(sei|tu sei) (ora|adesso) |(je|jij) bent (nu|vanaf nu) |"
    r"(eres|es usted) (un asistente|una ia)|a partir de ahora,? (responde|contesta|eres))\b|"
    r"^\W*system\s*:|</?(facts|system|instructions?|customer_message)>",
    re.IGNORECASE | re.MULTILINE,
)
_PAID_ONLY = frozenset({"card", "cash", "transfer", "instalment"})
"""Words that mean a payment beside a word for paying only: a card goes with a present, too."""

PATTERNS = (
    (_TO_THE_MACHINE, "It tells the assistant what to do."),
    (_LEGAL, "It speaks of law, fraud or personal data."),
    (_DAMAGE, "It reports damage or something missing."),
    (_BARGAIN, gates_bargain.WHY),
    *gates_bargain.PATTERNS,
    (_OFFER, "Offers and quotes are made by a person."),
    (_CANCEL, "It asks to cancel or change something."),
    (_OWN_ORDER, "It is about an order that another system holds."),
    *gates_told.PATTERNS,
)
TAKEN_BACK = "The customer wrote again, and asks nothing more: what was asked may be settled."
INCOMPLETE = "The facts do not answer the whole message."
MAX_TEXT = 8000
SURELY_SILENT = {"spam": 0.6, "automated": 0.6}
"""What only reads like spam or automated mail is left unanswered from this confidence on."""

QUITE_SURELY_SILENT = 0.8
"""The same for what speaks of law: a threat that reads like spam is no spam."""

ALSO_MEANT = 0.5
"""A further intent counts from this confidence on; what is written plainly is found by its words."""


SURELY_MEANT = 0.65
"""From here on a sentence is no story: a complaint beside a question that is answered is one."""

TOLD = frozenset({"complaint", "purchase"})
"""What a story around a question sounds like: where all that is asked is answered, it has to outweigh it."""


def _lines(text: str) -> list[str]:
    return [span.text for span in sentences(written(text))]


def silence(automated: str | None, question: Question) -> str | None:
    """Return why this message gets no reply at all, or None."""
    if automated:
        return SILENT["automated"]
    text = f"{question.subject}\n{question.text}"[:MAX_TEXT]
    if _TO_THE_MACHINE.search(text):
        return None
    least = QUITE_SURELY_SILENT if _LEGAL.search(text) else SURELY_SILENT.get(question.intent, 0.0)
    only = {intent for intent, _ in question.intents} or {question.intent}
    if question.intent in SILENT and question.intent_confidence >= least:
        return SILENT[question.intent]
    if question.intent == "feedback" and only <= {"feedback", "other"} and "?" not in question.text:
        return "It is thanks or praise and asks for nothing."
    return None


def _also_meant(question: Question, *, complete: bool) -> list[str]:
    """Return what a message is about besides: one sentence of a story around the questions is not enough."""
    main = question.intent_confidence
    return [
        intent
        for intent, sure in question.intents
        if sure >= ALSO_MEANT and not (complete and intent in TOLD and sure < main and sure < SURELY_MEANT)
    ]


def _on_payment(line: str) -> bool:
    """Tell whether a sentence asks how something is paid, whatever the classifier takes it for."""
    said = terms(line)
    by_name = said & (PAYMENTS - _PAID_ONLY) or ("payment" in said and said & _PAID_ONLY)
    return bool(by_name) and direct(line)


def _of_lines(question: Question, lines: list[str]) -> list[str]:
    """Return what single lines give a person to do."""
    reasons = []
    if any(quantity_of(line, question.products, question.language) > MOST_TO_SELL for line in lines):
        reasons.append("Large quantities are quoted by a person.")
    if any(map(_on_payment, lines)):
        reasons.append(TO_A_PERSON["billing"])
    if question.newest and not any(map(direct, _lines(question.newest))):
        reasons.append(TAKEN_BACK)
    return reasons


def person_needed(question: Question, draft: Draft, priority: str) -> list[str]:
    """Return every reason why a person has to see this before anything is sent."""
    reasons = []
    text = f"{question.subject}\n{question.text}"[:MAX_TEXT]
    intents = dict.fromkeys([question.intent, *_also_meant(question, complete=draft.complete)])
    if draft.complete:
        intents.pop("other", None)  # the classifier did not know it, but every sentence was understood
        if not any(orders(line) or WANTS_TO_BUY.search(fold(line)) for line in _lines(text)):
            intents.pop("purchase", None)  # it asks, and orders nothing
    reasons += [TO_A_PERSON[intent] for intent in intents if intent in TO_A_PERSON]
    reasons += [why for pattern, why in PATTERNS if pattern.search(text)]
    reasons += _of_lines(question, _lines(text))
    if question.language not in SUPPORTED_LANGUAGES:
        reasons.append(f"Replies in this language ({question.language}) are checked by a person.")
    if priority == "urgent":
        reasons.append("Urgent messages are seen by a person.")
    if draft.asks_back:
        reasons.append("The reply asks the customer back.")
    if not draft.complete:
        reasons.append(INCOMPLETE)
    reasons += draft.held
    if not reasons:  # it takes some milliseconds, and one reason is enough
        reasons = told.reasons(question.subject, question.text[:MAX_TEXT])
    return list(dict.fromkeys(reasons))
