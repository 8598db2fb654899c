"""What a piece of a message asks for, by patterns in six languages over folded text."""

import re
from typing import Literal

from mancrel.assistant.understanding_concepts import COUNTRIES, PROPERTIES_ASKED, SERVICES, TOPICS
from mancrel.assistant.understanding_prices import PRICE, asks_a_price
from mancrel.assistant.understanding_sending import GETS_HERE, IF_ORDERED
from mancrel.assistant.understanding_text import terms
from mancrel.assistant.understanding_turns import DEADLINE, VERB_FIRST

Kind = Literal[
    "price", "stock", "delivery", "total", "options", "link", "alternatives", "overview", "detail", "unknown"
]

STOCK = re.compile(
    r"\bdisponibil\w*\b|\b(in|a) magazzino\b|\bavete\b|\bop voorraad\b|\bleverbaar\b|\bverkrijgbaar\b|"
    r"\bhebben jullie\b|\bheeft u\b|\buitverkocht\b|\besaurit\w+\b|"
    r"\b(in|on|out of) stock\b|\bstock\b|\bleft\b(?!-)|\b(you|still) (still )?sell\b|"
    r"\byou (do )?have\b|\bihr habt\b|\bvous avez\b|\bverkauf(en|t)\b|\bvend(ez|en|"
    r"eis)\b|"
    r"\bavail(ab|b|a|ib)?(le|ility)\b|\bexiste(nt)?\b|\bunavailable\b|\bsold out\b|"
    r"\bdo you (still |currently )?have\b|"
    r"\bhave you got\b|\bstill have\b|\bgot any\b|\bstill there\b|\bnoch da\b|\bcan i (still )?(get|buy|"
    r"order)\b|\bverfugbar(keit)?\b|"
    r"\b(auf|am) lager\b|\blagernd\b|\bgibt'?s\b|\b(ob|dass) es .{1,40} gibt\b|\bs'il (y en a|en reste)\b|"
    r"\bsi (la|lo|las|los) (teneis|tienen)\b|\bse (l'avete|ce l'avete|c'e)\b|\bof (er|jullie) .{1,30}(is|"
    r"zijn|hebben)\b|\b(ihr|sie) (die|den|das|sie|ihn|es) (noch )?da\b|"
    r"\b(is|are) (it|that|they|that one) (still )?there\b|\bis (het|hij|die) er nog\b|\bce l'avete\b|"
    r"\bvorratig\b|\blieferbar\b|\berhaltlich\b|\bausverkauft\b|\bhabt ihr\b|\bhaben sie\b|\bgibt es\b|"
    r"\ben stock\b|\bdisponib\w+|"
    r"\bavez[- ]vous\b|\bil (vous )?reste\b|\bexistencias\b|\btienen\b|\bteneis\b|\bagotad[oa]\b|"
    r"\bhay\b(?! que)|"
    r"\ben rupture\b"
)
ABOUT_TIME = re.compile(
    r"\bquanto tempo\b|\b(in|entro|tra) quant[oi]\b|\bquanti giorni\b|\bquando\b|\bhoe (lang|snel)\b|"
    r"\bhoeveel (werk)?dagen\b|\bwanneer\b|\blevertijd\b|"
    r"\bhow (long|soon|fast|quick(ly)?|many (\w+ )?days)\b|\bwhen\b|\b(delivery|shipping|lead|"
    r"dispatch) (time|times|period|estimate)\b|\blieferzeit\w*|"
    r"\blieferfrist\b|\bwie (lange|schnell)\b|\bwann\b|\bbis wann\b|\bdelais?\b|\bcombien de (temps|"
    r"jours)\b|\bquand\b|\bplazos?\b|"
    r"\bcuanto(s)? (tiempo|dias|tarda\w*)\b|\ben cuant\w+\b|\bcuando\b|\btiempo de\b|\btarda\w*\b|\btemps\b"
)
TAKES = re.compile(
    r"\bhow (?:long|many (?:\w+ )?days) (?:it|this|that|they) (?:(?:would|will|might|could) )?takes?\b|"
    r"\bwie lange (?:es|das) (?:dauert|dauern|braucht)\b|\bcombien de temps (?:ca|cela) (?:prendrait|"
    r"prendra)\b|\bhoe lang (?:het|dat) (?:duurt|zou duren)\b|"
    r"\bhow long (?:does|do|will|would) (?:it|this|that|they) (?:go on|last)\b|\bwie lange (?:geht|gehen|"
    r"dauert) (?:der|die|das|es|er|sie)\b|"
    r"\bcombien de temps (?:ca |cela |il |elle )?dure\b|\b(?:quanto|cuanto) dura\b|"
    r"\bhow (long|many (\w+ )?days) (does|will|would|do) (it|this|that|they) (usually |normally |generally )?"
    r"take\b|\btarda\w*\b|\bwie (lange|viele (werk|arbeits)?tage) dauert (das|es)\b|"
    r"\bcombien de temps (ca|cela) prend\b|\bhow long (will|would|do|does) (i|we) (be|have to be|"
    r"go) without\b|\bhoe lang duurt (het|dat)\b|\bquanto (tempo )?ci (vuole|mette)\b"
)
SENDING = frozenset({"ship", "deliver"})
TOTAL = re.compile(
    r"\b(in tutto|in totale|in totaal|alles bij elkaar|tutto insieme)\b|"
    r"\b(in|grand) total\b|\btotal (price|cost|amount|sum)\b|\bthe total\b|\baltogether\b|\ball together\b|"
    r"\bpay altogether\b|\badd(ed)? up\b|\bwork out\b|\b(what|how much) .{0,90} come to\b|\bsum\b|\bsumme\b|"
    r"\b(costs?|come to|coutent|cuestan)( \w+)? (together|ensemble|juntos|juntas)\b|"
    r"\b(insgesamt|zusammen|gesamtpreis\w*|"
    r"gesamtbetrag|gesamtkosten)\b|\b(en tout|au total)\b|\ben total\b|\bprecio total\b|\bprix total\b|"
    r"^\W*(and |und |et |y )?(all |both |alle |beide )?(together|zusammen|ensemble|juntos|juntas)\W*$|"
    r"\b(all in all|alles in allem|todo junto|somme toute)\b|"
    r"\b(all in|alles in allem|tout compris|todo incluido)\W*$"
)
PAID = re.compile(
    r"\b(?:(?:do|would|must|have to|should) i pay|i (?:would|will|have to|must) pay|i'd pay|"
    r"would (?:it|that|this|one|two|the|\d+)\b.{0,60}\b(?:be|"
    r"cost|come)|"
    r"zahle ich|wurde ich zahlen|muss ich zahlen|je paie\w*|pagaria|saldria\w*|costaria\w*|couterai\w*)\b"
)
WITH_SHIPPING = re.compile(
    r"\b(including|with|plus|incl\.?) (the )?(shipping|delivery|postage)\b|\b(inklusive|inkl\.?|mit|"
    r"plus) (\w+ )?(versand\w*|lieferung|porto)\b|"
    r"\b(con|compresa|inclusa) (la )?spedizione\b|\b(met|inclusief|incl) verzending\b|"
    r"\bavec (le |les )?(port|frais de port)\b|"
    r"\b(avec|frais de) (la |les )?(livraison|port|frais de (port|livraison)) (inclus|compris|"
    r"compris\w*)\b|\bavec (la |les )?(livraison|frais de (port|livraison))\b|"
    r"\b(con|gastos de) (el )?envio (incluidos?)?|\bshipping included\b"
)
SENT_TO = re.compile(
    r"\b(?:(?:if|when) you (?:send|ship|post|deliver)|sent|shipped|posted|delivered|send (?:it|them|one|"
    r"this)|"
    r"verschickt|geschickt|gesendet|geliefert|nach hause|envoye\w*|livre\w*|expedie\w*|enviad\w*|"
    r"con (?:el |los )?(?:envio|gastos de envio)|versand (?:nach|inklusive))\b"
)
"""Says beside a price that sending is to be counted."""
INCLUDES = re.compile(
    r"\b(?:includes?|comes? with|contains?|enthalt|enthalten|beinhaltet|inclut|contient|comprend|incluye|"
    r"contiene|trae|lleva)\b"
)
OPTIONS = re.compile(
    r"\b(quali|che|in che) (altri )?(colori|colore|taglie|misure|versioni)\b|"
    r"\bwelke (kleuren|maten|versies)\b|"
    r"\b(which|what|other|more|different|any other|all)( \w+)? (colou?rs?|sizes|versions?|variants?|"
    r"options|finish(es)?)\b|\bwhat (colou?r|size)s? (do|does|are|is) (it|they|you|this|the|that)\b|"
    r"\bcome in\b|\bwelche[nrsm]? (\w+ )?(farben?|grosen?|groessen?|grossen|varianten?|ausfuhrungen?)\b|"
    r"\b(andere|weitere)[nr]? (farben?|grosen?|grossen|groessen|varianten)\b|"
    r"\bquell?e?s? (\w+ )?(couleurs?|tailles|variantes|coloris)\b|\bautres (couleurs|tailles|coloris)\b|"
    r"\b(que|cuales|en que) (\w+ )?(colores|tallas|tamanos|color)\b|\botr[oa]s (colores|tallas|tamanos)\b|"
    r"\b(colou?rs|sizes|farben|grosen|couleurs|tailles|colores|tallas)\b"
)
ALTERNATIVES = re.compile(
    r"\brecommend\w*|\bsuggest\w*|\balternativ\w*|\bsimilar\b|\b(any|some)thing (else )?(like|comparable|"
    r"close)\b|\bcomparable\b|\bwhat else\b|\bahnlich\w*|"
    r"\bempfehl\w*|\bempfiehl\w*|\bvorschlag\w*|\b(so )?etwas wie\b|\brecommand\w*|\bconseill\w*|"
    r"\bsimilaires?\b|\bsemblable\b|\bequivalent\w*|\brecomiend\w*|"
    r"\brecomend\w*|\bparecid[oa]s?\b|\bsugier\w*|\bequivalente\b"
)
LINK = re.compile(
    r"\b(link|url|lien|enlace)\b|\bwhere (can|do|could) (i|we) (see|find|view|look)\b|\bproduct page\b|"
    r"\bproduktseite\b"
)
OVERVIEW = re.compile(
    r"\b(tell me (more )?about|more (information|info|details)|information (about|on)|details (about|on|"
    r"of)|interested in|looking for)\b|"
    r"\b(mehr (uber|informationen|infos)|informationen (zu\w*|uber)|interessiere mich|suche)\b|"
    r"\b(plus d'informations?|renseignements sur|interessee? par|je cherche)\b|"
    r"\b(mas informacion|informacion sobre|interesad[oa] en|me interesa|busco)\b"
)
ASKING = re.compile(
    r"\?|^\W*(how|what|which|when|where|who|whose|why|is|are|do|does|did|can|could|will|would|may|should|"
    r"have|has|any|price|wie|was|welche\w*|wann|wo|wer|warum|"
    r"ist|sind|gibt|haben|hat|habt|kann|konnen|konnten|konnt|wird|lasst|kostet|bieten|liefern|versenden|"
    r"quant[oaie]|quale|quali|quando|avete|esiste|potete|hoe|hoeveel|welke|wanneer|kunnen|hebben|kost|"
    r"combien|quel\w*|quand|ou|comment|pourquoi|est|avez|"
    r"pouvez|pourriez|livrez|cual\w*|cuant\w*|cuando|donde|como|por que|tienen?|hay|puede\w*|podria\w*|"
    r"envian|hacen|es|esta|estan)\b|"
    r"\b(vorrei|cerco|graag|ik zoek)\b|"
    r"\b(please|tell me|let me know|i need|we need|i want|would like|i'd like|id like|could you|can you|"
    r"would you|looking for|interested in|wondering|curious|"
    r"send me|confirm|question|enquir\w*|inquir\w*|bitte|mochte\w*|brauch\w*|benotig\w*|suche\w*|"
    r"konnten sie|konnen sie|konnt ihr|interessier\w*|wurde gern\w*|"
    r"frage|wissen|svp|s'il (vous|te) plait|voudrais|aimerais|souhait\w*|besoin|cherche|pouvez|pourriez|"
    r"savoir|quisiera|quiero|necesit\w*|gustaria|busco|por favor|"
    r"pueden|podrian|podria|saber|querria)\b"
)
CONFIRMING = re.compile(
    r"\b(?:is|are|ist|sind|est|sont|es|son) (?:\w+ )?(?:a )?\d|"
    r"\b(confirm\w*|still|right|correct|true|really|is it|is that|does it cost|costs?|it's|its|listed|says|"
    r"saw|seen|was|stimmt|richtig|noch|wirklich|kostet|bestatig\w*|"
    r"doch|ja|oder|gell|nicht wahr|verdad|no\?|n'est-ce pas|isn't it|aren't they|don't they|"
    r"gesehen|toujours|vraiment|bien|confirm\w*|coute|vu|verdad|cierto|todavia|sigue|cuesta|visto|correcto)\b"
)
BARGAINING = re.compile(
    r"\b(for only|would you (take|accept|sell)|can i (have|get|buy) (it|them|one) for|can you do|"
    r"could you do|knock|lower|cheaper|deal|offer you|less|down to|fur nur|"
    r"nehmen sie|machen sie|gunstiger|billiger|pour seulement|moins cher|rebajar|mas barato|por solo|"
    r"instead of|reduce\w*)\b"
)
PERSONAL = re.compile(
    r"\bm[yi] (\w+ )?(order|orders|parcel|package|invoice|refund|account|payment|purchase|subscription|"
    r"pedido|paquete|factura|cuenta|compra)\b|\border (number|no\b|id|#)|#\d{4,}|"
    r"(?<!\bif )\b(i|we)('ve| have)? (already |just |recently )?"
    r"(ordered|bought|purchased|received|paid|returned)\b|"
    r"\bmeine[nr]?m? (bestellung|sendung|paket|lieferung|rechnung|konto|zahlung)\b|"
    r"\bmein (paket|konto)\b|\b(habe|haben) .{0,60}\b(bestellt|gekauft|erhalten|bezahlt|bekommen|"
    r"zuruckgeschickt)\b|\bbestellnummer\b|\b(ma commande|mon colis|ma facture|mon compte|mon achat)\b|"
    r"\bj'ai (\w+ )?(commande|achete|recu|paye|renvoye)\b|\bnumero de (commande|pedido)\b|\bhe (pedido|"
    r"comprado|recibido|pagado|devuelto)\b|\bcompre\b"
)
WANTS_TO_BUY = re.compile(
    r"\b(want|like|'d like|wish|ready|going) to (order|buy|purchase)\b|\b(mochte|will|"
    r"wurde gerne?) .{0,60}\b(bestellen|kaufen)\b|\b(voudrais|souhaite|veux|aimerais) (commander|"
    r"acheter)\b|"
    r"\b(quiero|quisiera|gustaria) (comprar|pedir|encargar)\w*\b|\bi('ll| will) take\b|\bi order\b|"
    r"\bich bestelle\b|\bje commande\b"
)
ABOUT_PERSON = re.compile(
    r"\b(who|whom|why|wer|warum|wieso|weshalb|qui (paie|paye|prend|supporte)|pourquoi|quien|por que)\b"
)
PURPOSE = re.compile(
    r"\b(for (my|our|his|her|the) \w+( room)?|as a (gift|present)( for (my|our|a) \w+)?|fur (mein\w*|"
    r"unser\w*) \w+|als geschenk|pour (mon|ma|mes|notre|nos) \w+|"
    r"comme cadeau|en cadeau|para (mi|mis|nuestr[oa]|el|la) \w+|de regalo)(?=\W*$)"
)
TOPIC_TERMS: dict[str, frozenset[str]] = {
    "price": frozenset({"price", "cost"}),
    "stock": frozenset({"stock", "available", "ship", "deliver", "open"}) - {"open"},
    "delivery": frozenset({"deliver", "ship", "duration", "available", "stock"}),
    "total": frozenset({"price", "cost", "ship", "deliver", "include", "address"}),
    "options": frozenset("colour size available stock style model dimension diameter length width".split()),
    "link": frozenset({"link", "url", "lien", "enlac", "enlace", "produktseit", "online"}),
    "alternatives": frozenset({"price"}),
    "overview": frozenset({"available", "price"}),
}
WHO_PAYS = re.compile(
    r"\bmuss (?:ich|man|wir)\b.{0,40}\b(?:be)?zahlen\b|\b(?:dois-je|tengo que|devo|moet ik)\b.{0,30}"
    r"\b(?:payer|pagar|pagare|betalen)\b|"
    r"\b(who (has to |must |will |would |do i |does )?(pay|pays|paying|cover|covers|bear|bears)|"
    r"do i (have to )?pay|wer (muss )?(.{0,40}\b)?(zahl\w*|bezahl\w*|trag\w*|ubern\w*)|"
    r"qui (doit )?(paie|paye|payer|prend|supporte)|quien (tiene que )?(pag\w*|asum\w*))\b"
)
SEND_BACK = re.compile(
    r"\bterug ?(?:te )?(?:sturen|stuur|zenden|brengen|geven)\b|\brestitu\w+\b|\bmandare indietro\b|"
    r"\b(send|bring|give|take|giving|sending|bringing)\b.{0,30}\bback\b"
)
PRICE_OF_IT = re.compile(
    r"\bset (?:me|us|him|her) back\b|\bc'est combien\b|"
    r"\bca (?:me |nous )?(?:ferait|fait|reviendrait) (?:a )?combien\b|\bwas (?:verlangt|nehmt) ihr dafur\b|"
    r"\bwas (?:verlangen|nehmen) sie dafur\b|"
    r"\b(?:what|how much) (?:would|will|does|is) (?:that|it|this) (?:be|come to|make|run to)\b|"
    r"\b(?:would|does|will|is) (?:it|that|this)\b.*\bcosts?\b|\bkostet (?:das|es)\b|"
    r"\bwurde (?:das|es)\b.*\bkosten\b|\b(?:ca|cela) cout\w+|\bcoute (?:ca|cela)\b|\bcuesta (?:eso|esto)\b|"
    r"\bcuanto (?:seria|es|son)\b|"
    r"\bquanto (?:sarebbe|verrebbe|fa)\b|\bhoeveel (?:is|zou) (?:dat|het)\b|\bwat kost (?:dat|het)\b"
)
MONEY_BACK = re.compile(
    r"\bmoney\b.{0,25}\bback\b|\bgeld\b.{0,25}\bzuruck\b|\bgeld\b.{0,25}\bterug\b|"
    r"\bsoldi\b.{0,15}\bindietro\b|\b(devuelv|devolv)\w+\b.{0,15}\bdinero\b|"
    r"\brend\w+\b.{0,15}\bargent\b"
)
ORDERS = re.compile(
    r"\border\b|\bbestell\w*\b|\bcommande\w*\b|\b(pedir|encargar)\w*\b|\bi('ll| will) take\b|\bsend me\b|"
    r"\bship me\b"
)
NOT_THIS = re.compile(
    r"\b(not|no|never|without|except|besides|instead of|don't want|dont want|nicht|kein\w*|ohne|statt|pas|"
    r"sauf|sans|excepto|sin)"
    r"( (the|a|an|my|your|die|der|das|den|dem|le|la|les|un|une|el|los|una?))?\s*$"
)
"""Stands before a name that is not meant."""
_JOINT = re.compile(
    r"^\W*(?:and|n|und|et|y|e|or|oder|ou|o|also|auch|aussi|tambien|plus|as well as|but|aber|mais|"
    r"pero)\b[\s,]*"
)
_WHETHER = re.compile(r"^(?:if|whether|ob|s'ils?|s'elles?|si)\b")
_OF_SENDING = frozenset({"ship", "deliver", "duration", "available", "stock", "parcel", "address"})
_NO_GOODS = frozenset({"payment", "spare", "open", "warranty", "return", "refund", "customs"}) | SERVICES
"""What "do you have" may ask for beside goods: a guarantee is no stock."""


def asks(fragment: str) -> bool:
    """Tell whether a folded fragment is a question or a request by itself."""
    bare = _JOINT.sub("", fragment.replace("?", "").replace("¿", ""))
    return bool(ASKING.search(bare) or _WHETHER.search(bare) or VERB_FIRST.search(fragment))


def explained(kind: str, fragment: str) -> list[tuple[int, int]]:
    """Return the places of a folded fragment that the patterns of a kind take up."""
    patterns = {
        "total": (TOTAL, WITH_SHIPPING, SENT_TO, PAID),
        "alternatives": (ALTERNATIVES,),
        "options": (OPTIONS,),
        "link": (LINK,),
        "overview": (OVERVIEW,),
        "delivery": (ABOUT_TIME, TAKES, GETS_HERE, IF_ORDERED),
        "stock": (STOCK,),
        "price": (PRICE,),
    }
    return [match.span() for pattern in patterns.get(kind, ()) for match in pattern.finditer(fragment)]


def takes_to_somewhere(fragment: str) -> bool:
    """Tell whether a folded question on time is on how long it takes, or to which country."""
    if TAKES.search(fragment):
        return True
    meant = terms(fragment)
    others = (TOPICS - _OF_SENDING) | (PROPERTIES_ASKED - {"length"})
    return bool(meant & COUNTRIES) and not meant & others


def kinds(fragment: str, *, product: bool) -> list[Kind]:
    """Return what a folded fragment asks for; ``product``: a product is in question."""
    meant = terms(fragment)
    found: list[Kind] = []
    sends = bool(meant & SENDING)
    if ALTERNATIVES.search(fragment):
        return ["alternatives"]
    prices = asks_a_price(fragment, meant)
    if product and (TOTAL.search(fragment) or WITH_SHIPPING.search(fragment)):
        return ["total"]
    if product and sends and SENT_TO.search(fragment) and PAID.search(fragment):
        return ["total"]
    if prices and sends and not ABOUT_TIME.search(fragment):
        return ["detail"]
    if (
        prices
        and product
        and not meant & {"return", "exchange", "warranty", "express", "deposit"}
        and not meant & SERVICES
    ):
        found.append("price")
    timed = bool(ABOUT_TIME.search(fragment))
    if (
        product
        and (timed or DEADLINE.search(fragment))
        and (sends or GETS_HERE.search(fragment) or (timed and takes_to_somewhere(fragment)))
        and not meant & {"return", "warranty", "refund"}
    ):
        found.append("delivery")
    if product and OPTIONS.search(fragment) and not meant & {"payment"}:
        found.append("options")
    elif product and STOCK.search(fragment) and not meant & _NO_GOODS:
        found.append("stock")
    if product and LINK.search(fragment):
        found.append("link")
    return found
