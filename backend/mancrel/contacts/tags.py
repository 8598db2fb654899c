"""The tags in use."""

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mancrel.contacts.models import Company, Contact

SHOWN = 200


def in_use(session: Session, q: str | None) -> list[tuple[str, int]]:
    """Return the tags of the contacts and companies that the viewer sees, the most used first."""
    counts: Counter[str] = Counter()
    for model in (Contact, Company):
        each = select(model.id, func.jsonb_array_elements_text(model.tags).label("tag"))
        tags = each.where(model.deleted_at.is_(None), model.canonical_id.is_(None)).subquery()
        query = select(tags.c.tag, func.count().label("used")).group_by(tags.c.tag)
        if q:
            query = query.where(tags.c.tag.icontains(q, autoescape=True))
        counts.update({row.tag: row.used for row in session.execute(query)})
    return sorted(counts.items(), key=lambda one: (-one[1], one[0].lower()))[:SHOWN]
