"""Where the bytes of attachments are kept: outside the web root, named by their digest."""

import hashlib
import os
import re
import tempfile
from functools import cache
from pathlib import Path

from mancrel.kit.errors import NotFound
from mancrel.settings import settings

DIGEST = re.compile(r"[0-9a-f]{64}\Z")


class Files:
    """A directory of immutable files; storing the same bytes twice keeps one copy."""

    def __init__(self, directory: Path) -> None:
        """Keep files below this directory."""
        self._directory = directory

    def _path(self, digest: str) -> Path:
        if not DIGEST.match(digest):
            raise NotFound("There is no such file.")
        return self._directory / digest[:2] / digest

    def store(self, data: bytes) -> str:
        """Store bytes; returns their digest. On disk (renamed into place) before it returns."""
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(digest)
        if path.exists():
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(path)
        return digest

    def read(self, digest: str) -> bytes:
        """Return the bytes.

        Raises:
            NotFound: nothing is stored under this digest.

        """
        path = self._path(digest)
        if not path.is_file():
            raise NotFound("There is no such file.")
        return path.read_bytes()


@cache
def files() -> Files:
    """Return the file store."""
    return Files(settings().state_dir / "files")
