"""Plain words: they carry no fact of their own, neither in a question nor in a reply."""

from functools import cache

from mancrel.assistant.understanding_text import fold

ENGLISH = """
a an the this that these those it its they them their theirs he she his her hers him i me my mine myself we
us our ours you your yours
who whom whose which what when where why how and or but nor so if whether then than as at by for from in
into of off on onto out over
to up with within about above after again against among around because before behind below between beyond
during except inside
near through toward towards under until upon via while although though also too very quite rather really
just only even still
yet already soon now today currently presently momentarily here there is are was were be been being am isn
aren wasn weren do does
did done doing don doesn didn have has had having haven hasn hadn can could may might must shall should will
would won wouldn
couldn cannot ll ve re d s t m not no yes please thanks thank hello hi hey dear good morning afternoon
evening day greetings regards kind
best warm cheers sincerely cordially wishes welcome sorry apologies afraid unfortunately sadly gladly happy
glad pleased pleasure kindly certainly
sure indeed course ok okay great nice lovely perfect fine right correct true wondering wonder curious know
knows let tell told say says said
ask asked asking asks question questions enquiry inquiry inquire enquire query request information info
informations detail details advise advice inform answer answers
reply replies respond response message messages mail email e get gets got getting give gives given giving
take takes taking taken make makes
making need needs needed want wants wanted like likes would love interested interest considering consider
thinking think thought looking look looks
search searching find found finding buy buying bought purchase purchasing order ordering get sell sells
selling sold offer offers
offering offered carry carries provide provides product products item items article articles thing things
one ones something anything
everything nothing some any all each every both either neither other others another more most less least
much many few lot lots several bit
same different such own else kind sort type types way ways per moment possible possibly perhaps maybe able
confirm confirmed check
checked checking see seen saw show shows help helps helpful helping use using used user work working go
going come comes came coming cover covers covered
exactly exact actually basically generally usually normally mean means meant planning plan plans hope hoping
send sends sent sending receive receives received
put keep keeps try trying seem seems feel free_to forward hear hearing back know long quick quickly fast
soon asap early late next last
first second place placing website site online page catalogue catalog list listed shop web internet
noticed notice notices read reading
currently regarding concerning re fw fwd subject since new two three four five six ten piece pieces pcs unit
units pair pairs x qty quantity
total altogether sum together overall amount ready further additional addition additionally following follow
follows mentioned mention mentions
people person team colleague colleagues service support apply applies happen happens
depends normally order_of today hopefully advance time
times week weeks month months year years days day working well hand hands choose choice choices
 prefer prefers
preferred worth let's lets going gonna wanna im ive id youre dont doesnt cant isnt whats hows theres thats
yourselves without ever never always often sometimes once twice however therefore otherwise instead except
besides rest look_at
kindest sku ref reference estimated estimate approximate approximately expected made touch news problem
problems pls plz thx ty ta cheers hiya there i'm enough contact please_note
note
teh wich mutch thx btw tho cos cuz ur anywhere nearby yourself finished
roughly dose arive
aware ball balls skein skeins pack packs know_if available_now straight according fully entirely part parts
"""
GERMAN = """
der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner dieser diese dieses
diesen diesem jener jene ich du er sie es wir
ihr ihnen mich dich sich uns euch mir dir ihm mein meine meinen meinem meiner dein deine sein seine seinen
ihre ihren ihrem ihrer unser unsere unseren
unserem unserer euer eure und oder aber doch denn sondern wenn ob dass das weil damit als wie was wer wen
wem wo wohin woher wann
warum wieso welche welcher welches welchen welchem wieviel viel viele vielen mehr wenig weniger in im ins an
am ans auf aus bei beim bis durch fur gegen
hinter mit nach neben ohne seit statt trotz uber um unter von vom vor wahrend wegen zu zum zur zwischen ist
sind war waren bin
bist sei seien wird werden wurde wurden wurd worden hat habe haben hatte hatten hatt hattet habt kann konnen
konnte konnten konnt konnte
koennten koennen mussen muss musste soll sollen sollte sollten darf durfen durfte mochte mochten moechte
will wollen wollte wollten mag gibt geben gebe gib nicht nein
ja bitte danke dank vielen herzlichen besten hallo guten tag morgen abend moin servus gruss gruse grusse
grus gruesse freundlichen freundliche liebe lieber liebes sehr geehrte geehrter
damen herren frau herr team mfg lg vg hi hey gern gerne leider auch noch nur schon sehr etwa circa ca so
also dann da hier dort jetzt heute
derzeit aktuell momentan zurzeit zur zeit gerade bereits bald wieder immer einmal mal denn eigentlich
vielleicht eventuell ungefahr genau genaue genauen
wissen weis weiss sagen sagt mitteilen mitteile teilen fragen frage anfrage auskunft antwort antworten
antworte information informationen infos info nachricht mail email
bekommen bekomme bekommt erhalten erhalt kaufen kaufe gekauft bestellen bestelle bestellung bestellt suche
suchen sucht brauche brauchen brauchte braucht kurz benotige benotigen interessiere
interessieren interessiert interesse finden finde gefunden sehen sehe gesehen schauen schaue nachschauen
prufen prufe bestatigen bestatige anbieten bietet
bieten angebot verkaufen verkauft fuhren fuhrt haben_sie nehmen nimmt machen macht mache geht gehen kommt
kommen komme lassen stehen steht liegt liegen dauert
produkt produkte produkts artikel artikels ware ding sache etwas nichts alles alle allen aller alles beide
beiden jede jeder jedes jeden anderen andere anderer
anderes selbe gleiche gleichen solche art moglich moglichkeit stuck knauel packung packungen mal eins
zwei drei vier funf sechs zehn
paar insgesamt gesamt zusammen summe menge anzahl
lange lang schnell online shop webseite website seite seiten internet katalog ihnen freue freuen wurde
vorab voraus mich mein mir
kollege kollegen kollegin kundenservice hilfe helfen hilft passiert gilt gelten betragt
betragen hinzu weitere weiteren weiterer weiterhin
tage tagen tages woche wochen monat monate monaten jahr jahre jahren werktage werktagen werktag uhr
wochentags zeit verwenden nutzen benutzen nachricht ihrer ihre
rest teil erganzend sowie beziehungsweise bzw dazu davon dafur daran darauf daruber hiermit dabei jedoch
allerdings ausserdem auserdem zudem falls sofern
schicken schickt senden sendet meinen meine meinten erwahnen erwahnt genannte genannten genannt nennen
stimmt richtig korrekt wahr gut gute guter schone schonen schon wunderbar
tagen freundlich herzlich herzliche gruessen denke uberlege uberlegen plane planen ueber fuer waere ware
waren koennte moeglich ausgewahlt wahlen auswahl laut aus_unserem entweder keines heisst heist
gefallt gefallen unterwegs innerhalb bestellwert ublicherweise hochstens neu neue neuer neues neuen jederzeit
artikelnummer voraussichtlich voraussichtliche man gemeint ab welch zwar nun eher ganz nochmal nochmals erst
zuerst melden meldet kummert sich_darum selbst selber furs stehe stehen vorher nachher
"""
FRENCH = """
le la les l un une des du de d au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos
leur leurs je j tu il elle on nous
vous ils elles me m te t se s lui y en qui que qu quoi dont ou quel quelle quels quelles lequel laquelle
lesquels comment quand
combien pourquoi et mais donc or ni car si comme lorsque puisque parce a avec chez contre dans depuis
derriere devant entre
jusqu jusque par parmi pendant pour sans selon sous sur vers est sont etait etaient etre ete suis es sommes
etes sera seront
serait seraient soit ai as avons avez ont avait avoir aura auront aurait aurais auriez avais peux peut
pouvez pouvons peuvent pourrait
pourriez pouvoir pourrais puis dois doit devez devoir veux veut voulez voudrais voudrait voudrions vouloir
souhaite souhaiterais souhaitez aimerais aimerait aime
fait faire faites fais va vais vont aller allez ne n pas plus non oui moins tres trop peu beaucoup aussi
encore toujours deja bientot maintenant
actuellement aujourd hui ici la-bas alors ainsi bonjour bonsoir salut madame monsieur mesdames messieurs
cher chere merci remercie remercier remercions
svp stp plait cordialement salutations bien sincerement bonne bon journee soiree avance par_avance desole
desolee malheureusement volontiers question questions demande
renseignement renseignements information informations reponse repondre message mail email courriel savoir
sais sait dire dites indiquer indiquez confirmer
confirmez connaitre informer donner donnez acheter achat commander commande cherche recherche rechercher
besoin interesse interessee interesser
trouver trouve vendre vendez vendu vend proposez proposer propose offrir produit produits article articles
chose tout tous toute toutes autre autres meme memes
chaque quelque quelques certains aucun aucune rien plusieurs possible possibles paire paires pelote
pelotes exemplaire exemplaires piece
pieces deux trois quatre cinq six dix
 total ensemble somme quantite long longtemps temps jours jour ouvres ouvrables semaine semaines mois an
ans annee annees heure site internet page ligne
 catalogue vu voir vois regarde prendre prend prenez prends mettre met arriver arrive recevoir recois
recu passer passe collegue collegues equipe service
aide aider autant environ exact exactement exacte juste correct vrai c est-ce qu'est dispose disposez cela
ca celui celle ceux celles ci moment
reviendra revient reviendrons meilleures meilleurs suite concernant sujet propos reste partie concernant
concerne mentionnez mentionne indique precisez preciser
egalement notamment partir montant frequence
egalement notamment cependant toutefois heureux ravi ravie plaisir n'est souhait choisir choix faut il-y-a
hesitez hesite compte prevois envisage s'il suivant suivante suivants
dela lorsque voici voila d'apres apres avant slt stp bsr mci existe existent
"""
SPANISH = """
el la los las lo un una unos unas del al de a ante bajo con contra desde en entre hacia hasta para por segun
sin sobre tras y e o u ni pero sino
que quien quienes cual cuales cuyo como cuando cuanto cuanta cuantos cuantas donde porque si yo tu usted
ustedes el ella ellos ellas nosotros vosotros
me te se nos os le les mi mis tu tus su sus nuestro nuestra nuestros nuestras vuestro vuestra este esta esto
estos estas ese esa eso
esos esas aquel aquella es son era eran ser soy eres somos sido fue estar estoy esta estan estaba estamos
estais sera seran seria hay habia haber he ha has
han hemos habeis tengo tiene tienen tenemos tienes teneis tener tendria tenia tendran puedo puede pueden
podemos podeis podria podrian poder debo debe deber quiero quiere
quieren queria querria quisiera quisieramos gustaria gusta gustan encantaria necesito necesita necesitamos
necesitaria hago hace hacen hacer va voy van ir no si mas menos muy mucho
mucha muchos muchas poco tambien tampoco aun todavia ya siempre ahora actualmente hoy aqui alli entonces asi
hola buenos buenas dias tardes noches
estimado estimada estimados estimadas senor senora senores gracias agradezco agradeceria agradecemos saludo
saludos cordial cordiales atentamente un_saludo lamento lamentablemente
desgraciadamente favor pregunta preguntas consulta informacion respuesta responder mensaje correo email
saber se sabe decir decirme diga
dime digan indicar indicarme confirmar confirmarme confirme conocer informar informarme dar dan compra
comprar comprarlo pedir pedido encargar busco
buscar buscando interesa interesado interesada interesaria encontrar encontrado vender venden vendeis
ofrecer ofrecen ofrece producto productos articulo articulos cosa todo todos toda
todas otro otra otros otras mismo misma mismos cada algun alguna algunos algo nada varios posible par
pares ovillo ovillos madeja madejas unidad
unidades pieza piezas dos tres
cuatro cinco seis diez veces total juntos suma cantidad tiempo dia dias laborables habiles semana semanas
mes meses ano anos hora web pagina
catalogo linea internet visto ver veo mirar tardar tarda tardan tardaria tardaran llegar llega llegan
llegaria llegara recibir recibo recibire companero companera equipo servicio clientes ayuda ayudar
exacto exacta exactamente correcto cierto verdad momento breve resto parte dentro volvera adelante pronto
sobre_el respecto asunto antemano ademas tanto
seguir mencionado mencionada menciona elegir eleccion prefiere sale salen valen aproximadamente unos
disculpe perdon encantados encantado quedo quedamos atento atenta espera siguientes siguiente
cualquier partir importe
cualquier disposicion escribir escribo escribirnos contactar sido hacemos estaria estarian desearia deseo
pasado pasada muchisimas ola ke porfa porfi xfa usar
"""
ITALIAN = """
il lo la i gli le un uno una l del dello della dei degli delle d al allo alla ai agli alle dal dallo
dalla dai dalle nel nello nella nei nelle
sul sullo sulla sui sulle di a da in con su per tra fra e ed o oppure ma pero se non si che chi cui cosa
quale quali quando quanto quanta quanti
quante come dove perche io tu lui lei noi voi loro mi ti ci vi ne me te mio mia miei mie tuo tua suo sua
suoi sue nostro nostra nostri nostre
vostro vostra vostri vostre questo questa questi queste quello quella quelli quelle quel essere sono sei
e siamo siete era erano sara saranno
sarebbe stato stata avere ho hai ha abbiamo avete hanno avrei avrebbe avuto fare faccio fai fa facciamo
fate fanno fatto posso puoi puo possiamo potete
possono potrei potrebbe potreste vorrei vorremmo voglio vuole vogliamo volete devo deve dobbiamo dovete
devono dovrei sapere so sa sapete dire dica ditemi dirmi
buongiorno buonasera salve ciao gentile gentili egregi cordiali saluti distinti grazie mille prego favore
cortesia piacere giornata anticipo
molto poco piu meno anche ancora gia sempre mai solo soltanto proprio circa qui qua li ora adesso oggi
subito prima dopo poi quindi allora
interessa interessato interessata cerco cercando comprare acquistare ordinare ordino acquisto prodotto
prodotti articolo articoli tutto tutti
tutte ogni altro altra altri altre stesso stessa qualche alcuni niente nulla versione versioni pezzo
pezzi paio confezioni gomitolo gomitoli
domanda domande informazione informazioni risposta messaggio sito pagina catalogo momento attuale
attualmente esattamente quantita richiesta
richiesto indicato indicata esiste esistono tempo giorni giorno settimana settimane mese mesi anno anni
entro euro mi chiedo chiedere chiedevo
arrivare arriva arrivano ricevere ricevo serve servono bisogno moglie marito madre padre figlio figlia
amico amica casa insieme totale
durata dura durano serve usare uso sapete dirmi gradirei purtroppo volentieri trovo trova trovare vedo visto
"""
DUTCH = """
de het een der des van voor op aan in uit bij met zonder naar tot over onder door om te en of maar want
dus als dan dat die dit deze wie wat
waar wanneer waarom hoe welke welk hoeveel ik jij je u hij zij ze wij we jullie hun hen mij me jou ons
onze mijn jouw uw zijn haar is ben bent
was waren wordt worden werd geworden heb hebt heeft hebben had hadden gehad kan kunt kunnen kon konden
zou zouden wil wilt willen wilde wilden
mag mogen moet moeten zal zullen doe doet doen ga gaat gaan kom komt komen laat laten weet weten zeggen
zeg vertellen
hallo hoi goedendag goedemorgen goedemiddag goedenavond beste geachte groet groeten vriendelijke
hartelijke dank bedankt dankjewel alvast
graag alstublieft alsjeblieft even ook nog al wel niet nooit ja nee er hier daar nu vandaag straks direct
eerst later weer altijd
erg heel zeer meer minder veel weinig iets niets alles alle elk elke ander andere anderen zelf zelfde
ongeveer precies maximaal minstens
vraag vragen informatie antwoord bericht mail site website pagina catalogus product producten artikel
artikelen stuk stuks bol bollen knot
knotten pak pakken versie versies koop kopen bestel bestellen bestelling zoek zoeken nodig heten dag
dagen week weken maand maanden jaar jaren tijd
euro per keer moment dit actuele gewenste hoeveelheid genoemde klopt bedoel bedoelt vindt vinden bestaat
bestaan duurt duren
vrouw man moeder vader zoon dochter vriend vriendin huis samen totaal hebben jullie zit zitten past
passen bij daarvoor ervoor helaas
"""
SINGLE = frozenset("abcdefghijklmnopqrstuvwxyz")
LISTS = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "it": ITALIAN, "nl": DUTCH}


@cache
def plain(language: str) -> frozenset[str]:
    """Return the plain words of a language and of English, folded."""
    listed = LISTS["en"] + LISTS.get(language, "")
    return frozenset(fold(listed).split()) | SINGLE


@cache
def _letters(language: str) -> frozenset[str]:
    return frozenset(_shuffled(word) for word in plain(language) if len(word) >= 4)


def _shuffled(word: str) -> str:
    return word[0] + "".join(sorted(word[1:-1])) + word[-1]


def is_plain(word: str, language: str) -> bool:
    """Tell whether a folded word is a plain one, or one with its letters out of order ("mcuh")."""
    return word in plain(language) or (len(word) >= 4 and _shuffled(word) in _letters(language))


@cache
def plain_anywhere() -> frozenset[str]:
    """Return the plain words of all our languages, folded."""
    return frozenset().union(*(plain(language) for language in LISTS))
