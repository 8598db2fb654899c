"""Fields that admins defined, and the shop's settings of contacts."""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mancrel.kit.bins import Binned
from mancrel.kit.changes import Audited
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import OpenToAll


class CustomField(Audited, Binned, OpenToAll, Base):
    """A field that an admin defined for contacts, companies or deals; values are in their ``custom``.

    ``key`` and ``kind`` never change, and a key stays taken until the field is purged from the bin, so that
    a value is always of its field's kind. An option has a key that values hold, and a label that can change;
    one that was taken out is ``archived``: values keep it, new ones cannot have it.
    """

    __tablename__ = "custom_fields"
    audited = ("object", "key", "label", "kind", "options", "required", "indexed", "deleted_at")
    __table_args__ = (UniqueConstraint("object", "key"),)

    object: Mapped[str]
    key: Mapped[str]
    label: Mapped[str]
    kind: Mapped[str]
    options: Mapped[list[dict[str, Any]]] = mapped_column(server_default="[]", default=list)
    required: Mapped[bool] = mapped_column(server_default="false")
    indexed: Mapped[bool] = mapped_column(server_default="false")


class ContactSettings(Row, OpenToAll, Base):
    """The shop's settings of contacts; one row. ``phone_region``: where national numbers belong."""

    __tablename__ = "contact_settings"

    phone_region: Mapped[str] = mapped_column(server_default="DE")
