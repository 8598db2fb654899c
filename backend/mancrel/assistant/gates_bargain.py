"""What asks for a better price without a word for it: a share off, a sum offered, something put on top."""

import re

_PERCENT = (
    r"\d+(?:[.,]\d+)?\s?(?:%|percent\b|per cent\b|prozent\b|pour ?cents?\b|por ?cientos?\b|per ?cento\b|"
    r"procent\b)"
)
_LESS = (
    r"\b(?:off|less|cheaper|down|reduced?|reduction|weniger|günstiger|billiger|runter|nachlass|abzug|skonto|"
    r"(?:de|en) moins|moins cher|de réduction|menos|más barato|rebaja\w*|(?:in|di) meno|meno caro|minder|"
    r"goedkoper|"
    r"eraf|af|vanaf)\b"
)
_SHARE = re.compile(
    rf"{_PERCENT}[^.!?\n]{{0,30}}{_LESS}|{_LESS}[^.!?\n]{{0,15}}{_PERCENT}|"
    r"\b(?:half price|(?:zum )?halben preis|(?:à )?moitié prix|(?:a )?mitad de precio|(?:a )?metà prezzo|"
    r"halve prijs)\b",
    re.IGNORECASE,
)
_MONEY = (
    r"(?:[€$£]\s?\d[\d.,]*|\d[\d.,]*\s?(?:€|\$|£|eur\b|euros?\b|usd\b|dollars?\b|gbp\b|pounds?\b|chf\b|"
    r"franken\b|"
    r"francs?\b)|\d{2,}(?=\s*[.!?]|\s*$))"
)
_GIVES = (
    r"\b(?:(?:i'd|i would|we'd|we would|i'll|i will|we'll) (?:\w+ )?(?:take|buy|have|pay|give|order|like)|"
    r"(?:can|could|would|will) you (?:\w+ )?(?:do|make|sell|let|take|accept|give)|"
    r"(?:can|could|may) (?:i|we) (?:\w+ )?(?:have|get|buy|take)|make it|let me have|"
    r"(?:würde|nehme|nähme|kaufe|zahle|gebe|biete)\w*|(?:können|könnten|könnt|machen|geben|"
    r"verkaufen) (?:sie|ihr)|"
    r"(?:prendrais|prends|achèterais|achète|paierais|donnerais|offre)|(?:vous )?(?:pourriez|pouvez|feriez|"
    r"faites)|"
    r"(?:llevaría|llevo|compraría|compro|pagaría|daría|ofrezco)|(?:pueden?|podrían?|me (?:lo|la|los|"
    r"las)? ?(?:dejan?|hacen?))|"
    r"(?:prenderei|prendo|comprerei|compro|pagherei|darei|offro)|(?:potete|potreste|può|potrebbe|mi fate)|"
    r"(?:neem|koop|betaal|geef|bied)|(?:kunt|kan|kunnen|zou|willen) (?:u|je|jullie))\b"
)
_FOR = r"\b(?:for|at|für|um|zu|pour|à|por|a|per|voor)\b"
_OFFERED = re.compile(
    rf"{_GIVES}[^.!?\n]{{0,40}}{_FOR}\s(?:only |just |nur |seulement |solo |soli |slechts )?{_MONEY}|"
    rf"{_FOR}\s{_MONEY}[^.!?\n]{{0,30}}{_GIVES}",
    re.IGNORECASE,
)
_ABOUT_THE_PRICE = re.compile(
    r"\b(?:(?:do|done) (?:something|anything|better|more)[^.!?\n]{0,25}(?:price|cost)|(?:room|flexib\w+|"
    r"movement)[^.!?\n]{0,20}"
    r"\bprice|come down|sharpen (?:your|the) (?:pencil|price)|negotia\w+|(?:etwas|"
    r"was)[^.!?\n]{0,25}\b(?:am|beim) preis\b|"
    r"(?:am|beim) preis\b[^.!?\n]{0,25}(?:etwas|was|machen)|"
    r"(?:noch )?(?:was|etwas) (?:drin|machen)[^.!?\n]{0,20}preis|preislich|spielraum|verhandel\w*|"
    r"(?:geste|effort|quelque chose)[^.!?\n]{0,25}\bprix|négoci\w+|(?:algo|hueco|"
    r"margen)[^.!?\n]{0,25}\bprecio|negociar?\w*|"
    r"(?:qualcosa|margine)[^.!?\n]{0,25}\bprezzo|trattabil\w+|(?:iets|ruimte)[^.!?\n]{0,25}\bprijs|"
    r"onderhandel\w*)\b",
    re.IGNORECASE,
)
_PLEASE = (
    r"(?:please|pls|plz|bitte|s'il (?:vous|te) plaît|svp|por favor|per favore|per piacere|alstublieft|"
    r"alsjeblieft|graag)"
)
_SENT_FREE = (
    r"(?:free (?:shipping|delivery|postage|p&p)|(?:shipping|delivery|postage) (?:for )?free|(?:gratis|"
    r"kostenlose[rn]?) ?versand|"
    r"versandkostenfrei|(?:livraison|port) (?:gratuite?|offerte?)|envío gratis|spedizione gratuita|"
    r"gratis verzending)"
)
_ON_TOP = re.compile(
    rf"(?:^|[.!?,])\W*(?:and |und |et |y |e |en |with |mit |avec |con |met )*{_SENT_FREE}\W*{_PLEASE}|"
    rf"{_PLEASE}\W*(?:with |mit )?{_SENT_FREE}\W*$|"
    rf"\b(?:waive|drop|skip) the (?:shipping|delivery|postage)\b|\bthrow (?:it |them |one |that )?in\b|"
    r"\b(?:gratis|kostenlos|umsonst) (?:dazu|obendrauf|drauf)\b|\b(?:lege?n?|gebe?n?|"
    r"packe?n?)\b[^.!?\n]{0,25}\bdazu\b|"
    r"\b(?:offri(?:r|ez)|ajout(?:er|ez)|mettre|mettez)\b[^.!?\n]{0,30}\b(?:en plus|gratuitement)\b|"
    r"\b(?:regal(?:an|áis|ar)|añad(?:en|ir))\b[^.!?\n]{0,30}\b(?:gratis|de regalo)\b|"
    r"\b(?:regal(?:ate|are)|aggiung(?:ete|ere))\b[^.!?\n]{0,30}\b(?:gratis|in omaggio)\b|\b(?:doe|geef|"
    r"leg)\w*\b[^.!?\n]{0,25}\bgratis bij\b",
    re.IGNORECASE | re.MULTILINE,
)
WHY = "Discounts and bulk prices are granted by a person."
PATTERNS = tuple((pattern, WHY) for pattern in (_SHARE, _OFFERED, _ABOUT_THE_PRICE, _ON_TOP))
