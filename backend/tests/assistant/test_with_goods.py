"""What is asked of certain goods is answered for these goods: their postage, their rule, and what is said of them."""

import pytest

from mancrel.assistant import gates, writer
from mancrel.assistant.guard import check
from tests.assistant.sample_shop import asked

FREE = "Shipping within Germany is free for orders over 75 EUR."
FEE = "Shipping within Germany costs 4.90 EUR."
TWO_YEARS = "All products come with a warranty of 2 years."
FRAME = "The electric frame of the Havn desks comes with a warranty of 5 years."


def answer(text: str, language: str = "en") -> tuple[str, bool]:
    """Return what is written, and whether it is all and true."""
    question = asked(text, language)
    draft = writer.write(question)
    body = draft.body or ""
    return body, draft.complete and all(one.ok for one in check(body, question))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("What do 3 Sluse Cable Trays cost shipped within Germany?", ["104.70 EUR", FREE]),
        ("How much is shipping to Germany if I order a Vipp Saddle Stool?", ["219.00 EUR", FREE]),
        ("What does shipping to Hamburg cost for two Trinn Footrests?", ["98.00 EUR", FREE]),
        ("What does the Vipp Saddle Stool cost delivered to Berlin?", ["219.00 EUR", FREE]),
        ("What does the Kopp Mug in blue cost delivered to Munich?", ["16.50 EUR", FEE, "21.40 EUR"]),
        ("How much is the Trinn Footrest and what does shipping to Austria cost?", ["49.00 EUR", "8.90 EUR"]),
        ("How much is shipping within Germany?", [FEE, FREE]),
    ],
)
def test_postage_is_that_of_the_goods(text: str, says: list[str]):
    body, sound = answer(text)
    assert sound
    assert [one for one in says if one not in body] == []
    assert (FEE in body) == (FEE in says)


def test_an_article_of_another_language_is_named_as_one_in_a_sum():
    body, sound = answer("Was kostet der Vipp Saddle Stool inklusive Versand nach Deutschland?", "de")
    assert sound
    assert f"(auf Englisch): „{FREE}“" in body


@pytest.mark.parametrize("fee", ["702.90", "353.90"])
def test_a_fee_is_not_added_where_sending_is_free(fee: str):
    from tests.assistant.writer_shop import ask

    said = {
        "702.90": "2 × Aurora Desk Lamp come to 698.00 EUR. With shipping within Germany (4.90 EUR) that makes 702.90 EUR.",
        "353.90": "The Aurora Desk Lamp costs 349.00 EUR. With shipping within Germany (4.90 EUR) that makes 353.90 EUR.",
    }
    found = check(said[fee], ask("What does the Aurora Desk Lamp cost with shipping to Germany?"))
    assert [one.text for one in found if not one.ok] == [f"{fee} EUR"]


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("How much would 4 Kopp Mugs in white with gift wrapping be?", "66.00 EUR"),
        ("How much is the Strand Vase (large) with gift wrapping?", "64.90 EUR"),
        ("How much is the Kvist Writing Desk in oak with assembly?", "389.00 EUR"),
    ],
)
def test_goods_with_a_service_are_more_than_its_fee(text: str, price: str):
    body, sound = answer(text)
    assert price in body
    assert not sound, "nobody has added the two up"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("How long is the warranty for the Lumo Desk Lamp?", [TWO_YEARS]),
        ("Does the Kvist Writing Desk come with a warranty of 5 years?", [TWO_YEARS]),
        ("How long is the warranty of the Havn Standing Desk?", [TWO_YEARS, FRAME]),
    ],
)
def test_a_rule_for_other_goods_is_none_for_these(text: str, says: list[str]):
    body, sound = answer(text)
    assert sound
    assert [one for one in (TWO_YEARS, FRAME) if one in body] == says


@pytest.mark.parametrize("thing", ["Kvist Writing Desk", "Tind Office Chair", "Kopp Mug"])
def test_what_is_excepted_is_said(thing: str):
    body, _ = answer(f"Can the {thing} be gift wrapped?")
    assert "Furniture cannot be gift-wrapped." in body


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Is your showroom open on Mondays?", "Our showroom in Hamburg is open Tuesday to Saturday"),
        ("Is your customer service open on Mondays?", "Our customer service is open Monday to Friday"),
    ],
)
def test_hours_are_those_of_the_place_asked_for(text: str, says: str):
    assert says in answer(text)[0]


@pytest.mark.parametrize(
    ("text", "language", "says"),
    [
        ("I read on your page that the Tind Office Chair is 289 euros in grey. Is that right?", "en", "costs 389.00 EUR"),
        ("The Trinn Footrest is 49 EUR on your page. Is that correct?", "en", "Yes, that is right"),
        ("Der Trinn Footrest kostet bei Ihnen 39 EUR. Stimmt das?", "de", "nicht der aktuelle"),
        ("Le Trinn Footrest coûte 39 EUR sur votre site. C'est bien ça ?", "fr", "n'est pas le prix actuel"),
        ("My neighbour says the Aster Floor Lamp has a bulb included. Is that true?", "en", "not included"),
    ],
)  # fmt: skip
def test_whether_it_is_so_is_asked_of_what_was_said(text: str, language: str, says: str):
    body, sound = answer(text, language)
    assert sound
    assert says in body


def test_a_wrong_price_is_put_right_beside_postage_too():
    body, _ = answer("The Trinn Footrest costs 39 EUR, right? And what does shipping to Austria cost?")
    assert "The price you mention is not the current one" in body
    assert "8.90 EUR" in body


def test_a_sum_that_the_answer_does_not_speak_of_is_left_to_a_person():
    assert not answer("How much is the Trinn Footrest? You still have 35 EUR of mine.")[1]
    assert answer("How much is the Trinn Footrest?")[1]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How much is the Trinn Footrest and can you give me 10% off?", "en"),
        ("How much is the Trinn Footrest, 10 percent off would be great.", "en"),
        ("How much is the Trinn Footrest? I'd like it for 40 EUR.", "en"),
        ("How much is the Trinn Footrest, can you do it for 40?", "en"),
        ("How much is the Trinn Footrest? Can you do something about the price?", "en"),
        ("How much is the Trinn Footrest? Free shipping please.", "en"),
        ("How much is the Trinn Footrest? Throw in a mug?", "en"),
        ("Was kostet der Trinn Footrest? 10 % weniger wären schön.", "de"),
        ("Was kostet der Trinn Footrest? Ich würde ihn für 40 Euro nehmen.", "de"),
        ("Was kostet der Trinn Footrest? Ist am Preis noch etwas zu machen?", "de"),
        ("Combien coûte le Trinn Footrest ? Avec 10 % de moins ce serait parfait.", "fr"),
        ("Combien coûte le Trinn Footrest ? Je le prendrais pour 40 euros.", "fr"),
        ("¿Cuánto cuesta el Trinn Footrest? ¿Me hacen un 10 % menos?", "es"),
        ("¿Cuánto cuesta el Trinn Footrest? Lo compraría por 40 euros.", "es"),
        ("Quanto costa il Trinn Footrest? Mi fate il 10% in meno?", "it"),
        ("Wat kost de Trinn Footrest? Kan er 10% af?", "nl"),
        ("Wat kost de Trinn Footrest? Ik neem hem voor 40 euro.", "nl"),
    ],
)
def test_a_better_price_is_granted_by_a_person(text: str, language: str):
    question = asked(text, language)
    assert "Discounts and bulk prices are granted by a person." in gates.person_needed(
        question, writer.write(question), "normal"
    )


@pytest.mark.parametrize(
    "text",
    [
        "What is the Trinn Footrest made of, is it 100 % wood?",
        "Can I get the Kopp Mug in white for 2 people?",
        "How much off the floor is the Aster Floor Lamp?",
        "Do you offer free shipping?",
        "From which amount on is shipping free, please?",
    ],
)
def test_a_question_with_such_words_is_no_bargain(text: str):
    question = asked(text)
    reasons = gates.person_needed(question, writer.write(question), "normal")
    assert "Discounts and bulk prices are granted by a person." not in reasons
