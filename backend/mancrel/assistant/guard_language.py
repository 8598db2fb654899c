"""What words of a draft carry meaning, and whether a piece of it says no."""

import re
from typing import Literal

from mancrel.assistant.understanding_text import words
from mancrel.assistant.understanding_vocabulary import plain_anywhere

Kind = Literal["price", "stock", "delivery", "variant", "attribute", "policy", "link", "figure"]
NEGATION = frozenset(
    "not no never cannot without neither nor none nothing isnt arent dont doesnt wont cant nicht nie "
    "niemals kein keine keinen keinem keiner keines ohne weder "
    "non senza nessun nessuno nessuna niente mai niet geen nooit zonder niets nee "
    "pas jamais aucun aucune sans ni tampoco nunca sin ningun ninguna".split()
)

ALL_OF_THEM = re.compile(
    r"\b(both|all|each|every|either|beide[nrs]?|alle[nrs]?|jede[rs]?|les deux|tou(?:te)?s|chaque|amb[oa]s|"
    r"tod[oa]s|cada|entramb[ie]|tutt[ie]|ogni|ciascun\w*|beide|allebei|alle|elke?|ieder)\b"
)


def content(text: str) -> frozenset[str]:
    """Return the concepts of the words that carry meaning, without figures."""
    common = plain_anywhere()
    return frozenset().union(
        *(word.terms for word in words(text) if not word.text.isdigit() and (word.text not in common))
    )


def negated(text: str) -> bool:
    """Tell whether a folded piece of text says no."""
    listed = [word.text for word in words(text)]
    if "t" in listed and re.search(r"\w+n't\b", text):
        return True
    if re.search(r"\b(ne|n')\s?\w*\s?\w* (plus|pas|jamais)\b", text):
        return True
    return any(word in NEGATION for word in listed)
