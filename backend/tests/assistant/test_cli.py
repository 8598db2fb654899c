"""`mancrel train` and `mancrel evaluate`, as the contract has them."""

import json
from pathlib import Path

from typer.testing import CliRunner

from mancrel.cli import app

FIGURES = {"n", "accuracy", "macro_f1", "ece", "coverage_at_90", "precision_at_90"}


def test_train_and_evaluate_from_the_command_line(tmp_path: Path):
    rows = [(f"a cup of tea {n}", "tea") for n in range(12)] + [
        (f"ride my bike {n}", "bike") for n in range(12)
    ]
    data, model = tmp_path / "data.jsonl", tmp_path / "model"
    data.write_text("".join(json.dumps({"text": text, "intent": intent}) + "\n" for text, intent in rows))
    trained = CliRunner().invoke(app, ["train", "--data", str(data), "--out", str(model)])
    assert trained.exit_code == 0, trained.output
    measured = CliRunner().invoke(app, ["evaluate", "--model", str(model), "--data", str(data)])
    assert set(json.loads(measured.stdout)) == FIGURES
