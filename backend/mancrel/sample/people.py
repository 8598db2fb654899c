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
from mancrel.contacts.identities import e164
from mancrel.contacts.models import Company, Contact, Identity
from mancrel.kit import events
from mancrel.kit.db import transaction, viewer_of
from mancrel.kit.visibility import Owned, Viewer
from mancrel.sample import script
from mancrel.sample.clock import playing, working_day
from mancrel.sample.script import Colleague, Errand, Group, Person, id_of

REGION = "DE"
NEWEST, SPREAD, STEP = timedelta(days=40), 320, 37
TEAM = id_of("team", "Export")
DEMO = {"ada": "admin@mancrel.example", "mara": "manager@mancrel.example", "remy": "rep@mancrel.example"}


@dataclass(frozen=True)
class Member:
    """One of us: whom a record belongs to, and what they see."""

    id: UUID
    name: str
    team_id: UUID | None
    viewer: Viewer

    def sign(self, text: str) -> str:
        """Put the person's name under a text: ``{me}`` the first, ``{name}`` the whole."""
        return text.strip().replace("{me}", self.name.split()[0]).replace("{name}", self.name)


Cast = dict[str, Member]


@contextmanager
def acting(session: Session, member: Member) -> Iterator[None]:
    """Let the session see and do what this person may, for a while."""
    before = viewer_of(session)
    session.info["viewer"] = member.viewer
    try:
        yield
        session.flush()
    finally:
        session.info["viewer"] = before


def load(now: datetime) -> Cast:
    """Load who is missing; returns who works in the shop, by key."""
    with transaction() as session, playing(session, now):
        for colleague in script.colleagues():
            _hire(session, colleague)
        cast = _cast(session)
        register = Register(session, cast, now)
        for group in [*script.companies(), *script.private_customers()]:
            register.enter(group)
        session.flush()
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
        key: Member(user.id, user.name, user.teams[0].id if user.teams else None, accounts.viewer_for(user))
        for key, user in ((key, users.get(email)) for key, email in addresses.items())
        if user is not None
    }


def _own(record: Owned, cast: Cast, owner: str | None) -> None:
    member = cast.get(owner or "")
    if member:
        record.owner_id, record.team_id = member.id, member.team_id


class Register:
    """The customers: whom it knows already stays as they are, others are entered on some earlier day."""

    def __init__(self, session: Session, cast: Cast, now: datetime) -> None:
        """Read who is known."""
        self._session, self._cast, self._now = session, cast, now
        self._ids = set(session.scalars(select(Contact.id))) | set(session.scalars(select(Company.id)))
        self._addresses = set(session.scalars(select(Identity.value).where(Identity.kind == "email")))
        named = select(Company).where(Company.domain.is_not(None), Company.deleted_at.is_(None))
        self._by_domain = {one.domain: one for one in session.scalars(named)}
        self._place = 0

    def enter(self, group: Group) -> None:
        """Enter a company and its people, or a few private customers."""
        company = self._company(group) if group.domain else None
        for person in group.persons():
            self._contact(person, group, company)
            self._place += 1

    def _since(self) -> datetime:
        return (
            self._now - NEWEST - timedelta(days=self._place * STEP % SPREAD, minutes=self._place * 61 % 480)
        )

    def _company(self, group: Group) -> Company | None:
        id_ = id_of("company", group.domain)
        if group.domain in self._by_domain or id_ in self._ids:
            return self._by_domain.get(group.domain)
        at = self._since()
        company = Company(id=id_, name=group.name, domain=group.domain, created_at=at, updated_at=at)
        _own(company, self._cast, group.owner)
        self._session.add(company)
        self._told("company.created", company, at)
        return company

    def _contact(self, one: Person, group: Group, company: Company | None) -> None:
        id_ = id_of("contact", one.email)
        if id_ in self._ids or one.email in self._addresses:
            return
        at = self._since()
        contact = Contact(id=id_, name=one.name, language=one.language, tags=group.tags)
        contact.created_at = contact.updated_at = at
        contact.company_row = company
        phone = e164(one.phone, REGION) if one.phone else None
        known = [("email", one.email), *([("phone", phone)] if phone else [])]
        _own(contact, self._cast, group.owner)
        self._session.add(contact)
        self._session.flush()
        self._session.add_all(
            Identity(contact_id=id_, kind=kind, value=value, primary=True, created_at=at, updated_at=at)
            for kind, value in known
        )
        self._told("contact.created", contact, at)

    def _told(self, type_: str, record: Company | Contact, at: datetime) -> None:
        events.record(self._session, type_, record, at=at)


def _note(session: Session, one: Errand, cast: Cast, now: datetime) -> None:
    id_ = id_of("activity", one.title)
    if session.get(Activity, id_):
        return
    activity = Activity(id=id_, kind=one.kind, title=one.title, body=one.body)
    activity.due_at = _noon(now, one.due) if one.due is not None else None
    activity.done_at = _noon(now, -one.done) if one.done is not None else None
    activity.created_at = activity.done_at or now - timedelta(days=10)
    activity.contact_row = session.get(Contact, id_of("contact", one.contact)) if one.contact else None
    _own(activity, cast, one.owner)
    session.add(activity)
    session.flush()
    events.record(session, "activity.created", activity)


def _noon(now: datetime, days: int) -> datetime:
    return working_day(now, days).replace(hour=11, minute=0, second=0, microsecond=0)
