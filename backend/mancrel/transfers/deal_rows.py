"""Deals from rows: one after the other, by the room's own verbs, for each takes its place in a stage."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mancrel.contacts import service as contacts
from mancrel.contacts.models import Contact, Identity
from mancrel.deals import pipelines
from mancrel.deals import service as deals
from mancrel.deals.models import LOST, OPEN, Deal, Pipeline, Stage
from mancrel.deals.schemas import DealIn, Move
from mancrel.kit.canonical import shown_as, whole_ones
from mancrel.kit.errors import MancrelError
from mancrel.transfers.cells import Refused
from mancrel.transfers.drafts import Draft
from mancrel.transfers.kinds import Made, Scene, by_custom, checked, employers, flat, put_back

PLAIN = ("title", "currency", "contact_id", "company_id", "owner_id", "team_id")


class Deals:
    """How deals are imported: values are replaced, another stage is a move."""

    object = "deal"
    model = Deal

    def keys(self, draft: Draft, match_key: str) -> None:
        """Deals have nothing that no two may have."""
        if match_key == "title_contact":
            title = draft.get("title")
            draft.keys = [f"title:{title.lower()}|{draft.values.get('contact_id', '')}"] if title else []
        else:
            value = draft.custom.get(match_key.removeprefix("custom."))
            draft.keys = [f"{match_key}:{value}"] if value else []

    def found(self, session: Session, keys: Sequence[str]) -> dict[str, set[UUID]]:
        """Return deals by title and contact, or by a custom field."""
        found = by_custom(session, Deal, "deal", keys)
        titles = {key[6:].rpartition("|")[0] for key in keys if key.startswith("title:")}
        query = select(func.lower(Deal.title), shown_as(Contact), Deal.id)
        query = query.outerjoin(Contact, Contact.id == Deal.contact_id)
        query = query.where(func.lower(Deal.title).in_(titles), Deal.deleted_at.is_(None))
        for title, contact_id, id_ in session.execute(query) if titles else ():
            found.setdefault(f"title:{title}|{contact_id or ''}", set()).add(id_)
        return found

    def ready(self, scene: Scene, drafts: Sequence[Draft]) -> dict[int, str]:
        """Find companies, contacts, pipelines and stages."""
        wrong = employers(scene, drafts)
        people = _people(scene, {one.get("contact") for one in drafts} - {None})
        ways = list(
            scene.session.scalars(
                select(Pipeline)
                .where(Pipeline.deleted_at.is_(None))
                .order_by(Pipeline.created_at, Pipeline.id)
            )
        )
        for draft in drafts:
            try:
                _refer(draft, people, ways)
            except Refused as error:
                wrong[draft.number] = str(error)
        return wrong

    def complete(self, scene: Scene, draft: Draft) -> None:
        """A deal needs a title; a lost one a reason."""
        if not draft.get("title"):
            raise Refused("The title is missing.")
        stage = draft.get("stage_")
        if stage and stage.outcome == LOST and not draft.get("lost_reason"):
            raise Refused("A lost deal needs the reason why it was lost.")
        checked(scene.session, "deal", draft, {}, complete=True)

    def create(self, scene: Scene, drafts: Sequence[Draft]) -> Made:
        """Make the deals, each at the end of its stage."""
        made: Made = {}
        for draft in drafts:
            company_id, own = scene.company_of(draft)
            scene.session.flush()
            deal = _new(scene, draft, company_id)
            made[draft.number] = (deal, own)
        return made

    def load(self, session: Session, ids: Sequence[UUID]) -> dict[UUID, Any]:
        """Return deals locked."""
        locked = select(Deal.id).where(Deal.id.in_(ids)).order_by(Deal.id).with_for_update(of=Deal)
        session.execute(locked).all()
        rows = session.scalars(select(Deal).where(Deal.id.in_(ids)).execution_options(populate_existing=True))
        return {one.id: one for one in rows}

    def change(self, scene: Scene, record: Any, draft: Draft) -> UUID | None:
        """Replace what the row holds, and move to another stage by the room's own verb."""
        values: dict[str, Any] = {
            name: draft.values[name]
            for name in ("title", "amount", "currency", "expected_close_on")
            if name in draft.values
        }
        if draft.get("contact_id"):
            values["contact_id"] = draft.get("contact_id")
        company_id, made = scene.company_of(draft)
        if company_id:
            scene.session.flush()
            values["company_id"] = company_id
        if draft.custom:
            values["custom"] = draft.custom
        owner = scene.owner_of(draft) if draft.get("owner") else None
        if owner:
            contacts.give(record, owner)
        same = {name for name in ("amount", "currency") if values.get(name) == getattr(record, name)}
        deals.change(scene.session, record, {name: one for name, one in values.items() if name not in same})
        stage = draft.get("stage_")
        if stage and stage.id != record.stage_id:
            _move(scene.session, record, stage, draft.get("lost_reason"))
        return made

    def snapshot(self, record: Any) -> dict[str, Any]:
        """Return plain fields, the stage and custom values."""
        shown = {name: getattr(record, name) for name in PLAIN}
        shown |= {name: str(value) for name, value in shown.items() if isinstance(value, UUID)}
        day = record.expected_close_on
        return {
            **shown,
            "amount": str(Decimal(record.amount).quantize(Decimal("0.0001"))),
            "expected_close_on": day.isoformat() if day else None,
            "stage_id": str(record.stage_id),
            "lost_reason": record.lost_reason,
            **flat(record.custom),
        }

    def restore(self, session: Session, record: Any, values: dict[str, Any]) -> None:
        """Set fields back; to another stage by a move."""
        put_back(record, values, PLAIN)
        if "amount" in values:
            record.amount = Decimal(values["amount"])
        if "expected_close_on" in values:
            day = values["expected_close_on"]
            record.expected_close_on = date.fromisoformat(day) if day else None
        if "stage_id" in values:
            session.flush()
            deals.move_back(session, record, UUID(values["stage_id"]), values.get("lost_reason"))
        elif "lost_reason" in values:
            record.lost_reason = values["lost_reason"]


def _people(scene: Scene, emails: set[Any]) -> dict[str, UUID]:
    query = (
        select(Identity.value, shown_as(Contact))
        .join(Contact, Contact.id == Identity.contact_id)
        .where(Identity.kind == "email", Identity.value.in_(emails))
        .where(shown_as(Contact).in_(whole_ones(Contact, in_bin=False)), Contact.visible(scene.viewer))
    )
    return dict(scene.session.execute(query).all()) if emails else {}


def _refer(draft: Draft, people: dict[str, UUID], ways: list[Pipeline]) -> None:
    email = draft.get("contact")
    if email and email not in people:
        raise Refused(f"You know no contact with the e-mail address {email}.")
    if email:
        draft.values["contact_id"] = people[email]
    pipeline, stage = draft.get("pipeline"), draft.get("stage")
    named = [one for one in ways if not pipeline or one.name.lower() == pipeline.lower()]
    if pipeline and not named:
        raise Refused(f"There is no pipeline called {pipeline}.")
    if pipeline or stage:
        draft.values["stage_"] = _stage(named, stage)


def _stage(ways: list[Pipeline], name: str | None) -> Stage:
    for pipeline in ways:
        for stage in pipeline.staying:
            if (name is None and stage.outcome == OPEN) or (name and stage.name.lower() == name.lower()):
                return stage
    raise Refused(f"There is no stage called {name}.")


def _new(scene: Scene, draft: Draft, company_id: UUID | None) -> Deal:
    stage, owner = draft.get("stage_"), scene.owner_of(draft)
    pipeline = scene.session.get(Pipeline, stage.pipeline_id) if stage else pipelines.first(scene.session)
    is_open = stage is None or stage.outcome == OPEN
    body = DealIn(
        title=draft.get("title"),
        pipeline_id=pipeline.id if pipeline else None,
        stage_id=stage.id if stage and is_open else None,
        contact_id=draft.get("contact_id"),
        company_id=company_id,
        owner_id=owner.id if owner else None,
        custom=draft.custom,
        **{name: draft.values[name] for name in ("amount", "currency") if name in draft.values},
        expected_close_on=draft.get("expected_close_on"),
    )
    try:
        deal = deals.create(scene.session, body)
        if stage and not is_open:
            _move(scene.session, deal, stage, draft.get("lost_reason"))
    except MancrelError as error:  # judged before, so only what changed in between comes here
        raise Refused(error.detail) from error
    return deal


def _move(session: Session, deal: Deal, stage: Stage, reason: str | None) -> None:
    if stage.id != deal.stage_id:
        deals.move(session, deal.id, Move(stage_id=stage.id, version=deal.version, lost_reason=reason))
