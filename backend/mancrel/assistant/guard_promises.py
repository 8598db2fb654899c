"""Links, addresses, dates and promises: what a reply may only say when an article says it."""

import re
from collections.abc import Iterator
from uuid import UUID

from mancrel.assistant.facts import Claim
from mancrel.assistant.guard_claims import claim, products_of
from mancrel.assistant.guard_language import Kind
from mancrel.assistant.guard_measures import agrees
from mancrel.assistant.guard_scene import ADDRESS, LINK, Scene, Sentence
from mancrel.assistant.understanding_names import bare_link
from mancrel.assistant.understanding_text import fold, terms

_DATES = re.compile(
    r"\b(?:tomorrow|tonight|overnight|same[- ]day|next[- ]day|yesterday|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday|next (?:week|month)|this (?:week|month)|end of the (?:week|month)|"
    r"in no time|immediately|instantly|right away|straight away|montag|dienstag|mittwoch|donnerstag|"
    r"freitag|samstag|sonntag|ubermorgen|nachste[rn]? (?:woche|monat)|diese woche|sofort|umgehend|"
    r"demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|semaine prochaine|immediatement|"
    r"tout de suite|manana|lunes|martes|miercoles|jueves|viernes|sabado|domingo|proxima semana|"
    r"inmediat\w+|enseguida|january|february|april|june|july|august|september|october|november|december|"
    r"januar|februar|marz|juni|juli|oktober|dezember|"
    r"janvier|fevrier|avril|juillet|aout|octobre|novembre|decembre|enero|febrero|abril|junio|julio|agosto|"
    r"septiembre|octubre|noviembre|diciembre|christmas|weihnachten|noel|navidad|"
    r"domani|dopodomani|stasera|domenica|prossima settimana|subito|immediatamente|gennaio|febbraio|aprile|"
    r"giugno|luglio|settembre|ottobre|dicembre|natale|overmorgen|maandag|dinsdag|woensdag|donderdag|vrijdag|"
    r"zaterdag|zondag|volgende (?:week|maand)|onmiddellijk|meteen|januari|februari|maart|augustus|"
    r"december|kerst\w*|(?:lune|marte|mercole|giove|vener)di|sabato|"
    r"(?<!guten )(?<!good )(?<!goede)morgen)\b"
)


_TODAY = re.compile(r"\b(?:today|heute|aujourd'hui|hoy|oggi|vandaag)\b")


_MOVING = re.compile(
    r"\b(?:ship\w*|dispatch\w*|deliver\w*|arriv\w*|send\w*|sent|leav\w*|order\w*|reach\w*|versend\w*|"
    r"verschick\w*|liefer\w*|expedi\w*|envo\w*|livr\w*|envi\w*|entreg\w*|lleg\w*|"
    r"sped\w*|invi\w*|consegn\w*|arriv\w*|verzend\w*|verzond\w*|lever\w*|bezorg\w*|komt)\b"
)


_PROMISES = re.compile(
    r"\b(?:i|we)(?:'ve| have) (?:already |just |now )?(?:cancel\w*|reserv\w*|refund\w*|sent|shipped|"
    r"dispatched|changed|order\w*|put|set|added|applied|arranged|booked|issued|updated|given|made|held|"
    r"taken)\b|"
    r"\b(?:we|i)(?:'ll| will| can| could| are going to| would) (?:gladly |happily |certainly |also |then |"
    r"even )?(?:send you|ship|dispatch|replace|refund|reserve|hold|keep (?:one|it|them)|put|give you|"
    r"offer you|take (?:it|them) back|cancel|pay|cover|order|make sure|"
    r"arrange|match|deliver|pick|exchange|let you have|get you|do it|throw in|add|include|sell|lower|"
    r"reduce)\b|"
    r"\b(?:half|twice|double|halb\w*|doppelt\w*|moitie|mitad|doble) (?:the |of the |den |le |du |el |"
    r"del )?(?:price|preis\w*|prix|precio)\b|\bon the house\b|\b(?:half|double|triple)\b|"
    r"\b(?:wir|ich) (?:haben|habe) .{0,60}\b(?:storniert|reserviert|erstattet|verschickt|versandt|geandert|"
    r"bestellt|geschickt|zuruckgelegt|veranlasst|gutgeschrieben)\b|"
    r"\b(?:wir|ich) (?:werden|werde|konnen|kann|senden|schicken|legen|geben|nehmen|erstatten|reservieren|"
    r"ersetzen|bezahlen|ubernehmen|liefern|versenden|verschicken)\b|"
    r"\b(?:nous|je) (?:allons|vais|pouvons|peux) (?:vous )?(?:envoyer|expedier|rembourser|remplacer|"
    r"reserver|offrir|livrer|garder|mettre|faire|donner|annuler)\b|"
    r"\b(?:nous avons|j'ai|nous) (?:annul\w*|rembours\w*|reserv\w*|expedi\w*|envoy\w*|garantiss\w*|"
    r"offr\w*)\b|"
    r"\b(?:hemos|he) (?:cancelado|reservado|reembolsado|enviado|cambiado|pedido|anulado)\b|\b(?:vamos a|"
    r"podemos|puedo|voy a) (?:enviar\w*|reembols\w*|reserv\w*|sustituir\w*|entregar\w*|ofrecer\w*|hacer\w*|"
    r"dar\w*|guardar\w*|cancelar\w*)\b|"
    r"\b(?:le|les|te) (?:enviamos|enviaremos|reservamos|reservaremos|ofrecemos|garantizamos)\b|"
    r"\b(?:we|i) (?:guarantee|promise|assure|ensure|warrant)\b|\b(?:garantieren|garantiere|versprechen|"
    r"verspreche|garantissons|garantizamos|prometemos)\b|"
    r"\b(?:abbiamo|ho) (?:gia )?(?:annullat|rimborsat|prenotat|riservat|spedit|inviat|cambiat|ordinat|"
    r"scontat)\w*|\b(?:possiamo|posso|vogliamo) (?:\w+ )?(?:rimbors|riserv|sped|invi|offr|regal|sostitu|"
    r"conserv|annull|consegn|garant|scont|cambi|tener|mett|dar|far)\w*|"
    r"\b(?:rimborser|spedir|invier|riserver|sostituir|consegner|terr|offrir|regaler)(?:o|emo|a|anno)\b|"
    r"\b(?:garantiamo|garantisco|promettiamo|prometto|assicuriamo|le (?:offriamo|riserviamo|inviamo|"
    r"spediamo))\b|"
    r"\b(?:meta|doppio) (?:del )?prezzo\b|\bsconto\b|"
    r"\b(?:wij|we|ik) (?:hebben|heb) .{0,60}\b(?:geannuleerd|gereserveerd|terugbetaald|verzonden|verstuurd|"
    r"gewijzigd|besteld|opgestuurd|klaargelegd)\b|"
    r"\b(?:wij|we|ik) (?:zullen|zal|kunnen|kan|sturen|stuur|geven|geef|nemen|betalen|reserveren|leveren|"
    r"verzenden|vervangen|leggen|houden)\b|\b(?:garanderen|garandeer|beloven|beloof)\b|\bhalve prijs\b|"
    r"\bkorting\b|"
    r"\byou (?:are|'re) (?:entitled|owed)\b|\b(?:cheaper|cheapest|lowest|best price|special price|"
    r"special offer)\b|\bgood deal\b"
)


_IN_A_NAME = re.compile(
    r"\b(?:ignore|instructions?|system prompt|assistant|discounts?|rabatt|remise|descuento|refund\w*|"
    r"for free|is free|free of charge|"
    r"gratis|voucher|coupon|gutschein|guarantee\w*)\b|%\s?off|https?:|www\.|@"
)
_PHONE = re.compile(
    r"(?:\+|\b00)\d[\d\s()/.-]{6,}\d|\b0\d{2,5}[\s/-]?\d[\d\s/-]{4,}\d\b|"
    r"\b\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}\b"
)


_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,8}(?:[ ]?[A-Z0-9]{1,4})?\b")


_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>|!?\[[^\]]*\]\([^)]*\)|javascript:|data:\w+/", re.IGNORECASE)


_SPELLED = re.compile(
    r"\b(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen|couple|half|several|few|"
    r"ein|eine|einen|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|zwolf|vierzehn|zwanzig|dreisig|"
    r"dreissig|hundert|tausend|wenige[nr]?|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|"
    r"quinze|vingt|trente|cent|mille|quelques|"
    r"due|tre|quattro|cinque|sei|sette|otto|nove|dieci|dodici|quindici|venti|trenta|cento|mezzo|"
    r"een|twee|drie|vijf|zes|zeven|negen|tien|twaalf|veertien|twintig|dertig|honderd|duizend|enkele|"
    r"una|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|quince|veinte|treinta|cien|ciento|mil|"
    r"pocos)"
    r"(?:[ -](?:hundred|thousand|of|to|bis|a|or|oder|ou|o|and|und|et|y|one|two|three|four|five|six|seven|"
    r"eight|nine|ten|zwei|drei|vier|funf|deux|trois|quatre|cinq|dos|tres|cuatro|cinco|vierzig|fifty|forty|"
    r"twenty|thirty))*)"
    r"[ -](?:euros?|eur|dollars?|pounds?|francs?|franken|libras|(?:working |business )?days?|weeks?|"
    r"months?|years?|hours?|werktagen?|werktage|tagen?|tage|wochen?|monaten?|monate|jahren?|jahre|stunden?|"
    r"jours?|semaines?|mois|ans|heures?|dias?|semanas?|meses|anos|horas?|"
    r"giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|or[ae]|dag(?:en)?|werkdag(?:en)?|weken|maand(?:en)?|jaar|jaren|uur|"
    r"pezzi|disponibil[ei]|stuks|op voorraad|procent|per cento|"
    r"percent|prozent|pour cent|por ciento|left|pieces? (?:left|in stock)|units|in stock|available|"
    r"auf lager|en stock|kilos?|kilograms?|metres?|meters?|centimet\w+|zentimeter|litres?|liters?|grams?|"
    r"watts?|inches)\b|"
    r"\b\w*(?:hundert|tausend)\w*\b|\b(?:hundreds?|thousands?)\b"
)


_PARTY = re.compile(
    r"\b(?:by (?:us|you|the (?:customer|buyer|seller|shop))|at (?:our|your) (?:own )?(?:cost|expense)|"
    r"(?:we|you|customers?) (?:pay|bear|cover|carry)\w*|von (?:uns|ihnen)|vom kunden|(?:wir|sie) (?:zahlen|"
    r"tragen|ubernehmen)|"
    r"a (?:nostro|suo|vostro) carico|dal cliente|voor (?:onze|uw) rekening|door (?:ons|u|de klant)|"
    r"par (?:nous|vous|le client)|a (?:notre|votre) charge|a (?:nuestro|su) cargo|por (?:nosotros|usted|"
    r"el cliente))\b"
)


_ABSOLUTE = re.compile(
    r"\b(?:always|never|any ?time|everything|unlimited|every item|anywhere|everywhere|worldwide|immer|"
    r"jederzeit|alles|unbegrenzt|uberall|weltweit|toujours|jamais|partout|n'importe|siempre|nunca|todo|"
    r"cualquier momento|sempre|ovunque|in qualsiasi|illimitat\w+|altijd|overal|onbeperkt|wereldwijd|"
    r"no (?:limit|conditions|questions asked)|even (?:if|when|after))\b"
)


_RULES = frozenset(
    "return refund exchange ship deliver warranty payment free open repair customs tax gift wrap".split()
)


def check_links(scene: Scene) -> Iterator[Claim]:
    """Allow only the exact links of the product spoken of and of the articles; no mark-up, no addresses."""
    known = " ".join(article.body for article in scene.question.articles)
    for match in ADDRESS.finditer(scene.body):
        yield claim(scene, "link", *match.span(), match.group(), ok=_stands(match.group(), known))
    for pattern in (_PHONE, _IBAN):
        for match in pattern.finditer(scene.body):
            if not scene.masked(*match.span()):
                yield claim(scene, "figure", *match.span(), match.group(), ok=_stands(match.group(), known))
    for match in _MARKUP.finditer(scene.body):
        yield claim(scene, "link", *match.span(), match.group(), ok=False)
    addresses = [match.span() for match in ADDRESS.finditer(scene.body)]
    for match in LINK.finditer(scene.body):
        if not any(left <= match.start() < right for left, right in addresses):
            yield _link(scene, match.start(), match.start() + len(bare_link(match.group())), known)


def _stands(text: str, known: str) -> bool:
    return re.search(rf"(?<![\w@.+-]){re.escape(text)}(?![\w@-])", known) is not None


def _link(scene: Scene, start: int, end: int, known: str) -> Claim:
    text = scene.body[start:end]
    bound = products_of(scene.sentence_at(start).bound(start))
    meant = [one for one in bound if one.url and bare_link(one.url) == text]
    if bound and meant:
        one = meant[0]
        facts = ({"product_id": str(one.id), "field": "url", "value": one.url, "version": one.version},)
        return claim(
            scene,
            "link",
            start,
            end,
            text,
            ok=len(meant) == len(bound),
            expected=one.url,
            source=one.id,
            facts=facts,
        )
    listed = {bare_link(match.group()) for match in LINK.finditer(known)}
    expected = bound[0].url if len(bound) == 1 else None
    return claim(scene, "link", start, end, text, ok=text in listed, expected=expected)


def check_promises(scene: Scene) -> Iterator[Claim]:
    """Hold dates, promises that only a person may make, and figures in words."""
    for start, end in scene.masks:
        if _IN_A_NAME.search(scene.folded[start:end]):
            yield claim(scene, "policy", start, end, scene.body[start:end], ok=False)
    for sentence in scene.sentences:
        patterns = [_DATES, _PROMISES, _SPELLED]
        if terms(sentence.folded) & _RULES:
            patterns += [_ABSOLUTE, _PARTY]
        if _MOVING.search(sentence.folded):
            patterns.append(_TODAY)
        for pattern in patterns:
            for match in pattern.finditer(sentence.folded):
                start, end = sentence.span.start + match.start(), sentence.span.start + match.end()
                if scene.in_quote(start, end) or scene.masked(start, end):
                    continue
                if pattern is _ABSOLUTE and scene.unclaimed.holds(start, end):
                    continue  # "write to us any time"
                source = (
                    _same_word(scene, sentence, match.group())
                    if pattern in {_DATES, _PARTY, _ABSOLUTE}
                    else None
                )
                kind: Kind = (
                    "delivery"
                    if pattern in {_DATES, _TODAY}
                    else "figure"
                    if pattern is _SPELLED
                    else "policy"
                )
                yield claim(scene, kind, start, end, match.group(), ok=bool(source), source=source)


def _same_word(scene: Scene, sentence: Sentence, word: str) -> UUID | None:
    """Return the article that says the same of this word, if the nearest sentence does."""
    for backing in scene.backing(sentence):
        near = fold(backing.sentence)
        if backing.share >= 0.75 and word in near and agrees(scene, backing, sentence):
            return backing.article.id
    return None
