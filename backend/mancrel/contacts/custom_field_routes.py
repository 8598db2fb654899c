"""HTTP of custom fields."""

from typing import Annotated
from uuid import UUID

from sqlalchemy import ColumnElement, select

from mancrel.accounts.deps import Db, may, shelf
from mancrel.contacts import custom_fields
from mancrel.contacts.custom_field_models import CustomField
from mancrel.contacts.custom_field_schemas import CustomFieldIn, CustomFieldOut, CustomFieldPatch, Object
from mancrel.kit.db import find, find_to_change
from mancrel.kit.orders import Order, sorting
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router
from mancrel.kit.schema import changes

router = Router(prefix="/api/v1/custom-fields", tags=["custom fields"])
READ = may("custom_fields:read")
WRITE = may("custom_fields:write")
FieldRows = Annotated[ColumnElement[bool], shelf(CustomField, "custom_fields:write")]
FieldOrder = Annotated[
    Order, sorting(CustomField.id, "created_at", CustomField.label, CustomField.key, CustomField.created_at)
]


@router.get("", dependencies=[READ])
def list_custom_fields(
    session: Db,
    paging: PageOf,
    rows: FieldRows,
    order: FieldOrder,
    object: Object | None = None,  # noqa: A002
) -> Page[CustomFieldOut]:
    """List the fields that admins defined, oldest first."""
    query = select(CustomField).where(rows)
    if object:
        query = query.where(CustomField.object == object)
    found = page(session, query, order, paging)
    items = [CustomFieldOut.model_validate(one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.post("", status_code=201, dependencies=[WRITE])
def create_custom_field(body: CustomFieldIn, session: Db) -> CustomFieldOut:
    """Define a field of contacts, companies or deals."""
    field = custom_fields.create(session, body)
    session.refresh(field)
    return CustomFieldOut.model_validate(field)


@router.get("/{field_id}", dependencies=[READ])
def get_custom_field(field_id: UUID, session: Db) -> CustomFieldOut:
    """Return a field."""
    return CustomFieldOut.model_validate(find(session, CustomField, field_id))


@router.patch("/{field_id}", dependencies=[WRITE])
def change_custom_field(field_id: UUID, body: CustomFieldPatch, session: Db) -> CustomFieldOut:
    """Change a field; its key and kind stay."""
    field = find_to_change(session, CustomField, field_id)
    custom_fields.change(session, field, changes(body))
    session.refresh(field)
    return CustomFieldOut.model_validate(field)


@router.delete("/{field_id}", status_code=204, dependencies=[WRITE])
def delete_custom_field(field_id: UUID, session: Db) -> None:
    """Move a field to the bin; its values come back with it."""
    custom_fields.remove(session, find_to_change(session, CustomField, field_id))


@router.post("/{field_id}/restore", dependencies=[WRITE])
def restore_custom_field(field_id: UUID, session: Db) -> CustomFieldOut:
    """Take a field out of the bin."""
    field = custom_fields.restore(session, field_id)
    session.refresh(field)
    return CustomFieldOut.model_validate(field)
