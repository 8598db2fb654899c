"""File names of attachments made safe to show and to save."""

import re

LONGEST = 200
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff"<>|:*?]')
_ENDINGS = {
    "application/ms-tnef": ".dat",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
}


def clean_name(name: str, content_type: str) -> str:
    """Return a file name without path, control or direction marks, at most 200 characters."""
    name = _UNSAFE.sub("", re.split(r"[/\\]", name)[-1]).strip(" .")
    if not name:
        return f"attachment{_ENDINGS.get(content_type, '')}"
    stem, dot, ending = name.rpartition(".")
    if len(name) > LONGEST and dot and len(ending) <= 10:
        return f"{stem[: LONGEST - len(ending) - 1]}.{ending}"
    return name[:LONGEST]
