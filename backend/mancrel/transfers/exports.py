"""Lists as files, CSV or XLSX: the same rows as on the screen, streamed, safe in a spreadsheet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mancrel.accounts.models import User
from mancrel.contacts import consents, custom_values
from mancrel.contacts.custom_field_models import CustomField
from mancrel.kit import events, sheets
from mancrel.kit.db import transaction, viewer_of
from mancrel.kit.errors import Invalid
from mancrel.kit.pages import Listing
from mancrel.kit.visibility import Viewer
from mancrel.transfers import books

BATCH = 500
Columns = dict[str, Callable[[Any], Any]]


def _name(one: Any) -> Any:
    """Return what a record is called; one in the bin is not shown with another."""
    if one is None or getattr(one, "deleted_at", None) is not None:
        return None
    return getattr(one, "title", None) or one.name


def _of(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, name)


def _joined(addresses: Sequence[Any]) -> str:
    return "; ".join(one.value for one in addresses)


def _consent(purpose: str) -> Callable[[Any], Any]:
    return lambda row: consents.status_of(row)[purpose]


PEOPLE: Columns = {
    "Owner": lambda row: row.owner.email if row.owner else None,
    "Team": lambda row: _name(row.team),
}
TIMES: Columns = {"Created": _of("created_at"), "Changed": _of("updated_at"), "Id": _of("id")}
CONTACTS: Columns = {
    "Name": _of("name"),
    "E-mail": lambda row: _joined(row.emails),
    "Phone": lambda row: _joined(row.phones),
    "Company": lambda row: _name(row.company),
    "Company domain": lambda row: row.company.main_domain if _name(row.company) else None,
    **PEOPLE,
    "Tags": lambda row: "; ".join(row.tags),
    "Lifecycle": _of("lifecycle"),
    "Source": _of("source"),
    "Language": _of("language"),
    "Do not contact": _of("do_not_contact"),
    **{f"Consent: {one}": _consent(one) for one in consents.PURPOSES},
}
COMPANIES: Columns = {
    "Name": _of("name"),
    "Domain": _of("main_domain"),
    **{
        name.replace("_", " ").capitalize(): _of(name)
        for name in (
            "website",
            "phone",
            "industry",
            "size",
            "street",
            "postal_code",
            "city",
            "region",
            "country",
        )
    },
    **PEOPLE,
    "Tags": lambda row: "; ".join(row.tags),
    "Lifecycle": _of("lifecycle"),
}
DEALS: Columns = {
    "Title": _of("title"),
    "Amount": _of("amount"),
    "Currency": _of("currency"),
    "Pipeline": lambda row: row.pipeline.name,
    "Stage": lambda row: row.stage.name,
    "In its stage since": _of("stage_entered_at"),
    "Stale": _of("stale"),
    "Probability": lambda row: row.stage.probability,
    "Weighted amount": _of("weighted"),
    "Status": _of("status"),
    "Lost reason": _of("lost_reason"),
    "Contact": lambda row: row.contact.email if _name(row.contact) else None,
    "Contact name": lambda row: _name(row.contact),
    "Company": lambda row: _name(row.company),
    **PEOPLE,
    "Expected close": _of("expected_close_on"),
    "Closed": _of("closed_at"),
}
ACTIVITIES: Columns = {
    "Kind": _of("kind"),
    "Title": _of("title"),
    "Text": _of("body"),
    "Due": _of("due_at"),
    "Done": _of("done_at"),
    "Contact": lambda row: _name(row.contact),
    "Company": lambda row: _name(row.company),
    **PEOPLE,
}


class TooLong(Invalid):
    """A list is too long for a workbook."""


def begin(
    session: Session,
    what: str,
    listing: Listing[Any],
    filters: Sequence[str],
    *,
    searched: bool,
    as_book: bool = False,
) -> None:
    """Record who takes how many rows out; of a filter only field and op, for its values may name people.

    Raises:
        TooLong: a workbook is asked for, and it would have too many rows.

    """
    viewer = viewer_of(session)
    count = session.scalar(select(func.count()).select_from(listing.query.order_by(None).subquery())) or 0
    if as_book and count > books.MAX_ROWS:
        said = f"A workbook takes up to {books.MAX_ROWS:,} rows, and this list has {count:,}."
        raise TooLong(f"{said} Narrow it down, or take it as CSV.")
    user = session.get_one(User, viewer.user_id)
    shown = [":".join(one.split(":")[:2]) for one in filters]
    events.record(session, f"{what}.exported", user, count=count, filter=shown, searched=searched)


@dataclass(frozen=True)
class Taken:
    """A list that somebody takes out, and its columns."""

    viewer: Viewer
    listing: Listing[Any]
    columns: Columns
    custom: Sequence[CustomField] = ()

    @property
    def names(self) -> list[str]:
        """Return the heading of each column."""
        return [*self.columns, *(one.label for one in self.custom), *TIMES]

    def batches(self, shown: Callable[[Any], Any]) -> Iterator[list[list[Any]]]:
        """Return the cells of all rows, a batch at a time, each as it is shown."""
        cells = [*self.columns.values(), *(_custom(one) for one in self.custom), *TIMES.values()]

        def told(row: Any) -> list[Any]:
            return [shown(cell(row)) for cell in cells]

        return self.listing.batches(lambda: transaction(self.viewer), BATCH, told)


def as_csv(taken: Taken) -> Iterator[bytes]:
    """Return a list as a CSV file, a batch of rows at a time."""
    return sheets.stream(taken.names, taken.batches(_text))


def as_book(taken: Taken, title: str, zone: ZoneInfo) -> Iterator[bytes]:
    """Return a list as an XLSX workbook: numbers, days and moments as such."""
    return books.stream(title, taken.names, taken.batches(_typed), zone)


def fields_of(session: Session, object_: str) -> list[CustomField]:
    """Return the custom fields that become columns."""
    return list(custom_values.fields_of(session, object_).values())


def _custom(field: CustomField) -> Callable[[Any], Any]:
    labels: dict[str, str] = {one["key"]: one["label"] for one in field.options}

    def cell(row: Any) -> Any:
        value = row.custom.get(field.key)
        if isinstance(value, dict):
            return f"{value['amount']} {value['currency']}"
        if isinstance(value, list):
            return "; ".join(labels.get(one) or one for one in value)
        if field.kind == "date" and isinstance(value, str):
            return date.fromisoformat(value)
        return labels.get(value, value) if field.kind == "choice" else value

    return cell


def _typed(value: Any) -> Any:
    """Return a value that a workbook can hold."""
    return str(value) if isinstance(value, UUID) else value


def _text(value: Any) -> Any:
    """Return a value as spreadsheets know it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return format(value, "f") if isinstance(value, Decimal) else value
