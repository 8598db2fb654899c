"""API keys: programs act as their owner, within the scopes they were given."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from mancrel.accounts import service
from mancrel.accounts.key_schemas import ApiKeyIn
from mancrel.accounts.models import ApiKey, User
from mancrel.kit import events
from mancrel.kit.db import transaction, uuid7, viewer_of
from mancrel.kit.errors import Conflict, Invalid, Unauthenticated
from mancrel.kit.secrets import digest, new_token
from mancrel.kit.visibility import Viewer

MARK = "mk_"
SECRET_CHARS = len(MARK) + 43
SHOWN_CHARS = len(MARK) + 8
MOST = 50
NOTED_EVERY = timedelta(minutes=1)


class KeyEnded(Unauthenticated):
    """This API key is unknown, was revoked or has expired."""


class ScopeNotYours(Invalid):
    """A key can do no more than its owner."""


class EndsInThePast(Invalid):
    """The end of a key must be in the future."""


class TooManyKeys(Conflict):
    """Nobody has more than 50 keys at once; revoke one first."""


class KeyRevoked(Conflict):
    """This key was revoked before."""


def digest_of(secret: str) -> str:
    """Return what is kept of a secret.

    Raises:
        KeyEnded: it has not the form of one.

    """
    if len(secret) != SECRET_CHARS:
        raise KeyEnded
    return digest(secret)


def live_keys() -> Select[ApiKey]:
    """Return the query of keys that let somebody in."""
    unexpired = or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > func.now())
    return select(ApiKey).where(ApiKey.revoked_at.is_(None), unexpired)


def create(session: Session, body: ApiKeyIn) -> tuple[ApiKey, str]:
    """Make a key of the signed-in user; returns it and its secret, which is shown once.

    Raises:
        ScopeNotYours: a scope that its owner has not got.
        TooManyKeys: they have 50.

    """
    viewer = viewer_of(session)
    missing = sorted(set(body.scopes) - viewer.permissions)
    if missing:
        raise ScopeNotYours(f"You may not do this yourself: {', '.join(missing)}.", field="scopes")
    if body.expires_at and body.expires_at <= datetime.now(UTC):
        raise EndsInThePast(field="expires_at")
    mine = live_keys().where(ApiKey.owner_id == viewer.user_id)
    if len(session.scalars(mine.limit(MOST)).all()) >= MOST:
        raise TooManyKeys
    secret = MARK + new_token()
    key = ApiKey(id=uuid7(), owner_id=viewer.user_id, name=body.name, scopes=sorted(set(body.scopes)))
    key.prefix, key.token_digest, key.expires_at = secret[:SHOWN_CHARS], digest(secret), body.expires_at
    session.add(key)
    session.flush()
    events.record(session, "api_key.created", key)
    session.refresh(key)
    return key, secret


def revoke(session: Session, key: ApiKey) -> ApiKey:
    """End a key, within seconds and for good.

    Raises:
        KeyRevoked: it was before.

    """
    if key.revoked_at:
        raise KeyRevoked
    key.revoked_at = datetime.now(UTC)
    session.flush()
    events.record(session, "api_key.revoked", key)
    return key


def viewer_of_key(token_digest: str) -> tuple[User, Viewer, UUID]:
    """Return the owner of a good key, how far it reaches, and the key's id; that it was used is noted.

    Raises:
        KeyEnded: unknown, revoked, expired, or its owner no longer comes in.

    """
    with transaction() as session:
        query = live_keys().where(ApiKey.token_digest == token_digest)
        key = session.scalars(query.options(joinedload(ApiKey.owner).selectinload(User.teams))).one_or_none()
        if key is None or not key.owner.is_active or key.owner.deleted_at:
            raise KeyEnded
        _note_use(session, key)
        owner = service.viewer_for(key.owner)
        reach = owner.permissions.intersection(key.scopes)
        viewer = replace(owner, permissions=reach, via=f"key {key.prefix}")
        return key.owner, viewer, key.id


def _note_use(session: Session, key: ApiKey) -> None:
    now = datetime.now(UTC)
    if key.last_used_at and key.last_used_at > now - NOTED_EVERY:
        return
    noted = {"last_used_at": now, "updated_at": ApiKey.updated_at}
    session.execute(update(ApiKey).where(ApiKey.id == key.id).values(noted))
