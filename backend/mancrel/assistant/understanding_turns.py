"""Turns of speech made of plain words alone, which ask for something or only refer to it."""

import re

from mancrel.assistant.understanding_text import fold

OF_THAT_SIZE = re.compile(
    r"\b(?:(?:in|of|for) (?:that|this|my|his|her|their|our|the same|such a) size|"
    r"(?:in|von|fur) (?:dieser|der|meiner|seiner|ihrer|unserer|derselben|solcher) gros+e|"
    r"(?:dans|de|pour|en) (?:cette|ma|sa|la meme|leur) taille|"
    r"(?:en|de|para) (?:esa|esta|mi|su|la misma) talla)\b"
)
"""Speaks of a size told before, and asks for none."""
COMES_FROM = re.compile(
    r"\bwhere (?:do|does|are|is|did)\b.{0,60}\b(?:come|comes|coming|grown|sourced) ?(?:from)?\b|"
    r"\bwoher (?:kommt|kommen|stammt|stammen)\b|\bwo kommt?(?:en)?\b.{0,40}\bher\b|"
    r"\bd'ou (?:vien(?:t|nent)|provien(?:t|nent))\b|\bde donde (?:viene|vienen|proviene|provienen|son)\b"
)
"""Asks for the origin of goods in plain words."""
MADE_OF = re.compile(
    r"\bmade (out )?(of|from)\b|\bworaus\b|\bde que esta hech[oa]\b|\bdi che materiale\b|\bwaarvan (?:is|"
    r"zijn)\b|\ben quoi\b"
)
BEYOND = re.compile(
    r"\b(next (week|month|year|time)|last (week|month|year)|in (a|the|one|two|three|\d+) (days?|weeks?|"
    r"months?|future)|later|"
    r"before|previously|formerly|ever|what was|used to|(the )?others?\b(?= (one|product|model|lamp|chair|"
    r"shirt|item|article))|another\b|second[- ]hand|used\b|refurbished|in the future|any ?more cheaply|"
    r"elsewhere|why|instead|without|"
    r"besides|except|only if|"
    r"nachste[rnsm]? (woche|monat|jahr)|letzte[rnsm]? (woche|monat|jahr)|in (einer|zwei|drei) (wochen?|"
    r"monaten?|tagen)|spater|"
    r"gebraucht\w*|warum|wieso|ohne|statt|(semaine|mois|annee) (prochaine?|dernier\w*)|plus tard|"
    r"d'occasion|pourquoi|sans|"
    r"(semana|mes|ano) (que viene|proxim\w*|pasad\w*)|proxim[oa] (semana|mes|ano)|mas tarde|segunda mano|"
    r"por que|sin|"
    r"tomorrow|today|tonight|yesterday|ubermorgen|demain|hier|manana|ayer)\b"
)
"""What plain words ask beyond price, stock and time: another time, another condition, a reason."""
TOGETHER = re.compile(
    r"\b(together|at once|at the same time|(in )?one (delivery|shipment|parcel)|zusammen|gemeinsam|"
    r"auf einmal|ensemble|en une fois|junt[oa]s|a la vez)\b"
)
CHOOSING = re.compile(
    r"\b(choose|pick a|select|reserve|book|wahlen|auswahlen|aussuchen|reservieren|buchen|choisir|reserver|"
    r"elegir|escoger|reservar)\b"
)
"""Asks for an arrangement: a rule on the matter is no answer."""
GENERAL_TERMS = frozenset(
    "polic condition conditions term terms rul rule rules option options method methods bedingung "
    "bedingungen richtlini politiqu "
    "moyen moyens mode modes medio medios forma formas metodo metodos normas "
    "costs procedur process politica condicion condiciones".split()
)
DEADLINE = re.compile(
    r"\b(by|before|until|in time|bis|vor|rechtzeitig|avant|d'ici|a temps|antes|para el|tomorrow|today|"
    r"tonight|morgen|heute|demain|aujourd'hui|manana|hoy|"
    r"(mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"lunes|martes|miercoles|jueves|viernes|sabado|domingo|next week|nachste woche|weekend|christmas|"
    r"weihnachten|noel|navidad)\b"
)
AMOUNT = re.compile(
    r"\b(?:what|how much|how high|was|wie ?viel|wie hoch|combien|quel\w*|cuant\w*|quant\w*|hoeveel|wat)\b"
)
COUNTS = re.compile(
    r"\bhow (?:many|much|long|often|soon|fast|far|old|big|heavy|wide|tall)\b|\bwie (?:viele?|lange?|oft|"
    r"schnell|weit|schwer|"
    r"gross?|hoch|breit|teuer)\b|\bwieviele?\b|\bcombien\b|\bcuant[oa]s?\b|\bquant[oaie]\b|\bhoeveel\b|"
    r"\bhoe (?:lang|vaak|"
    r"snel|ver|zwaar|groot|hoog|breed|duur)\b"
)
"""Asks for a number wherever it stands in a piece."""
HAS_OPEN = re.compile(
    r"\b(?:habt|haben|hat) (?:ihr|sie|der laden|das geschaft) (?:\w+ ){0,5}auf\b\W*(?:$|und\b|oder\b)"
)
"""The German "aufhaben": to be open."""
HOLDS_HOW_MUCH = re.compile(
    r"\bhow much (?:does|do|will|can|would) .{1,30}\b(?:hold|holds|contain|fit|take)\b|\bhow much (?:fits|"
    r"goes) in|"
    r"\bwie ?viel (?:\w+ ){0,5}(?:reinpasst|hineinpasst|passt|reingeht|fasst|fassen|geht rein|platz)\b|"
    r"\bcombien (?:contient|peut[- ]on (?:y )?mettre|ca contient)\b|\b(?:cuanto|cuanta) (?:cabe|contiene)\b|"
    r"\bquant[oa] (?:contiene|ci sta|ci entra|roba)\b|\bhoeveel (?:past|gaat|kan) (?:er ?)?(?:in\b|\w+ ?in)"
)
"""Asks how much goes into something."""
POURS = frozenset({"fit", "reinpasst", "hineinpasst", "platz", "reingeht"})
COMES_WITH = re.compile(
    r"\b(?:dabei|inbegriffen|enthalten|mitgeliefert|im lieferumfang|included|comes? with|inclus\w*|"
    r"compris\w*|fourni\w*|incluid\w*|incluyen?|traen?|inclus[oaie]|compres[oaie]|inbegrepen|meegeleverd|"
    r"erbij|"
    r"(?:have|need) to (?:buy|get|order)|muss ich .{0,30}(?:kaufen|bestellen)|"
    r"come with|(?:with|in) it\W*$|(?:bought|sold|buy) separately|(?:dazu|extra) (?:kaufen|bestellen)|"
    r"dazukaufen|mitbestellen|(?:comprar\w*|vende\w*) (?:aparte|por separado)|(?:a parte|separatamente)|"
    r"apart (?:kopen|bestellen)|los verkrijgbaar|"
    r"faut-il (?:acheter|commander))\b"
)
"""Asks what else is in the box: its size is no answer."""
VERB_FIRST = re.compile(
    r"^\W*(?:(?:and|n|und|et|y|e|en|or|oder|ou|o|of|also|auch|but|aber|mais|pero|ma|maar)\b[\s,]*)*"
    r"(?:(?!mit|seit|nicht|erst|sonst|samt|laut|wegen|gegen|neben|zwischen)"
    r"(?:darf|kann|muss|soll|will|mag|wird|hat|ist|war|gibt|[a-z]{2,}t|durfen|konnen|mussen|sollen|haben|"
    r"sind|werden|waren) (?:da |denn |dann )?(?:der|die|das|den|er|sie|es|ich|man|wir|ihr|ihn|mir|du|mein\w*|"
    r"ein|eine|einer|euer|eure|dies\w*)\b|"
    r"(?:kan|mag|moet|wil|zal|zit|heeft|is|past|krijg|kunnen|mogen|moeten|zijn|zitten|hebben|[a-z]{2,}t) "
    r"(?:het|de|die|dat|ik|hij|ze|je|jullie|men|we|er)\b|"
    r"(?:must|shall|am|was|were)\b|"
    r"(?:se )?(?:puo|possono|posso|bisogna|devo|serve|servono|si puo|si lava|ci sono|c'e|va|vanno|contiene|"
    r"arriva|funziona)\b|"
    r"(?:se puede\w*|puedo|sirven?|traen?|llevan?|funciona|vale|incluyen?|contiene|cabe|aguanta|soporta)\b|"
    r"(?:faut-il|peut-on|puis-je|doit-on|y a-t-il)\b|(?!.{0,4}n'est-ce)[a-z' ]{0,30}?\b[a-z]+-(?:t-)?"
    r"(?:il|elle|ils|elles|on|je|nous|ce)\b)"
)
"""A piece that begins with its verb, as questions do ("und darf der …", "et va-t-il …")."""
AT_PRESENT = re.compile(r"\bat present\b")
"""No present to give."""
_SO = re.compile(
    r"^\W*(?:(?:and|so|und|also|et|donc|y|e|en) )?(?:(?:is|are) (?:that|this|it|they|these) (?:still |"
    r"really |actually |"
    r"also )?(?:right|correct|true|so|the case|accurate|valid|current)(?: still)?|stimmt (?:das|es)(?: so|"
    r" noch| wirklich)?|"
    r"ist (?:das|es) (?:noch |so |wirklich )*(?:richtig|korrekt|wahr|aktuell|so)|stimmts|richtig|right|"
    r"correct|"
    r"(?:est-ce )?(?:que )?c'est (?:bien |toujours )?(?:vrai|exact|correct|ca|juste|le cas)|"
    r"est-ce (?:bien |toujours )?(?:vrai|"
    r"exact|correct|ca|le cas)|(?:es|sigue siendo) (?:eso |esto )?(?:verdad|cierto|correcto|"
    r"asi)(?: todavia)?|"
    r"e (?:vero|corretto|giusto|cosi)|e ancora cosi|klopt (?:dat|het)(?: nog)?|is (?:dat|"
    r"het) (?:nog )?(?:juist|correct|waar|zo))"
    r"\W*$"
)


def whether_so(text: str) -> bool:
    """Tell whether a sentence only asks if the one before it is so ("Is that right?")."""
    return bool(_SO.search(fold(text)))
