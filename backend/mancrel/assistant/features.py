"""What a text looks like to the classifiers: a sentence embedding and hashed words and letter groups."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.utils import murmurhash3_32

from mancrel.adapters import embeddings

Floats = npt.NDArray[np.float32]

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LINK = re.compile(r"https?://\S+|www\.\S+|\b[\w.-]+\.(?:example|com|net|org|ru|xyz|info)/\S*")
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")


def tidy(text: str) -> str:
    """Lower the case and replace what is different in each message: numbers, links, addresses."""
    text = text.encode("utf-8", "ignore").decode("utf-8")  # without lone surrogates
    text = _ADDRESS.sub(" zzmail ", _LINK.sub(" zzlink ", text))
    return " ".join(_NUMBER.sub(_shape, text.lower().replace("’", "'")).split())


def _shape(match: re.Match[str]) -> str:
    digits = sum(letter.isdigit() for letter in match.group())
    return f"zznum{min(digits, 4)}"


@dataclass(frozen=True)
class Shape:
    """How texts become numbers; kept with a model so that training and use agree."""

    embedders: tuple[str, ...]
    word_bits: int = 14
    letter_bits: int = 15
    scale: float = 2.0
    threads: int = 1

    @property
    def sparse_width(self) -> int:
        """Number of hashed columns."""
        return int(2**self.word_bits + 2**self.letter_bits)

    @property
    def dense_width(self) -> int:
        """Number of embedding columns."""
        return len(self.embedders) * embeddings.DIMENSION


@cache
def words(shape: Shape) -> HashingVectorizer:
    """Words and pairs of words; public because the reasons shown to people look words up one by one."""
    return HashingVectorizer(
        n_features=2**shape.word_bits,
        ngram_range=(1, 2),
        token_pattern=r"(?u)\b\w[\w']*\b|\?",  # noqa: S106 (no password)
        alternate_sign=False,
        norm=None,
        dtype=np.float32,
    )


@cache
def _letters(shape: Shape) -> HashingVectorizer:
    return HashingVectorizer(
        n_features=2**shape.letter_bits,
        analyzer="char_wb",
        ngram_range=(2, 5),
        alternate_sign=False,
        norm=None,
        dtype=np.float32,
    )


def counts(texts: Sequence[str], shape: Shape) -> tuple[sp.csr_matrix, sp.csr_matrix]:
    """Return damped counts of words and of letter groups, n rows each."""
    tidied = [tidy(text) for text in texts]
    blocks = []
    for vectorizer in (words(shape), _letters(shape)):
        block = vectorizer.transform(tidied)
        block.data = 1.0 + np.log(block.data)
        blocks.append(block.tocsr())
    return blocks[0], blocks[1]


def rarity(block: sp.csr_matrix) -> Floats:
    """Inverse document frequency of each column, smoothed."""
    seen = np.asarray((block > 0).sum(axis=0)).ravel()
    return np.asarray(np.log((1 + block.shape[0]) / (1 + seen)) + 1.0, dtype=np.float32)


def weigh(block: sp.csr_matrix, idf: Floats) -> sp.csr_matrix:
    """Multiply by rarity and bring each row to length one; `block` itself changes."""
    block.data = block.data * idf[block.indices]
    return unit(block)


def unit(block: sp.csr_matrix) -> sp.csr_matrix:
    """Bring each row to length one; `block` itself changes."""
    rows = np.repeat(np.arange(block.shape[0]), np.diff(block.indptr))
    norms = np.sqrt(np.bincount(rows, weights=block.data * block.data, minlength=block.shape[0]))
    block.data = (block.data / np.maximum(norms, 1e-9)[rows]).astype(np.float32)
    return block


def beside(dense: Floats, *blocks: sp.csr_matrix) -> sp.csr_matrix:
    """Put embeddings and hashed blocks side by side; for a few rows scipy's own stacking costs far more."""
    count, width = dense.shape
    starts = np.cumsum([width, *(block.shape[1] for block in blocks)])
    data: list[npt.NDArray[np.float32]] = []
    columns: list[npt.NDArray[np.intp]] = []
    for row in range(count):
        data.append(dense[row])
        columns.append(np.arange(width))
        for block, start in zip(blocks, starts, strict=False):
            part = slice(block.indptr[row], block.indptr[row + 1])
            data.append(block.data[part])
            columns.append(block.indices[part] + start)
    lengths = width + sum(np.diff(block.indptr) for block in blocks)
    joined = (np.concatenate(data), np.concatenate(columns), np.concatenate([[0], np.cumsum(lengths)]))
    return sp.csr_matrix(joined, shape=(count, int(starts[-1])))


def embed(texts: Sequence[str], shape: Shape) -> Floats:
    """Embed with each of the shape's models, side by side: n rows, `dense_width` columns."""
    return np.hstack([embeddings.embedder(name, shape.threads).embed(texts) for name in shape.embedders])


def hashed(vectorizer: HashingVectorizer, terms: Sequence[str]) -> npt.NDArray[np.intp]:
    """Return the column of each term among the hashed words."""
    return np.asarray([abs(murmurhash3_32(term)) % vectorizer.n_features for term in terms], dtype=np.intp)
