"""Words for parts, properties and kinds of goods that only tell them apart, in all our languages.

Each line is read as those of `understanding_concepts`. They are no names of topics: what speaks of none of
them is no less an answer than where the word is unknown.
"""

PARTS = """
bread: bread brot pain brood
chef: chef chefs cook koch kochs koks cuisinier cocinero cuoco
salt: salt salz sel sal zout
pepper: pepper pfeffer poivre pimienta pepe peper
hand: hand manuel manuelle manuell mano handmatig handmatige
camping: camping campeggio kampeer
summer: summer sommer ete verano estate zomer
winter: winter hiver invierno inverno
family: family familie familien famille familia famiglia gezin gezins
water: water wasser eau agua acqua
milk: milk milch lait leche melk
gas: gas gaz
bike: rad
trekking: trekking randonnee senderismo
pot: kasserolle kochtopfe
wash: detergent waschmittel wollwaschmittel lessive detergente detersivo wasmiddel
marker: marker markers maschenmarkierer marqueur marqueurs marcador marcadores segnamaglie steekmarkeerder
marker: steekmarkeerders
winder: winder winders wollwickler bobinoir ovillador ovilladora gomitolatore knolwinder
wind: wind winds winding wound wickeln wickelt gewickelt aufwickeln pelotonner ovillar avvolgere opwinden
peg: peg pegs hering heringe sardines piquets piqueta piquetas picchetti haringen
strap: strap straps gurt gurte sangle sangles correa correas cinghia cinghie
lid: lid lids deckel couvercle tapa coperchio deksel
hood: hood hoods kapuze capuche capucha cappuccio capuchon
blade: blade blades klinge klingen lame hoja lama lemmet
handle: handle handles griff griffe poignee mango manico handvat
shuttle: shuttle shuttles schiffchen navette navettes lanzadera lanzaderas navetta navette
stand: stander untergestell statief
lavender: lavender lavendel lavande lavanda
scratch: scratch scratches scratchy itchy kratzt kratzen kratzig gratte gratter rasca pica gratta kriebelt
scratch: prikt pizzica kriebelen
nut: nut nuts nuss nusse noix nueces noci noten
coated: coated coating beschichtet beschichtung revetement antiadhesif antiadhesive antiadherente
coated: rivestita rivestimento nonstick antihaft antihaftbeschichtung
compost: compost compostable kompost kompostierbar compostar compostabile composteerbaar
left: lefty linkshander gaucher gauchers gauchere zurdo zurdos mancino mancini linkshandig linkshandigen
beginner: beginner beginners anfanger anfangerin debutant debutante debutants principiante principianti
entrance: entrance entrances eingang eingange entree entrees entrada entradas ingresso ingressi ingang
setting: setting settings einstellung einstellungen mahlgrade mahlgrad reglages ajuste ajustes impostazioni
setting: instelling instellingen
page: seiten paginas pagine bladzijden
pressure: pressure druck bar presion pressione
soak: soak soaked soaking einweichen wassern tremper remojar ammollo weken
evening: abende abenden soirees veladas serate avonden
foldable: zusammenklappen zusammenklappbar zusammenfalten falten plier plie plegar pliegan piegare opvouwen
origin: granjas herkommen stammen
free: frei freie freies
duration: lasts dure durent dura durano
electric: electric electrical elektrisch elektrische elektrischen elektrischer electrique electriques
electric: electrico electrica elettrico elettrica elettrici stroom elektrische
include: compris comprise compresa compresi fourni fournie fournis fournies trae traen dazu
end: end cancel cancelled beenden kundigen kundbar resilier terminar cancelar disdire opzeggen stopzetten
"""
