"""Words of every day that ask for nothing by themselves: what is put where, whom it is for, the time of day.

They are plain in what a customer asks only. In a reply they are no plain words, so the guard holds as much
against what is written as before.
"""

from functools import cache

from mancrel.assistant.understanding_text import fold
from mancrel.assistant.understanding_vocabulary import is_plain

ENGLISH = """
stay stays stayed staying remain remains throw throws pop pops place placed leave leaves
allow allows allowed permitted cope copes
husband wife mum mom mother dad father son daughter brother sister uncle aunt nephew niece grandma
grandmother granny grandpa grandfather neighbour neighbor boyfriend girlfriend partner friend friends cousin
mornings afternoons evenings nights version versions general case cases particular moment moments
actual precise precisely
hiya gonna lemme gimme wanna bit little wee
somewhere someone somebody anyone anybody united cannot mind minds guess suppose bother
wondered wonders rightaway straightaway whatsoever anyhow anyways likewise reckon imagine realise realize
figure figured gather gathered ideally preferably eventually finally nowadays meanwhile afterwards
beforehand aside keen eager alright yep yeah nope dunno supposed bunch couple handful plenty arrived reach
reaches bring brings brought catch manage managed happened expects arriving gotten became become becomes
turn turns turned started guys folks everybody sir madam whoever whatever whenever wherever whichever fancy
fancied grab popping swing dropping grandson granddaughter grandchild grandchildren mate mates boss parents
stepson flatmate roommate
heart
"""
GERMAN = """
ihn ihm ihnen ihrs deren dessen denen diejenige derjenige halt halten reicht
reichen genugt genugen gedacht gemacht legen lege legt
stellen stelle stellt stecken steckt stecke tun tue tut lassen lasst bleibt bleiben
dorthin dahin hierher hinein rein raus drin drinnen drauf dran drunter dabeihaben mitnehmen mitbringen
mann ehemann ehefrau mutter vater mama papa sohn tochter bruder schwester onkel tante neffe nichte oma opa
grosmutter grosvater nachbar nachbarin freund freundin freunde partner partnerin cousin cousine schwager
vormittag vormittags nachmittag nachmittags mittag mittags abends morgens nachts allem ubrigens nebenbei
allgemein generell grundsatzlich normalerweise normal gewohnlich konkret bestimmte bestimmten ausfuhrung
ausfuhrungen version versionen variante sicherheitshalber nett eigen eigene eigenen
nachste nachsten nachster nachstes strang strange nen ne nem mei gehort gehoren taugt tauglich
erlaubt gestattet hab habts eh bzgl wg evtl ggf vllt bissel bisschen
gewusst sozusagen zirka rund wahrscheinlich hoffentlich uberhaupt irgendwie irgendwo irgendwann irgendwas
jemand niemand dahinter davor danach darin daraus darum deshalb deswegen trotzdem jedenfalls sowieso eben
demnachst baldigst schnellstens kame kamen ankommt ankommen gehe ginge gingen kriegt kriege kriegen holt
hole holen bringt bringe bringen nehme nahm nahmen kauft schenke schenkt verschenken los gibts gabe gaebe
gab wart durften mussten funktioniert klappt lohnt eignet sieht gelesen wisst weisst kennt kennst kennen
meint meinte sagte fragt fein super prima klasse toll spitze baba tschuss ciao euren eurem eurer deinen
deinem deiner enkel enkelin enkelkind schwiegermutter schwiegervater schwagerin chef chefin
betrag spater hof daheim zuhause abgeben
"""
FRENCH = """
moi toi soi eux lui-meme prevu prevue prevus prevues reste rester restent ferait feraient fasse mets mettez
mettent poser pose posez glisser jeter laisser laisse tenir tient tiennent dedans dessus dessous
mari femme mere pere maman papa fils fille frere soeur oncle tante neveu niece grand-mere grand-pere mamie
papi voisin voisine copain copine ami amie amis compagnon compagne cousin cousine belle-mere beau-pere
matin apres-midi midi soir soirs matins general generale particulier version versions coucou bjr cc
dis dites-moi petit-fils permis autorise proche pres loin peut-etre simplement surtout
normal normale normalement habitude habituellement d'habitude gentil gentille
savez voulais voulions souhaitais pourraient serai seras serez ferais ferai fera aurai avaient etais irait
irais ira vient viennent venir venu arrivent arriverait arrivera mettra mettrait prendrait prendra trouvez
cherchons plutot assez vraiment desormais ensuite sinon fois faite ceci lesquelles patron chef parents bises
bisous
totalite domicile maison viens viendrai
"""
SPANISH = """
poner pongo pone ponen poniendo meter meto mete meten echar echo dejar dejo deja quedar queda quedan
queda servir sirve sirven valga paso general caso casos version versiones
marido mujer esposa esposo madre padre mama papa hijo hija hermano hermana tio tia sobrino sobrina abuela
abuelo vecino vecina novio novia amigo amiga amigos pareja primo prima suegra suegro cunado cunada
manana mananas tarde tardes mediodia noche noches simplemente sobre todo principalmente normal normalmente
permitido permiten dentro encima debajo cerca lejos quizas quiza vale bueno oye mira podeis podrias
podriamos serian habria tendrian tenga tuviera hubiera vaya vas iria viene vienen vendria venir trae traen
traeria haria buscamos casi bastante demasiado realmente luego despues pues especialmente vez cosas alguien
nadie cualquiera hijos nieto nieta nietos companeros jefe jefa padres abrazo decidme
casa domicilio
"""
ITALIAN = """
ce ci ne vi si se glielo metter mettere metto mette mettono messo infilare lasciare lascio lascia porre
resta restano rimane stare sta stanno andare va vanno vado venire viene vengono dentro sopra sotto
marito moglie madre padre mamma papa figlio figlia fratello sorella zio zia nipote nonna nonno vicino
vicina fidanzato fidanzata amico amica amici compagno compagna cugino cugina suocera suocero cognato
mattina mattine pomeriggio pomeriggi sera sere notte versione versioni generale caso casi
normale normalmente permesso consentito magari forse semplicemente soprattutto adatto adatta bene
sarebbe sarebbero farebbe avreste mica pure dunque insomma comunque
volevo piacerebbe potremmo potrebbero dovrebbe sarei avremmo avra avevo aveva vai arriverebbe arrivera
prende prendono prendere tiene tengono tenere cerchiamo quasi abbastanza troppo davvero presto inoltre volta
cose qualcosa qualcuno nessuno ciascuno dall dagli nell negli sull sugli dell coi figli nipoti nipotino
nipotina collega colleghi capo genitori far farlo farla averlo averla riceverlo riceverla prenderlo
prenderla comprarlo comprarla usarlo usarla metterlo metterla
importo somma cucina domicilio pari sacchetto
"""
DUTCH = """
hem haar hun hen ze zij men ie wil wilt zetten zet zetten leggen leg legt stoppen stop doen doe doet blijft
blijven houdt houden laat laten staat staan ligt liggen erin eruit erop eronder ermee erbij daarin daarop
man vrouw moeder vader mama papa zoon dochter broer zus oom tante neef nicht oma opa buurman buurvrouw
vriend vriendin vrienden partner schoonmoeder schoonvader ochtend middag namiddag avond avonds ochtends
nacht algemeen normaal gewoon eigenlijk trouwens misschien vooral toegestaan versie versies geschikt
klaar verkopen verkoop verkoopt eens hoor toch dus anders nou effe ff svp
wist ging kwam krijg krijgt krijgen kreeg neem neemt nemen nam breng brengt brengen haal haalt halen koopt
zoekt vind vraagt snel terug echt circa waarschijnlijk hopelijk momenteel binnenkort meteen daarna
daarmee hiervoor ergens iemand niemand keren kleinzoon kleindochter kleinkind schoonzus zwager collega baas
ouders groetjes hartelijk fijne ervan erover ernaar daarvan
bedrag som vanaf bepaald thuis keuken
"""
LISTS = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "it": ITALIAN, "nl": DUTCH}


@cache
def _everyday(language: str) -> frozenset[str]:
    return frozenset(fold(ENGLISH + LISTS.get(language, "")).split())


def asks_nothing(word: str, language: str) -> bool:
    """Tell whether a folded word asks for nothing by itself: a plain one, or one of every day."""
    return word in _everyday(language) or is_plain(word, language)
