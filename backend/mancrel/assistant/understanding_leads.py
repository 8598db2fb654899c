"""Words that only lead to a question ("I was wondering whether …", "je voulais savoir si …"), or close it.

They ask for nothing by themselves, so the question is read as if it stood alone. Patterns over folded text.
"""

import re

from mancrel.assistant.understanding_text import fold

_LEAD_IN = re.compile(
    r"\b(?:i|we)(?:'d|'m|'ve|'re| am| are| was| were| have| had| would)?(?: (?:just|also|really|still|been|"
    r"only|"
    r"quite|rather|always))* (?:wonder(?:ing|ed)?\b|(?:be )?(?:curious|keen|interested|eager|like|love|"
    r"want(?:ed)?|"
    r"need(?:ed)?|happy|glad|grateful|hoping) (?:to|in) (?:know(?:ing)?|find(?:ing)? out|hear(?:ing)?|"
    r"learn(?:ing)?|ask(?:ing)?)\b(?: you\b| from you\b)?)|"
    r"\b(?:could|can|would|will) you (?:(?:please|kindly|perhaps|maybe|possibly|also|just|"
    r"quickly) )*(?:tell|inform|"
    r"advise|let) (?:me|us)\b(?: know\b)?|\bplease (?:tell|inform|let) (?:me|us)\b(?: know\b)?|"
    r"\bdo you (?:happen to )?know (?=if|whether|how|what|when|which|where)|\bany idea (?=if|whether|how|"
    r"what|when)|"
    r"\b(?:my|one|a quick|another) question (?:is|would be|was)\b|"
    r"\b(?:ich|wir) (?:hatten?|wurden?|mochten?|wollten?|will|wollen|wussten?)(?: (?:ich|wir|da|noch|auch|"
    r"nur|mal|"
    r"kurz|einfach|gerne?|halt|eigentlich|von (?:euch|ihnen)))*"
    r"(?: (?:wissen|gewusst|erfahren|fragen|nachfragen|gefragt))\b|"
    r"\b(?:hatten?|wurden?|mochten?) (?:ich|wir)(?: (?:da|noch|auch|nur|mal|kurz|gerne?))* (?:wissen|gewusst|"
    r"erfahren|fragen)\b|\b(?:ich|wir) wussten? (?:\w+ )?gerne?\b|"
    r"\b(?:(?:mich|uns) (?:wurden? )?(?:(?:noch|auch|nur|vor allem) )*interessier\w+|wurden? (?:mich|uns) "
    r"(?:\w+ )?interessieren|es interessiert (?:mich|uns)|interessieren wurde (?:mich|uns))\b|"
    r"\b(?:frage ich mich|ich frage? mich|wir fragen uns|fragen wir uns)\b|"
    r"\b(?:konnt(?:et)? ihr|konn(?:t?en) sie|kannst du|konntest du)(?: (?:mir|uns|bitte|vielleicht|kurz|"
    r"mal|noch))*"
    r" (?:sagen|verraten|mitteilen|schreiben)\b|\b(?:wisst ihr|wissen sie)\b|\bmeine frage (?:ist|ware|"
    r"lautet)\b|"
    r"\b(?:je|j'|nous) ?(?:(?:voulais|voulions|voudrais|voudrions|souhait\w+|aimerais|aimerions|desir\w+|"
    r"cherche a|cherchons a|aurais (?:bien )?(?:voulu|aime))) (?:(?:bien|juste|aussi) )*(?:savoir|"
    r"connaitre|demander)\b|"
    r"\b(?:je me demand\w+|nous nous demand\w+)\b|\b(?:pouvez|pourriez|sauriez|savez|peux|"
    r"pourrais)-(?:vous|tu)"
    r"(?: (?:me|nous|m'|s'il vous plait))* ?(?:dire|indiquer|confirmer|preciser)?\b|\bdites[- ]moi\b|"
    r"\b(?:quisiera|queria|querria|me gustaria|nos gustaria|quiero|queremos|queriamos|necesito|desearia|"
    r"me encantaria) (?:saber|preguntar\w*|conocer|consultar\w*)\b|\bme preguntaba\b|\bnos preguntabamos\b|"
    r"\b(?:me |nos )?(?:podriais?|podrian?|podeis|puedes?|pueden|podrias?) (?:decir|indicar|confirmar|"
    r"informar)"
    r"(?:me|nos)?\b|\b(?:sabeis|sabe usted|saben) (?=si|cuant|que|cual)|\bme interesa saber\b|"
    r"\b(?:vorrei|volevo|vorremmo|volevamo|mi piacerebbe|ci piacerebbe|mi interessa|mi interesserebbe|"
    r"desidero|"
    r"gradirei) (?:(?:anche|solo|proprio) )*(?:sapere|chiedere|chiedervi|conoscere)\b|\bmi chiedevo\b|"
    r"\bmi domandavo\b|\b(?:mi |ci )?(?:potete|potreste|puo|potrebbe|puoi|sapete|sapreste) (?:dir|indicar|"
    r"confermar)"
    r"(?:e|mi|ci)\b|\bsapete (?=se|quant|che|qual)|"
    r"\b(?:ik|wij|we) (?:vroeg|vraag|vroegen|vragen) (?:me|mij|ons) af\b|"
    r"\b(?:ik|wij|we) (?:wil|wilde|wilden|willen|zou|zouden|wou)(?: (?:graag|ook|nog|even|alleen|willen|"
    r"wel))* "
    r"(?:weten|vragen)\b|\b(?:ik ben|wij zijn|we zijn) (?:erg |ook )?benieuwd\b|"
    r"\b(?:kun(?:t|nen)?|kan|zou|zouden) (?:u|je|jullie)(?: (?:mij|me|ons|misschien|even))* (?:vertellen|"
    r"zeggen|"
    r"laten weten)\b|\bweten jullie (?=of|hoe|wat|wanneer)|\bmijn vraag is\b"
)
_WHETHER = re.compile(r"\W{0,3}\b(?:if|whether|ob|si|se|of|che)\b(?!-)")
_TAG = re.compile(
    r"^\W*(?:(?:is|are|was|does|do|did|can|will)n'?t (?:it|they|that|he|she)|(?:is|does|are) (?:it|that|"
    r"this)|"
    r"(?:is|am i) (?:that |it )?(?:right|correct|true|so)|is that (?:right|correct|true|so)|right|correct|"
    r"(?:stimmt|passt)(?:'s| das| es| doch| so)*|(?:ist )?(?:das )?richtig(?: so)?|oder(?: nicht| doch)?|"
    r"gell|"
    r"nicht wahr|n'est[- ]ce pas|c'est (?:bien )?(?:ca|vrai|exact|juste)|non|"
    r"(?:es )?(?:verdad|cierto|correcto|asi)|no(?: es (?:asi|verdad|cierto))?|"
    r"(?:e )?(?:vero|giusto|corretto|esatto)|klopt (?:dat|het)|toch|nietwaar)\W*$"
)


def led(sentence: str) -> bool:
    """Tell whether a sentence leads to a question in so many words."""
    return bool(_LEAD_IN.search(fold(sentence)))


def without_lead(sentence: str) -> str:
    """Blank what only leads to a question, and the "whether" behind it; all else stays at its place."""
    for match in list(_LEAD_IN.finditer(fold(sentence))):
        whether = _WHETHER.match(fold(sentence), match.end())
        end = whether.end() if whether else match.end()
        sentence = f"{sentence[: match.start()]}{' ' * (end - match.start())}{sentence[end:]}"
    return sentence


def tag(fragment: str) -> bool:
    """Tell whether a piece only asks to confirm what stands before it ("…, stimmt das?")."""
    return bool(_TAG.search(fold(fragment)))
