"""The files of the pages: compressed when they were built, kept for ever where the name says what they hold.

Only these are sent compressed. Answers of the API hold secrets beside what others may have written, and the
length of a compressed answer tells of both (BREACH).
"""

import mimetypes
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles

FOREVER = "public, max-age=31536000, immutable"
CODINGS = {"br": ".br", "gzip": ".gz"}


def find(directory: Path, path: str) -> Path | None:
    """Return the file of a path, if the build has one that is meant to be asked for."""
    file = (directory / path).resolve()
    hidden = any(part.startswith(".") for part in Path(path).parts) or file.suffix in CODINGS.values()
    found = bool(path) and not hidden and file.is_relative_to(directory) and file.is_file()
    return file if found else None


def accepted(header: str) -> list[str]:
    """Return the codings we have that an ``Accept-Encoding`` takes, the one it likes best first."""
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        coding, _, rest = part.strip().partition(";")
        name, _, weight = rest.strip().partition("=")
        try:
            weights[coding.strip()] = float(weight) if name.strip() == "q" else 1.0
        except ValueError:
            weights[coding.strip()] = 0.0
    liked = {one: weights.get(one, weights.get("*", 0.0)) for one in CODINGS}
    return sorted((one for one in liked if liked[one] > 0), key=lambda one: -liked[one])


def serve(file: Path, asked: Headers, *, cached: str) -> Response:
    """Answer a file, as its compressed twin if the browser takes one; 304 if it has it already."""
    twins = {one: file.with_name(file.name + end) for one, end in CODINGS.items()}
    built = {one: twin for one, twin in twins.items() if twin.is_file()}
    coding = next((one for one in accepted(asked.get("accept-encoding", "")) if one in built), None)
    headers = {"Cache-Control": cached}
    if built:
        headers["Vary"] = "Accept-Encoding"
    if coding:
        headers["Content-Encoding"] = coding
    chosen = built[coding] if coding else file
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    answer = FileResponse(chosen, headers=headers, media_type=kind, stat_result=chosen.stat())
    known = StaticFiles(check_dir=False).is_not_modified(answer.headers, asked)
    return NotModifiedResponse(answer.headers) if known else answer
