"""Measures that are written as words: "a kilo", "half a litre"."""

import re

_ONE = re.compile(
    r"\b(?:a|an|one|the|ein|eine|einen|das|den|pro|un|une|le|el|uno|una|de)[ -]"
    r"(kilo|litre|liter|metre|meter|kg)\b(?! \d)",
    re.IGNORECASE,
)
HALF = re.compile(
    r"\b(?:half[- ]a[- ]|half[- ]|halben? |halbe[nrs]? |demi[- ]|medio |mezzo |halve )"
    r"(?:litre|liter|litro)s?\b|\bhalbliter\w*",
    re.IGNORECASE,
)
CONTAINERS = frozenset(
    "plus bag bags pack packs packet packets box boxes bottle bottles tin tins ball balls skein skeins hank "
    "paket pakete packung packungen beutel tute tuten knauel strang strange glas flasche flaschen "
    "sachet sachets paquet paquets pelote pelotes echeveau echeveaux boite boites "
    "paquete paquetes bolsa bolsas ovillo ovillos madeja madejas caja cajas gomitolo gomitoli confezione "
    "confezioni pacco pacchi scatola scatole bol bollen knot knotten pak pakken doos zak zakken".split()
)
"""What stands between a number and a name: "one bag of beans plus two packs of filters"."""

OF = frozenset("of de d di von van".split())


def spelled(text: str) -> str:
    """Write "a kilo", "one-litre" and "half a litre" with their figure."""
    return _ONE.sub(r"1 \1", HALF.sub("0.5 l", text))
