"""What contacts, companies and deals each know about being imported."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, inspect, select
from sqlalchemy.orm import Session, selectinload

from mancrel.accounts.models import User
from mancrel.contacts import custom_values
from mancrel.contacts import service as contacts
from mancrel.contacts.models import Company
from mancrel.kit import changes
from mancrel.kit.db import uuid7
from mancrel.kit.errors import MancrelError
from mancrel.kit.visibility import Owned, Scope, Viewer
from mancrel.transfers.cells import Refused
from mancrel.transfers.drafts import Draft


@dataclass
class Scene:
    """A slice of rows at work: the session sees everything, ``viewer`` is whose rights count."""

    session: Session
    viewer: Viewer
    owners: dict[str, User]
    me: User | None
    new_companies: dict[str, Company]
    records: dict[UUID, Any] = field(default_factory=dict)
    """The records that the rows are about, loaded."""

    def owner_of(self, draft: Draft) -> User | None:
        """Return who shall have a record: whom the row names, else a rep their own."""
        named = draft.get("owner")
        if named is None:
            return self.me
        if named not in self.owners:
            raise Refused(f"No active user has the e-mail address {named}.")
        return self.owners[named]

    def own(self, record: Owned, draft: Draft) -> None:
        """Give a new record its owner and team, as ``contacts.own`` does."""
        owner = self.owner_of(draft)
        if owner:
            contacts.give(record, owner)
        if record.team_id is None and self.viewer.team_ids:
            record.team_id = min(self.viewer.team_ids)

    def company_of(self, draft: Draft) -> tuple[UUID | None, UUID | None]:
        """Return the id of a row's company, and again if it had to be made for it."""
        if draft.new_company is None:
            return draft.company_id, None
        name, domain = draft.new_company
        key = domain or name.lower()
        known = self.new_companies.get(key)
        if known:
            return known.id, None
        company = Company(id=uuid7(), name=name, domain=domain, tags=[], custom={})
        self.own(company, Draft(draft.number, {}))
        self.session.add(company)
        self.new_companies[key] = company
        return company.id, company.id


Made = dict[int, tuple[Any, UUID | None]]


class Kind(Protocol):
    """How one kind of record is imported."""

    object: str
    model: type[Any]

    def keys(self, draft: Draft, match_key: str) -> None:
        """Set what a draft is recognised by, and what no two records may both have."""

    def found(self, session: Session, keys: Sequence[str]) -> dict[str, set[UUID]]:
        """Return the records that are not in the bin, by key."""

    def ready(self, scene: Scene, drafts: Sequence[Draft]) -> dict[int, str]:
        """Look up what the drafts refer to, all at once; returns what is wrong, by row."""

    def complete(self, scene: Scene, draft: Draft) -> None:
        """Refuse a draft that no record can be made of."""

    def create(self, scene: Scene, drafts: Sequence[Draft]) -> Made:
        """Make the records; returns them by row, each with the id of a company made for it."""

    def load(self, session: Session, ids: Sequence[UUID], *, lock: bool = True) -> dict[UUID, Any]:
        """Return records by id, locked for a change unless they are only looked at."""

    def asks(self, scene: Scene, record: Any, draft: Draft) -> dict[str, Any]:
        """Return the fields that a row changes, with their new values; of addresses those to be added."""

    def change(self, scene: Scene, record: Any, draft: Draft) -> UUID | None:
        """Change a record as a row asks; returns the id of a company made for it."""

    def snapshot(self, record: Any) -> dict[str, Any]:
        """Return what an import can write of a record, as JSON."""

    def restore(self, session: Session, record: Any, values: dict[str, Any]) -> None:
        """Set fields back to what a snapshot says."""


def insert_all(session: Session, records: Sequence[Any]) -> None:
    """Insert new records of one class by one statement, and keep that they were made.

    A flush would ask each for its state, several times the work of inserting it.
    """
    if records:
        columns = [one.key for one in inspect(type(records[0])).column_attrs]
        rows = [{name: one.__dict__[name] for name in columns if name in one.__dict__} for one in records]
        names = {name for row in rows for name in row}
        session.execute(insert(type(records[0])), [{**dict.fromkeys(names), **row} for row in rows])
        changes.keep_created(session, *records)


def acting(viewer: Viewer) -> Viewer:
    """Return for whom the session of an import is opened: it sees everything, in the user's name."""
    return replace(viewer, scope=Scope.ALL)


def scene_of(session: Session, viewer: Viewer, drafts: Sequence[Draft]) -> Scene:
    """Look up the people that the rows name."""
    emails = {draft.get("owner") for draft in drafts} - {None}
    active = select(User).where(User.is_active, User.deleted_at.is_(None)).options(selectinload(User.teams))
    named = list(session.scalars(active.where(func.lower(User.email).in_(emails)))) if emails else []
    mine = viewer.user_id if viewer.scope is Scope.OWN else None
    me = session.scalars(active.where(User.id == mine)).one_or_none() if mine else None
    for one in {*named, *({me} if me else ())}:  # later loads of records would forget their teams
        session.expunge(one)
    return Scene(session, viewer, {one.email.lower(): one for one in named}, me, {})


def lock_all(session: Session, model: Any, ids: Sequence[UUID]) -> None:
    """Lock records for a change, always in the same order, so that no two wait for each other."""
    query = select(model.id).where(model.id.in_(ids)).order_by(model.id).with_for_update(of=model)
    session.execute(query).all()


def changeable(session: Session, model: Any, ids: Sequence[UUID], viewer: Viewer) -> set[UUID]:
    """Return which of these records the viewer may change."""
    rule: ColumnElement[bool] = model.owned_by(viewer)
    return set(session.scalars(select(model.id).where(model.id.in_(ids), rule))) if ids else set()


def employers(scene: Scene, drafts: Sequence[Draft]) -> dict[int, str]:
    """Find the companies that rows name by domain or name; what is not there is to be made."""
    by_domain = _by_domain(scene, {one.get("company_domain") for one in drafts} - {None})
    by_name = _by_name(scene, {one.get("company") for one in drafts} - {None})
    wrong = {}
    for draft in drafts:
        try:
            _employ(draft, by_domain, by_name)
        except Refused as error:
            wrong[draft.number] = str(error)
    return wrong


def _employ(draft: Draft, by_domain: dict[str, UUID | None], by_name: dict[str, list[UUID]]) -> None:
    domain, name = draft.get("company_domain"), draft.get("company")
    if domain in by_domain:
        draft.company_id = by_domain[domain]
        if draft.company_id is None:
            raise Refused(f"The company with the domain {domain} is out of your reach.")
        return
    named = by_name.get((name or "").lower(), [])
    if len(named) > 1:
        raise Refused(f"{len(named)} companies are called {name}; name its domain too.")
    if named:
        draft.company_id = named[0]
    elif name or domain:
        draft.new_company = (name or domain, domain)


def _by_domain(scene: Scene, domains: set[Any]) -> dict[str, UUID | None]:
    if not domains:
        return {}
    seen = Company.visible(scene.viewer).label("seen")
    query = select(Company.domain, Company.id, seen).where(
        Company.domain.in_(domains), Company.deleted_at.is_(None)
    )
    return {domain: id_ if mine else None for domain, id_, mine in scene.session.execute(query) if domain}


def _by_name(scene: Scene, names: set[Any]) -> dict[str, list[UUID]]:
    if not names:
        return {}
    query = select(func.lower(Company.name), Company.id).where(
        func.lower(Company.name).in_({one.lower() for one in names}),
        Company.deleted_at.is_(None),
        Company.canonical_id.is_(None),
        Company.visible(scene.viewer),
    )
    found: dict[str, list[UUID]] = {}
    for name, id_ in scene.session.execute(query):
        found.setdefault(name, []).append(id_)
    return found


def checked(
    session: Session, object_: str, draft: Draft, known: dict[str, Any], *, complete: bool = False
) -> dict[str, Any]:
    """Return a record's custom values with those of a row.

    Raises:
        Refused: one does not fit its field, or one that is needed is missing.

    """
    try:
        return custom_values.checked(session, object_, draft.custom, known, complete=complete)
    except MancrelError as error:
        raise Refused(error.detail) from error


def by_custom(
    session: Session, model: Any, object_: str, keys: Sequence[str], *rules: ColumnElement[bool]
) -> dict[str, set[UUID]]:
    """Return records by the value of a custom field: keys such as ``custom.erp_id:4711``."""
    found: dict[str, set[UUID]] = {}
    fields = custom_values.fields_of(session, object_)
    for name in {one.partition(":")[0] for one in keys if one.startswith("custom.")}:
        values = {key.partition(":")[2] for key in keys if key.startswith(f"{name}:")}
        holder = custom_values.expression(fields[name.removeprefix("custom.")], model.custom)
        query = select(holder, model.id).where(holder.in_(values), model.deleted_at.is_(None), *rules)
        for value, id_ in session.execute(query):
            found.setdefault(f"{name}:{value}", set()).add(id_)
    return found


def flat(custom: dict[str, Any]) -> dict[str, Any]:
    """Return custom values as fields of a snapshot."""
    return {f"custom.{key}": value for key, value in custom.items()}


def put_back(record: Any, values: dict[str, Any], plain: Sequence[str]) -> None:
    """Set plain fields and custom values as a snapshot says."""
    for name, value in values.items():
        if name in plain:
            setattr(record, name, UUID(value) if value and name.endswith("_id") else value)
    custom = {one.removeprefix("custom."): values[one] for one in values if one.startswith("custom.")}
    if custom:
        record.custom = {
            key: value for key, value in {**record.custom, **custom}.items() if value is not None
        }
