"""Italian and Dutch words of the concepts that the other languages have, without accents; common slips."""

POLICY_TOO = """
ship: ruckversand
switzerland: swizerland switserland switzerlan
available: availble availabe avaliable avalible
return: ruckversand
price: prezzo prezzi prijs prijzen
cost: costa costano costi costerebbe verrebbe spese tariffa kost kosten verzendkosten bezorgkosten
ship: spedizione spedizioni spedite spedire spedisce verzending verzenden verzendt verzendkosten
ship: versturen opsturen sturen bezorgkosten
deliver: consegna consegne consegnate consegnare levering leveren levert bezorging bezorgen levertijd
duration: levertijd termijn
stock: magazzino giacenza voorraad
available: disponibile disponibili disponibilita verkrijgbaar leverbaar beschikbaar
return: reso resi restituire restituzione rendere terugsturen retourneren retour retourzending
exchange: cambiare sostituire ruilen omruilen
refund: rimborso rimborsi rimborsare rimborsate terugbetaling terugbetalen
warranty: garanzia garanzie garantie
payment: pagare pagamento pagamenti pago betalen betaling betaal
accept: accettate accettano accepteren accepteert
open: aperto aperta aperti apre aprite apertura orari orario open geopend openingstijden
hours: orari orario ore uur openingstijden
pickup: ritiro ritirare afhalen ophalen
wrap: confezione incartare inpakken ingepakt
gift: regalo regali cadeau cadeaus geschenk
giftcard: buono buoni cadeaubon cadeaubonnen
abroad: estero buitenland
free: gratuito gratuita gratuiti gratis kosteloos
express: espresso spoed spoedlevering
repair: riparazione riparare riparate reparatie repareren
spare: ricambio ricambi reserveonderdeel reserveonderdelen
customs: dogana doganali douane invoerrechten
tax: imposte btw
store: negozio negozi winkel winkels
parking: parcheggio parcheggiare parkeren parkeerplaats parkeerplaatsen
rent: noleggio noleggiare affittare huren verhuren huur
deposit: cauzione borg waarborg
sharpen: affilare affilatura affilate slijpen
descale: decalcificare decalcificazione ontkalken
course: corso corsi cursus cursussen
subscription: abbonamento abbonamenti abonnement abonnementen
dog: cane cani hond honden
valid: valido valida validi geldig geldigheid
invoice: fattura factuur
card: carta carte creditcard
transfer: bonifico overschrijving
instalment: termijnen
monday: lunedi maandag maandags
tuesday: martedi dinsdag
wednesday: mercoledi woensdag
thursday: giovedi donderdag
friday: venerdi vrijdag
saturday: sabato zaterdag zaterdags
sunday: domenica zondag zondags
holiday: festivi festivo feestdag feestdagen
deutschland: germania duitsland
austria: oostenrijk
switzerland: svizzera zwitserland
france: francia frankrijk
spain: spagna spanje
italy: italia italie
belgium: belgio belgie
netherlands: nederland olanda
luxembourg: lussemburgo luxemburg
ireland: irlanda ierland
norway: norvegia noorwegen
sweden: svezia zweden
denmark: danimarca denemarken
poland: polonia polen
portugal: portogallo
slovenia: slovenie
croatia: croazia kroatie
hungary: ungheria hongarije
greece: grecia griekenland
uk: regno
money: soldi denaro
parcel: pacco pacchi pakket pakketje pakketten
track: tracciare tracciamento tracking volgen
assembly: montaggio montare montage
engrave: incisione incidere graveren gravering
contact: telefono telefoon
address: indirizzo adres
workshop: officina laboratorio werkplaats
cash: contanti contant
original: imballaggio verpakking
unused: inutilizzato inutilizzati ongebruikt ongebruikte
vinegar: aceto azijn
dryer: asciugatrice wasdroger
down: piuma piume piumino dons
pause: sospendere pauzeren
finland: finlandia
czechia: cechia tsjechie
"""
ATTRIBUTES_TOO = """
weight: peso pesa pesano pesante weegt wegen zwaar
height: altezza alto alta hoogte hoog
width: larghezza breedte breed
depth: profondita profondo diepte diep
length: lunghezza lungo lunga lengte
diameter: diametro
dimension: dimensioni misure afmetingen
size: misura taglia taglie maat maten
material: materiale materiali tessuto materiaal stof gemaakt
colour: colore colori kleur kleuren
power: potenza vermogen
capacity: capacita volume inhoud litri
compatible: compatibile compatibili
waterproof: impermeabile impermeabili waterdicht waterdichte
dishwasher: lavastoviglie vaatwasser vaatwasmachine
wash: lavare lavabile lavatrice wassen wasbaar wasmachine
temperature: temperatura gradi temperatuur graden
origin: origine provenienza herkomst vandaan
brand: marca merk
rechargeable: ricaricabile ricaricabili oplaadbaar oplaadbare
foldable: pieghevole opvouwbaar inklapbaar
organic: biologico biologica biologisch biologische
vegan: vegano vegana vegani veganistisch
include: incluso inclusa inclusi incluse compreso comprese inbegrepen meegeleverd inclusief
induction: induzione inductie
load: carico portata belasting draagvermogen
voltage: tensione voltaggio spanning
battery: batteria batterie pila pile accu batterij batterijen
resistant: resistente resistenti bestendig
dimmable: dimmerabile dimbaar
bulb: lampadina lampadine gloeilamp
light: luce lumen licht helderheid luminosita
cable: cavo kabel snoer
outdoor: esterno esterni buiten
indoor: interno interni binnen
adjustable: regolabile regolabili verstelbaar instelbaar
charge: caricare carica caricabatterie opladen lader
wireless: draadloos
recycled: riciclato riciclata gerecycled
screen: schermo scherm
memory: memoria geheugen
noise: rumore rumoroso rumorosa silenzioso silenziosa lawaai geluid luid
removable: rimovibile staccabile afneembaar
care: cura manutenzione pulizia pulire onderhoud reinigen schoonmaken
wash: lava lavano lavo wast
persons: persone persoon personen
"""
THINGS_TOO = """
dimension: metri
material: acciaio staal
door: door doors tur turen porte portes puerta puertas porta deur deuren
knife: coltello coltelli messen koksmes broodmes
headlamp: frontali hoofdlamp hoofdlampen
lamp: lampada lampade lampen
desk: scrivania bureau
chair: sedia sedie stoel stoelen
table: tavolo tavoli tafel tafels
mug: tazza tazze mok mokken
bottle: bottiglia bottiglie borraccia fles flessen
backpack: zaino zaini rugzak rugzakken
shirt: maglietta camicia shirts
jacket: giacca giacche jas jassen
tent: tenda tende tent tenten
kettle: bollitore waterkoker
coffee: caffe koffie
grinder: macinacaffe macinino koffiemolen molen
blanket: coperta coperte deken dekens
pot: pentola pentole kookpan
stove: fornello fornelli gasbrander
hat: cappello cappelli berretto muts mutsen
glove: guanti handschoenen
sock: calzini calze sok sokken
needle: ferri ferro naald naalden breinaald breinaalden
hook: uncinetto uncinetti haaknaald haaknaalden
yarn: filato filati garen
scissors: forbici forbicine schaar scharen
scale: bilancia bilance weegschaal keukenweegschaal
bag: borsa borse sacca tas tassen
mat: materassino tappetino slaapmat
sleepingbag: slaapzak slaapzakken
hammock: amaca amache hangmat hangmatten
pole: bastoncini bastoncino wandelstok wandelstokken
compass: bussola bussole kompas
bean: chicchi bonen koffiebonen
plate: piatto piatti bord borden
toaster: tostapane broodrooster
board: tagliere taglieri snijplank
loom: telaio telai weefgetouw
button: bottone bottoni knoop knopen
filter: filtri
book: libri boek boeken
maker: macchina macchine machine
black: nero nera neri zwart zwarte
white: bianco bianca bianchi wit witte
red: rosso rossa rossi rood rode
blue: azzurro blauw blauwe
green: verde verdi groen groene
yellow: giallo gialla geel gele
grey: grigio grigia grijs grijze
appliance: elettrodomestico elettrodomestici apparaat apparaten
mirror: specchio spiegel
vase: vaso vaas
bowl: ciotola ciotole schaal
towel: asciugamano handdoek
pillow: cuscino kussen
watch: orologio horloge
rug: tappeto tapijt
sofa: divano
shelf: scaffale
shoe: scarpa scarpe schoen schoenen
headphone: cuffie koptelefoon
speaker: altoparlante luidspreker
keyboard: tastiera toetsenbord
bike: bicicletta bici fiets
floor: pavimento vloer
office: ufficio kantoor
pan: padella padelle koekenpan
mitten: muffole wanten
jug: brocca bricco lattiera melkkan kannetje
frother: montalatte melkopschuimer
whetstone: slijpsteen
icecream: gelato gelatiera ijs ijsmachine
rain: pioggia
cover: copertura fodera hoes hoezen regenhoes
windshield: paravento windscherm
pannier: fietstas fietstassen
cartridge: cartuccia cartucce
pink: rosa roze
purple: viola paars
orange: arancione oranje
brown: marrone bruin bruine
silver: argento zilver
gold: goud
turquoise: turchese
anthracite: antracite antraciet
mustard: senape mosterd
cream: panna crema
ivory: avorio ivoor
coral: corallo koraal
petrol: petrolio
rust: ruggine roest
slate: ardesia leisteen
sage: salvia salie
mint: menta munt
sand: sabbia zand
moss: muschio
natural: naturale naturel
ink: inchiostro inkt
mist: nebbia
wood: legno hout houten
oak: rovere quercia eiken
walnut: noce
beech: faggio beuken
ash: frassino
bamboo: bambu bamboe
stainless: inossidabile roestvrij
aluminium: alluminio
brass: ottone
copper: rame koper
iron: ghisa ijzer gietijzer
metal: metallo metaal
glass: vetro
ceramic: keramiek
porcelain: porcellana porselein
stone: pietra steen
marble: marmo
leather: pelle cuoio leer
cotton: cotone katoen
wool: lana wol
linen: lino linnen
silk: seta zijde
plastic: plastica
rubber: gomma
cork: sughero kurk
titanium: titanio
velvet: velluto fluweel
"""
