"""Several versions of one thing in a sentence, each with its price."""

import re

from mancrel.assistant.facts import ProductFact
from mancrel.assistant.guard_numbers import figures
from mancrel.assistant.understanding_products import wanted_options
from mancrel.assistant.understanding_text import fold

_AND = re.compile(r"[,;]\s|\b(?:and|und|et|y|ed?|en)\b")


def contrasted(text: str, versions: tuple[ProductFact, ...], language: str) -> list[int]:
    """Return where the next version begins: "with 0.5 l it costs 59 EUR, with 1.0 l 79 EUR"."""
    begun, cuts = 0, []
    for match in _AND.finditer(fold(text)):
        here, beyond = text[begun : match.start()], text[match.start() :]
        prices = ([one for one in figures(part, language) if one.kind == "money"] for part in (here, beyond))
        if all(prices) and wanted_options(here, versions) and wanted_options(beyond, versions):
            cuts.append(match.start())
            begun = match.start()
    return cuts
