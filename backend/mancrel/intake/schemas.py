"""Shapes of intake on the wire."""

from uuid import UUID

from mancrel.kit.schema import Out


class Receipt(Out):
    """What a sender is told about its delivery: our id, and whether it was new."""

    id: UUID
    status: str
