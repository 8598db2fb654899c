"""Companies from rows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from mancrel.contacts import identities
from mancrel.contacts.identities import e164
from mancrel.contacts.models import Company, Contact
from mancrel.deals.models import Deal
from mancrel.kit import bins
from mancrel.kit.canonical import shown_as
from mancrel.kit.db import uuid7
from mancrel.transfers.asking import customised, differing, named_in, owned, tagged
from mancrel.transfers.cells import Refused
from mancrel.transfers.drafts import Draft
from mancrel.transfers.kinds import (
    Made,
    Scene,
    by_custom,
    checked,
    flat,
    insert_all,
    lock_all,
    put_back,
)

WRITTEN = (
    "name", "domain", "lifecycle", "website", "phone", "industry", "size", "street", "postal_code", "city",
    "region", "country",
)  # fmt: skip
PLAIN = (*WRITTEN, "tags", "owner_id", "team_id")


class Companies:
    """How companies are imported: tags are added, other values replaced."""

    object = "company"
    model = Company

    def keys(self, draft: Draft, match_key: str) -> None:
        """A domain is one company's, whatever they are recognised by."""
        domain = draft.get("domain")
        draft.unique = [f"domain:{domain}"] if domain else []
        if match_key == "domain":
            draft.keys = draft.unique
        elif match_key == "name":
            draft.keys = [f"name:{draft.get('name').lower()}"] if draft.get("name") else []
        else:
            value = draft.custom.get(match_key.removeprefix("custom."))
            draft.keys = [f"{match_key}:{value}"] if value else []

    def found(self, session: Session, keys: Sequence[str]) -> dict[str, set[UUID]]:
        """Return companies by domain, name or a custom field."""
        found = by_custom(session, Company, "company", keys, Company.canonical_id.is_(None))
        for kind, column in (("domain", Company.domain), ("name", func.lower(Company.name))):
            values = [key.partition(":")[2] for key in keys if key.startswith(f"{kind}:")]
            query = select(column, shown_as(Company)).where(column.in_(values), Company.deleted_at.is_(None))
            if kind == "name":
                query = query.where(Company.canonical_id.is_(None))
            for value, id_ in session.execute(query) if values else ():
                found.setdefault(f"{kind}:{value}", set()).add(id_)
        return found

    def ready(self, scene: Scene, drafts: Sequence[Draft]) -> dict[int, str]:
        """Read the telephone numbers in the shop's country."""
        wrong = {}
        region = identities.settings_of(scene.session).phone_region
        for draft in drafts:
            written = draft.get("phone")
            number = e164(written, region) if written else None
            if written and number is None:
                wrong[draft.number] = f"{written!r} is not a telephone number; write it with its country."
            if number:
                draft.values["phone"] = number
        return wrong

    def complete(self, scene: Scene, draft: Draft) -> None:
        """A company needs a name, or a domain that can stand for it."""
        if not draft.get("name") and not draft.get("domain"):
            raise Refused("There is neither a name nor a domain.")
        checked(scene.session, "company", draft, {}, complete=True)

    def create(self, scene: Scene, drafts: Sequence[Draft]) -> Made:
        """Make the companies by one statement."""
        made: Made = {}
        for draft in drafts:
            company = Company(id=uuid7(), tags=draft.get("tags") or [])
            for name in WRITTEN:
                setattr(company, name, draft.get(name))
            company.name = draft.get("name") or draft.get("domain")
            company.custom = checked(scene.session, "company", draft, {}, complete=True)
            scene.own(company, draft)
            made[draft.number] = (company, None)
        insert_all(scene.session, [company for company, _ in made.values()])
        return made

    def load(self, session: Session, ids: Sequence[UUID], *, lock: bool = True) -> dict[UUID, Any]:
        """Return companies, locked unless they are only looked at."""
        if lock:
            lock_all(session, Company, ids)
        rows = session.scalars(
            select(Company)
            .where(Company.id.in_(ids))
            .options(selectinload(Company.merged))
            .execution_options(populate_existing=True)
        )
        return {one.id: one for one in rows}

    def asks(self, scene: Scene, record: Any, draft: Draft) -> dict[str, Any]:
        """Tags are added, what else the row holds is replaced."""
        values = named_in(draft, WRITTEN) | owned(scene, record, draft)
        if values.get("domain") in record.domains:  # its own, or that of one that was merged into it
            del values["domain"]
        values["tags"] = tagged(record, draft)
        values["custom"] = customised(scene.session, "company", draft, record)
        return differing(record, values)

    def change(self, scene: Scene, record: Any, draft: Draft) -> UUID | None:
        """Write what the row asks for."""
        for name, value in self.asks(scene, record, draft).items():
            setattr(record, name, value)
        return None

    def snapshot(self, record: Any) -> dict[str, Any]:
        """Return plain fields and custom values."""
        shown = {name: getattr(record, name) for name in PLAIN}
        shown |= {name: str(shown[name]) for name in ("owner_id", "team_id") if shown[name]}
        return {**shown, **flat(record.custom)}

    def restore(self, session: Session, record: Any, values: dict[str, Any]) -> None:  # noqa: ARG002 - as others need it
        """Set fields back."""
        put_back(record, values, PLAIN)


def drop_unused(session: Session, ids: Sequence[UUID]) -> None:
    """Move companies that were made for rows to the bin, but for those that somebody is in by now."""
    used: set[UUID | None] = set()
    for column, gone in ((Contact.company_id, Contact.deleted_at), (Deal.company_id, Deal.deleted_at)):
        used |= set(session.scalars(select(column).where(column.in_(ids), gone.is_(None))))
    merged = select(Company.id, Company.canonical_id).where(Company.canonical_id.is_not(None))
    for pair in session.execute(merged.where(or_(Company.id.in_(ids), Company.canonical_id.in_(ids)))):
        used |= set(pair)
    query = select(Company).where(Company.id.in_(ids), Company.deleted_at.is_(None))
    for company in session.scalars(query.with_for_update(of=Company)):
        if company.id not in used:
            bins.discard(company)
    session.flush()
