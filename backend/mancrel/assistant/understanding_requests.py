"""Which sentences of a message ask for something, and which only tell a story around it."""

import re

from mancrel.assistant.understanding_asks import ABOUT_TIME, ASKING, PERSONAL, SENDING, SENT_TO
from mancrel.assistant.understanding_concepts import COUNTRIES
from mancrel.assistant.understanding_leads import led
from mancrel.assistant.understanding_rest import NUMBER_WORDS
from mancrel.assistant.understanding_text import Span, fold, terms, words
from mancrel.assistant.understanding_turns import DEADLINE

_DIRECT = re.compile(
    r"\?|"
    r"\b(?:tell|let|inform) (?:me|us)\b|\b(?:like|love|want|need|wanted|keen|curious|grateful) to "
    r"(?:know|ask|hear|learn|find out)\b|\bi(?:'m| am| was)? (?:just )?wonder\w*\b|\bmy questions? (?:is|"
    r"are)\b|"
    r"\b(?:could|can|would|will) you\b|\b(?:please|pls|kindly) (?:tell|confirm|send|give|quote|advise|check|"
    r"explain|answer|let|say|list|name)\b|"
    r"\b(?:mochte|mochten|wurde|wurden|wusste|wussten|hatte|will|wollte|wollen)\b.{0,40}\b(?:wissen|fragen|"
    r"erfahren|auskunft)\b|\bwussten? (?:ich|wir)?\b|\b(?:frage|fragen) (?:mich|uns),|\b(?:sagen|teilen|"
    r"geben|"
    r"nennen|schreiben|schicken|verraten|bestatigen) sie\b|\b(?:sagt|sag|schreibt|gebt|nennt|verratet) "
    r"(?:mir|uns)\b|\bkonn(?:en|ten) sie\b|\bkonn(?:t|tet) ihr\b|\bkannst du\b|\bbitte um\b|"
    r"\binteressiert (?:mich|uns),|\bmeine fragen?\b|"
    r"\b(?:voudrais|voudrions|souhaite\w*|aimerais|aimerions|desire\w*|veux) (?:bien )?(?:savoir|connaitre|"
    r"demander|avoir)\b|\b(?:dites|indiquez|confirmez|donnez|precisez)[- ](?:moi|nous)\b|"
    r"\b(?:pouvez|pourriez)[- ]vous\b|\bvous (?:pouvez|pourriez)\b|\bm[e'] ?(?:dire|confirmer|preciser|"
    r"indiquer)\b|\bme demande\b|\bmerci de (?:me|nous|m')\b|"
    r"\b(?:quisiera|queria|querria|gustaria|quiero|necesito|desearia)\b.{0,15}\b(?:saber|preguntar\w*|"
    r"conocer|confirmar)\b|\b(?:pueden?|podrian?|podeis|podriais|puedes|podrias) (?:\w+ )?(?:decir|indicar|"
    r"confirmar|informar|explicar)\w*\b|\b(?:digan?|indiquen?|confirmen?|decid|decir)me\b|\bmi pregunta\b"
)
_OPENS = re.compile(
    r"^\W*(?:(?:and|und|et|y|also|auch|aussi|so|then|ok|okay)\b[\s,]*)*"
    r"(?:(?:how|wie|hoe) [a-z]+ (?:is|are|does|do|can|would|will|ist|sind|kann|zijn)|"
    r"how (?:much|many|long|heavy|big|wide|tall|high|old|fast|soon)|what (?:does|do|is|are|would|"
    r"colou?rs?|"
    r"sizes?)\b(?! (?:i|we)\b)|whats\b|what's|which (?:of|one|colou?rs?|sizes?)|do (?:you|u|the|they|i)\b|"
    r"does (?:it|the|this|that|your)\b|is (?:it|the|this|that|there|your|teh)\b|are (?:the|they|there|you|"
    r"your|these)\b|can (?:i|we|you|u|it|they)\b|wich\b|price\b|have you\b|got any\b|"
    r"was (?:kostet|kosten|macht|wiegt|nehmt)|wie ?viele?\b|wie (?:lange?|schwer|gro[sz]+|hoch|breit|teuer|"
    r"schnell)|gibt es|gibts|habt ihr|haben sie|ist (?:der|die|das|es|er|sie)|sind (?:die|sie|das)|"
    r"hat (?:der|die|das|es|er|sie)|kann (?:ich|man|der|die|das)|konnen (?:wir|sie)|welche[rsn]?\b|"
    r"wann (?:habt|haben|ist|kommt|offnet)|liefern sie|liefert ihr|versenden sie|"
    r"combien|quel(?:le)?s? (?:est|sont)|avez[- ]vous|est[- ]ce que|es ce|livrez|prix\b|"
    r"cuant[oa]s?\b|cual(?:es)? (?:es|son)|tienen|teneis|hay\b|hacen|envian|enviais|precio|que precio|"
    r"quant[oaie] (?!a\b)|quando (?:arriva|apri|siete)|avete\b|c'e\b|ci sono\b|spedite\b|e possibile\b|"
    r"si puo\b|"
    r"posso\b|hoeveel\b|hoe (?:lang|snel|zwaar|groot|duur)\b|wat (?:kost|kosten|is|zijn|weegt)\b|"
    r"hebben jullie|heeft u|verkopen jullie|bezorgen jullie|leveren jullie|kan (?:ik|je|men|de|het|hij)\b|"
    r"mag (?:ik|de|het|hij)\b|is (?:de|het|hij|er)\b|zijn (?:de|ze|er)\b|welke\b)"
)
_ORDERS = re.compile(
    r"\bi(?:'ll| will) take\b|\b(?:i|we) (?:hereby )?order\b|\b(?:send|ship) (?:me|us)\b|\bich bestelle\b|"
    r"\bwir bestellen\b|\bich nehme\b|\b(?:schicken|senden) sie mir\b|\bje (?:commande|prends)\b|"
    r"\benvoyez[- ]moi\b|\bme (?:llevo|quedo)\b|\benvienme\b"
)
_NEEDS = re.compile(
    r"\b(?:need\w*|must|has to|have to|want\w*|brauch\w*|muss|mussen|besoin|faut|doit|necesit\w*|tiene que|"
    r"tengo que)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:elsewhere|other shop|from (?:an?|another|some) [\w -]{0,20}(?:shop|store|company|seller|"
    r"supermarket|discounter)|woanders|anderswo|bei (?:einem|einer) ander\w+|im (?:supermarkt|discounter)|"
    r"ailleurs|(?:dans|chez) un[e]? autre|en otr[oa]|supermercado|supermarche)\b"
)
_REASON = re.compile(
    r"^\W*(?:because|since (?:i|we|my|our|he|she|it|they)|as (?:i|we|my|our|he|she|that|it|"
    r"they)\b(?!.*\?.*\?)|"
    r"cos|weil|da (?:ich|wir|er|sie|es|mein\w*|unser\w*|das)|denn|damit|car|parce|puisque|afin|porque|"
    r"ya que|pues|asi que|es que)\b"
)

_LIVES = re.compile(
    r"\b(?:live[sd]?|living|moved|based|(?:i'm|i am|we are|we're|writing|write|greetings|hello) (?:from|in)|"
    r"wohn\w*|leb(?:e|t|en)|gezogen|gruse? aus|schreib\w* aus|habit\w*|vis|vit|vivons|ecris|installe\w*|"
    r"viv[eo]\w*|vivimos|escrib\w* desde|mudad\w*|saludos? desde)\b"
)
_ALTERNATIVE = re.compile(r"^\W*(?:or|oder|ou|o|u|of)\b")
_CONDITION = re.compile(
    r"^\W*(?:(?:and|but|or|und|aber|oder|et|mais|ou|y|pero|o)\b[\s,]*)?(?:if|when|in case|once|after|before|"
    r"wenn|falls|sollte\w*|sobald|nachdem|bevor|si|s'il|s'ils|quand|apres|avant|cuando|despues|antes|"
    r"se|quando|dopo|prima|als|wanneer|indien|voordat|nadat)\b"
)
_TELLS = re.compile(
    r"^\W*(?:(?:and|but|so|und|aber|et|mais|y|pero|e|ma|en|maar)\b[\s,]*)*"
    r"(?:i|we|my|our|he|she|ich|wir|mein\w*|unser\w*|je|j|nous|mon|ma|mes|notre|nos|yo|mi|mis|nuestr\w*|"
    r"estoy|tengo|tenemos|somos|soy|io|mio|mia|nostr\w*|ho|abbiamo|sono|siamo|ik|wij|mijn|onze)\b"
)
HARMLESS = frozenset(
    "fit suit like tight small large big dislik gefall gefallt plai convient convien piaccion piaccio "
    "piac past bevalt chang avi mind meinung uberleg tromp trompe bevallen gusta gustan piacesse piaccia "
    "piacciono "
    "satisfait "
    "colour size small klein zu sbagli dispiac equivoc vergi vergiss zufried tevred satisfied "
    "contento".split()
)
"""What a condition may speak of that changes no rule: "if it does not fit"."""

MOST_LEADING = 12
"""Pieces that may stand before the colon of a question."""

_LEADING = frozenset(":-–—")


def direct(text: str) -> bool:
    """Tell whether a sentence asks in so many words."""
    folded = fold(text)
    return bool(_DIRECT.search(folded) or _OPENS.search(folded) or led(text))


def orders(text: str) -> bool:
    """Tell whether a sentence orders something: no story, though nothing is asked."""
    return bool(_ORDERS.search(fold(text)))


def requests(pieces: list[Span]) -> list[bool]:
    """Tell of each sentence whether it has to be understood; what is left is told around the questions.

    Where nothing is asked in so many words, all that may be a wish counts ("I need a lamp").
    """
    asked = [direct(one.text) or orders(one.text) for one in pieces]
    if any(asked):
        return asked
    wishes = [bool(ASKING.search(fold(one.text))) for one in pieces]
    return wishes if any(wishes) else [True] * len(pieces)


def elsewhere(text: str) -> bool:
    """Tell whether something was bought from others: such a story is not about an order with us."""
    return bool(_ELSEWHERE.search(fold(text)))


_BY_MEANS = re.compile(
    r"\bby (?:an?|my|our|bike|car|train|post|mail|hand|chance|accident|the way|myself|far|bus)\b"
)
"""No time: "torn by a storm"."""


def deadline(text: str) -> bool:
    """Tell whether a story says by when something is needed: an answer that leaves it out is not complete."""
    folded = fold(text)
    return bool(_NEEDS.search(folded) and DEADLINE.search(_BY_MEANS.sub(" ", folded)))


def on_time(text: str, meant: frozenset[str]) -> bool:
    """Tell whether a question is on sending or time, so that a deadline beside it is spoken of."""
    return bool(meant & (SENDING | {"express"}) or ABOUT_TIME.search(fold(text)))


def conditional(fragment: str) -> bool:
    """Tell whether a piece only says in which case something is asked ("if it does not fit")."""
    folded = fold(fragment)
    return bool(_CONDITION.search(folded)) and "?" not in fragment and not SENT_TO.search(folded)


def alternative(fragment: str) -> bool:
    """Tell whether a piece only names the other answer ("… or are they with it?")."""
    return bool(_ALTERNATIVE.search(fold(fragment)))


def lives(text: str) -> bool:
    """Tell whether a story says where somebody is at home, so that things are sent there."""
    return bool(_LIVES.search(fold(text)))


def places(text: str) -> frozenset[str]:
    """Return the countries that a text names."""
    return terms(text) & COUNTRIES - {"eu"}


def leads(sentence: str, spans: list[tuple[int, int]]) -> int:
    """Return how many pieces of a sentence only lead to the question behind a colon or a dash."""
    for place in range(min(len(spans) - 1, MOST_LEADING), 0, -1):
        start = spans[place][0]
        if sentence[start : start + 2].strip()[:1] in _LEADING and direct(
            sentence[start + 1 :].lstrip(" -–—")
        ):
            return place
    return 0


def aside(fragment: str, *, leading: bool, question: str, asked: bool = False) -> bool:
    """Tell whether a piece of a ``question`` only gives a reason or leads to it, and binds nothing.

    ``asked``: a question stands before it in the sentence.

    What binds: a country, a figure, and a time by which it is needed, unless the question is on time.
    """
    folded = fold(fragment)
    if places(fragment) or (asked and (PERSONAL.search(folded) or orders(fragment))):
        return False
    if _REASON.search(folded):
        return True
    if DEADLINE.search(folded) and not on_time(question, terms(question)):
        return False
    told = bool(_TELLS.search(folded)) and len(words(fragment)) > 2
    told = told and (asked or direct(question.lstrip(" ,:;-–—")))
    counted = any(word.text.isdigit() or NUMBER_WORDS.get(word.text, 0) > 1 for word in words(fragment))
    return (leading or told) and not counted and not direct(fragment)
