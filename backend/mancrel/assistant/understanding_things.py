"""Words for things, colours and materials in English, German, French and Spanish."""

THINGS = """
appliance: appliance appliances gerat gerate elektrogerat elektrogerate appareil appareils aparato aparatos
appliance: electrodomestico electrodomesticos
knife: knife knives messer couteau couteaux cuchillo cuchillos
headlamp: headlamp headlamps headtorch stirnlampe stirnlampen frontale frontales
lamp: lamp lamps lampe lampen leuchte lampes lampara lamparas
desk: desk desks schreibtisch schreibtische bureau bureaux escritorio escritorios
floor: floor steh boden sol lampadaire pie suelo
chair: chair chairs stuhl stuhle chaise chaises silla sillas
office: office buro oficina
table: table tables tisch tische mesa mesas
mug: mug mugs tasse tassen becher tasses taza tazas cup cups
bottle: bottle bottles flasche flaschen bouteille bouteilles gourde botella botellas
backpack: backpack backpacks rucksack rucksacke sac-a-dos mochila mochilas
headphone: headphone headphones kopfhorer casque ecouteurs auriculares
speaker: speaker speakers lautsprecher enceinte altavoz altavoces
shirt: shirt shirts tshirt hemd hemden chemise camiseta camisetas
shoe: shoe shoes schuh schuhe chaussure chaussures zapato zapatos zapatillas
jacket: jacket jackets jacke jacken veste vestes chaqueta chaquetas
sofa: sofa sofas couch canape canapes
shelf: shelf shelves regal regale etagere etageres estanteria
kettle: kettle kettles wasserkocher bouilloire hervidor
coffee: coffee kaffee cafe
grinder: grinder grinders kaffeemuhle muhle moulin molinillo mill mills
tea: tea tee the-vert infusion
bike: bike bikes bicycle fahrrad velo bicicleta
tent: tent tents zelt zelte tente tentes
watch: watch watches armbanduhr montre montres reloj relojes
blanket: blanket blankets decke decken couverture mantas manta
rug: rug rugs carpet teppich teppiche tapis alfombra alfombras
mirror: mirror mirrors spiegel miroir espejo
vase: vase vases vasen jarron
bowl: bowl bowls schale schussel cuenco
towel: towel towels handtuch serviette toalla toallas
pillow: pillow pillows cushion kissen coussin cojin almohada
keyboard: keyboard keyboards tastatur clavier teclado
mouse: mouse maus souris raton
black: black schwarz schwarze schwarzen schwarzer schwarzes noir noire noirs noires negro negra negros
black: negras
white: white weis weise weisen weiser weises weiss weisse blanc blanche blancs blanches blanco blanca
white: blancos blancas
red: red rot rote roten roter rotes rouge rouges rojo roja rojos rojas
blue: blue blau blaue blauen blauer blaues bleu bleue bleus bleues azul azules
green: green grun grune grunen gruner grunes vert verte verts vertes verde verdes
yellow: yellow gelb gelbe gelben gelber jaune jaunes amarillo amarilla amarillos
grey: grey gray grau graue grauen grauer graues gris grise grises
pink: pink rosa rose roses rosado
purple: purple violet lila violett violette morado morada
orange: orange naranja oranges
brown: brown braun braune braunen brauner marron brun brune marrones
beige: beige
silver: silver silber silbern argent argente plata plateado
gold: gold golden doree dore dorado oro
turquoise: turquoise turkis turquesa
navy: navy marineblau marine
anthracite: anthracite anthrazit antracita
wood: wood wooden holz holzern bois madera
oak: oak eiche eichenholz chene roble
walnut: walnut nussbaum nusbaum noyer nogal
pine: pine kiefer kiefernholz pino
beech: beech buche hetre haya
ash: ash esche frene fresno
bamboo: bamboo bambus bambou bambu
steel: steel stahl edelstahl acier acero
stainless: stainless edelstahl inoxydable inox inoxidable
aluminium: aluminium aluminum aluminio
brass: brass messing laiton laton
copper: copper kupfer cuivre cobre
iron: iron eisen hierro
metal: metal metall metallique metalico
glass: glass glas verre vidrio cristal
ceramic: ceramic ceramics keramik ceramique ceramica
porcelain: porcelain porzellan porcelaine porcelana
stone: stone stein pierre piedra
marble: marble marmor marbre marmol
leather: leather leder cuir cuero piel
cotton: cotton baumwolle coton algodon
wool: wool wolle laine lana merino
linen: linen leinen lin lino
silk: silk seide soie seda
polyester: polyester
nylon: nylon
plastic: plastic plastik kunststoff plastique plastico
rubber: rubber gummi caoutchouc goma caucho
cork: cork kork liege corcho
paper: paper papier papel
concrete: concrete beton hormigon
titanium: titanium titan titane titanio
velvet: velvet samt velours terciopelo
bluetooth: bluetooth
wifi: wifi wlan
usb: usb
led: led leds
kitchen: kitchen kuche cuisine cocina
"""
