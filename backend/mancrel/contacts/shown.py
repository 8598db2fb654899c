"""Contacts as they are shown: rows of one statement, for fifty of them as records take twice as long."""

from collections.abc import Callable, Collection
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, case, func, select
from sqlalchemy.orm import Session

from mancrel.accounts.models import Team, User
from mancrel.contacts import consents, custom_values
from mancrel.contacts.known import Known, each_once
from mancrel.contacts.models import READ, Company, Contact
from mancrel.contacts.schemas import ContactOut
from mancrel.kit import kept
from mancrel.kit.canonical import unruled
from mancrel.kit.db import found, may_change, system_in, viewer_of
from mancrel.kit.visibility import Viewer

PLAIN = (
    "id", "name", "language", "lifecycle", "source", "tags", "ai_paused", "do_not_contact", "screened_out",
    "created_at", "updated_at", "deleted_at",
)  # fmt: skip
SHOWN_AS = Known._fields
OWN = (*PLAIN, "custom", "consent", "canonical_id", "owner_id", "team_id")


_OWNERS, _TEAMS = unruled(User, "shown_owners"), unruled(Team, "shown_teams")
_GIVEN, _MERGED = unruled(Company, "shown_companies"), unruled(Company, "shown_wholes")
_COMPANY = func.coalesce(_MERGED.c.id, _GIVEN.c.id)
_IN_BIN = case((_MERGED.c.id.is_(None), _GIVEN.c.deleted_at), else_=_MERGED.c.deleted_at).is_not(None)
_COLUMNS = (
    *(getattr(Contact, name) for name in OWN),
    READ.label("read"),
    _OWNERS.c.name.label("owner_name"),
    _TEAMS.c.name.label("team_name"),
    case((_IN_BIN, None), else_=_COMPANY).label("company_id"),
    func.coalesce(_MERGED.c.name, _GIVEN.c.name).label("company_name"),
)


def rows(session: Session) -> Callable[[Select[Any]], Select[Any]]:
    """Return what lets a query of contacts read what is shown of each.

    A company is the one that it is shown as; one that the viewer does not see, or in the bin, is none.
    """
    return _rows(viewer_of(session))


@lru_cache(maxsize=256)
def _rows(viewer: Viewer) -> Callable[[Select[Any]], Select[Any]]:
    given = and_(_GIVEN.c.id == Contact.company_id, Company.rule(_GIVEN.c, viewer))
    merged = and_(_MERGED.c.id == _GIVEN.c.canonical_id, Company.rule(_MERGED.c, viewer))

    def read(query: Select[Any]) -> Select[Any]:
        wide = query.with_only_columns(*_COLUMNS, maintain_column_froms=True)
        wide = wide.outerjoin(_OWNERS, _OWNERS.c.id == Contact.owner_id)
        wide = wide.outerjoin(_TEAMS, _TEAMS.c.id == Contact.team_id)
        return wide.outerjoin(_GIVEN, given).outerjoin(_MERGED, merged)

    return read


def find(session: Session, contact_id: UUID) -> ContactOut:
    """Return a contact; of one that was merged, the person that it is shown as.

    Raises:
        NotFound: out of the viewer's reach, or in the bin.

    """
    row = _one(session, contact_id)
    if row is not None and row.canonical_id:
        row = _one(session, row.canonical_id)
    return tell(session, found(session, Contact, row))


def _one(session: Session, id_: UUID) -> Row[Any] | None:
    query = partial(rows(session), select(Contact).where(Contact.id == bindparam("id")))
    return kept.ask(session, "contact", query, id=id_).one_or_none()


def of(session: Session, ids: Collection[UUID]) -> dict[UUID, ContactOut]:
    """Return some contacts by their ids, each as it is, merged or in the bin."""
    query = rows(session)(select(Contact).where(Contact.id.in_(ids)))
    return {row.id: tell(session, row) for row in session.execute(query)}


def changed(session: Session, contact_id: UUID) -> ContactOut:
    """Return a contact that the viewer has just changed, though they may have given it out of their sight."""
    query = rows(session)(select(Contact).where(Contact.id == contact_id))
    with system_in(session) as system:
        row = system.execute(query).one()
    return tell(session, row)


def tell(session: Session, row: Row[Any]) -> ContactOut:
    """Describe a contact."""
    return ContactOut.model_validate(told(session, row))


def told(session: Session, row: Row[Any]) -> dict[str, Any]:
    """Return what ``ContactOut`` says of a contact, as plain values: to check them takes as long again."""
    known = [Known(*one) for one in row.read]
    emails, phones = _addresses(known, "email"), _addresses(known, "phone")
    return {
        **dict(zip(PLAIN, row, strict=False)),
        "email": emails[0]["value"] if emails else None,
        "phone": phones[0]["value"] if phones else None,
        "emails": emails,
        "phones": phones,
        "identities": [dict(zip(SHOWN_AS, one, strict=True)) for one in known],
        "company": _named(row.company_id, row.company_name),
        "owner": _named(row.owner_id, row.owner_name),
        "team": _named(row.team_id, row.team_name),
        "consent": consents.status_of(row),
        "custom": custom_values.shown(session, "contact", row.custom),
        "editable": may_change(session, row),
    }


def _named(id_: UUID | None, name: str) -> dict[str, Any] | None:
    return {"id": id_, "name": name} if id_ else None


def _addresses(known: list[Known], kind: str) -> list[dict[str, Any]]:
    """Describe the addresses of a kind; of several that contacts brought along as primary the first is it."""
    return [
        {"value": each.value, "label": each.label, "primary": place == 0}
        for place, each in enumerate(each_once(known, kind))
    ]
