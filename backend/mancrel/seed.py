"""The demo users and the sample shop."""

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

import mancrel.rooms  # noqa: F401 - every subscriber is registered before the first event
from mancrel.accounts.models import Team, User
from mancrel.accounts.passwords import hash_password
from mancrel.accounts.permissions import Role
from mancrel.catalogue import service as catalogue
from mancrel.deals import pipelines
from mancrel.kit.db import transaction, uuid7
from mancrel.sample import loading, removal
from mancrel.settings import settings

PASSWORD = "mancrel-demo"  # noqa: S105 - the demo's, printed at its start
TEAM = "Sales"
USERS = (
    ("admin@mancrel.example", "Ada Admin", Role.ADMIN),
    ("manager@mancrel.example", "Mara Manager", Role.MANAGER),
    ("rep@mancrel.example", "Remy Rep", Role.REP),
)


def _refuse_in_production() -> None:
    if settings().environment == "production":
        typer.echo(
            "The demo's users have a known password: not in production. See `mancrel invite`.", err=True
        )
        raise typer.Exit(1)


def load_users() -> None:
    """Add the demo users, their team and the default source, where they are missing."""
    _refuse_in_production()
    password_hash = hash_password(PASSWORD)
    secret = settings().catalog_secret
    with transaction() as session:
        catalogue.ensure_default_source(session, secret.get_secret_value() if secret else None)
        pipelines.ensure_default(session)
        team = session.scalars(select(Team).where(Team.name == TEAM)).one_or_none()
        if team is None:
            team = Team(id=uuid7(), name=TEAM)
            session.add(team)
        for email, name, role in USERS:
            _add_user(session, team, email, name, role, password_hash)


def _add_user(session: Session, team: Team, email: str, name: str, role: Role, password_hash: str) -> None:
    if session.scalars(select(User).where(User.email == email)).one_or_none():
        return
    user = User(id=uuid7(), email=email, name=name, role=role, password_hash=password_hash, is_active=True)
    user.teams = [team]
    session.add(user)


def load_shop() -> None:
    """Load the sample shop, or what is missing of it."""
    _refuse_in_production()
    loading.load(TEAM, typer.echo)


def remove_shop() -> None:
    """Remove the sample shop, and nothing else."""
    removal.remove(typer.echo)
