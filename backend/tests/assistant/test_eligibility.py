"""What a person must see never leaves by itself, also when it stands beside a question that is answered (R42)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mancrel.assistant import candidates, gates, triage, writer
from mancrel.assistant.confidence import judge
from mancrel.assistant.facts import Question
from mancrel.assistant.guard import check
from tests.assistant.writer_shop import ask

ASKS = {
    "en": "How much is the Aurora Desk Lamp?",
    "de": "Was kostet die Aurora Desk Lamp?",
    "fr": "Quel est le prix de la Aurora Desk Lamp ?",
    "es": "¿Cuánto cuesta la Aurora Desk Lamp?",
    "it": "Quanto costa la Aurora Desk Lamp?",
    "nl": "Wat kost de Aurora Desk Lamp?",
}
MATTERS: dict[str, dict[str, tuple[str, ...]]] = {
    "complaint": {
        "en": (
            "I am very disappointed with the chair you sent me, it wobbles.",
            "The kettle stopped working after two days.",
            "The mug arrived with a crack in it.",
            "This is the third time you got my colour wrong.",
            "The quality of your rug is a disgrace.",
            "The parcel you sent came without the second lamp.",
        ),
        "de": (
            "Ich bin sehr enttäuscht von dem Stuhl, er wackelt.",
            "Der Wasserkocher ist nach zwei Tagen kaputt gegangen.",
            "Der Becher kam mit einem Sprung an.",
            "Sie haben mir schon zum dritten Mal die falsche Farbe geschickt.",
            "Die Qualität Ihres Teppichs ist eine Frechheit.",
            "In dem Paket fehlte die zweite Lampe.",
        ),
        "fr": (
            "Je suis très déçu de la chaise, elle est bancale.",
            "La bouilloire est tombée en panne au bout de deux jours.",
            "La tasse est arrivée fêlée.",
            "C'est la troisième fois que vous vous trompez de couleur.",
            "La qualité de votre tapis est une honte.",
            "Il manquait la deuxième lampe dans le colis.",
        ),
        "es": (
            "Estoy muy decepcionado con la silla, cojea.",
            "El hervidor dejó de funcionar a los dos días.",
            "La taza llegó rajada.",
            "Es la tercera vez que me mandan el color equivocado.",
            "La calidad de su alfombra es una vergüenza.",
            "En el paquete faltaba la segunda lámpara.",
        ),
        "it": (
            "Sono molto deluso dalla sedia, traballa.",
            "Il bollitore ha smesso di funzionare dopo due giorni.",
            "La tazza è arrivata crepata.",
            "È la terza volta che mi mandate il colore sbagliato.",
            "La qualità del vostro tappeto è una vergogna.",
            "Nel pacco mancava la seconda lampada.",
        ),
        "nl": (
            "Ik ben erg teleurgesteld over de stoel, hij wiebelt.",
            "De waterkoker is na twee dagen stuk gegaan.",
            "De mok kwam aan met een barst.",
            "Dit is de derde keer dat jullie de verkeerde kleur sturen.",
            "De kwaliteit van jullie kleed is een schande.",
            "In het pakket ontbrak de tweede lamp.",
        ),
    },
    "law": {
        "en": (
            "My lawyer will write to you.",
            "I will take this to small claims court.",
            "I report you for fraud.",
        ),
        "de": (
            "Mein Anwalt wird sich bei Ihnen melden.",
            "Ich gehe damit zur Verbraucherzentrale.",
            "Ich zeige Sie wegen Betrugs an.",
        ),
        "fr": (
            "Mon avocat va vous écrire.",
            "Je vais porter plainte.",
            "C'est de la fraude, je vais au tribunal.",
        ),
        "es": ("Mi abogado les va a escribir.", "Voy a poner una denuncia.", "Esto es un fraude."),
        "it": ("Il mio avvocato vi scriverà.", "Farò una denuncia.", "Questa è una truffa."),
        "nl": ("Mijn advocaat neemt contact op.", "Ik doe aangifte.", "Dit is oplichting."),
    },
    "cancel": {
        "en": (
            "Please cancel my order from Monday.",
            "I want my money back for the rug.",
            "Please change the delivery address of what I bought to Elm Street 5.",
            "I withdraw from the purchase.",
        ),
        "de": (
            "Bitte stornieren Sie meine Bestellung von Montag.",
            "Ich möchte mein Geld zurück für den Teppich.",
            "Bitte ändern Sie die Lieferadresse meiner Bestellung auf Ulmenweg 5.",
            "Hiermit widerrufe ich den Kauf.",
        ),
        "fr": (
            "Merci d'annuler ma commande de lundi.",
            "Je veux être remboursé pour le tapis.",
            "Changez l'adresse de livraison de ma commande s'il vous plaît : 5 rue des Ormes.",
            "Je me rétracte de mon achat.",
        ),
        "es": (
            "Por favor, cancelen mi pedido del lunes.",
            "Quiero que me devuelvan el dinero de la alfombra.",
            "Cambien la dirección de entrega de mi pedido a calle Olmo 5.",
            "Desisto de la compra.",
        ),
        "it": (
            "Vi prego di annullare il mio ordine di lunedì.",
            "Voglio indietro i soldi del tappeto.",
            "Cambiate l'indirizzo di consegna del mio ordine in via Olmo 5.",
            "Recedo dall'acquisto.",
        ),
        "nl": (
            "Annuleer alstublieft mijn bestelling van maandag.",
            "Ik wil mijn geld terug voor het kleed.",
            "Wijzig het bezorgadres van mijn bestelling naar Iepenweg 5.",
            "Ik herroep de aankoop.",
        ),
    },
    "payment": {
        "en": (
            "You charged my card twice.",
            "I have not received the invoice for my last purchase.",
            "Can I pay in three instalments?",
            "The transfer I made last week was not booked.",
        ),
        "de": (
            "Sie haben meine Karte zweimal belastet.",
            "Ich habe die Rechnung für meinen letzten Einkauf nicht bekommen.",
            "Kann ich in drei Raten zahlen?",
            "Meine Überweisung von letzter Woche wurde nicht verbucht.",
        ),
        "fr": (
            "Vous avez débité ma carte deux fois.",
            "Je n'ai pas reçu la facture de mon dernier achat.",
            "Puis-je payer en trois fois ?",
            "Mon virement de la semaine dernière n'a pas été enregistré.",
        ),
        "es": (
            "Me han cobrado dos veces en la tarjeta.",
            "No he recibido la factura de mi última compra.",
            "¿Puedo pagar en tres plazos?",
            "Mi transferencia de la semana pasada no está registrada.",
        ),
        "it": (
            "Mi avete addebitato la carta due volte.",
            "Non ho ricevuto la fattura del mio ultimo acquisto.",
            "Posso pagare in tre rate?",
            "Il mio bonifico della settimana scorsa non risulta.",
        ),
        "nl": (
            "Jullie hebben mijn kaart twee keer belast.",
            "Ik heb de factuur van mijn laatste aankoop niet ontvangen.",
            "Kan ik in drie termijnen betalen?",
            "Mijn overschrijving van vorige week is niet verwerkt.",
        ),
    },
    "privacy": {
        "en": (
            "Please delete all the data you hold about me.",
            "Which personal data of mine do you store?",
            "I cannot log in to my account, please reset my password.",
            "Remove my address from your newsletter.",
        ),
        "de": (
            "Bitte löschen Sie alle Daten, die Sie über mich haben.",
            "Welche personenbezogenen Daten speichern Sie von mir?",
            "Ich komme nicht mehr in mein Konto, bitte setzen Sie das Passwort zurück.",
            "Nehmen Sie meine Adresse aus dem Newsletter.",
        ),
        "fr": (
            "Supprimez toutes les données que vous avez sur moi.",
            "Quelles données personnelles conservez-vous à mon sujet ?",
            "Je n'arrive plus à me connecter à mon compte, réinitialisez mon mot de passe.",
            "Retirez mon adresse de votre newsletter.",
        ),
        "es": (
            "Borren todos los datos que tienen sobre mí.",
            "¿Qué datos personales míos guardan?",
            "No puedo entrar en mi cuenta, restablezcan mi contraseña.",
            "Quiten mi dirección del boletín.",
        ),
        "it": (
            "Cancellate tutti i dati che avete su di me.",
            "Quali miei dati personali conservate?",
            "Non riesco ad accedere al mio account, reimpostate la password.",
            "Togliete il mio indirizzo dalla newsletter.",
        ),
        "nl": (
            "Verwijder alle gegevens die jullie van mij hebben.",
            "Welke persoonsgegevens van mij bewaren jullie?",
            "Ik kan niet meer inloggen op mijn account, reset mijn wachtwoord.",
            "Haal mijn adres uit de nieuwsbrief.",
        ),
    },
    "bargain": {
        "en": ("What discount do I get for fifty of them?", "Can you match the price of another shop?"),
        "de": ("Welchen Rabatt bekomme ich für fünfzig Stück?", "Gehen Sie beim Preis noch etwas runter?"),
        "fr": ("Quelle remise pour cinquante pièces ?", "Pouvez-vous faire un geste sur le prix ?"),
        "es": ("¿Qué descuento me hacen por cincuenta unidades?", "¿Me pueden rebajar algo el precio?"),
        "it": ("Che sconto fate per cinquanta pezzi?", "Potete venirmi incontro sul prezzo?"),
        "nl": ("Welke korting krijg ik bij vijftig stuks?", "Kan er nog iets van de prijs af?"),
    },
}
OTHER_LANGUAGES = (
    "Hej, vad kostar Aurora Desk Lamp?",
    "Ile kosztuje Aurora Desk Lamp?",
    "Aurora Desk Lamp ne kadar?",
    "Quanto custa a Aurora Desk Lamp?",
    "Kolik stojí Aurora Desk Lamp?",
    "Hvad koster Aurora Desk Lamp?",
)
MIXED = [
    (matter, language, text)
    for matter, languages in MATTERS.items()
    for language, sentences in languages.items()
    for sentence in sentences
    for text in (f"{ASKS[language]} {sentence}", f"{sentence} {ASKS[language]}")
]


@pytest.fixture(scope="module")
def triager() -> Iterator[triage.Triager]:
    yield triage.triager()


def understood(triager: triage.Triager, text: str) -> tuple[Question, str]:
    """Read a message as the pipeline does, with everything found that its question needs."""
    found = triager.triage("", text, None)
    question = ask(text, found.language, intent=found.intent, sure=found.confidence)
    return replace(question, intents=found.intents), found.priority


def leaves(question: Question, priority: str) -> bool:
    """Tell whether a reply would leave by itself under the shipped thresholds."""
    if gates.silence(None, question):
        return False
    draft = writer.write(question)
    claims = check(draft.body, question) if draft.body else ()
    held = gates.person_needed(question, draft, priority)
    return (
        draft.body is not None
        and not held
        and judge(question, draft, claims, held).value >= candidates.SHIPPED_AUTO
    )


def test_the_question_alone_is_answered(triager: triage.Triager):
    assert [one for one in ASKS.values() if not leaves(*understood(triager, one))] == []


@pytest.mark.parametrize("matter", MATTERS)
def test_what_a_person_must_see_never_leaves(triager: triage.Triager, matter: str):
    left = [text for kind, _, text in MIXED if kind == matter and leaves(*understood(triager, text))]
    assert left == []


def test_a_language_that_is_not_written_never_leaves(triager: triage.Triager):
    assert [one for one in OTHER_LANGUAGES if leaves(*understood(triager, one))] == []


def test_there_are_enough_of_them():
    assert len(MIXED) + len(OTHER_LANGUAGES) >= 200
