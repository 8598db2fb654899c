"""Which language a message is written in: a small letter-group model trained on our own texts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import HashingVectorizer

from mancrel.assistant import heads
from mancrel.assistant.features import unit

BITS = 14
FALLBACK = "en"

_NOISE = re.compile(r"https?://\S+|\S+@\S+|\d+|[_#*/<>|]+")
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("uk", re.compile(r"[іїєґІЇЄҐ]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)


@dataclass(frozen=True)
class LanguageModel:
    """Names the language of a text among those it was trained on, or by its script."""

    head: heads.Head

    def detect(self, text: str) -> str:
        """Return the ISO 639-1 code; a text without letters counts as English."""
        script = _by_script(text)
        if script:
            return script
        cleaned = _clean(text)
        if not any(letter.isalpha() for letter in cleaned):
            return FALLBACK
        logits = self.head.logits(_rows([cleaned]))[0]
        return self.head.labels[int(logits.argmax())]


def fit(texts: Sequence[str], languages: Sequence[str]) -> LanguageModel:
    """Train on texts and the ISO 639-1 code of each, and on short cuttings of them for brief messages."""
    known = zip(texts, languages, strict=True)
    pairs = [pair for text, code in known for pair in _cuttings(text, code)]
    texts, languages = [text for text, _ in pairs], [code for _, code in pairs]
    counts = {code: languages.count(code) for code in set(languages)}
    weights = np.array([(len(languages) / counts[code]) ** 0.5 for code in languages], dtype=np.float64)
    rows = _rows([_clean(text) for text in texts])
    return LanguageModel(heads.fit(rows, languages, strength=30.0, folds=0, weights=weights / weights.mean()))


def _cuttings(text: str, code: str) -> list[tuple[str, str]]:
    """The whole text, and two or three of its words from the start and from every sixth place on."""
    words = text.split()
    places = range(0, max(1, len(words) - 2), 6) if len(words) > 3 else ()
    return [(text, code), *((" ".join(words[place : place + 2 + place % 4 // 2]), code) for place in places)]


def save(model: LanguageModel, path: Path) -> None:
    """Write the model's numbers as .npz."""
    heads.save(model.head, path)


def load(path: Path) -> LanguageModel:
    """Read what `save` wrote."""
    return LanguageModel(heads.load(path))


def _clean(text: str) -> str:
    return " ".join(_NOISE.sub(" ", text[:1500]).lower().replace("’", "'").split())


def _by_script(text: str) -> str | None:
    letters = [letter for letter in text if letter.isalpha()]
    foreign = sum(ord(letter) > 0x36F for letter in letters)
    if not letters or foreign * 2 < len(letters):
        return None
    return next((code for code, pattern in _SCRIPTS if pattern.search(text)), None)


def _rows(texts: Sequence[str]) -> sp.csr_matrix:
    """Letter groups of one to four and whole words, hashed; rows of length one."""
    letters, whole = _vectorizers()
    return sp.csr_matrix(unit(letters.transform(texts)) + 0.7 * unit(whole.transform(texts)))


@cache
def _vectorizers() -> tuple[HashingVectorizer, HashingVectorizer]:
    shared = {"n_features": 2**BITS, "alternate_sign": False, "norm": None, "dtype": np.float32}
    words = r"(?u)\b\w+\b"
    return (
        HashingVectorizer(analyzer="char_wb", ngram_range=(1, 4), **shared),
        HashingVectorizer(token_pattern=words, **shared),
    )
