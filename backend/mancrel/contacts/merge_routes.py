"""HTTP of duplicates, and of merging contacts and companies."""

from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mancrel.accounts.deps import Db, may
from mancrel.contacts import duplicate_companies, duplicate_contacts, duplicates, merging, wire
from mancrel.contacts.merge_schemas import (
    CheckIn,
    CheckOut,
    CompanyCheckIn,
    CompanyCheckOut,
    CompanyPairOut,
    DuplicateSearchOut,
    LikelyCompanyOut,
    LikelyOut,
    MergeIn,
    MergeOut,
    PairOut,
)
from mancrel.kit.canonical import find_shown
from mancrel.kit.db import find
from mancrel.kit.orders import Order
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router

router = Router(prefix="/api/v1")


@dataclass(frozen=True)
class Kind:
    """One kind of record that can be merged: how, what its pairs look like, and where its merges are."""

    plural: str
    merging: merging.Kind
    duplicates: duplicates.Kind
    pairs: type[Page[Any]]
    merges: str


CONTACTS = Kind("contacts", merging.CONTACTS, duplicate_contacts.CONTACTS, Page[PairOut], "/merges")
COMPANIES = Kind(
    "companies",
    merging.COMPANIES,
    duplicate_companies.COMPANIES,
    Page[CompanyPairOut],
    "/companies/merges",
)


def _open_merging(kind: Kind) -> None:
    """Add the operations that merge records of a kind and take them apart."""
    rules, model = kind.merging, kind.merging.model
    tags: list[str | Enum] = [kind.plural]
    reads, writes = [may(f"{kind.plural}:read")], [may(f"{kind.plural}:write")]

    @router.post(f"/{kind.plural}/merge", status_code=201, tags=tags, dependencies=writes)
    def merge_records(body: MergeIn, session: Db) -> MergeOut:
        """Show several records as one; all that hangs on them stays, and can be told apart again."""
        return _fresh(session, rules, merging.merge(session, rules, body).id)

    @router.get(f"/{kind.plural}/{{record_id}}/merges", tags=tags, dependencies=reads)
    def list_merges(record_id: UUID, session: Db, paging: PageOf) -> Page[MergeOut]:
        """Return the merges that made a record and stand, newest first."""
        whole = find_shown(session, model, record_id)
        found = page(session, merging.of(rules, whole.id), Order(rules.row.id, rules.row.id), paging)
        items = wire.merges(session, rules, found.rows)
        return Page(items=items, next_cursor=found.next_cursor, total=found.total)

    @router.post(f"{kind.merges}/{{merge_id}}/undo", tags=tags, dependencies=writes)
    def undo_merge(merge_id: UUID, session: Db) -> MergeOut:
        """Take a merge apart; fields that somebody changed since stay as they are."""
        return _fresh(session, rules, merging.undo(session, rules, merge_id).id)


def _open_duplicates(kind: Kind) -> None:
    """Add the operations of pairs of a kind that may be one record."""
    rules, pair = kind.duplicates, kind.duplicates.pair
    dismissal = f"/{kind.plural}/duplicates/{{pair_id}}/dismiss"
    tags: list[str | Enum] = [kind.plural]
    reads, writes = [may(f"{kind.plural}:read")], [may(f"{kind.plural}:write")]

    @router.get(f"/{kind.plural}/duplicates", response_model=kind.pairs, tags=tags, dependencies=reads)
    def list_duplicates(session: Db, paging: PageOf) -> Any:
        """List pairs of records that may be one, the likeliest first."""
        found = page(session, duplicates.suggested(rules), Order(pair.score, pair.id), paging)
        items = wire.pairs(session, found.rows)
        return {"items": items, "next_cursor": found.next_cursor, "total": found.total}

    @router.get(f"/{kind.plural}/duplicates/search", tags=tags, dependencies=reads)
    def duplicate_search(session: Db) -> DuplicateSearchOut:
        """Return how far the search in the background is, by the place that it has reached."""
        return DuplicateSearchOut(waiting=duplicates.waiting(session, rules))

    @router.post(dismissal, status_code=204, tags=tags, dependencies=writes)
    def dismiss_duplicates(pair_id: UUID, session: Db) -> None:
        """Remember that two records are not the same."""
        duplicates.dismiss(session, rules, pair_id, dismissed=True)

    @router.delete(dismissal, status_code=204, tags=tags, dependencies=writes)
    def suggest_duplicates_again(pair_id: UUID, session: Db) -> None:
        """Forget that two records are not the same."""
        duplicates.dismiss(session, rules, pair_id, dismissed=False)


for _kind in (CONTACTS, COMPANIES):
    _open_merging(_kind)
    _open_duplicates(_kind)


@router.post("/contacts/check", tags=["contacts"], dependencies=[may("contacts:write")])
def check_contact(body: CheckIn, session: Db) -> CheckOut:
    """Return who may already be the person that is being typed."""
    found = duplicate_contacts.check(session, body.name, body.email, list(body.phones))
    return CheckOut(items=[LikelyOut.model_validate(_told(one, "email", "company")) for one in found])


@router.post("/companies/check", tags=["companies"], dependencies=[may("companies:write")])
def check_company(body: CompanyCheckIn, session: Db) -> CompanyCheckOut:
    """Return which company may already be the one that is being typed."""
    found = duplicate_companies.check(session, **body.model_dump())
    told = ({**_told(one, "city"), "domain": one.record.main_domain} for one in found)
    return CompanyCheckOut(items=[LikelyCompanyOut.model_validate(one) for one in told])


def _told(one: duplicates.Likely, *fields: str) -> dict[str, Any]:
    named = {name: getattr(one.record, name) for name in ("id", "name", *fields)}
    return {**named, "score": one.score, "reasons": one.reasons}


def _fresh(session: Session, rules: merging.Kind, merge_id: UUID) -> MergeOut:
    session.expire_all()
    return wire.merges(session, rules, [find(session, rules.row, merge_id)])[0]
