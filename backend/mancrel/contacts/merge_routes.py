"""HTTP of duplicates, and of merging contacts."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.accounts.deps import Db, may
from mancrel.contacts import duplicates, merging, wire
from mancrel.contacts import service as contacts
from mancrel.contacts.duplicate_schemas import CheckIn, CheckOut, LikelyOut, PairOut
from mancrel.contacts.merge_models import Merge, Pair
from mancrel.contacts.models import Contact
from mancrel.contacts.schemas import MergeIn, MergeOut
from mancrel.kit.db import find
from mancrel.kit.pages import Order, Page, PageOf, page
from mancrel.kit.routing import Router

router = Router(prefix="/api/v1", tags=["contacts"])
READ = may("contacts:read")
WRITE = may("contacts:write")


@router.post("/contacts/merge", status_code=201, dependencies=[WRITE])
def merge_contacts(body: MergeIn, session: Db) -> MergeOut:
    """Show several contacts as one person; all that hangs on them stays, and can be told apart again."""
    return _fresh(session, merging.merge(session, body).id)


@router.get("/contacts/duplicates", dependencies=[READ])
def list_duplicates(session: Db, paging: PageOf) -> Page[PairOut]:
    """List pairs of contacts that may be one person, the likeliest first."""
    found = page(session, duplicates.suggested(), Order(Pair.score, Pair.id), paging)
    ids = {id_ for one in found.rows for id_ in (one.left_id, one.right_id)}
    people = {one.id: one for one in session.scalars(select(Contact).where(Contact.id.in_(ids)))}
    items = [wire.pair(session, one, people) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.post("/contacts/duplicates/{pair_id}/dismiss", status_code=204, dependencies=[WRITE])
def dismiss_duplicates(pair_id: UUID, session: Db) -> None:
    """Remember that two contacts are not the same person."""
    duplicates.dismiss(session, pair_id, dismissed=True)


@router.delete("/contacts/duplicates/{pair_id}/dismiss", status_code=204, dependencies=[WRITE])
def suggest_duplicates_again(pair_id: UUID, session: Db) -> None:
    """Forget that two contacts are not the same person."""
    duplicates.dismiss(session, pair_id, dismissed=False)


@router.post("/contacts/check", dependencies=[WRITE])
def check_contact(body: CheckIn, session: Db) -> CheckOut:
    """Return who may already be the person that is being typed."""
    found = duplicates.check(session, body.name, body.email, list(body.phones))
    return CheckOut(items=[_likely(one) for one in found])


def _likely(one: duplicates.Likely) -> LikelyOut:
    named = {name: getattr(one.person, name) for name in ("id", "name", "email", "company")}
    return LikelyOut.model_validate({**named, "score": one.score, "reasons": one.reasons})


@router.get("/contacts/{contact_id}/merges", dependencies=[READ])
def list_merges(contact_id: UUID, session: Db, paging: PageOf) -> Page[MergeOut]:
    """Return the merges that made a person and stand, newest first."""
    person = find(session, Contact, contacts.person_id(session, contact_id))
    found = page(session, merging.of(person), Order(Merge.id, Merge.id), paging)
    items = wire.merges(session, found.rows)
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.post("/merges/{merge_id}/undo", dependencies=[WRITE])
def undo_merge(merge_id: UUID, session: Db) -> MergeOut:
    """Take a merge apart; fields that somebody changed since stay as they are."""
    return _fresh(session, merging.undo(session, merge_id).id)


def _fresh(session: Session, merge_id: UUID) -> MergeOut:
    session.expire_all()
    return wire.merges(session, [find(session, Merge, merge_id)])[0]
