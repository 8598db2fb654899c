"""Each sentence of a message is weighed: what a person must see does not leave beside an answered question (R42)."""

import pytest

from mancrel.adapters import embeddings
from mancrel.assistant import (
    candidates,
    classifier,
    evaluation,
    gates,
    shipped_evaluation,
    told,
    told_training,
)

BESIDE = {
    one.id: one
    for one in shipped_evaluation.cases()
    if shipped_evaluation.questions()[one.id][0].of in evaluation.LABELLED_BY_DECISION
}


def sent(decision: str) -> tuple[list[str], int]:
    """Return the messages with a decision due that leave all the same, and how many there are."""
    found = [one for one in BESIDE.values() if one.decision == decision]
    leaving = [one.id for one in found if not one.held and one.confidence >= candidates.SHIPPED_AUTO]
    return leaving, len(found)


def test_hardly_any_matter_for_a_person_leaves_beside_an_answer():
    """Messages that were written to get past it; 99 of 432 left before sentences were weighed."""
    leaving, number = sent("person")
    assert number == 432
    assert len(leaving) <= 0.01 * number, leaving


def test_a_harmless_story_beside_a_question_holds_no_answer_for_nothing():
    leaving, number = sent("auto_send")
    assert number == 228
    assert len(leaving) >= 0.3 * number


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("The second drawer of the chest you delivered in May has never once shut.", ""),
        ("Der Riemen der Tasche von Ihnen löst sich nach einer Woche auf.", "complaint"),
        ("Notre avocat va prendre contact avec votre service juridique.", "law"),
        ("Me han cobrado el pedido dos veces en la tarjeta.", "payment"),
        ("Vorrei disdire l'ordine di ieri sera.", "takes something back"),
        ("Verwijder alsjeblieft al mijn gegevens uit jullie systeem.", "data"),
    ],
)
def test_a_sentence_for_a_person_is_told_with_what_it_says(text: str, matter: str):
    (found,) = told.reasons("", f"How much is the Aurora lamp?\n\n{text}")
    assert matter in found
    assert text[:40] in found


@pytest.mark.parametrize(
    "text",
    [
        "We are moving to a smaller flat in June.",
        "Meine Mutter feiert im Mai ihren Geburtstag.",
        "Can I return it if it does not fit?",
        "Livrez-vous aussi en Belgique ?",
    ],
)
def test_a_harmless_sentence_is_no_reason(text: str):
    assert told.reasons("", f"How much is the Aurora lamp?\n\n{text}") == []


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("They took 18.20 EUR off me at the counter.", True),
        ("Mir wurden 18,20 Euro zu viel abgezogen.", True),
        ("On m'a pris 18 €.", True),
        ("Me han quitado 18,20 en la caja.", True),
        ("Mi avete preso 18 euro.", True),
        ("Er is 18,20 van mijn rekening af.", True),
        ("Le trajet m'a pris 3 heures.", False),
        ("It took 18.20 minutes.", False),
    ],
)
def test_a_sum_that_was_taken_is_a_matter_of_payment(text: str, held: bool):
    words = [why for pattern, why in gates.PATTERNS if pattern.search(text)]
    assert ("Payment matters go to a person." in words) is held


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("One of your shop assistants was rude to my mother.", True),
        ("Ihr Kollege hat am Telefon einfach aufgelegt.", True),
        ("La vendeuse a crié sur mon fils.", True),
        ("El empleado me gritó delante de todos.", True),
        ("La commessa è stata davvero scortese.", True),
        ("Jullie medewerker was onbeschoft tegen mij.", True),
        ("Well done, three weeks for a candle.", True),
        ("Glückwunsch zur Pünktlichkeit, elf Tage für eine Lampe.", True),
        ("Complimenti, dieci giorni per una tazza.", True),
        ("My colleague likes your lamp a lot.", False),
        ("Ihre Kollegin am Telefon war sehr freundlich.", False),
        ("Well done with the new catalogue!", False),
        ("Bravo pour votre nouvelle boutique.", False),
    ],
)
def test_manners_and_mocking_praise_are_complaints(text: str, held: bool):
    words = [why for pattern, why in gates.PATTERNS if pattern.search(text)]
    assert ("Complaints go to a person." in words) is held


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("We got soaked in it on the first evening.", True),
        ("Nach einer Stunde waren wir darin klatschnass.", True),
        ("J'étais trempé au bout de dix minutes.", True),
        ("Acabé empapada a la primera lluvia.", True),
        ("Dopo mezz'ora ero fradicio.", True),
        ("Mijn trui was na één rit uit te wringen.", True),
        ("Is the jacket waterproof?", False),
        ("Ist das Zelt auch bei Regen dicht?", False),
    ],
)
def test_who_got_wet_is_no_mere_question(text: str, held: bool):
    words = [why for pattern, why in gates.PATTERNS if pattern.search(text)]
    assert ("It reports damage or something missing." in words) is held


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Please take me off the list for Thursday.", True),
        ("Streicht mich bitte vom Nähabend.", True),
        ("Ce sera sans moi : rayez-moi de la liste.", True),
        ("Me apunté al taller, pero bórrenme.", True),
        ("Per sabato cancellatemi pure.", True),
        ("Schrijf me maar uit voor zaterdag.", True),
        ("Could you take it off the shelf for me?", False),
        ("Kann man die Kreide einfach abwischen?", False),
        ("¿Se puede borrar el rotulador?", False),
    ],
)
def test_to_be_struck_off_is_a_cancellation(text: str, held: bool):
    words = [why for pattern, why in gates.PATTERNS if pattern.search(text)]
    assert ("It asks to cancel or change something." in words) is held


def test_every_sentence_of_a_long_message_is_weighed():
    story = " ".join(["We like the colour of the walls in our new kitchen."] * 30)
    assert told.reasons("", f"{story} The lamp that you sent me is broken. {story}") != []


def test_without_the_embedding_nothing_leaves_unweighed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(embeddings, "available", lambda _: False)
    assert told.reasons("", "How much is the Aurora lamp?") == [told.UNWEIGHED]


def test_the_head_is_small_and_made_of_the_texts_in_this_repository():
    card = classifier.read_card(told.SHIPPED, classifier.FORMAT)
    assert card["data_sha256"] == told_training.digest()
    assert sum(path.stat().st_size for path in told.SHIPPED.iterdir()) < 5_000_000
    assert {path.suffix for path in told.SHIPPED.iterdir()} == {".json", ".npz"}


def test_no_message_of_the_evaluation_is_learnt_from():
    texts, _ = told_training.read()
    learnt = {" ".join(text.split()).casefold() for text in texts}
    asked = {" ".join(shipped_evaluation.questions()[id_][1].text.split()).casefold() for id_ in BESIDE}
    assert not learnt & asked
