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
mustard: mustard senf senfgelb moutarde mostaza
cream: cream creme creme-farben crema
ivory: ivory elfenbein ivoire marfil
ecru: ecru crudo
coral: coral koralle korallenrot corail
petrol: petrol petrole petroleo
rust: rust rostrot rouille oxido teja
slate: slate schiefer schiefergrau ardoise pizarra
sage: sage salbei salbeigrun sauge salvia
mint: mint minze mintgrun menthe menta
sand: sand sandfarben sable arena
moss: moss moos moosgrun mousse musgo
forest: forest waldgrun foret bosque
khaki: khaki kaki caqui
burgundy: burgundy bordeaux weinrot burdeos granate
charcoal: charcoal anthrazitgrau carbon
natural: natural naturfarben naturel nature
ink: ink tinte tintenblau encre tinta
mist: mist nebel brume niebla
pot: pot pots topf topfe kochtopf marmite casserole olla ollas cazuela cocotte
pan: pan pans pfanne pfannen bratpfanne poele poeles sarten sartenes
stove: stove stoves kocher gaskocher rechaud rechauds hornillo hornillos cooker
hat: hat hats mutze mutzen bonnet bonnets gorro gorros
mitten: mitten mittens faustling faustlinge moufle moufles manopla manoplas
glove: glove gloves handschuh handschuhe gant gants guante guantes
sock: sock socks socke socken chaussette chaussettes calcetin calcetines
needle: needle needles nadel nadeln stricknadel stricknadeln aiguille aiguilles aguja agujas
hook: hook hooks hakelnadel hakelnadeln crochet crochets ganchillo ganchillos
yarn: yarn yarns garn garne fil filato hilo hilos
scissors: scissors schere scheren ciseaux tijeras
scale: scale scales waage waagen balance balances balanza bascula
kit: kit kits set sets
bag: bag bags tasche taschen beutel sac sacs bolsa bolsas bolso
mat: mat mats matte matten isomatte tapis-de-sol colchoneta colchonetas esterilla
sleepingbag: schlafsack schlafsacke duvet saco sacos
hammock: hammock hammocks hangematte hangematten hamac hamacs hamaca hamacas
pole: pole poles wanderstock wanderstocke trekkingstock baton batons baston bastones
compass: compass kompass boussole brujula
bean: bean beans bohne bohnen grain grains grano granos
plate: plate plates teller assiette assiettes plato platos
jug: jug jugs kanne kannen kannchen krug pichet jarra jarras
frother: frother milchaufschaumer mousseur espumador
toaster: toaster toasters grille-pain tostadora
board: board boards brett bretter schneidebrett planche planches tabla tablas
whetstone: whetstone wetzstein schleifstein afilador
maker: maker machine maschine machines maquina maquinas
icecream: speiseeis eismaschine sorbetiere heladera
loom: loom looms webrahmen webstuhl metier telar telares
button: button buttons knopf knopfe bouton boutons boton botones
filter: filter filters filtre filtres filtro filtros
dripper: dripper drippers handfilter porzellanfilter
cover: cover covers hulle hullen housse housses funda fundas regenhulle
windshield: windshield windshields windschutz pare-vent paravientos
pannier: pannier panniers packtasche packtaschen sacoche sacoches alforja alforjas
book: book books buch bucher livre livres libro libros
rain: rain regen pluie lluvia
cartridge: cartridge cartridges kartusche kartuschen cartouche cartouches cartucho cartuchos
"""
HEADS = (
    "zelt messer lampe leuchte kocher topf pfanne tasse becher muhle nadel nadeln rucksack jacke matte "
    "flasche kanne waage brett wolle garn stuhl schere tasche mutze maschine beutel filter"
).split()
"""German words that end longer ones and tell what those are ("Zweipersonenzelt")."""
