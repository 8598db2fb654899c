"""Custom fields: define, change, delete, bring back and purge; each indexed one has an index of its own."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mancrel.contacts import custom_values
from mancrel.contacts.custom_field_models import CustomField
from mancrel.contacts.custom_field_schemas import CustomFieldIn, OptionIn
from mancrel.contacts.custom_values import CustomFieldsUnclear
from mancrel.contacts.models import Company, Contact
from mancrel.contacts.service import flush
from mancrel.kit import bins, events, expression_indexes
from mancrel.kit.db import uuid7
from mancrel.kit.errors import Conflict, FieldError

MAX_FIELDS, MAX_INDEXED = 100, 10
HOLDERS: dict[str, Any] = {"contact": Contact, "company": Company}


class DuplicateCustomField(Conflict):
    """There is a field with this key already, perhaps in the bin."""


class TooManyFields(Conflict):
    """There are as many fields as there can be."""


def holds(object_: str) -> Any:
    """Let a later room say which table holds the values of its custom fields (deals)."""

    def register(model: Any) -> Any:
        HOLDERS[object_] = model
        return model

    return register


def _refuse(field: str, message: str) -> CustomFieldsUnclear:
    refusal = CustomFieldsUnclear(message)
    refusal.errors = [FieldError(field=field, message=message)]
    return refusal


def create(session: Session, body: CustomFieldIn) -> CustomField:
    """Define a field; without a key it gets one made of its label.

    Raises:
        DuplicateCustomField: the key is taken, also by a field in the bin.
        CustomFieldsUnclear: no key can be made, or options and kind do not fit.

    """
    field = CustomField(id=uuid7(), object=body.object, label=body.label, kind=body.kind)
    field.key = body.key or custom_values.slug(body.label)
    if not field.key:
        raise _refuse("key", "Give the field a key of letters, digits and underscores.")
    field.options = _options([], body.options)
    field.required, field.indexed = body.required, body.indexed
    _check(session, field)
    session.add(field)
    flush(session, DuplicateCustomField, "key")
    return _tell(session, field, "created")


def _check(session: Session, field: CustomField) -> None:
    chooses = field.kind in {"choice", "choices"}
    if chooses != any(not one.get("archived") for one in field.options):
        raise _refuse(
            "options", "A choice needs options." if chooses else f"A {field.kind} field has no options."
        )
    if field.indexed and field.kind not in custom_values.SORTABLE:
        raise _refuse("indexed", f"A {field.kind} field cannot be sorted by.")
    others = select(CustomField.indexed).where(
        CustomField.object == field.object, CustomField.deleted_at.is_(None), CustomField.id != field.id
    )
    indexed = list(session.scalars(others))
    if len(indexed) >= MAX_FIELDS:
        raise TooManyFields
    if field.indexed and sum(indexed) >= MAX_INDEXED:
        message = f"At most {MAX_INDEXED} fields can be sorted by."
        raise TooManyFields(message, field="indexed")


def _options(before: list[dict[str, Any]], given: list[OptionIn]) -> list[dict[str, Any]]:
    """Return the options in the order given; those left out are archived, for values may hold them."""
    known = {one["key"]: one for one in before}
    wanted: dict[str, dict[str, Any]] = {}
    for place, one in enumerate(given):
        key = one.key or _key_of(one.label, known, wanted, place)
        if key in wanted:
            raise _refuse(f"options.{place}.key", "This option is there twice.")
        wanted[key] = {"key": key, "label": one.label, "archived": False}
    left = [{**one, "archived": True} for key, one in known.items() if key not in wanted]
    return [*wanted.values(), *left]


def _key_of(label: str, known: dict[str, Any], wanted: dict[str, Any], place: int) -> str:
    same = next((key for key, one in known.items() if one["label"] == label and key not in wanted), None)
    stem = custom_values.slug(label) or f"option_{place + 1}"
    free = (f"{stem}_{n}" if n else stem for n in range(1000))
    return same or next(key for key in free if key not in known and key not in wanted)


def change(session: Session, field: CustomField, values: dict[str, Any]) -> CustomField:
    """Change label, options, or what is asked of a field; its key, kind and object stay."""
    if "options" in values:
        field.options = _options(field.options, [OptionIn(**one) for one in values.pop("options")])
    for name, value in values.items():
        setattr(field, name, value)
    _check(session, field)
    session.flush()
    return _tell(session, field, "changed")


def remove(session: Session, field: CustomField) -> None:
    """Move a field to the bin; the values stay where they are until it is purged."""
    bins.discard(field)
    _tell(session, field, "deleted")


def restore(session: Session, field_id: UUID) -> CustomField:
    """Take a field out of the bin, with its values."""
    field = bins.restore(session, CustomField, field_id)
    _check(session, field)
    session.flush()
    return _tell(session, field, "restored")


def _tell(session: Session, field: CustomField, what: str) -> CustomField:
    custom_values.forget(session)
    events.record(session, f"custom_field.{what}", field, key=f"custom_field:{field.id}", object=field.object)
    return field


def index_name(field_id: UUID) -> str:
    """Return what the index of a field is called."""
    return f"custom_{field_id.hex}"


def settle_index(session: Session, field_id: UUID) -> tuple[str, str, Any] | None:
    """Return the index that a field must have, as name, table and expression; None if it must have none."""
    field = session.get(CustomField, field_id)
    if field is None or not field.indexed:
        return None
    model = HOLDERS[field.object]
    return index_name(field_id), model.__tablename__, custom_values.expression(field, model.custom)


def to_purge(session: Session) -> list[UUID]:
    """Return the fields that lay in the bin for longer than it keeps."""
    oldest = datetime.now(UTC) - timedelta(days=bins.KEPT_DAYS)
    return list(session.scalars(select(CustomField.id).where(CustomField.deleted_at <= oldest)))


def purge(session: Session, ids: list[UUID]) -> None:
    """Drop fields in the bin with their values."""
    query = select(CustomField).where(CustomField.id.in_(ids), CustomField.deleted_at.is_not(None))
    for field in session.scalars(query.with_for_update(of=CustomField)):
        model = HOLDERS[field.object]
        without = model.custom.op("-", return_type=model.custom.type)(field.key)
        session.execute(
            update(model)
            .where(model.custom.has_key(field.key))
            .values(custom=without, updated_at=model.updated_at)
            .execution_options(synchronize_session=False)
        )
        session.delete(field)


def drop_index(field_id: UUID) -> None:
    """Remove the index of a field; outside of every transaction."""
    expression_indexes.drop(index_name(field_id))
