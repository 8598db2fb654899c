"""Where the bytes of attachments are kept: outside the web root, named by their digest."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import BinaryIO

from mancrel.kit.errors import NotFound
from mancrel.settings import settings

DIGEST = re.compile(r"[0-9a-f]{64}\Z")


class Incoming:
    """A file that is still coming in; ``digest`` names it once it is kept."""

    def __init__(self, file: BinaryIO) -> None:
        """Start empty."""
        self._file = file
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        """Take the next bytes."""
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    @property
    def digest(self) -> str:
        """Return the digest of what has come."""
        return self._hash.hexdigest()


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

    @contextmanager
    def taking(self) -> Iterator[Incoming]:
        """Take a file piece by piece; it is kept when the block ends well, and gone otherwise."""
        self._directory.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=self._directory)
        try:
            with os.fdopen(handle, "wb") as file:
                incoming = Incoming(file)
                yield incoming
                file.flush()
                os.fsync(file.fileno())
            path = self._path(incoming.digest)
            path.parent.mkdir(parents=True, exist_ok=True)
            Path(unfinished).replace(path)
        finally:
            Path(unfinished).unlink(missing_ok=True)

    def path_of(self, digest: str) -> Path:
        """Return where a file lies, for readers that take it piece by piece.

        Raises:
            NotFound: nothing is stored under this digest.

        """
        path = self._path(digest)
        if not path.is_file():
            raise NotFound("There is no such file.")
        return path

    def drop(self, digest: str) -> None:
        """Delete a file, if it is there."""
        self._path(digest).unlink(missing_ok=True)

    def read(self, digest: str) -> bytes:
        """Return the bytes.

        Raises:
            NotFound: nothing is stored under this digest.

        """
        return self.path_of(digest).read_bytes()


@cache
def files() -> Files:
    """Return the file store."""
    return Files(settings().state_dir / "files")


@cache
def uploads() -> Files:
    """Return the store of files to import: apart from attachments, for these are dropped after a while."""
    return Files(settings().state_dir / "imports")
