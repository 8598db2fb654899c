"""The shipped triage model on messages of several kinds and languages."""

import json
import re
from collections import Counter, defaultdict

import pytest

from mancrel import evaluating
from mancrel.assistant import classifier, corpus, language, sentences, triage
from mancrel.assistant.training import TEXTS

MESSAGES = [
    ("How much is the leather sofa?", "price_quote", "en", "normal"),
    ("Where is my parcel? Order 4471 hasn't arrived and it's a week late.", "order_status", "en", "high"),
    ("Please cancel my order 9912.", "order_change", "en", "high"),
    ("Is the jacket waterproof?", "product_question", "en", "normal"),
    ("How do I return the boots?", "return_refund", "en", "normal"),
    ("The vase arrived broken.", "complaint", "en", "high"),
    ("I forgot my password.", "account", "en", "normal"),
    ("Please send me the invoice for order 12.", "billing", "en", "normal"),
    ("Do you deliver to Norway?", "shipping", "en", "normal"),
    ("Thank you so much, we love the table!", "feedback", "en", "low"),
    ("We will rank your website on page one of Google, cheap SEO packages!", "spam", "en", "low"),
    ("The battery caught fire, somebody could have been killed!", "complaint", "en", "urgent"),
    ("Wo ist mein Paket? Es sollte seit einer Woche da sein.", "order_status", "de", "high"),
    ("Combien coûte la grande table ?", "price_quote", "fr", "normal"),
    ("Quiero cancelar mi pedido.", "order_change", "es", "high"),
    ("Il piatto è arrivato rotto.", "complaint", "it", "high"),
    ("Kan ik de schoenen terugsturen?", "return_refund", "nl", "normal"),
    ("Tack för den snabba leveransen!", "feedback", "sv", "low"),
]
STORIES = [
    ("My wife has thrown out our old garden chairs, all broken. What does the bench cost?", "price_quote"),
    ("Our last tent, from a supermarket, leaked like a sieve. Is yours waterproof?", "product_question"),
    (
        "Mein alter Wecker ist kaputt, meine Frau lacht nur noch. Wie laut klingelt der neue?",
        "product_question",
    ),
    ("Mon fils a cassé la théière en jouant au foot. Bref. Livrez-vous en Belgique ?", "shipping"),
    ("El perro destrozó las zapatillas viejas. ¿Cuánto cuestan las de piel?", "price_quote"),
]
GRIEVANCES = [
    "What a charming vase. I'd have liked it even better without the crack it arrived with.",
    "I'm not angry at all, but the handle of the kettle you sent me has come off.",
    "Ich bin nicht böse, aber bei der Kanne, die Sie mir geschickt haben, ist der Griff ab.",
]
LISTS = [
    ("Was kostet die Gartenschere, ist sie lieferbar und aus welchem Material ist sie?", "price_quote"),
    ("Bonjour, à combien est le ukulélé, est-il accordé et a-t-il une housse ?", "price_quote"),
    ("Wat kost de leeslamp, is hij dimbaar en hoe zwaar is hij?", "price_quote"),
    ("Is the kite in stock, and what does it cost?", "product_question"),
    ("Ist der Drachen lieferbar und was kostet er?", "product_question"),
]
MATTERS = [
    ("How long is the guarantee on the telescope?", "product_question"),
    ("Combien de temps dure la garantie du vélo ?", "product_question"),
    ("Hoe lang is de garantie op de koffer?", "product_question"),
    ("Quanti anni di garanzia ha il telescopio?", "product_question"),
    ("Bekomme ich eine Sendungsnummer, wenn das Paket rausgeht?", "shipping"),
    ("What do you charge to tune a piano?", "price_quote"),
    ("Wie viele Personen nehmen am Nähkurs teil?", "other"),
]
NO_SINGLE_WORD = "Your delivery man was very rude to my husband and threw the package over the fence."
THREATS = [
    "Hello, do you ship the oak lamp to Spain? My lawyer will be in touch if you do not refund my last order by Friday.",
    "How much is the Aurora lamp and is it in stock? I want my refund by Friday; after that I go to court.",
    "Was kostet die Lampe? Wenn Sie nicht bis Freitag erstatten, geht das an meinen Anwalt.",
]
ONE_LINERS = [
    ("where is my order", "en"),
    ("wo ist meine Bestellung", "de"),
    ("où est ma commande", "fr"),
    ("dónde está mi pedido", "es"),
    ("dov'è il mio ordine", "it"),
    ("waar is mijn bestelling", "nl"),
    ("var är min beställning", "sv"),
    ("hvor er min ordre", "da"),
    ("onde está a minha encomenda", "pt"),
    ("gdzie jest moje zamówienie", "pl"),
    ("ありがとうございます", "ja"),
    ("Где мой заказ?", "ru"),
    ("4471", "en"),
]


@pytest.fixture(scope="module")
def shipped() -> triage.Triager:
    return triage.load()


@pytest.mark.parametrize("text", THREATS)
def test_a_threat_beside_a_question_is_urgent(shipped, text):
    found = shipped.triage("", text)
    assert found.priority == "urgent"
    assert "points to a legal threat or deadline: urgent" in found.why[0]


def test_a_word_of_law_beside_a_question_is_none(shipped):
    found = shipped.triage("", "Is the tennis court lamp dimmable? We need two for the club.")
    assert found.priority == "normal"


def test_high_and_urgent_always_say_why(shipped):
    """Also where no single word gave it away."""
    silent = []
    due = [one for one in corpus.read_file(TEXTS / corpus.EVALUATION) if one.priority in {"high", "urgent"}]
    for one in due[::6]:
        found = shipped.triage(one.subject, one.text)
        said = ("high priority", ": urgent")
        if found.priority in {"high", "urgent"} and not any(why.endswith(said) for why in found.why):
            silent.append((found.priority, one.text))
    assert silent == []
    (read,) = [why for why in shipped.triage("", NO_SINGLE_WORD).why if why.startswith("It reads like")]
    assert "% likely): high priority" in read


@pytest.mark.parametrize(("text", "intent", "spoken", "priority"), MESSAGES)
def test_understands(shipped, text, intent, spoken, priority):
    found = shipped.triage("", text, None)
    assert (found.intent, found.language, found.priority) == (intent, spoken, priority)
    assert 0.0 < found.confidence <= 1.0 and found.intents[0] == (found.intent, found.confidence)
    assert 1 <= len(found.why) <= 6 and found.model.startswith("mancrel-triage")


@pytest.mark.parametrize(("text", "intent"), STORIES)
def test_a_story_around_a_question_is_no_complaint(shipped, text, intent):
    assert shipped.triage("", text, None).intent == intent


@pytest.mark.parametrize(("text", "intent"), LISTS)
def test_of_several_questions_in_a_sentence_the_first_is_the_main_one(shipped, text, intent):
    assert shipped.triage("", text, None).intent == intent


@pytest.mark.parametrize(("text", "intent"), MATTERS)
def test_a_guarantee_is_a_feature_and_a_service_is_none(shipped, text, intent):
    assert shipped.triage("", text, None).intent == intent


@pytest.mark.parametrize("text", GRIEVANCES)
def test_a_polite_or_ironic_complaint_is_one(shipped, text):
    assert shipped.triage("", text, None).intent == "complaint"


@pytest.mark.parametrize(("text", "spoken"), ONE_LINERS)
def test_names_the_language_of_one_line(shipped, text, spoken):
    assert shipped.triage("", text, None).language == spoken


def test_a_known_automated_mail_is_automated_whatever_it_says(shipped):
    found = shipped.triage("Out of office", "How much is the sofa?", "Auto-Submitted header")
    assert found.intent == "automated" and found.priority == "low"
    assert "Auto-Submitted" in found.why[0]


def test_thanks_with_a_question_are_a_question(shipped):
    found = shipped.triage("", "Thank you so much for the fast delivery! Is the pan dishwasher safe?", None)
    assert found.intent == "product_question"


def test_two_requests_are_both_named(shipped):
    text = "Where is my order 5512? It hasn't arrived yet. And how do I return the other shoes?"
    assert {"order_status", "return_refund"} <= {
        intent for intent, _ in shipped.triage("", text, None).intents
    }


def test_sentiment_is_towards_the_shop(shipped):
    assert (
        shipped.triage("", "Your service is terrible, I am very disappointed.", None).sentiment == "negative"
    )
    assert shipped.triage("", "Wonderful shop, thank you, I love it!", None).sentiment == "positive"
    assert shipped.triage("", "Do you have this in blue?", None).sentiment == "neutral"


@pytest.mark.parametrize("text", ["", " \n", "\0", "?", "\ud800", "a" * 50_000, "> quoted only"])
def test_odd_texts_get_an_answer(shipped, text):
    found = shipped.triage("", text, None)
    assert found.priority in ("urgent", "high", "normal", "low")


def test_the_same_text_gets_the_same_answer(shipped):
    text = "Hello,\n\nis the lamp dimmable? And what is the shipping to Wales?\n\nKind regards\nJo"
    assert shipped.triage("Lamp", text, None) == triage.load().triage("Lamp", text, None)


def test_reasons_quote_words_of_the_message(shipped):
    found = shipped.triage("", "How much is the leather sofa?", None)
    assert any("how much" in reason and "price" in reason for reason in found.why)


def test_the_model_is_small_and_made_of_the_texts_in_this_repository():
    card = classifier.read_card(triage.SHIPPED, triage.FORMAT)
    assert card["data"]["sha256"] == corpus.digest(TEXTS) and card["data"]["public_sets"] == []
    assert sum(path.stat().st_size for path in triage.SHIPPED.rglob("*")) < 8_000_000
    assert {path.suffix for path in triage.SHIPPED.rglob("*") if path.is_file()} == {".json", ".npz"}


def test_training_texts_cover_every_intent_and_stay_apart_from_the_evaluation():
    trained = corpus.read(TEXTS)
    kept = corpus.read_file(TEXTS / corpus.EVALUATION)
    counts = {
        intent: sum(example.intent == intent for example in trained) for intent in {e.intent for e in kept}
    }
    assert len(counts) == 14 and min(counts.values()) >= 100
    assert not {e.text for e in kept} & {e.text for e in trained if len(e.text) > 25}


def triples(text: str) -> set[tuple[str, ...]]:
    spoken = re.findall(r"\w+", text.lower())
    return {tuple(spoken[place : place + 3]) for place in range(len(spoken) - 2)}


def test_no_training_text_is_nearly_an_evaluated_message():
    """Of eight words and more; shorter ones ("How do I pay?") are asked alike by everybody."""
    evaluated = [triples(case.text) for case in evaluating.cases_of(evaluating.DATA)]
    where = defaultdict(set)
    for place, one in enumerate(evaluated):
        for triple in one:
            where[triple].add(place)
    near = []
    for example in corpus.read(TEXTS):
        own = triples(example.text)
        shared = Counter(place for triple in own for place in where.get(triple, ()))
        if len(own) >= 6 and any(n / len(own | evaluated[place]) > 0.75 for place, n in shared.items()):
            near.append(example.text)
    assert near == []


def test_enlarging_is_repeatable_and_thanks_never_hide_a_request():
    examples = corpus.read(TEXTS)[:300]
    assert corpus.enlarge(examples) == corpus.enlarge(examples)
    assert all(made.intent != "feedback" for made in corpus.enlarge(examples) if len(made.intents) > 1)


def test_sentences_drop_greeting_quote_and_signature():
    text = "Dear team,\nwhere is it? I paid Mr. Smith 3.50 for it.\nKind regards\nJo\n-- \nJo Ltd"
    assert sentences.sentences(sentences.written(text + "\n> old")) == [
        "where is it?",
        "I paid Mr. Smith 3.50 for it.",
    ]


def test_a_sentence_is_cut_before_each_question_that_it_lists():
    pieces = sentences.asked_apart("Hello, what is it made of, is it in stock and how heavy is it?")
    assert pieces[:2] == ["Hello", "what is it made of"] and pieces[-1] == "how heavy is it?"
    assert sentences.asked_apart("Is it warm and dry?") == ["Is it warm and dry?"]


def test_language_model_learns_from_few_texts():
    model = language.fit(
        ["the cat and the dog"] * 2 + ["der Hund und die Katze"] * 2, ["en", "en", "de", "de"]
    )
    assert model.detect("die Maus und der Hund") == "de"


def test_training_files_are_lines_of_json():
    for path in TEXTS.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert json.loads(line)["text"]
