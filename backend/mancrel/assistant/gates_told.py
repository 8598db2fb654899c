"""What is told beside a question and needs a person, by its words; `told` weighs what no words give away."""

import re

_DISPLEASED = re.compile(
    r"\b(disappoint(ed|ing|ment)|disgrace\w*|unacceptable|appalling|outrage\w*|scandal\w*|ripped off|"
    r"enttäusch(t|end)\w*|frechheit|unverschämt\w*|skandal\w*|inakzeptabel|verärgert|"
    r"déçue?s?|décevant\w*|honte\w*|inacceptable|inadmissible|"
    r"decepcionad[oa]s?|decepcionante|vergüenza|inaceptable|"
    r"delus[oaie]|deludente|vergogn\w*|inaccettabil\w*|"
    r"teleurgesteld\w*|teleurstellend\w*|schand\w*|onacceptabel\w*)\b",
    re.IGNORECASE,
)
_CAME = (
    r"\b(arrived|came|kam(en)?|ankam(en)?|angekommen|arrivée?s?|llegó|llegaron|llegado|arrivat[oaie]|"
    r"kwam(en)?|aangekomen)\b"
)
_WRONG = (
    r"\b(crack\w*|scratch\w*|dent(s|ed)?|torn|without|incomplete|sprung|sprünge\w*|kratzer\w*|delle\w*|"
    r"riss\w*|ohne|"
    r"verkratzt|unvollständig|fêlée?s?|rayée?s?|abîmée?s?|cabossée?s?|sans|incomplète?s?|rajad\w+|"
    r"rayad\w+|golpead\w+|sin|"
    r"incomplet\w+|crepat\w+|graffiat\w+|ammaccat\w+|senza|barst\w*|kras(sen)?|deuk\w*|zonder|onvolledig)\b"
)
_FAULTY = re.compile(
    rf"{_CAME}[^.!?\n]{{0,60}}{_WRONG}|{_WRONG}[^.!?\n]{{0,40}}{_CAME}|"
    r"\b(funktioniert nicht|geht nicht mehr|kaputt ?gegangen|(was|were) missing|missing from|"
    r"fehlte\w*|fehlt (im|in der|mir|noch)|ne (marche|fonctionne) plus|tombée?s? en panne|"
    r"il (me )?manqu(e|ait)|dejó de funcionar|(ya )?no funciona|faltaban?|ha smesso di funzionare|"
    r"non funziona|mancava(no)?|stuk ?gegaan|werkt niet|ontbrak(en)?)\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"\b(i (want|demand|expect) (a |my |the )?(full )?(refund|money)|withdraw from|"
    r"trete [^.!?\n]{0,30}zurück|(will|möchte|verlange|fordere) [^.!?\n]{0,30}geld (zurück|wieder)|"
    r"(veux|voudrais|souhaite|exige|demande) (être |me faire )?(rembours\w+|un remboursement)|"
    r"me rétracte\w*|(quiero|exijo|solicito)[^.!?\n]{0,30}(devuelvan|devolución|reembols\w+)|"
    r"desist[oi]\w* de|"
    r"(voglio|esigo|chiedo)[^.!?\n]{0,20}(rimborso|soldi)|recedo|recedere|"
    r"(wil|eis)[^.!?\n]{0,20}(geld terug|terugbetal\w+))\b",
    re.IGNORECASE,
)
_ACCUSED = re.compile(
    r"\b(zeige (sie|euch)[^.!?\n]{0,40} an|anzeige (erstatten|wegen)|betrugs?|betrüger\w*|betrogen|"
    r"escroquer\w*|arnaqu\w*|"
    r"estafa\w*|frode|truffat\w*|opgelicht\w*|scam(med|mers?)?)\b",
    re.IGNORECASE,
)
_SUM = r"\d+([.,]\d{2}\b| ?(€|eur))"
_TAKEN = re.compile(
    rf"\b((took|taken)[^.!?\n]{{0,12}}{_SUM}[^.!?\n]{{0,20}}(off|from) m[ey]\b|"
    rf"(mir|uns)\b[^.!?\n]{{0,30}}{_SUM}[^.!?\n]{{0,30}}(genommen|abgezogen)|"
    rf"{_SUM}[^.!?\n]{{0,12}} (mir|uns)\b[^.!?\n]{{0,30}}(genommen|abgezogen)|"
    rf"(m'a|m'avez|m'ont) pris[^.!?\n]{{0,12}}{_SUM}|"
    rf"me (han|habéis|ha) (quitado|cogido)[^.!?\n]{{0,12}}{_SUM}|"
    rf"mi (hanno|avete|ha) (preso|tolto)[^.!?\n]{{0,12}}{_SUM}|"
    rf"{_SUM}[^.!?\n]{{0,30}}van mijn (rekening|kaart))",
    re.IGNORECASE,
)
"""A sum taken from the customer; without a sum "ça m'a pris trois heures" would be one."""
_CHARGED = re.compile(
    r"\b((charged|debited|billed)[^.!?\n]{0,30}(twice|double|again|card|account|wrong)|(charged|debited|"
    r"billed) me|"
    r"(my|the) (bank )?transfer|(karte|konto)[^.!?\n]{0,40}belastet|(doppelt|zweimal|"
    r"falsch)[^.!?\n]{0,20}abgebucht|"
    r"abgebucht|meine überweisung|débitée?s?|prélevée?s?|mon virement|me han (cobrado|cargado)|"
    r"cobrad[oa] (dos|dobl)\w*|"
    r"mi transferencia|addebit\w+|(mio|il) bonifico|afgeschreven|mijn overschrijving|dubbel betaald)\b",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    r"\b(mine|ours)\b|\b[Ll]es? (miens?|miennes?|nôtres?)\b|\b[Ll]a (mienne|nôtre)\b|"
    r"\b([Ee]l|[Ll][ao]s?) (mí[oa]s?|nuestr[oa]s?)\b|"
    r"\b([Ii]l|[Ll]a) (mi[oa]|nostr[oa]) (è|ha|non|si|fa|perde)\b|"
    r"\b([Dd]e|[Hh]et) (mijne|onze)\b|\b([Dd]ie|[Dd]at) van (mij|ons)\b|(^|[.!?\n] *)(Onze|Mijne) [a-z]+t\b|"
    r"\b([Mm]eine[rs]|[Mm]eins|[Uu]nsere[rs]|[Uu]nsers) [a-zäöü]+t\b",
    re.MULTILINE,
)
_WHO_SERVED = (
    r"\b(colleagues?|employees?|staff|salesm[ae]n|saleswom[ae]n|shop assistants?|kolleg\w+|mitarbeiter\w*|"
    r"verkäufer\w*|collègues?|employée?s?|vendeu(r|se)s?|emplead[oa]s?|dependient[ae]s?|compañer[oa]s?|"
    r"commess[oaie]|colleg[ahi]\w*|impiegat[oaie]|medewerk\w+|verkop\w+)\b"
)
_ILL_MANNERS = (
    r"\b(rude(ly)?|shout\w*|yell\w*|hung up|insult\w*|impolite|like (a dog|dirt)|frech\w*|angeschrien|"
    r"angebrüllt|aufgelegt|unfreundlich\w*|unhöflich\w*|beleidigt|wie (einen hund|dreck)|"
    r"comme (à )?un chien|raccroché|impolie?s?|grossi(er|ère)s?|désagréables?|cri(é|ait)|"
    r"maleducad[oa]s?|groser[oa]s?|colg(ó|ado)|grit(ó|ado)|como a un perro|"
    r"scortes[ei]|maleducat[oaie]|sgarbat[oaie]|urlat[oa]|riattaccato|come un cane|"
    r"onbeleefd|onbeschoft|opgehangen|uitgescholden|als een hond)\b"
)
_MANNERS = re.compile(rf"{_WHO_SERVED}[^.!?\n]{{0,80}}{_ILL_MANNERS}", re.IGNORECASE)
_MOCKED = re.compile(
    r"\b(bravo|félicitations|chapeau|congratulations|well done|hats off|glückwunsch|respekt|complimenti|"
    r"enhorabuena|felicidades|gefeliciteerd|proficiat|petje af)\b[^.!?\n]{0,60}"
    r"\b(late|delays?|punctual\w*|days|weeks|hours|verspät\w+|pünktlich\w+|tagen?|wochen|stunden|"
    r"retards?|ponctu\w+|jours|semaines|heures|puntual\w+|retras\w+|días|semanas|horas|"
    r"ritard\w+|giorni|settimane|ore|stipt\w*|dagen|weken|uren)\b",
    re.IGNORECASE,
)
"""Praise for the time that something took is none."""
_TAKEN_OFF = re.compile(
    r"\b((take|strike|cross) (me|us) off|count (me|us) out|(streicht|streichen sie) (mich|uns)|"
    r"(tragt|meldet|tragen sie|melden sie) (mich|uns)\b[^.!?\n]{0,30}\b(aus|ab)|"
    r"(désinscrivez|rayez|retirez|effacez)[- ](moi|nous)|"
    r"(bórr[ae]n?|borrad?|quít[ae]n?|quitad)(me|nos)|"
    r"(cancella(te)?|toglie(te)?|depenna(te)?)(mi|ci)|mi (tolga|cancelli)|"
    r"(schrijf|haal|streep|meld) (me|mij|ons)\b[^.!?\n]{0,30}\b(uit|af|eraf|door))\b",
    re.IGNORECASE,
)
"""To be struck off a list or a course."""
_SOAKED = re.compile(
    r"\b(soaked|drenched|soaking wet|wringing wet|wrung out|wring (it |them )?out|klatschnass|klitschnass|"
    r"patschnass|durchnässt\w*|auswringen|auszuwringen|trempée?s?|à essorer|empapad[oa]s?|calad[oa]s? hasta|"
    r"fradici[oa]?|inzuppat[oaie]|da strizzare|kletsnat\w*|doorweekt\w*|drijfnat\w*|uit te wringen)\b",
    re.IGNORECASE,
)
"""Told of what should keep one dry."""
PATTERNS = (
    (_SOAKED, "It reports damage or something missing."),
    (_TAKEN_OFF, "It asks to cancel or change something."),
    (_MANNERS, "Complaints go to a person."),
    (_MOCKED, "Complaints go to a person."),
    (_THEIRS, "It speaks of one that they have already."),
    (_ACCUSED, "It speaks of law, fraud or personal data."),
    (_FAULTY, "It reports damage or something missing."),
    (_DISPLEASED, "Complaints go to a person."),
    (_TAKEN_BACK, "It asks to cancel or change something."),
    (_TAKEN, "Payment matters go to a person."),
    (_CHARGED, "Payment matters go to a person."),
)
