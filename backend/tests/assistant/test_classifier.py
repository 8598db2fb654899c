"""The classifier for any labels: training, calibration, storage."""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from mancrel.adapters import embeddings
from mancrel.assistant import classifier, heads, kernels
from mancrel.assistant.training import evaluate_command, train_command

DRINKS = [
    "a cup of tea",
    "green tea please",
    "strong black tea",
    "tea with milk",
    "tea and honey",
    "herbal tea",
    "iced tea",
    "one mint tea",
]
RIDES = [
    "ride my bike",
    "bike with gears",
    "a red bike",
    "bike to work",
    "old city bike",
    "mountain bike",
    "bike bell",
    "bike path home",
]
READS = [
    "read a novel",
    "a long novel",
    "novel by the sea",
    "crime novel",
    "first novel",
    "novel in french",
    "signed novel",
    "novel club",
]
KEYS = {"n", "accuracy", "macro_f1", "ece", "coverage_at_90", "precision_at_90"}


def write(path: Path, rows: list[tuple[str, str]]) -> Path:
    path.write_text("\n".join(json.dumps({"text": text, "intent": label}) for text, label in rows))
    return path


@pytest.fixture(scope="module", autouse=True)
def one_embedder():
    """The small model alone keeps these tests fast; triage's tests load both."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embeddings, "available", lambda name: name == embeddings.ENGLISH)
        yield


@pytest.fixture(scope="module")
def folder(one_embedder, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("classifier")
    rows = [
        (text, label)
        for label, texts in (("tea", DRINKS), ("bike", RIDES), ("novel", READS))
        for text in texts
    ]
    train_command(write(out / "data.jsonl", rows), out / "model")
    write(
        out / "test.jsonl",
        [("two cups of tea", "tea"), ("my new bike", "bike"), ("this novel is thick", "novel")],
    )
    return out


def test_learns_a_tiny_label_set_and_reports_the_agreed_figures(folder):
    found = json.loads(evaluate_command(folder / "model", folder / "test.jsonl"))
    assert set(found) == KEYS
    assert found["n"] == 3 and found["accuracy"] == 1.0


def test_probabilities_add_up_and_do_not_depend_on_neighbours(folder):
    model = classifier.load(folder / "model")
    together = model.predict(["a tea", "some bike", ""])
    assert together.shape == (3, 3) and np.allclose(together.sum(axis=1), 1.0, atol=1e-5)
    assert np.allclose(together[1], model.predict(["some bike"])[0], atol=1e-5)
    assert model.predict([]).shape == (0, 3)
    assert model.labels == ("bike", "novel", "tea")


def test_training_twice_gives_the_same_numbers(folder):
    classifier.train(folder / "data.jsonl", folder / "again")
    one, two = classifier.load(folder / "model"), classifier.load(folder / "again")
    texts = ["tea or bike", "a novel idea"]
    assert np.array_equal(one.predict(texts), two.predict(texts))
    assert one.card == two.card


def test_the_card_says_what_the_model_was_made_of(folder):
    card = classifier.load(folder / "model").card
    assert len(card["data_sha256"]) == 64 and card["examples"] == 24 and "scikit-learn" in card["libraries"]


def test_refuses_a_pickled_head(folder, tmp_path):
    for path in (folder / "model").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    np.savez(tmp_path / "head.npz", calibration=np.array([{"any": "object"}], dtype=object))
    with pytest.raises(ValueError, match="pickle"):
        heads.load(tmp_path / "head.npz")
    (tmp_path / "head.npz").write_bytes(pickle.dumps([1, 2]))
    with pytest.raises(ValueError):
        classifier.load(tmp_path)


def test_a_directory_without_card_is_no_model(tmp_path):
    with pytest.raises(classifier.BadModel):
        classifier.load(tmp_path)


@pytest.mark.parametrize("line", ["no json", '{"text": 1, "intent": "a"}', '{"text": "a"}', "[]"])
def test_bad_lines_are_named(tmp_path, line):
    path = tmp_path / "data.jsonl"
    path.write_text('{"text": "fine", "intent": "a"}\n' + line)
    with pytest.raises(classifier.BadData, match="line 2"):
        classifier.read(path)


def test_one_label_is_too_few(tmp_path):
    with pytest.raises(classifier.BadData):
        classifier.train(write(tmp_path / "data.jsonl", [("a", "x"), ("b", "x")]), tmp_path / "model")


def test_line_separators_inside_a_text_do_not_end_the_line(tmp_path):
    path = tmp_path / "data.jsonl"
    path.write_text(
        json.dumps({"text": "one\u2028two\u0085three", "intent": "a"}, ensure_ascii=False) + "\n",
        encoding="utf-8",
    )
    assert classifier.read(path) == (["one\u2028two\u0085three"], ["a"])


def test_labels_with_a_single_text_still_train(tmp_path):
    rows = [(text, "tea") for text in DRINKS] + [("a lonely thing", "rare")]
    model = classifier.train(write(tmp_path / "data.jsonl", rows), tmp_path / "model")
    assert set(model.labels) == {"tea", "rare"}


def test_linear_head_takes_over_beyond_the_kernels_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(kernels, "MOST", 3)
    rows = [(text, label) for label, texts in (("tea", DRINKS), ("bike", RIDES)) for text in texts]
    classifier.train(write(tmp_path / "data.jsonl", rows), tmp_path / "model")
    model = classifier.load(tmp_path / "model")
    assert isinstance(model.head, heads.Head)
    assert model.labels[int(model.predict(["hot tea"])[0].argmax())] == "tea"


def test_calibration_error_uses_bins_of_equal_mass():
    sureness = np.repeat([0.6, 0.9], [75, 75])
    right = np.concatenate([np.arange(75) % 5 < 3, np.ones(75, dtype=bool)])
    assert heads.calibration_error(sureness, right) == pytest.approx(0.05, abs=1e-6)


def test_figures_without_a_sure_answer():
    found = heads.figures(np.array([[0.6, 0.4]], dtype=np.float32), ("a", "b"), ["b"])
    assert found["coverage_at_90"] == 0.0 and found["precision_at_90"] is None and found["accuracy"] == 0.0
