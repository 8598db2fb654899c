"""Towns that customers name in place of a country: "to Antwerp" asks for what holds for Belgium.

Only names that mean nothing else in our languages (no Nice, Essen, Bath or Bergen), folded.
"""

import re
from dataclasses import replace
from functools import cache

from mancrel.assistant.facts import Question
from mancrel.assistant.understanding_text import fold, words

TOWNS = {
    "Austria": """
vienna wien wenen vienne viena graz linz salzburg salzbourg salzburgo innsbruck klagenfurt villach bregenz
dornbirn steyr leoben feldkirch eisenstadt tirol vorarlberg steiermark styria karnten carinthia
""",
    "Germany": """
berlin berlijn berlino amburgo keulen hamburg hambourg hamburgo munich munchen koln cologne colonia
frankfurt francfort stuttgart
dusseldorf dortmund leipzig bremen breme dresden dresde hannover hanover nuremberg nurnberg duisburg bochum
wuppertal bielefeld bonn munster mannheim karlsruhe augsburg wiesbaden gelsenkirchen aachen braunschweig
kiel chemnitz magdeburg freiburg krefeld lubeck mainz mayence erfurt rostock kassel potsdam
saarbrucken oldenburg osnabruck leverkusen heidelberg darmstadt regensburg ingolstadt wurzburg wolfsburg ulm
heilbronn pforzheim gottingen bremerhaven reutlingen koblenz erlangen jena trier konstanz tubingen bamberg
passau flensburg ravensburg bavaria bayern baviera baviere sachsen hessen
""",
    "Switzerland": """
zurich geneva genf geneve ginebra basel basilea bern lausanne lausana winterthur luzern lucerne lucerna
lugano bellinzona fribourg neuchatel schaffhausen ticino tessin
""",
    "France": """
paris parijs parigi marsiglia lione marseille marsella lyon toulouse tolosa nantes montpellier strasbourg
strassburg strasburg estrasburgo
bordeaux burdeos lille rennes reims toulon grenoble dijon angers nimes villeurbanne clermont limoges amiens
metz besancon orleans rouen mulhouse caen perpignan avignon poitiers annecy colmar biarritz bretagne
brittany normandie normandy provence alsace elsass
""",
    "Spain": """
madrid barcelona barcelone valencia sevilla seville zaragoza saragossa saragosse malaga murcia mallorca
majorca palma bilbao alicante valladolid vigo gijon granada coruna cordoba oviedo pamplona santander burgos
salamanca cadiz tenerife ibiza menorca san-sebastian donostia toledo galicia andalucia andalusia catalunya
cataluna catalonia asturias
""",
    "Italy": """
rome roma milan milano mailand naples napoli neapel turin torino palermo genoa genova genua bologna
firenze florenz florencia bari catania venice venezia venedig venecia venise messina padova
padua trieste triest brescia parma modena bolzano bozen trento merano meran udine bergamo perugia pisa
sicily sicilia sizilien sardinia sardegna sardinien toscana tuscany toskana sudtirol
""",
    "Belgium": """
brussels bruxelles brussel brusela bruselas antwerp antwerpen anvers amberes ghent gent charleroi liege
luttich bruges brugge brugges namur leuven louvain ostend oostende
""",
    "Netherlands": """
amsterdam rotterdam utrecht eindhoven groningen tilburg almere breda nijmegen arnhem haarlem enschede
maastricht delft the-hague den-haag zwolle pays-bas paises-bajos paesi-bassi
""",
    "Denmark": """
copenhagen kobenhavn kopenhagen copenhague copenhaguen aarhus arhus odense aalborg alborg esbjerg
""",
    "Sweden": """
stockholm estocolmo gothenburg goteborg gotemburgo malmo uppsala vasteras orebro linkoping lund norrkoping
""",
    "Norway": "oslo trondheim stavanger tromso",
    "Finland": "helsinki helsinque tampere turku espoo oulu",
    "Poland": """
warsaw warszawa warschau varsovie varsovia krakow cracow krakau cracovie cracovia wroclaw breslau poznan
gdansk danzig szczecin lodz katowice lublin
""",
    "Czechia": "prague praha prag praga brno ostrava plzen",
    "Hungary": "budapest debrecen szeged",
    "Slovenia": "ljubljana laibach maribor celje koper",
    "Croatia": "zagreb rijeka zadar dubrovnik istria istrien",
    "Luxembourg": "esch-sur-alzette",
    "Ireland": "dublin galway limerick",
    "UK": """
london londen londres londra manchester birmingham leeds glasgow edinburgh edinburg edimburgo edimbourg
liverpool
bristol sheffield cardiff belfast nottingham leicester oxford cambridge brighton aberdeen dundee scotland
schottland ecosse escocia wales england great-britain royaume-uni reino-unido regno-unito
""",
    "Portugal": "lisbon lisboa lissabon lisbonne oporto coimbra braga ",
    "Greece": "athens athen athenes atenas thessaloniki patras crete kreta",
    "USA": """
new-york chicago boston seattle texas california kalifornien californie florida los-angeles san-francisco
""",
    "Canada": "toronto montreal vancouver ottawa calgary quebec nova-scotia ontario",
    "Australia": "melbourne brisbane perth",
    "Japan": "tokyo tokio osaka kyoto",
}
"""The names of countries as our own words know them."""


@cache
def _towns() -> tuple[dict[str, str], re.Pattern[str]]:
    names = {town.replace("-", " "): land for land, listed in TOWNS.items() for town in listed.split()}
    ranked = [re.escape(name).replace(r"\ ", "[ -]") for name in sorted(names, key=len, reverse=True)]
    return names, re.compile(rf"(?<![\w-])(?:{'|'.join(ranked)})(?![\w-])")


_TWICE = re.compile(r"\b([A-Z]\w+),? \(?\1\b\)?")
"""What "Munich, Germany" becomes."""


_SENT = re.compile(
    r"\b(?:ship\w*|deliver\w*|post(?:age)?|versand\w*|versend\w*|liefer\w*|porto|livr\w*|envoi\w*|envio\w*|"
    r"sped\w*|consegn\w*|verzend\w*|lever\w*|bezorg\w*) (?:\w+ ){0,3}(?:to|nach|a|pour|para|naar) $"
)
"""Stands before the shop's own town where something is sent there."""


def placed(question: Question) -> Question:
    """Return a question with the towns it names replaced by their countries.

    The shop's own town ("your shop in Graz", but not "shipping to Graz") and words of products' names stay.
    """
    known = " ".join([*(one.body for one in question.articles), *(one.title for one in question.products)])
    home = frozenset(word.text for word in words(known))
    heard = tuple(replace(one, asked=in_countries(one.asked, home)) for one in question.passages)
    return replace(question, text=in_countries(question.text, home), passages=heard)


def in_countries(text: str, home: frozenset[str] = frozenset()) -> str:
    """Return a text with its towns replaced by their countries, but for those of ``home``.

    Only what is written with a capital, or in a text without any, is a town.
    """
    names, pattern = _towns()
    folded = fold(text)
    capitals = any(map(str.isupper, text))
    parts, done = [], 0
    for match in pattern.finditer(folded):
        at_home = match.group() in home and not _SENT.search(folded[: match.start()])
        if at_home or (capitals and not text[match.start()].isupper()):
            continue
        parts += [text[done : match.start()], names[match.group().replace("-", " ")]]
        done = match.end()
    return _TWICE.sub(r"\1", "".join([*parts, text[done:]])) if parts else text
