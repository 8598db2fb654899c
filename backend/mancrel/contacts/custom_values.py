"""The values of custom fields: checked by kind on every write, shown, filtered and sorted by."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Dialect,
    Numeric,
    String,
    TypeDecorator,
    bindparam,
    cast,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from mancrel.contacts.custom_field_models import CustomField
from mancrel.kit import filters
from mancrel.kit.errors import FieldError, Invalid
from mancrel.kit.filter_values import Kind, Option
from mancrel.kit.orders import Computed
from mancrel.kit.schema import Day, Flag, Line, Link

LARGEST = 1e15
MONEY = r"^[0-9]{1,15}(\.[0-9]{1,4})?$"


class CustomFieldsUnclear(Invalid):
    """Some custom fields cannot be used."""


class MoneyValue(BaseModel):
    """An amount as a decimal string, and its currency (ISO 4217)."""

    model_config = ConfigDict(extra="forbid")
    amount: Annotated[str, StringConstraints(pattern=MONEY)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class IsoDay(TypeDecorator[date]):
    """A day that is kept as text, 2026-11-22, which sorts and compares as days do."""

    impl = String
    cache_ok = True

    @property
    def python_type(self) -> type[date]:
        """What a cursor holds."""
        return date

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write a day."""
        return value.isoformat() if isinstance(value, date) else value


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= LARGEST:
        message = "must be a number"
        raise ValueError(message)
    return value


Key = Annotated[str, StringConstraints(max_length=64)]
ADAPTERS: dict[str, TypeAdapter[Any]] = {
    "text": TypeAdapter(Line),
    "number": TypeAdapter(Annotated[Any, AfterValidator(_number)]),
    "money": TypeAdapter(MoneyValue),
    "date": TypeAdapter(Day),
    "choice": TypeAdapter(Key),
    "choices": TypeAdapter(Annotated[list[Key], Field(max_length=100)]),
    "link": TypeAdapter(Link),
    "flag": TypeAdapter(Flag),
}


def fields_of(session: Session, object_: str) -> dict[str, CustomField]:
    """Return the fields of contacts, companies or deals that are not in the bin, by key, oldest first."""
    known: dict[str, dict[str, CustomField]] = session.info.setdefault("custom_fields", {})
    if object_ not in known:
        query = select(CustomField).where(CustomField.object == object_, CustomField.deleted_at.is_(None))
        rows = session.scalars(query.order_by(CustomField.created_at, CustomField.id))
        known[object_] = {one.key: one for one in rows}
    return known[object_]


def forget(session: Session) -> None:
    """Read the fields anew: they were changed."""
    session.info.pop("custom_fields", None)


def shown(session: Session, object_: str, custom: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a record, without those of fields in the bin."""
    return {key: custom[key] for key in fields_of(session, object_) if key in custom} if custom else {}


def checked(
    session: Session, object_: str, given: dict[str, Any], known: dict[str, Any], *, complete: bool = False
) -> dict[str, Any]:
    """Return a record's values after a write; null takes a value away, ``complete``: nothing may be missing.

    Raises:
        CustomFieldsUnclear: naming each ``custom.<key>`` that is unknown, missing or of another kind.

    """
    fields = fields_of(session, object_)
    values, errors = dict(known), []
    for key, value in given.items():
        try:
            _set(values, fields.get(key), key, value)
        except ValueError as error:
            errors.append(FieldError(field=f"custom.{key[:100]}", message=_message(error)))
    if complete:
        missing = [one for one in fields.values() if one.required and one.key not in values | given]
        errors += [FieldError(field=f"custom.{one.key}", message=_needed(one)) for one in missing]
    if errors:
        refusal = CustomFieldsUnclear(f"{errors[0].field}: {errors[0].message}")
        refusal.errors = errors
        raise refusal
    return values


def _set(values: dict[str, Any], field: CustomField | None, key: str, value: Any) -> None:
    if field is None:
        raise ValueError("There is no such custom field.")
    if value is None or value == []:
        if field.required:
            raise ValueError(_needed(field))
        values.pop(key, None)
        return
    adapter = ADAPTERS[field.kind]
    value = adapter.dump_python(adapter.validate_python(value), mode="json")
    if field.kind in {"choice", "choices"}:
        value = _chosen(field, value, values.get(key))
    values[key] = value


def _needed(field: CustomField) -> str:
    return f"{field.label} is needed."


def _chosen(field: CustomField, value: Any, before: Any) -> Any:
    """Refuse what is no option; one that was archived may stay where it is."""
    wanted = value if isinstance(value, list) else [value]
    kept = before if isinstance(before, list) else [before]
    open_ = [one["key"] for one in field.options if not one.get("archived")]
    for one in wanted:
        if one not in open_ and one not in kept:
            raise ValueError(f"{one[:60]!r} is none of {', '.join(open_)}.")
    return list(dict.fromkeys(wanted)) if isinstance(value, list) else value


def _message(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        return str(error.errors()[0]["msg"]).removeprefix("Value error, ")
    return str(error)


def text_of(column: Any, *path: str) -> ColumnElement[Any]:
    """Return a value in a JSON column as text, its path written out so that an index over it is used."""
    *way, last = (bindparam(None, key, String, literal_execute=True) for key in path)
    for key in way:
        column = column.op("->", return_type=JSONB())(key)
    found: ColumnElement[Any] = column.op("->>", return_type=String())(last)
    return found


def expression(field: CustomField, column: Any) -> ColumnElement[Any]:
    """Return what a record is compared by: the very expression of the field's index."""
    if field.kind == "money":
        return cast(text_of(column, field.key, "amount"), Numeric)
    if field.kind == "number":
        return cast(text_of(column, field.key), Numeric)
    if field.kind == "flag":
        return cast(text_of(column, field.key), Boolean)
    if field.kind == "choices":
        key = bindparam(None, field.key, String, literal_execute=True)
        listed: ColumnElement[Any] = column.op("->", return_type=JSONB())(key)
        return listed
    found = text_of(column, field.key)
    return type_coerce(found, IsoDay) if field.kind == "date" else found


KINDS = {
    "text": Kind.TEXT,
    "link": Kind.TEXT,
    "number": Kind.NUMBER,
    "money": Kind.NUMBER,
    "date": Kind.DAY,
    "choice": Kind.CHOICE,
    "choices": Kind.LIST,
    "flag": Kind.FLAG,
}
SORTABLE = frozenset({"text", "number", "money", "date", "choice"})


def filters_of(session: Session, object_: str, column: Any) -> dict[str, filters.Field]:
    """Return the custom fields that a list can be filtered by, as ``custom.<key>``."""
    return {
        f"custom.{one.key}": filters.Field(
            one.label,
            KINDS[one.kind],
            expression(one, column),
            tuple(Option(value=each["key"], label=each["label"]) for each in one.options),
            sortable=one.indexed,
        )
        for one in fields_of(session, object_).values()
    }


def sorted_by(session: Session, object_: str, column: Any) -> Callable[[str], Computed | None]:
    """Return how a list finds the custom field it is to be sorted by: one that has an index."""

    def find(key: str) -> Computed | None:
        field = fields_of(session, object_).get(key)
        if field is None or not field.indexed:
            return None
        return Computed(f"custom.{key}", expression(field, column), lambda row: _value(field, row.custom))

    return find


def _value(field: CustomField, custom: dict[str, Any]) -> Any:
    value = custom.get(field.key)
    if value is None:
        return None
    if field.kind == "money":
        return Decimal(value["amount"])
    return Decimal(str(value)) if field.kind == "number" else value


def slug(label: str) -> str:
    """Return a key made of a label: "Budget (year)" → ``budget_year``."""
    words = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")
    return re.sub(r"^[^a-z]+", "", words)[:60]
