"""Everything about a person as a ZIP: JSON for each kind, the files they sent, their mails as they came."""

import json
import os
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy.orm import Session

from mancrel.activities import personal as activities
from mancrel.adapters.files import files
from mancrel.assistant import personal as assistant
from mancrel.contacts import personal as contacts
from mancrel.contacts.personal import Person
from mancrel.conversations import personal as conversations
from mancrel.deals import personal as deals
from mancrel.intake import personal as intake
from mancrel.kit.db import system_in, transaction
from mancrel.kit.errors import NotFound
from mancrel.kit.traces import Counts, rows
from mancrel.kit.visibility import Viewer
from mancrel.notifications import personal as notifications
from mancrel.records import personal as records
from mancrel.settings import settings
from mancrel.timeline import personal as timeline
from mancrel.transfers import personal as transfers
from mancrel.webhooks import personal as webhooks

PART, ORPHAN_S = ".part", 3600
UNPACKED = ("email",)
"""Kinds of endpoints whose deliveries are mails."""
ROOMS = (contacts, deals, activities, transfers, records, conversations, assistant)


@dataclass(frozen=True)
class Made:
    """A file that was made."""

    size: int
    counts: Counts
    complete: bool


def directory() -> Path:
    """Return where the files are kept: outside the web root, for this process's user only."""
    path = settings().state_dir / "exports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(name: str) -> Path:
    """Return where a file lies.

    Raises:
        NotFound: it is gone.

    """
    path = directory() / name
    if not path.is_file():
        raise NotFound("This file is no longer kept.")
    return path


def drop(name: str) -> None:
    """Delete a file, if it is there, and one that was not finished."""
    for path in (directory() / name, _unfinished(name)):
        path.unlink(missing_ok=True)


def drop_orphans(known: Collection[str]) -> None:
    """Delete files of which nothing tells any more: of contacts that were deleted, of workers that died."""
    for path in directory().iterdir():
        if path.name.removesuffix(PART) not in known and path.stat().st_mtime < time.time() - ORPHAN_S:
            path.unlink(missing_ok=True)


def _unfinished(name: str) -> Path:
    return directory() / f"{name}{PART}"


def ids_of(session: Session, person: Person) -> set[UUID]:
    """Return the ids of all records that are a person's."""
    found = set(person.ids)
    for room in (deals, activities, conversations):
        found |= room.ids_of(session, person)
    return found


def collect(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return what every room holds about a person, as far as the session's viewer sees it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for room in ROOMS:
        found |= room.export(session, person)
    ids = ids_of(session, person)
    found |= notifications.export(session, person, ids)
    found |= webhooks.export(session, person, ids)
    return found | timeline.export(session, person, ids)


def counts_of(session: Session, person: Person) -> Counts:
    """Return how much there is about a person."""
    found = {kind: len(held) for kind, held in collect(session, person).items()}
    delivered = conversations.deliveries_of(session, person)
    return {**found, "deliveries": len(intake.of(session, delivered, person.addresses))}


def make(viewer: Viewer, contact_id: UUID, name: str) -> Made:
    """Write the file, with what the viewer sees; it has its name only when it is whole.

    Raises:
        NotFound: the contact is gone meanwhile.

    """
    drop(name)
    with transaction(viewer) as session:
        person = contacts.person_of(session, contact_id)
        if person is None:
            raise NotFound("There is no such contact.")
        handle = os.open(_unfinished(name), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
            counts, complete = _fill(session, archive, person)
    _unfinished(name).replace(directory() / name)
    return Made(path_of(name).stat().st_size, counts, complete)


def _fill(session: Session, archive: ZipFile, person: Person) -> tuple[Counts, bool]:
    found = collect(session, person)
    counts = {kind: len(held) for kind, held in found.items()}
    for one in conversations.attachments_of(session, person):
        archive.writestr(f"attachments/{one.id}-{_safe(one.name)}", files().read(one.digest))
    delivered = conversations.deliveries_of(session, person)
    deliveries = intake.of(session, delivered, person.addresses)
    for delivery, kind in deliveries:
        archive.writestr(f"raw/{delivery.id}.{'eml' if kind in UNPACKED else 'txt'}", delivery.body)
    found["deliveries"] = rows(one for one, _ in deliveries)
    counts["deliveries"] = len(deliveries)
    everything = counts_of(system_in(session), person)
    complete = all(counts.get(kind, 0) >= count for kind, count in everything.items())
    for kind, held in found.items():
        archive.writestr(f"{kind}.json", json.dumps(held, ensure_ascii=False, indent=1, default=str))
    told = {"counts": counts, "complete": complete, "addresses": person.addresses}
    archive.writestr("about.json", json.dumps(told, ensure_ascii=False, indent=1))
    return counts, complete


def _safe(name: str) -> str:
    """Return a file's name without what would lead out of the archive's directory."""
    return "".join(one if one.isalnum() or one in "._- " else "_" for one in name).lstrip(".")[:100] or "file"
