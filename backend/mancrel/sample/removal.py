"""Remove the sample shop, and nothing else: what users made themselves keeps what it needs."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from mancrel.accounts.models import Team, User, memberships
from mancrel.activities.models import Activity
from mancrel.adapters.vectors import Filter, vectors
from mancrel.assistant import passages, retrieval
from mancrel.assistant.gap_models import Gap, GapQuestion
from mancrel.catalogue import search
from mancrel.catalogue import service as catalogue
from mancrel.catalogue.models import Product, Source
from mancrel.contacts.custom_field_models import CustomField
from mancrel.contacts.models import Company, Contact
from mancrel.conversations.models import (
    AddressBounce,
    AutomaticReply,
    Channel,
    Conversation,
    Message,
    Suggestion,
)
from mancrel.deals.models import Deal
from mancrel.intake.models import Endpoint
from mancrel.kit.db import Row, transaction
from mancrel.kit.events import Event
from mancrel.kit.jobs import JobRow, Status
from mancrel.knowledge.models import Article
from mancrel.sample import script
from mancrel.sample.catalogue import CHANNEL
from mancrel.sample.people import TEAM
from mancrel.sample.script import id_of


class Removal:
    """One removal: the session, and the ids of what is gone."""

    def __init__(self, session: Session) -> None:
        """Start with nothing removed."""
        self.session = session
        self.gone: set[UUID] = set()
        self.kept: list[str] = []

    def ids(self, column: Any, *where: ColumnElement[bool]) -> set[UUID]:
        """Return the ids in a column of the rows that fit."""
        return {one for one in self.session.scalars(select(column).where(*where)) if one}

    def drop(self, model: type[Row], ids: Iterable[UUID]) -> int:
        """Delete rows by id; returns how many there were."""
        found = self.ids(model.id, model.id.in_(set(ids)))
        self.session.execute(delete(model).where(model.id.in_(found)))
        self.gone |= found
        return len(found)


def remove(tell: Callable[[str], None]) -> None:
    """Remove the sample shop; ``tell`` takes what was removed, and what had to stay and why."""
    with transaction() as session:
        removal = Removal(session)
        people = _remove_talks(removal)
        _remove_people(removal, people)
        _remove_fields(removal)
        _remove_channel(removal)
        _remove_catalogue(removal)
        _remove_colleagues(removal)
        _forget(removal)
    tell(
        f"{len(removal.gone)} records of the sample shop were removed."
        if removal.gone
        else "There was no sample shop."
    )
    for line in removal.kept:
        tell(line)


def _remove_talks(removal: Removal) -> set[UUID]:
    """Remove the conversations and what hangs on them; returns whose they were."""
    first = [talk.external_id(0) for talk in script.talks()]
    talks = removal.ids(
        Message.conversation_id, Message.channel_id == CHANNEL, Message.external_id.in_(first)
    )
    people = removal.ids(Conversation.contact_id, Conversation.id.in_(talks))
    messages = removal.ids(Message.id, Message.conversation_id.in_(talks))
    session = removal.session
    session.execute(delete(AutomaticReply).where(AutomaticReply.conversation_id.in_(talks)))
    session.execute(delete(AddressBounce).where(AddressBounce.message_id.in_(messages)))
    session.execute(update(Conversation).where(Conversation.linked_id.in_(talks)).values(linked_id=None))
    errands = {id_of("activity", one.title) for one in script.errands()}
    removal.drop(Activity, errands | removal.ids(Activity.id, Activity.conversation_id.in_(talks)))
    removal.drop(Deal, {id_of("deal", one.title) for one in script.chances()})
    asked = removal.ids(GapQuestion.gap_id, GapQuestion.conversation_id.in_(talks))
    removal.drop(Suggestion, removal.ids(Suggestion.id, Suggestion.conversation_id.in_(talks)))
    removal.drop(Message, messages)
    removal.drop(Conversation, talks)
    removal.drop(Gap, asked - removal.ids(GapQuestion.gap_id, GapQuestion.gap_id.in_(asked)))
    return people


def _remove_people(removal: Removal, people: set[UUID]) -> None:
    """Remove contacts and companies, but for those that conversations, tasks or deals of users' own need."""
    groups = script.companies()
    known = {
        id_of("contact", one.email)
        for group in [*groups, *script.private_customers()]
        for one in group.persons()
    }
    people |= known
    needed = removal.ids(Conversation.contact_id, Conversation.contact_id.in_(people))
    needed |= removal.ids(Activity.contact_id, Activity.contact_id.in_(people))
    needed |= removal.ids(Deal.contact_id, Deal.contact_id.in_(people))
    needed |= removal.ids(
        Contact.canonical_id, Contact.canonical_id.in_(people), Contact.id.not_in(people - needed)
    )
    strangers = {talk.sender.rpartition("@")[2] for talk in script.talks()}
    employers = removal.ids(Contact.company_id, Contact.id.in_(people - needed))
    companies = {id_of("company", one.domain) for one in groups}
    companies |= removal.ids(Company.id, Company.id.in_(employers), Company.domain.in_(strangers))
    removal.drop(Contact, people - needed)
    staffed = removal.ids(Contact.company_id, Contact.company_id.in_(companies))
    staffed |= removal.ids(
        Company.canonical_id, Company.canonical_id.in_(companies), Company.id.not_in(companies - staffed)
    )
    removal.drop(Company, companies - staffed)
    if needed:
        removal.kept.append(
            f"{len(needed)} contacts stay: conversations, tasks or deals of your own need them."
        )
    if staffed:
        removal.kept.append(f"{len(staffed)} companies stay: contacts that stay work there.")


def _remove_fields(removal: Removal) -> None:
    """Remove the custom fields of the sample, but for those in which somebody's own records have values."""
    used = set()
    for one in script.extras():
        model = Contact if one.object == "contact" else Company
        if removal.ids(model.id, model.custom.has_key(one.key)):
            used.add(id_of("field", one.key))
    removal.drop(CustomField, {id_of("field", one.key) for one in script.extras()} - used)
    if used:
        removal.kept.append(f"{len(used)} custom fields stay: records that stay have values in them.")


def _remove_channel(removal: Removal) -> None:
    channel = removal.session.get(Channel, CHANNEL)
    if channel is None:
        return
    if removal.ids(Conversation.id, Conversation.channel_id == CHANNEL):
        removal.kept.append("The channel Shop stays: it holds conversations of your own.")
        return
    removal.drop(Channel, [channel.id])
    removal.drop(Endpoint, [channel.endpoint_id])


def _remove_catalogue(removal: Removal) -> None:
    session = removal.session
    articles = {id_of("article", one.key) for one in script.articles()}
    vectors(session).remove(Filter(retrieval.ARTICLES), sorted(articles))
    for id_ in articles:
        passages.keep(session, id_, "", ())
    removal.drop(Article, articles)
    source = catalogue.source_named(session, script.SOURCE)
    if source is None:
        return
    ours = [one.external_id for family in script.families() for one in family.variants]
    products = removal.ids(Product.id, Product.source_id == source.id, Product.external_id.in_(ours))
    vectors(session).remove(Filter(search.COLLECTION), sorted(products))
    removal.drop(Product, products)
    if removal.ids(Product.id, Product.source_id == source.id):
        removal.kept.append(f"The source {script.SOURCE} stays: it holds products of your own.")
        return
    removal.drop(Source, [source.id])
    removal.drop(Endpoint, [source.endpoint_id])


def _remove_colleagues(removal: Removal) -> None:
    """Remove the invented colleagues, unless somebody signs in as one of them, and their team."""
    session = removal.session
    ids = {id_of("user", one.key) for one in script.colleagues()}
    used = removal.ids(User.id, User.id.in_(ids), User.password_hash.is_not(None))
    used |= removal.ids(Suggestion.decided_by_id, Suggestion.decided_by_id.in_(ids))
    removal.drop(User, ids - used)
    if used:
        removal.kept.append(f"{len(used)} colleagues stay: somebody works with their accounts.")
    if not session.scalars(select(memberships.c.user_id).where(memberships.c.team_id == TEAM)).first():
        removal.drop(Team, [TEAM])


def _forget(removal: Removal) -> None:
    """Remove the events and jobs about what is gone."""
    session, gone = removal.session, removal.gone
    session.execute(delete(Event).where(Event.subject_id.in_(gone)))
    idle = or_(JobRow.status != Status.RUNNING, JobRow.lease_until.is_(None))
    session.execute(delete(JobRow).where(JobRow.subject_id.in_(gone), idle))
