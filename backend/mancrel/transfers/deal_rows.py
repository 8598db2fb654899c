"""Deals from rows: one after the other, by the room's own verbs, for each takes its place in a stage."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mancrel.contacts.models import Contact, Identity
from mancrel.deals import pipelines
from mancrel.deals import service as deals
from mancrel.deals.models import LOST, OPEN, Deal, Pipeline, Stage
from mancrel.deals.schemas import DealIn, Move
from mancrel.kit.canonical import shown_as, whole_ones
from mancrel.kit.errors import MancrelError
from mancrel.transfers.asking import customised, differing, employed, named_in, owned
from mancrel.transfers.cells import Refused
from mancrel.transfers.drafts import Draft
from mancrel.transfers.kinds import (
    Made,
    Scene,
    by_custom,
    checked,
    employers,
    flat,
    lock_all,
    put_back,
)

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

    def load(self, session: Session, ids: Sequence[UUID], *, lock: bool = True) -> dict[UUID, Any]:
        """Return deals, locked unless they are only looked at."""
        if lock:
            lock_all(session, Deal, ids)
        rows = session.scalars(select(Deal).where(Deal.id.in_(ids)).execution_options(populate_existing=True))
        return {one.id: one for one in rows}

    def asks(self, scene: Scene, record: Any, draft: Draft) -> dict[str, Any]:
        """What the row holds is replaced; of a lost deal that stays lost the reason, too."""
        values = named_in(draft, ("title", "amount", "currency", "expected_close_on"))
        stage, person = draft.get("stage_"), record.contact_row
        if stage:
            values["stage_id"] = stage.id
        if record.status == LOST and (stage is None or stage.outcome == LOST):
            values |= named_in(draft, ("lost_reason",))
        values |= owned(scene, record, draft)
        values["custom"] = customised(scene.session, "deal", draft, record)
        asked = differing(record, values) | employed(record, draft)
        if draft.get("contact_id") not in ({None, person.id, person.canonical_id} if person else {None}):
            asked["contact_id"] = draft.get("contact_id")
        return asked

    def change(self, scene: Scene, record: Any, draft: Draft) -> UUID | None:
        """Write what the row asks for, another stage by the room's own move."""
        asked, made = self.asks(scene, record, draft), None
        if "company_id" in asked:
            asked["company_id"], made = scene.company_of(draft)
            scene.session.flush()
        moves = asked.pop("stage_id", None)
        if "custom" in asked:
            asked["custom"] = {key: asked["custom"].get(key) for key in draft.custom}
        given = {name: asked.pop(name) for name in ("owner_id", "team_id") if name in asked}
        for name, value in given.items():
            setattr(record, name, value)
        if asked or given:
            deals.change(scene.session, record, asked)
        if moves:
            _move(scene.session, record, draft.get("stage_"), draft.get("lost_reason"))
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
