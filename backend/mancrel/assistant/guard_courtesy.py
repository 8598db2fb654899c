"""What a reply says out of politeness: openings and closings that state nothing of the shop or its goods.

Only these turns of phrase, not their words: "writing" in "Thanks for writing to us" is no claim, a
"writing desk" is one. What stands beside them is checked like anything else.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from mancrel.assistant.guard_language import content
from mancrel.assistant.guard_names import own_names
from mancrel.assistant.understanding_text import Span, fold

# Folded: no accents and capitals.
_ENGLISH = (
    r"(?:(?:many|kind|warm) )?(?:thanks|thank you)(?: (?:so much|very much|a lot|again))* for (?:"
    r"writing(?: (?:back|in))?(?: (?:to us|to|us))?(?: again| today)?|reaching out(?: to us| to)?(?: again)?|"
    r"contacting(?: us)?|getting (?:back )?in touch(?: with us)?|e-?mailing(?: us)?|messaging us|"
    r"dropping us a line|letting us know|thinking of us|choosing us|shopping with us|bearing with us|"
    r"your (?:kind |lovely |nice |quick )?(?:patience|understanding|trust|interest|message|note|words|"
    r"feedback|"
    r"enquiry|inquiry|loyalty))|"
    r"(?:we|i) (?:really |very much |truly )?appreciate (?:your (?:message|note|interest|patience|trust|"
    r"question|"
    r"feedback|understanding)|you (?:writing|reaching out|getting in touch|contacting us))(?: to us)?|"
    r"(?:glad|happy|pleased|delighted) (?:that )?you (?:wrote|reached out|asked|got in touch|contacted us)"
    r"(?: to us)?|"
    r"(?:we|i) (?:sincerely )?hope (?:this|that|it) (?:helps|(?:was|is) helpful|finds you well|"
    r"answers (?:your|all "
    r"your) questions?)|"
    r"(?:do not|don't|never) hesitate to (?:contact|write(?: to)?|e-?mail|ask|reply(?: to)?|message|"
    r"reach out(?: to)?|get (?:back )?in touch(?: with)?|let)(?: us| me)?|"
    r"(?:feel|be) free to (?:contact|write(?: back)?(?: to)?|e-?mail|ask|reply(?: to)?|message|"
    r"reach out(?: to)?|"
    r"get (?:back )?in touch(?: with)?|let)(?: us| me)?(?: know)?(?: again)?(?:,? (?:at )?any ?time)?|"
    r"(?:just|simply|please|always) (?:write(?: back)?(?: to)?(?: us| me)?|drop us a (?:line|note)|reach out"
    r"(?: to us)?)(?: again)?(?:,? (?:at )?any ?time)?|"
    r"(?<!we )(?<!i )(?<!you )(?:have|enjoy) (?:an? )?(?:(?:very|really) )?(?:nice|great|"
    r"lovely|wonderful|good|pleasant|fantastic|"
    r"beautiful|relaxing) (?:rest of (?:the|your) )?(?:day|week|weekend|evening|afternoon|morning)"
    r"(?: ahead)?|"
    r"wish(?:ing)? you (?:an? )?(?:all the best|(?:very )?(?:nice|great|lovely|wonderful|good|pleasant) "
    r"(?:rest of (?:the|your) )?(?:day|week|weekend|evening|afternoon|morning))(?: ahead)?|"
    r"enjoy (?:the rest of )?your (?:day|week|weekend|evening|afternoon|morning)|"
    r"(?:take care|stay well|stay safe|talk soon|speak soon|warmly|yours (?:truly|faithfully|sincerely))"
    r"(?=[,.!]?$|, )"
)
_GERMAN = (
    r"(?:dank|danke)(?: sehr)?,? dass (?:sie|du|ihr) (?:uns|mir|sich|dich|euch) (?:bei uns |"
    r"an uns )?(?:geschrieben|"
    r"kontaktiert|gemeldet|gewandt|gewendet) (?:haben|hast|habt)|"
    r"(?:dank|danke)(?: sehr)? fur (?:ihre?n?|deine?n?|eure?n?|die|das) (?:freundliche[ns]? |"
    r"nette[ns]? )?(?:schreiben|"
    r"interesse|geduld|verstandnis|vertrauen|ruckmeldung|zeilen|kontaktaufnahme|treue|nachricht|anfrage)|"
    r"(?:schon|nett|toll|uns|sehr), dass (?:sie|du|ihr) (?:uns |sich |dich |euch |bei uns )*(?:schreiben|"
    r"schreibst|"
    r"schreibt|melden|meldest|meldet|(?:geschrieben|gemeldet) (?:haben|hast|habt))|"
    r"(?:wir|ich) hoffen?,? (?:dass )?(?:ihnen |dir |euch )?(?:das|dies) (?:ihnen |dir |euch )?(?:hilft|"
    r"weiterhilft)"
    r"(?: ihnen| dir| euch)?(?: weiter)?|"
    r"(?:wir|ich) hoffen?,? (?:wir konnten |dass wir )?(?:ihnen|dir|euch) (?:damit )?(?:weiter)?(?:helfen|"
    r"geholfen "
    r"zu haben|helfen konnten)|"
    r"(?:schreiben|kontaktieren|melden) sie (?:sich )?(?:(?:uns|mir|mich|bei uns|gern|gerne|einfach|"
    r"jederzeit) ?)+|"
    r"(?:schreib|schreibe|kontaktiere|melde?) (?:dich )?(?:(?:uns|mir|mich|bei uns|gern|gerne|einfach|"
    r"jederzeit) ?)+|"
    r"zogern sie nicht,? (?:uns|mich|sich|mit uns) (?:bei uns )?(?:in kontakt |"
    r"in verbindung )?zu (?:kontaktieren|"
    r"schreiben|fragen|melden|treten)|"
    r"(?:wir freuen uns|ich freue mich) (?:schon )?auf (?:ihre|deine|eure) (?:ruckmeldung|antwort|nachricht)|"
    r"(?:eine?n?|noch|wunschen (?:ihnen|dir|euch)|^)(?: einen?)? ?(?:schon|wunderschon|angenehm|"
    r"erholsam)(?:en?|es) "
    r"(?:tag|abend|woche|wochenende|feierabend|nachmittag|restwoche)(?: noch)?|"
    r"bleiben sie gesund|bleib gesund|alles gute|bis bald"
)
_FRENCH = (
    r"(?:merci(?: beaucoup| bien| encore| infiniment)*|remerci(?:e|ons)) (?:de (?:nous|m')? ?avoir (?:ecrit|"
    r"contacte(?:e?s)?|repondu)|(?:de|pour) (?:votre|ton|l')? ?(?:interet|patience|comprehension|confiance|"
    r"fidelite|message|retour))|"
    r"(?:nous esperons|j'espere) que (?:cela|ceci|cette reponse) (?:vous (?:aide|aidera|sera utile)|repond a "
    r"(?:votre|vos) questions?)|"
    r"(?:n'hesitez|n'hesite) (?:surtout )?pas a (?:nous |me |m')(?:re)?(?:ecrire|contacter|solliciter)|"
    r"au plaisir de vous (?:lire|relire|retrouver)|"
    r"(?:passez )?(?:une )?(?:tres )?(?:bonne|belle|excellente|agreable) (?:fin de )?(?:journee|soiree|"
    r"semaine)|"
    r"(?:passez )?(?:un )?(?:tres )?(?:bon|excellent|agreable) (?:week-?end|apres-midi)|"
    r"bien a vous|a bientot|dans l'attente de votre (?:reponse|retour)|"
    r"(?:nous restons|je reste|restons|reste) (?:bien sur )?a votre (?:entiere )?disposition"
)
_SPANISH = (
    r"gracias por (?:escribir(?:nos|me)?|contactar(?:nos)?(?: con nosotros)?|"
    r"ponerse en contacto(?: con nosotros)?|"
    r"(?:su|tu|la) (?:interes|paciencia|confianza|comprension|mensaje|consulta))|"
    r"(?:esperamos|espero) (?:haberle|haberte|haberles) (?:ayudado|sido de ayuda|sido util)|"
    r"no du(?:de|des|den) en (?:escribir(?:nos|me)|contactar(?:nos|me)?(?: con nosotros)?|ponerse en contacto"
    r"(?: con nosotros)?|preguntar(?:nos)?|consultar(?:nos)?)|"
    r"(?:que )?(?:tengas?|pases?) (?:un|una) (?:muy )?(?:buen|buena|feliz|excelente|bonito|bonita|estupendo|"
    r"estupenda) (?:fin de semana|dia|tarde|noche|semana)|"
    r"(?:buen|feliz) (?:fin de semana|dia)|"
    r"un (?:cordial |afectuoso |fuerte )?(?:saludo|abrazo)|hasta pronto|"
    r"(?:estamos|quedamos|quedo) a (?:su|tu) (?:entera )?disposicion"
)
_ITALIAN = (
    r"grazie(?: mille| ancora| tante)* per (?:aver(?:ci|mi)? (?:scritto|contattato)|(?:il |la )?(?:suo |"
    r"tuo |sua |tua )?"
    r"(?:interesse|pazienza|fiducia|comprensione|messaggio|richiesta))|"
    r"(?:speriamo|spero) di (?:esserle|esserti|esservi) (?:stat[oiae] )?(?:utili?|d'aiuto|di aiuto)|"
    r"(?:speriamo|spero) "
    r"di aver(?:la|ti|vi) aiutat[oaei]|"
    r"non (?:esiti|esitare|esitate) a (?:scriver|contattar|chieder)(?:ci|mi)|"
    r"(?:(?:le|ti|vi) augur(?:iamo|o) )?(?:una )?(?:buona|bella|piacevole|splendida) (?:giornata|serata|"
    r"settimana)|"
    r"(?:(?:le|ti|vi) augur(?:iamo|o) )?(?:un )?buon (?:fine settimana|pomeriggio|weekend|proseguimento)|"
    r"(?:restiamo|rimaniamo|siamo|resto|rimango) a (?:sua|tua|vostra) (?:completa )?disposizione|"
    r"(?:a presto|un caro saluto)(?=[,.!]?$)"
)
_DUTCH = (
    r"(?:bedankt|dank u(?: wel)?|dankjewel|fijn|leuk|goed),? dat (?:u|je) ons (?:schrijft|mailt|(?:heeft|"
    r"hebt) "
    r"(?:geschreven|gemaild)|(?:geschreven|gemaild) (?:heeft|hebt))|"
    r"(?:bedankt|dank u(?: wel)?|dankjewel|dank) voor (?:uw|je|jouw|het|de) (?:bericht|interesse|geduld|"
    r"vertrouwen|"
    r"begrip|reactie)|"
    r"(?:we|wij|ik) (?:hopen|hoop) dat (?:dit|het) (?:u |je )?(?:verder )?helpt|"
    r"aarzel (?:dan )?niet om (?:ons |met ons )?(?:te (?:schrijven|mailen|vragen|benaderen)|"
    r"contact (?:met ons )?op te "
    r"nemen)|"
    r"neem (?:dan )?gerust contact (?:met ons )?op|"
    r"(?:(?:we|wij) wensen (?:u|je) )?(?:nog )?(?:een )?(?:nog )?(?:fijne?|prettige?|mooie|goede) (?:dag|"
    r"avond|middag|"
    r"week|weekend)(?: nog| verder| gewenst| toegewenst)*|"
    r"tot (?:ziens|gauw)(?=[,.!]?$)"
)
_POLITE = [
    re.compile(rf"(?<![\w'-])(?:{phrases})(?![\w'-])", re.MULTILINE)
    for phrases in (_ENGLISH, _GERMAN, _FRENCH, _SPANISH, _ITALIAN, _DUTCH)
]
"""All languages are looked for in every text: a shop may answer in any."""


@dataclass(frozen=True)
class Unclaimed:
    """Where a body states nothing: its politeness, and the shop's own names; code points, end excluded."""

    polite: tuple[tuple[int, int], ...]
    names: tuple[tuple[int, int], ...]

    def holds(self, start: int, end: int) -> bool:
        """Tell whether a place is politeness, or the shop's own name."""
        return any(left <= start and end <= right for left, right in (*self.polite, *self.names))

    def blanked(self, span: Span) -> str:
        """Return a piece of the body with blanks for what states nothing."""
        text = span.text
        for start, end in (*self.polite, *self.names):
            left, right = max(start - span.start, 0), min(end - span.start, len(text))
            if left < right:
                text = f"{text[:left]}{' ' * (right - left)}{text[right:]}"
        return text

    def only_names(self, span: Span, start: int, end: int) -> bool:
        """Tell whether ``start:end`` of a piece names the shop and no product: the piece states nothing."""
        first = span.start
        named = any(left <= first + start and first + end <= right for left, right in self.names)
        return named and not content(self.blanked(span))


@lru_cache(maxsize=2_000)
def find_unclaimed(body: str, names: tuple[str, ...]) -> Unclaimed:
    """Find what a body says without stating anything."""
    folded = fold(body)
    polite = tuple(match.span() for pattern in _POLITE for match in pattern.finditer(folded))
    return Unclaimed(polite, tuple(own_names(body, names)))
