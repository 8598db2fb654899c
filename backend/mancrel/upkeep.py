"""What an operator does from the command line."""

from sqlalchemy import select

from mancrel.accounts import people, second_factor
from mancrel.accounts.permissions import Role
from mancrel.accounts.schemas import UserIn
from mancrel.assistant import learnt_confidence
from mancrel.assistant.learning_tasks import learn
from mancrel.catalogue.models import Product
from mancrel.kit import events
from mancrel.kit.db import transaction
from mancrel.knowledge.models import Article


def invite_admin(email: str, name: str) -> str:
    """Invite an admin; returns the link by which they choose a password."""
    with transaction() as session:
        return people.invite(session, UserIn(email=email, name=name, role=Role.ADMIN))[1]


def reset_second_factor(email: str) -> None:
    """Remove the second factor of the user with this address: the way back in for the last admin."""
    with transaction() as session:
        second_factor.reset(session, people.user_by_email(session, email))


def reindex_all() -> int:
    """Have every product and article indexed anew; returns how many."""
    with transaction() as session:
        products = session.scalars(select(Product).where(Product.deleted_at.is_(None))).all()
        for product in products:
            events.record(
                session, "product.changed", product, key=f"index:{product.id}", version=product.version
            )
        articles = session.scalars(select(Article).where(Article.deleted_at.is_(None))).all()
        for article in articles:
            events.record(session, "article.changed", article, key=f"index:{article.id}")
        return len(products) + len(articles)


def refit_confidence() -> str:
    """Learn the confidence from what people decided; returns a line about what came of it."""
    learnt = learn()
    if learnt.fit is None:
        few = learnt.decisions < learnt_confidence.FEWEST
        why = f"it takes {learnt_confidence.FEWEST}" if few else "they are the same as last time"
        return f"Nothing was learnt from {learnt.decisions} decisions: {why}."
    with transaction() as session:
        row = learnt_confidence.keep(session, learnt)
        used = "in use" if row.adopted else "not used"
        return f"Version {row.version}, learnt from {row.decisions} decisions, is {used}. {row.reason}"
