"""Politeness and the shop's own name are no claims; the same words said of a product are (R39, R40)."""

from dataclasses import replace

import pytest

from mancrel.assistant import writer
from mancrel.assistant.guard import check
from mancrel.assistant.guard_names import may_be_a_shops
from tests.assistant.guard_drafts import BAD
from tests.assistant.guard_mutations import KINDS
from tests.assistant.test_guard_mutations import ASKED, every
from tests.assistant.writer_shop import ask

ASKS = {
    "en": "What does the Aurora Desk Lamp cost and is it in stock?",
    "de": "Was kostet die Aurora Desk Lamp?",
    "fr": "Combien coûte la Aurora Desk Lamp ?",
    "es": "¿Cuánto cuesta la Aurora Desk Lamp?",
    "it": "Quanto costa la Aurora Desk Lamp?",
    "nl": "Wat kost de Aurora Desk Lamp?",
}
POLITE = {
    "en": """
        Thanks for writing to us.
        Thank you very much for reaching out to us!
        Thank you for contacting us.
        Thanks for getting in touch with us today.
        Thank you for your patience.
        We really appreciate your message.
        We are glad you wrote to us.
        If you have any other questions, just write to us.
        If you have any further questions, please do not hesitate to contact us.
        Please feel free to reach out at any time.
        We hope this helps.
        Have a lovely weekend!
        Wishing you a pleasant evening.
        Enjoy the rest of your day!
        Take care,
        Yours truly
    """,
    "de": """
        Danke, dass Sie uns geschrieben haben.
        Vielen Dank für Ihr Schreiben.
        Vielen Dank für Ihre Geduld.
        Schön, dass Sie uns schreiben.
        Wir hoffen, das hilft Ihnen weiter.
        Bei weiteren Fragen schreiben Sie uns gerne.
        Zögern Sie nicht, uns zu kontaktieren.
        Wir freuen uns auf Ihre Rückmeldung.
        Ein schönes Wochenende!
        Bleiben Sie gesund!
    """,
    "fr": """
        Merci de nous avoir écrit.
        Merci pour votre patience.
        Nous espérons que cela vous aide.
        N'hésitez pas à nous écrire.
        Au plaisir de vous lire.
        Passez une excellente journée !
        Bon week-end !
        Nous restons à votre disposition.
    """,
    "es": """
        Gracias por ponerse en contacto con nosotros.
        Gracias por su paciencia.
        Esperamos haberle ayudado.
        No dude en escribirnos.
        ¡Que tenga un buen día!
        Un abrazo
    """,
    "it": """
        Grazie per averci scritto.
        Grazie per la pazienza.
        Speriamo di esserle stati utili.
        Non esiti a contattarci.
        Le auguriamo una buona giornata.
        Restiamo a sua disposizione.
    """,
    "nl": """
        Bedankt dat u ons schrijft.
        Bedankt voor uw geduld.
        We hopen dat dit helpt.
        Aarzel niet om ons te schrijven.
        Neem gerust contact met ons op.
        Fijne dag nog!
        Prettig weekend!
    """,
}
SAID = [(language, line.strip()) for language, text in POLITE.items() for line in text.strip().splitlines()]
OPENING, CLOSING = "Thanks for writing to us", "Have a lovely weekend!"


def wrong(body, asked=ASKS["en"], language="en", **facts):
    return [one.text for one in check(body, replace(ask(asked, language), **facts)) if not one.ok]


@pytest.mark.parametrize(("language", "said"), SAID)
def test_politeness_is_no_claim(language, said):
    body = writer.write(ask(ASKS[language], language)).body
    hello, _, *rest = body.split("\n\n")
    assert wrong(f"{hello}\n\n{said}\n\n" + "\n\n".join(rest), ASKS[language], language) == []
    before, closing = body.rsplit("\n\n", 1)
    assert wrong(f"{before}\n\n{said}\n\n{closing}", ASKS[language], language) == []


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("The Aurora Desk Lamp is a writing lamp.", "writing"),
        ("The Aurora Desk Lamp is made for reaching far.", "reaching"),
        ("Thanks for writing to our waterproof department.", "waterproof"),
        ("Thank you for contacting us about the silent lamp.", "silent"),
        ("The Aurora Desk Lamp needs no patience and no care.", "patience"),
        ("Have a lovely weekend with the unbreakable lamp.", "unbreakable"),
        ("The Aurora Desk Lamp is for the weekend.", "weekend"),
        ("We are happy to deliver any time.", "any time"),
    ],
)
def test_the_same_words_of_a_product_are_claims(body, word):
    assert word in wrong(f"Hello Anna,\n\n{body}\n\nKind regards\nNordlys Shop")


@pytest.mark.parametrize(("language", "asked", "body"), BAD)
def test_a_false_sentence_among_polite_ones_is_held(language, asked, body):
    polite = f"Hello,\n\n{OPENING} at Orvik Lamps. {body} {CLOSING}\n\nOrvik Lamps"
    assert wrong(polite, asked, language, shop_names=("Orvik Lamps",))
    joined = f"{OPENING}, {body} {CLOSING}"
    assert wrong(joined, asked, language, shop_names=("Orvik Lamps",))


@pytest.mark.parametrize("name", KINDS)
def test_a_change_is_held_in_a_polite_draft(name):
    missed, tried = [], 0
    for language, text in ASKED:
        body = writer.write(ask(text, language)).body
        for changed in sorted(set(every(KINDS[name], body)))[:: 5 if name == "price" else 2]:
            tried += 1
            hello, _, *rest = changed.split("\n\n")
            polite = "\n\n".join([hello, f"{OPENING} at Orvik Lamps.", *rest, CLOSING])
            if not wrong(polite, text, language, shop_names=("Orvik Lamps",)):
                missed.append(polite)
    assert tried
    assert missed == []


def named(said, *names, signed=""):
    return wrong(f"Hello Anna,\n\n{said}\n\nKind regards", shop_name=signed, shop_names=names)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Thanks for writing to Orvik Lamps.", "Orvik Lamps"),
        ("At Orvik, the Aurora Desk Lamp costs 349.00 EUR.", "Orvik Lamps"),
        ("Thanks for writing to Orvik Lamps.", "orvik-lamps"),
        ("Thanks for writing to Silk Mugs.", "Silk Mugs"),
        ("Your team of The Warm Wool Company is glad to help.", "The Warm Wool Company"),
        ("Thanks for writing to Oak & Wool.", "Oak & Wool"),
        ("At Brüggli you find the Aurora Desk Lamp.", "Brüggli"),
    ],
)
def test_the_shops_own_name_is_known(said, name):
    assert named(said)
    assert named(said, name) == []
    assert named(said, signed=name) == []


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("The Aurora Desk Lamp is made of wool.", "Oak & Wool"),
        ("The Aurora Desk Lamp is a warm wool lamp.", "Warm Wool"),
        ("Warm wool lamps are what we have.", "Warm Wool"),
        ("The Aurora Desk Lamp is waterproof.", "Waterproof"),
        ("The Aurora Desk Lamp is vegan.", "Vegan Lights"),
        ("We have free returns.", "Free Returns"),
        ("Thanks for writing to Ember Lamps.", "Orvik Lamps"),
        ("The Aurora Desk Lamp has 800 lumen.", "Lumen Lamps"),
    ],
)
def test_words_of_the_shops_name_are_claims_of_a_product(said, name):
    assert named(said, name)
    assert named(said, signed=name)


@pytest.mark.parametrize("name", ["Nordlys", "Oak & Wool", "Lumen Lamps", "The Warm Wool Company"])
def test_a_channel_may_be_called_like_the_shop(name):
    assert may_be_a_shops(name)


@pytest.mark.parametrize(
    "name", ["Shop", "Support", "Returns", "Free Returns", "Shipping Germany", "info", "hello", "Oak"]
)
def test_a_channel_may_be_called_after_what_it_is_for(name):
    assert not may_be_a_shops(name)
