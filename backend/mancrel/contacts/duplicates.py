"""Contacts that may be one person: pairs found by a timed job, and a look while somebody types.

Two make a pair by the same mailbox (dots, and what follows a plus, do not count), the same telephone number
(unless more than a few have it: a switchboard), or a name that is the same or nearly so at the same company
or domain. Each reason has a weight; together they give the score, ``1 - product(1 - weight)``.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy import Select, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased, lazyload

from mancrel.contacts import identities
from mancrel.contacts.merge_models import DuplicateScan, Pair
from mancrel.contacts.models import Contact, Identity, is_email, mailbox_of, people, shown_as
from mancrel.contacts.recognition import business_domain
from mancrel.kit import events
from mancrel.kit.db import find, find_to_change, uuid7, viewer_of

SLICE, MOST_CANDIDATES, SWITCHBOARD, LIKELY = 300, 20_000, 5, 5
ALIKE = 92
"""From where on ``token_sort_ratio`` calls two names alike."""
TRIGRAMS = "0.6"
WEIGHTS = {
    "same_email": 0.99, "mail_variant": 0.8, "same_phone": 0.6, "same_name": 0.5, "similar_name": 0.4,
    "same_company": 0.4, "same_domain": 0.3,
}  # fmt: skip
NAMES, PLACES = {"same_name", "similar_name"}, {"same_company", "same_domain"}
START = UUID(int=0)


@dataclass
class Known:
    """What is compared of a person."""

    name: str
    company_id: UUID | None = None
    mails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)

    @property
    def mailboxes(self) -> set[str]:
        """The addresses without dots and what follows a plus."""
        return {mailbox(one) for one in self.mails}

    @property
    def domains(self) -> set[str]:
        """The domains of employers, not of free mail."""
        return {found for one in self.mails if (found := business_domain(one))}


def mailbox(email: str) -> str:
    """Return an address as the database's ``MAILBOX`` makes it."""
    local, _, domain = email.partition("@")
    return f"{local.split('+')[0].replace('.', '')}@{domain.split('@')[0]}"


def reasons_of(one: Known, other: Known) -> list[str]:
    """Return what speaks for two being one person."""
    found = []
    if one.mails & other.mails:
        found.append("same_email")
    elif one.mailboxes & other.mailboxes:
        found.append("mail_variant")
    if one.phones & other.phones:
        found.append("same_phone")
    alike = fuzz.token_sort_ratio(one.name.lower(), other.name.lower())
    if one.name and alike >= ALIKE:
        found.append("same_name" if alike == 100 else "similar_name")
    if one.company_id and one.company_id == other.company_id:
        found.append("same_company")
    elif one.domains & other.domains:
        found.append("same_domain")
    return found


def is_pair(reasons: Iterable[str]) -> bool:
    """Tell whether reasons are enough to suggest two."""
    given = set(reasons)
    return bool(given & {"same_email", "mail_variant", "same_phone"} or (given & NAMES and given & PLACES))


def score_of(reasons: Iterable[str]) -> float:
    """Return how likely two are one, from 0 to 1."""
    return round(1 - math.prod(1 - WEIGHTS[one] for one in reasons), 4)


def scan(session: Session) -> None:
    """Compare the contacts that came since the last time, and the next of the round, with all others."""
    for kind in ("new", "round"):
        after = session.scalar(select(DuplicateScan.after_id).where(DuplicateScan.kind == kind)) or START
        query = select(Contact.id).where(Contact.id > after).order_by(Contact.id).limit(SLICE)
        ids = list(session.scalars(query))
        if ids:
            _compare(session, ids)
        if ids or kind == "round":
            row = insert(DuplicateScan).values(kind=kind, after_id=ids[-1] if ids else START)
            put = row.on_conflict_do_update(index_elements=["kind"], set_={"after_id": row.excluded.after_id})
            session.execute(put)


def _compare(session: Session, ids: list[UUID]) -> None:
    """Write the pairs that these contacts make, and drop those that they no longer make."""
    known, pairs = _known(session, set(ids)), set[tuple[UUID, UUID]]()
    candidates = {tuple(sorted(each)) for each in _candidates(session, ids)}
    known |= _known(session, {id_ for each in candidates for id_ in each} - known.keys())
    for left, right in sorted(candidates):
        if left not in known or right not in known:
            continue
        reasons = reasons_of(known[left], known[right])
        if is_pair(reasons):
            pairs.add((left, right))
            _keep(session, left, right, reasons)
    mine = or_(Pair.left_id.in_(ids), Pair.right_id.in_(ids))
    for pair in session.scalars(select(Pair).where(mine, Pair.dismissed_at.is_(None))):
        if (pair.left_id, pair.right_id) not in pairs:
            session.delete(pair)


def _keep(session: Session, left: UUID, right: UUID, reasons: list[str]) -> None:
    row = insert(Pair).values(id=uuid7(), left_id=left, right_id=right, reasons=reasons)
    row = row.values(score=score_of(reasons))
    new = {"score": row.excluded.score, "reasons": row.excluded.reasons}
    session.execute(row.on_conflict_do_update(index_elements=["left_id", "right_id"], set_=new))


def _candidates(session: Session, ids: list[UUID]) -> set[tuple[UUID, UUID]]:
    """Return pairs of people worth comparing: each question is served by an index."""
    one, other = aliased(Identity), aliased(Identity)
    crowded = select(Identity.value).where(Identity.kind == "phone").group_by(Identity.value)
    switchboards = crowded.having(func.count() > SWITCHBOARD)
    phones = (
        select(one.contact_id, other.contact_id)
        .join(other, (other.kind == "phone") & (other.value == one.value))
        .where(one.contact_id.in_(ids), one.kind == "phone", one.value.not_in(switchboards))
    )
    found = {(a, b) for a, b in session.execute(phones.limit(MOST_CANDIDATES)) if a != b}
    mails = (
        select(one.contact_id, other.contact_id)
        .join(other, is_email(other) & (mailbox_of(other) == mailbox_of(one)))
        .where(one.contact_id.in_(ids), is_email(one))
    )
    found |= {(a, b) for a, b in session.execute(mails.limit(MOST_CANDIDATES)) if a != b}
    session.execute(select(func.set_config("pg_trgm.similarity_threshold", TRIGRAMS, True)))  # noqa: FBT003
    me, them = aliased(Contact), aliased(Contact)
    names = select(me.id, them.id).join(them, me.name.op("%")(them.name)).where(me.id.in_(ids))
    names = names.where(me.id != them.id).options(lazyload("*")).limit(MOST_CANDIDATES)
    found |= {(a, b) for a, b in session.execute(names)}
    rows = {id_ for each in found for id_ in each}
    shown = session.execute(select(Contact.id, shown_as(Contact)).where(Contact.id.in_(rows)))
    person_of = {id_: person for id_, person in shown}  # noqa: C416 - rows are no pairs to mypy
    return {(person_of[a], person_of[b]) for a, b in found if person_of[a] != person_of[b]}


def _known(session: Session, ids: set[UUID]) -> dict[UUID, Known]:
    """Return what is compared of those who are shown and not in the bin."""
    rows = select(Contact.id, Contact.name, Contact.company_id).where(Contact.id.in_(ids))
    rows = rows.where(Contact.canonical_id.is_(None), Contact.deleted_at.is_(None))
    found = {id_: Known(name, company_id) for id_, name, company_id in session.execute(rows)}
    addresses = select(shown_as(Contact), Identity.kind, Identity.value).join(
        Contact, Contact.id == Identity.contact_id
    )
    for id_, kind, value in session.execute(addresses.where(shown_as(Contact).in_(list(found)))):
        (found[id_].phones if kind == "phone" else found[id_].mails).add(value)
    return found


def suggested() -> Select[Pair]:
    """Return the query of the pairs that are shown: both there, not merged, not dismissed."""
    there = people(in_bin=False)
    query = select(Pair).where(Pair.left_id.in_(there), Pair.right_id.in_(there))
    return query.where(Pair.dismissed_at.is_(None))


def dismiss(session: Session, pair_id: UUID, *, dismissed: bool) -> Pair:
    """Remember that two are not the same person, or forget it again.

    Raises:
        NotFound: out of reach.
        Forbidden: neither is the viewer's to change.

    """
    pair = find(session, Pair, pair_id)
    left = find_to_change(session, Contact, pair.left_id)
    pair.dismissed_at = datetime.now(UTC) if dismissed else None
    pair.dismissed_by_id = viewer_of(session).user_id if dismissed else None
    session.flush()
    type_ = "duplicate.dismissed" if dismissed else "duplicate.suggested"
    events.record(session, type_, pair, shown_as=left)
    return pair


@dataclass(frozen=True)
class Likely:
    """Somebody who may be the one that is typed, and why."""

    person: Contact
    reasons: list[str]
    score: float


def check(session: Session, name: str, email: str, phones: list[str]) -> list[Likely]:
    """Return who may be the one that is being typed, of those whom the viewer sees; the likeliest first."""
    typed = Known(" ".join(name.split()))
    region = identities.settings_of(session).phone_region
    typed.phones = {found for one in phones if (found := identities.e164(one, region))}
    typed.mails = {email.strip().lower()} if "@" in email else set()
    ids = set(session.scalars(_holders(typed))) if typed.mails or typed.phones else set[UUID]()
    if len(typed.name) > 2:
        session.execute(select(func.set_config("pg_trgm.similarity_threshold", TRIGRAMS, True)))  # noqa: FBT003
        near = select(shown_as(Contact)).where(Contact.name.op("%")(typed.name)).limit(50)
        ids |= set(session.scalars(near))
    known = _known(session, ids)
    telling = {id_: _telling(typed, one) for id_, one in known.items()}
    ranked = sorted((score_of(reasons), id_) for id_, reasons in telling.items() if reasons)[::-1][:LIKELY]
    query = select(Contact).where(Contact.id.in_([id_ for _, id_ in ranked]))
    persons = {one.id: one for one in session.scalars(query)}
    return [Likely(persons[id_], telling[id_], score) for score, id_ in ranked]


def _telling(typed: Known, one: Known) -> list[str]:
    reasons = reasons_of(typed, one)
    return reasons if set(reasons) - PLACES else []


def _holders(typed: Known) -> Select[UUID]:
    boxes = is_email(Identity) & mailbox_of(Identity).in_(sorted(typed.mailboxes))
    numbers = (Identity.kind == "phone") & Identity.value.in_(sorted(typed.phones))
    holders = select(Identity.contact_id).where(or_(boxes, numbers)).limit(50)
    return select(shown_as(Contact)).where(Contact.id.in_(holders))
