"""Rules of e-mail addresses that name the same mailbox, written as their indexes are."""

from typing import Any

from sqlalchemy import ColumnElement, func, literal_column


def mailbox_of(row: Any) -> ColumnElement[str]:
    """Return ``MAILBOX`` of an identity's columns, written out so that its index serves it."""
    at: ColumnElement[str] = literal_column("'@'")
    nothing: ColumnElement[str] = literal_column("''")
    local = func.split_part(row.value, at, literal_column("1"))
    bare = func.regexp_replace(local, literal_column(r"'\+.*$|\.'"), nothing, literal_column("'g'"))
    domain = func.split_part(row.value, at, literal_column("2"))
    return bare.op("||")(at).op("||")(domain)


def is_email(row: Any) -> ColumnElement[bool]:
    """Return the rule of the index above: a plan with a parameter could not use it."""
    rule: ColumnElement[bool] = row.kind == literal_column("'email'")
    return rule
