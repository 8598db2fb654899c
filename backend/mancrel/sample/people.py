"""Colleagues, companies, contacts and their errands in the sample shop."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from mancrel.accounts import service as accounts
from mancrel.accounts.models import Team, User
from mancrel.accounts.permissions import Role
from mancrel.activities.models import Activity
from mancrel.contacts.models import Company, Contact, Identity
from mancrel.kit import events
from mancrel.kit.db import transaction, viewer_of
from mancrel.kit.visibility import Owned, Viewer
from mancrel.sample import script
from mancrel.sample.clock import Clock, playing, working_day
from mancrel.sample.script import Colleague, Errand, Group, Person, id_of

NEWEST, SPREAD, STEP = timedelta(days=40), 320, 37
TEAM = id_of("team", "Export")
DEMO = {"ada": "admin@mancrel.example", "mara": "manager@mancrel.example", "remy": "rep@mancrel.example"}


@dataclass(frozen=True)
class Member:
    """One of us: whom a record belongs to, and what they see."""

    id: UUID
    team_id: UUID | None
    viewer: Viewer


Cast = dict[str, Member]


@contextmanager
def acting(session: Session, member: Member) -> Iterator[None]:
    """Let the session see and do what this person may, for a while."""
    before = viewer_of(session)
    _open_for(session, member.viewer)
    try:
        yield
        session.flush()
    finally:
        _open_for(session, before)


def _open_for(session: Session, viewer: Viewer) -> None:
    session.info["viewer"] = viewer
    session.info.pop("criteria", None)


def load(now: datetime) -> Cast:
    """Load who is missing; returns who works in the shop, by key."""
    with transaction() as session, playing(session, now - NEWEST) as clock:
        for colleague in script.colleagues():
            _hire(session, colleague)
        session.flush()
        cast = _cast(session)
        place = 0
        for group in script.companies():
            place = _load_group(session, clock, group, cast, now, place)
        for group in script.private_customers():
            place = _load_group(session, clock, group, cast, now, place)
        clock.at = now
        for errand in script.errands():
            _note(session, errand, cast, now)
    return cast


def _hire(session: Session, one: Colleague) -> None:
    id_ = id_of("user", one.key)
    query = select(User.id).where((User.id == id_) | (User.email == one.email))
    if session.scalars(query).first():
        return
    team = session.scalars(select(Team).where(Team.name == one.team)).one_or_none()
    if team is None:
        team = Team(id=TEAM, name=one.team)
        session.add(team)
    user = User(id=id_, email=one.email, name=one.name, role=Role.REP, password_hash=None, is_active=True)
    user.teams = [team]
    session.add(user)
    session.flush()
    events.record(session, "user.invited", user, role=user.role)


def _cast(session: Session) -> Cast:
    addresses = DEMO | {one.key: one.email for one in script.colleagues()}
    query = select(User).where(User.email.in_(addresses.values())).options(selectinload(User.teams))
    users = {user.email: user for user in session.scalars(query)}
    return {
        key: Member(user.id, user.teams[0].id if user.teams else None, accounts.viewer_for(user))
        for key, user in ((key, users.get(email)) for key, email in addresses.items())
        if user is not None
    }


def _own(record: Owned, cast: Cast, owner: str | None) -> None:
    member = cast.get(owner or "")
    if member:
        record.owner_id, record.team_id = member.id, member.team_id


def _load_group(session: Session, clock: Clock, group: Group, cast: Cast, now: datetime, place: int) -> int:
    """Load a company and its people, each known since another day; returns the next place."""
    company = None
    if group.domain:
        clock.at = _known_since(now, place)
        company = _company(session, group, cast)
    for person in group.persons():
        clock.at = _known_since(now, place)
        _contact(session, person, group, company, cast)
        session.flush()
        place += 1
    return place


def _known_since(now: datetime, place: int) -> datetime:
    return now - NEWEST - timedelta(days=place * STEP % SPREAD, minutes=place * 61 % 480)


def _company(session: Session, group: Group, cast: Cast) -> Company | None:
    id_ = id_of("company", group.domain)
    same_domain = (Company.domain == group.domain) & Company.deleted_at.is_(None)
    known = session.scalars(select(Company).where((Company.id == id_) | same_domain)).first()
    if known:
        return known
    company = Company(id=id_, name=group.name, domain=group.domain)
    _own(company, cast, group.owner)
    session.add(company)
    session.flush()
    events.record(session, "company.created", company)
    return company


def _contact(session: Session, one: Person, group: Group, company: Company | None, cast: Cast) -> None:
    id_ = id_of("contact", one.email)
    address = select(Identity.id).where(Identity.kind == "email", Identity.value == one.email)
    if session.get(Contact, id_) or session.scalars(address).first():
        return
    contact = Contact(id=id_, name=one.name, phone=one.phone, language=one.language, tags=group.tags)
    contact.company = company
    contact.identities = [Identity(kind="email", value=one.email)]
    _own(contact, cast, group.owner)
    session.add(contact)
    session.flush()
    events.record(session, "contact.created", contact)


def _note(session: Session, one: Errand, cast: Cast, now: datetime) -> None:
    id_ = id_of("activity", one.title)
    if session.get(Activity, id_):
        return
    activity = Activity(id=id_, kind=one.kind, title=one.title, body=one.body)
    activity.due_at = _noon(now, one.due) if one.due is not None else None
    activity.done_at = _noon(now, -one.done) if one.done is not None else None
    activity.created_at = activity.done_at or now - timedelta(days=10)
    activity.contact = session.get(Contact, id_of("contact", one.contact)) if one.contact else None
    _own(activity, cast, one.owner)
    session.add(activity)
    session.flush()
    events.record(session, "activity.created", activity)


def _noon(now: datetime, days: int) -> datetime:
    return working_day(now, days).replace(hour=11, minute=0, second=0, microsecond=0)
