"""Users, teams, their sessions, and the links that let them in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, ColumnElement, ForeignKey, Index, Table, func, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mancrel.kit.bins import Binned
from mancrel.kit.changes import Audited
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import AdminsOnly, OpenToAll, Scope, Viewer

memberships = Table(
    "memberships",
    Base.metadata,
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("team_id", ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Team(Audited, Binned, OpenToAll, Base):
    """A group of users who share work."""

    __tablename__ = "teams"
    __table_args__ = (
        Index("teams_name_idx", "name", unique=True, postgresql_where=text("deleted_at IS NULL")),
    )

    audited = ("name", "deleted_at")

    name: Mapped[str]
    members: Mapped[list["User"]] = relationship(
        secondary=memberships, back_populates="teams", lazy="raise", order_by="User.name"
    )


class User(Audited, Binned, OpenToAll, Base):
    """Someone who can sign in; ``time_zone``: where their days begin and end, null until it is known."""

    __tablename__ = "users"
    audited = ("email", "name", "role", "is_active", "time_zone", "second_factor_at", "teams", "deleted_at")

    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    password_hash: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(server_default="true")
    last_login_at: Mapped[datetime | None]
    time_zone: Mapped[str | None]
    second_factor_at: Mapped[datetime | None]
    teams: Mapped[list[Team]] = relationship(
        secondary=memberships, back_populates="members", lazy="raise", order_by="Team.name"
    )


class AuthSession(Row, AdminsOnly, Base):
    """A signed-in browser: one family of refresh tokens, of which only the newest generation is good.

    A token is an HMAC over the session, its generation and this row's random seed: neither a copy of
    this table nor the server's key alone yields one.
    """

    __tablename__ = "auth_sessions"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    seed: Mapped[str]
    generation: Mapped[int] = mapped_column(server_default="1")
    rotated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_because: Mapped[str | None]


class SecondFactor(Row, AdminsOnly, Base):
    """The secret of a user's authenticator app; it counts once ``User.second_factor_at`` is set.

    ``last_step`` is the newest time step whose code was used: a code is good once.
    """

    __tablename__ = "second_factors"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    sealed_secret: Mapped[str]
    last_step: Mapped[int | None]


class RecoveryCode(Row, AdminsOnly, Base):
    """A code that lets a user in once when the authenticator is lost."""

    __tablename__ = "recovery_codes"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str]
    used_at: Mapped[datetime | None]


class AccessLink(Row, AdminsOnly, Base):
    """A link that lets someone set a password once: an invitation or a reset."""

    __tablename__ = "access_links"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    token_digest: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ApiKey(Audited, Row, Base):
    """A key by which a program acts as its owner, within ``scopes``; of the secret only a digest is kept."""

    __tablename__ = "api_keys"
    audited = ("name", "owner_id", "scopes", "expires_at", "revoked_at")

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    prefix: Mapped[str]
    token_digest: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str]]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    owner: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Their own; an admin sees everybody's."""
        return true() if viewer.scope is Scope.ALL else cls.owner_id == viewer.user_id


class LoginFailure(AdminsOnly, Base):
    """A failed sign-in, counted by account and by address."""

    __tablename__ = "login_failures"
    __table_args__ = (
        Index(None, "email", "failed_at"),
        Index(None, "address", "failed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    address: Mapped[str]
    failed_at: Mapped[datetime] = mapped_column(server_default=func.now())
