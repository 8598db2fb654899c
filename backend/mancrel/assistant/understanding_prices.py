"""Whether a piece of a message asks what something costs, in six languages over folded text."""

import re

HOW_MUCH = re.compile(
    r"\bhow mu?t?c?h\b(?! (?:more )?\w+er\b)"
    r"(?!.{0,60}\b(?:make|makes|hold|holds|weigh|weighs|carry|fit|fits|contain|contains|produce|"
    r"produces|use|uses|need|needs)\b)|\bcombien\b(?! (?:de |d'|y en a))|"
    r"\bquanto (costa|costano|verrebbe|viene|vengono)\b|\bhoeveel (kost|kosten|is|zijn)\b|"
    r"\bcuanto\b(?! (tiempo|tarda\w*|mide|pesa|cabe))|"
    r"\bwie ?viel\b(?! (zeit|tage|kilo|kg|gramm|liter|meter|grad|watt|platz|(\w+ ){0,5}\w*(passt|fasst)))|"
    r"\bwas (ware|sind) der preis"
)
SO_MUCH_FOR = re.compile(
    r"^(?:\W|\b(?:and|und|et|y|e|en)\b)*(?:how much (?:is|are|for|would)|was macht|quanto (?:viene|vengono|"
    r"verrebbe\w*|fa|e|per)|"
    r"combien (?:pour|est|font|fait)|cuanto (?:por|seria)|hoeveel (?:is|zijn|voor)) (?:it |that )?(?:the|"
    r"one|a|an|your|der|die|das|den|le|la|"
    r"les|un|une|el|los|las|una|quell[aoei]|il|lo|gli|i|de|het|die|dat|een)\b"
)
"""Asks for a price though a measure tells which version is meant ("how much is the one with 60 litres")."""
PRICE = re.compile(
    r"\bprezz[oi]\b|\bcost(a|ano|erebbe\w*)\b|\bverrebbe\w*\b|\bprij(s|zen)\b|\bkost\b|\bpric(e|es|ing|"
    r"ed)\b|\bcosts?\b|\bcosting\b|\bpreise?s?\b|\bkoste[nt]?\b|\bwie teuer\b|\bprix\b|"
    r"\bcoute(nt|r|rait)?\b|\bcout\b|\bprecios?\b|\bcuestan?\b|\b(costaria|saldria|valdria|cobra)\w*\b|"
    r"\bcouterai\w*\b|\bcostarian\b|\bcuanto (vale|valen|es|son|"
    r"sale|salen)\b|"
    r"\bwhat (do|would) (you|u) (charge|ask|want|take) for\b|\bset (me|us|him|her) back\b|"
    r"\bwas (verlangt|nehmt) ihr\b|\bwas (verlangen|nehmen) sie\b|\bwas macht das\b|\bc'est combien\b|"
    r"\b(what|how much) (would|will|does|is) (that|it|this|they|those) (be|come to|make|run to)\b|"
    r"\bwhat (do|would|will) (i|we) (pay|owe)\b|\bwas (zahle|bezahle) ich\b|\ba combien (est|sont)\b|"
    r"\ba cuanto (esta|estan|sale)\b"
)
NOT_A_PRICE = frozenset(
    "weight height width depth length diameter power capacity load battery voltage memory light noise "
    "temperature persons".split()
)


def asks_a_price(fragment: str, meant: frozenset[str]) -> bool:
    """Tell whether a folded fragment asks for a price; ``meant``: its concepts ("how much does it weigh")."""
    if PRICE.search(fragment):
        return True
    return bool(HOW_MUCH.search(fragment)) and (not meant & NOT_A_PRICE or bool(SO_MUCH_FOR.search(fragment)))
