"""What later rooms do when a product has changed or is gone, within the job that minds its index.

A job of their own for each product would double the work of an import.
"""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

Heed = Callable[[Session, UUID], None]
_heeding: list[Heed] = []


def heeds_products(heed: Heed) -> Heed:
    """Register what is done for each changed product; told twice it must do nothing more."""
    _heeding.append(heed)
    return heed


def heed(session: Session, product_id: UUID) -> None:
    """Let the later rooms do what a changed or removed product asks of them."""
    for each in _heeding:
        each(session, product_id)
