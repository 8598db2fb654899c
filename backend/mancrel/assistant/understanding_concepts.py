"""What words of different languages mean: one concept for ``colour``, ``Farbe``, ``couleur`` and ``color``.

Each line is a concept and the words for it in English, German, French and Spanish, without accents
(Italian and Dutch: `understanding_italian_and_dutch.py`).
A word may stand for several concepts (``Versandkosten``: shipping and cost).
"""

from functools import cache

from mancrel.assistant.understanding_italian_and_dutch import ATTRIBUTES_TOO, POLICY_TOO, THINGS_TOO
from mancrel.assistant.understanding_parts import PARTS
from mancrel.assistant.understanding_things import THINGS

POLICY = """
price: price prices pricing priced preis preise prix precio precios tarif tarifs tarifa tarifas
cost: cost costs costing kosten kostet coute coutent couter cout couts cuesta cuestan costo coste costes
cost: teuer teure teuren costar cuestas cobran cobrais cobra cobrar
cost: versandkosten lieferkosten portokosten frais gastos fee fees charge charges gebuhr gebuhren
ship: shipping ship ships shipped postage shipment versand versende versenden versendet verschicken
ship: verschickt porto versandkosten versandkostenfrei
ship: envoi envois envoyer envoyez expedition expedier expediez expediee port envio envios enviar envian
ship: envia enviais mandar
ship: auslandsversand
deliver: delivery deliver delivers delivered deliveries lieferung lieferungen liefern liefert geliefert
deliver: lieferzeit lieferkosten lieferzeiten lieferfrist zustellung
deliver: livraison livraisons livrer livrez livree livrons delai delais entrega entregas entregar entregan
deliver: entregais reparto plazo arrive arrives arrival
duration: lieferzeit lieferzeiten lieferfrist ruckgabefrist frist fristen delai delais plazo plazos period
duration: deadline dauer dauert duration
stock: stock stocked lager lagernd vorratig vorrat bestand lagerbestand existencias
available: available availability verfugbar verfugbarkeit lieferbar erhaltlich disponible disponibles
available: disponibilite disponibilidad
return: return returns returned returning returnable ruckgabe ruckgaberecht ruckgabefrist zuruckgeben
return: zuruckgebe zuruckschicken zurucksenden zuruck retoure retouren rucksendung rucksendungen
return: widerruf widerrufsrecht retour retours retourner retournes renvoyer renvoi rendre devolucion
return: devoluciones devolver devuelvo devolverlo devolverla
return: devueltos devuelto retournez renvoyez retournee
exchange: exchange exchanges exchanging swap umtausch umtauschen tauschen echange echanges echanger cambio
exchange: cambios cambiar cambiarlo
refund: refund refunds refunded erstattung erstatten erstattet ruckerstattung remboursement remboursements
refund: rembourser rembourse rembourses reembolso reembolsos reembolsar
warranty: warranty warranties guarantee guarantees guaranteed garantie garanties garantien gewahrleistung
warranty: garantia garantias
payment: payment payments pay pays paying paid payable zahlung zahlungen zahlen zahle bezahlen bezahlung
payment: zahlt bezahlt paie paye paga
payment: zahlungsarten zahlungsart zahlungsmittel zahlungsmethoden zahlungsmoglichkeiten
payment: paiement paiements payer reglement regler pago pagos pagar pagan
accept: accept accepts accepted acceptez acceptons accepter aceptan aceptamos aceptais aceptar akzeptieren
accept: akzeptiert
open: open opens opening offen geoffnet offnet offnungszeiten ouvert ouverte ouverts ouvre ouvrez
open: ouverture horaires horario horarios abierto abierta abiertos abren abre abris apertura
hours: hours hour uhr stunden offnungszeiten heures horaires horas horario horarios
pickup: pickup pick picked collect collection abholen abholung selbstabholung abholbar retrait retirer
pickup: recoger recogida
pickup: recogerlo
wrap: wrap wrapping wrapped geschenkverpackung einpacken verpacken emballage emballer emballes papier
wrap: eingepackt einpackt verpackt envolver envuelto envoltorio
gift: gift gifts geschenk geschenke geschenkverpackung cadeau cadeaux regalo regalos present presents
giftcard: voucher vouchers giftcard gutschein gutscheine geschenkgutschein bons cheque tarjeta-regalo cupon
abroad: abroad international internationally worldwide overseas ausland auslandsversand weltweit
abroad: internationale etranger extranjero internacional internacionales
free: free gratis kostenlos kostenlose kostenfrei versandkostenfrei gratuit gratuite gratuits gratuitement
free: gratuito gratuita gratuitos
express: express overnight eilversand expressversand expresslieferung expres urgente
assembly: assembly assemble assembled aufbau montage montieren aufbauen monter montaje montar mounting
repair: repair repairs repaired reparatur reparaturen reparieren reparation reparations reparer reparacion
repair: reparar reparan reparais reparez repare reparent repariert repariere repairing mend mends mended
spare: spare ersatzteil ersatzteile recambio recambios repuesto repuestos rechange
customs: customs duty duties zoll zollgebuhren douane aduana aranceles
tax: tax taxes vat mwst mehrwertsteuer steuer tva iva impuestos
store: store stores showroom laden filiale filialen geschaft ladengeschaft magasin magasins boutique tienda
store: tiendas
contact: phone telephone telefon telephone telefono hotline anrufen telefonisch
address: address adresse anschrift direccion located location
engrave: engrave engraving engraved gravur gravieren personalise personalize personalised personalized
engrave: personalisieren personnaliser grabar grabado
track: track tracking trackinglink sendungsverfolgung sendungsnummer suivi seguimiento
invoice: invoice invoices rechnung rechnungen kauf-auf-rechnung facture factures factura facturas
card: card cards kreditkarte kreditkarten carte cartes tarjeta tarjetas debit credit
transfer: transfer uberweisung vorkasse virement transferencia
instalment: instalment instalments installment installments raten ratenzahlung ratenkauf mensualites
instalment: mensualite  cuotas
cash: cash bar barzahlung especes efectivo nachnahme
paypal: paypal
klarna: klarna
visa: visa
mastercard: mastercard
applepay: applepay
googlepay: googlepay
bitcoin: bitcoin crypto krypto
monday: monday mondays montag montags lundi lunes
tuesday: tuesday dienstag mardi martes
wednesday: wednesday mittwoch mercredi miercoles
thursday: thursday donnerstag jeudi jueves
friday: friday fridays freitag freitags vendredi viernes
saturday: saturday saturdays samstag samstags samedi sabado sabados
sunday: sunday sundays sonntag sonntags dimanche domingo domingos
weekend: weekend wochenende weekends finde
holiday: holiday holidays feiertag feiertage feries ferie festivos festivo
original: original originalverpackung packaging verpackung embalaje
unused: unused ungebraucht unbenutzt inutilise sin-usar
deutschland: germany german deutschland allemagne alemania
austria: austria osterreich autriche
switzerland: switzerland swiss schweiz suisse suiza
france: france frankreich francia
spain: spain spanien espagne espana
italy: italy italien italie italia
belgium: belgium belgien belgique belgica
netherlands: netherlands holland niederlande pays-bas paises-bajos
luxembourg: luxembourg luxemburg luxemburgo
uk: uk britain england kingdom grossbritannien grosbritannien angleterre inglaterra
ireland: ireland irland irlande irlanda
norway: norway norwegen norvege noruega
sweden: sweden schweden suede suecia
denmark: denmark danemark dinamarca
poland: poland polen pologne polonia
portugal: portugal
usa: usa america states usa etats-unis estados amerika
canada: canada kanada
australia: australia australien australie
japan: japan japon
china: china chine
mexico: mexico mexiko mexique
eu: eu europe european europa europaische ue europeenne union
workshop: workshop workshops werkstatt werkstatten atelier taller talleres
parcel: parcel parcels package packages packet paket pakete paketen colis paquete paquetes
parking: parking park parkplatz parkplatze parken parkmoglichkeit parkmoglichkeiten stationnement stationner
parking: garer aparcamiento aparcar estacionamiento
rent: rent rented renting rental rentals hire mieten miete mietet gemietet mietzelt leihen ausleihen verleih
rent: vermieten vermietet louer louez loue louons alquilar alquiler alquila alquilan alquilais
deposit: deposit kaution caution fianza
sharpen: sharpen sharpens sharpened sharpening schleifen schleift geschliffen scharfen affuter affutez
sharpen: affutage aiguiser aiguisage afilar afilan afilado
descale: descale descaled descaling entkalken entkalkt entkalkung detartrer detartrage descalcificar
descale: descalcificacion
course: course courses kurs kurse cours curso cursos
subscription: subscription subscriptions abo abos abonnement abonnements suscripcion suscripciones
pause: pause paused pausieren pausiert pausar suspender
dog: dog dogs hund hunde hunden chien chiens perro perros
valid: valid validity gultig gultigkeit valable valables validite valido valida validos validas validez
vinegar: vinegar essig vinaigre vinagre
dryer: dryer tumble trockner waschetrockner seche-linge secadora
down: down daunen daune duvet plumon plumas
money: money geld argent dinero
open: angebrochen angebrochene angebrochenen entame entamee
slovenia: slovenia slowenien slovenie eslovenia
croatia: croatia kroatien croatie croacia
czechia: czechia tschechien tchequie chequia
hungary: hungary ungarn hongrie hungria
finland: finland finnland finlande finlandia
greece: greece griechenland grece grecia
"""
ATTRIBUTES = """
weight: weight weigh weighs heavy gewicht wiegt wiegen schwer poids pese pesent lourd lourde peso pesa pesan
weight: pesado
height: height tall high hoch hohe hauteur haut altura alto alta
width: width wide breite breit largeur anchura ancho ancha
depth: depth deep tiefe tief profondeur profond profundidad fondo
length: length lange longueur longitud largo kabellange
diameter: diameter durchmesser diametre diametro
dimension: dimension dimensions measurements measurement mase masse abmessungen abmessung mesures mesure
dimension: mide medidas medida dimensiones
dimension: big gros grose grand grande groes
size: size sizes sizing grose groses grosen grosse groesse grossen taille tailles pointure talla tallas
size: tamano tamanos
material: material materials fabric stoff materialien materiau materiaux matiere matieres tissu hecho
material: hecha tela besteht
colour: color colour colors colours farbe farben farblich couleur couleurs coloris colores
power: power watt watts wattage leistung puissance potencia stromverbrauch consumption
voltage: voltage volt volts voltios voltio volti spannung tension voltaje
battery: battery batteries akku akkus batterie batterien akkulaufzeit autonomie bateria baterias pila pilas
battery: autonomia
capacity: capacity volume fassungsvermogen volumen kapazitat inhalt capacite contenance contient capacidad
capacity: liter litre litres liters litros hold holds
compatible: compatible compatibility kompatibel kompatibilitat compatibles compatibilite compatibilidad
fit: fit fits passt passen passend convient cabe caben encaja
waterproof: waterproof wasserdicht wasserfest impermeable impermeables etanche
resistant: resistant resistance bestandig resistente resistant
dishwasher: dishwasher spulmaschine spulmaschinenfest spulmaschinengeeignet lave-vaisselle vaisselle
dishwasher: lavavajillas
wash: wash washable washed washing waschbar waschen waschmaschine lavable laver lavar lavadora
dimmable: dimmable dim dimmed dimmer dimmbar dimmen variateur regulable atenuable
bulb: bulb bulbs gluhbirne leuchtmittel ampoule ampoules bombilla bombillas
socket: socket fassung douille culot casquillo
light: light lighting licht lumiere luz lumen lumens brightness helligkeit luminosite
temperature: temperature temperatur temperatura degrees grad grade degres grados
cable: cable cables cord kabel kabellange cordon
origin: origin produced manufactured hergestellt herkunft produziert fabrique fabriquee origine fabricado
origin: fabricada origen
brand: brand marke marque marca manufacturer hersteller fabricant fabricante
outdoor: outdoor outdoors outside draussen drausen aussen ausen aussenbereich exterieur exterior exteriores
indoor: indoor indoors innen innenbereich interieur interior interiores
adjustable: adjustable adjust verstellbar hohenverstellbar reglable ajustable
foldable: foldable fold folds faltbar klappbar zusammenklappbar pliable pliant plegable
rechargeable: rechargeable wiederaufladbar aufladbar recargable
charge: charging charger laden ladegerat chargeur cargador cargar
wireless: wireless kabellos drahtlos inalambrico inalambricos inalambrica sans-fil
organic: organic bio biologique ecologico organico
vegan: vegan vegane veganos
recycled: recycled recycelt recyclee recycle reciclado
load: load belastbar belastbarkeit belastung tragkraft traglast carga soporta supporte maximum maximal
load: maximale maximaler maxima maximo
screen: screen display bildschirm ecran pantalla
memory: memory storage speicher speicherplatz memoire stockage memoria almacenamiento
noise: noise noisy loud quiet laut leise bruit bruyant ruido
induction: induction induktion induccion
removable: removable abnehmbar amovible extraible
care: care pflege entretien cuidado cleaning clean reinigen reinigung nettoyer limpiar limpieza
include: included includes include enthalten inbegriffen lieferumfang inklusive inclus incluse incluido
include: incluida incluye
oven: oven ofen backofen horno forno
microwave: microwave mikrowelle mikrowellen microondas microonde magnetron
mosquito: mosquito moustiquaire moustiques moskitonetz muckennetz mosquitera zanzariera klamboe muskietennet
nickel: nickel nichel niquel
length: metre metres meter meters metros
temperature: cold hot kalt kalte heis chaud froid frio caliente freddo caldo koud heet
persons: person persons people personen personne personnes persona personas persone
model: model modell modele modelo
style: style stil estilo
"""
COLOURS = frozenset(
    "black white red blue green yellow grey pink purple orange brown beige silver gold turquoise navy "
    "anthracite mustard cream ivory ecru coral petrol rust slate sage mint sand moss forest khaki burgundy "
    "charcoal natural ink mist".split()
)
MATERIALS = frozenset(
    "wood oak walnut pine beech ash bamboo steel stainless aluminium brass copper iron metal glass ceramic "
    "porcelain stone marble leather cotton wool linen silk polyester nylon plastic rubber cork paper "
    "concrete "
    "titanium velvet".split()
)
COUNTRIES = frozenset(
    "deutschland austria switzerland france spain italy belgium netherlands luxembourg uk ireland norway "
    "sweden "
    "slovenia croatia czechia hungary finland greece "
    "denmark poland portugal usa canada australia japan china mexico eu abroad".split()
)
PAYMENTS = frozenset(
    "invoice card transfer instalment cash paypal klarna visa mastercard applepay googlepay bitcoin".split()
)
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday weekend holiday".split())
EXTENT = frozenset("height width depth length diameter dimension size".split())
TOPICS = (
    frozenset(line.partition(":")[0] for line in POLICY.strip().splitlines()) - COUNTRIES - DAYS - {"hours"}
)
"""What rules and services are about."""

SERVICES = frozenset("rent sharpen repair course subscription descale wrap engrave assembly".split())
PROPERTIES_ASKED = frozenset(
    "weight height width depth length diameter dimension material power voltage capacity load".split()
)

KIN = {
    "dimension": EXTENT,
    "size": EXTENT,
    "height": frozenset({"height", "dimension"}),
    "width": frozenset({"width", "dimension"}),
    "depth": frozenset({"depth", "dimension"}),
    "length": frozenset({"length", "dimension"}),
    "diameter": frozenset({"diameter", "dimension"}),
    "socket": frozenset({"socket", "bulb"}),
    "bulb": frozenset({"socket", "bulb"}),
    "light": frozenset({"light"}),
    "brand": frozenset({"brand"}),
}
"""Attribute names that answer a question for another name."""


def stem(word: str) -> str:
    """Cut what plural and gender add in our languages; ``word`` is folded."""
    if len(word) < 4 or word[-1].isdigit():
        return word
    if word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    for ending in ("ie", "en", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@cache
def table() -> dict[str, frozenset[str]]:
    """Return the concepts of each known word, by the word itself and by its stem."""
    exact: dict[str, set[str]] = {}
    for line in f"{POLICY}{ATTRIBUTES}{THINGS}{POLICY_TOO}{ATTRIBUTES_TOO}{THINGS_TOO}{PARTS}".splitlines():
        name, _, listed = line.partition(":")
        if listed:
            for word in listed.split():
                exact.setdefault(word, set()).add(name)
    found: dict[str, set[str]] = {}
    for word, concepts in exact.items():
        found.setdefault(stem(word), set()).update(concepts)
    return {key: frozenset(value) for key, value in {**found, **exact}.items()}


RULES = frozenset("wrap gift giftcard repair rent sharpen course subscription".split())
"""Services that may share a word with a product ("Gift Box")."""

NAMES = frozenset(line.partition(":")[0] for line in f"{POLICY}{ATTRIBUTES}{THINGS}".strip().splitlines())
