"""Who came: the callers of checked tokens and keys, remembered for two seconds."""

from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from cachetools import TTLCache

from mancrel.accounts import keys, service, tokens
from mancrel.kit.errors import Unauthenticated
from mancrel.kit.visibility import Viewer

CACHE_S = 2.0
CACHE_SIZE = 10_000

# Who is let in is asked on threads of its own, so that it never waits for requests that are in already.
looking_up = CapacityLimiter(4)


@dataclass(frozen=True)
class Caller:
    """Who came with a good token; with ``must_enrol`` they get no further than sign-in's own paths.

    ``access`` is the token of a session; a program came with a key instead.
    """

    viewer: Viewer
    access: tokens.Access | None
    must_enrol: bool
    key_id: UUID | None = None


class Viewers:
    """The callers of checked tokens, remembered for two seconds: a revoked one is out within that."""

    def __init__(self) -> None:
        """Start empty."""
        self._known: TTLCache[str, Caller] = TTLCache(maxsize=CACHE_SIZE, ttl=CACHE_S)
        self._lock = Lock()

    def recall(self, token: str) -> Caller | None:
        """Return the caller if their token was checked and they were looked up a moment ago."""
        with self._lock:
            return self._known.get(token)

    def look_up(self, token: str, access: tokens.Access | None) -> Caller:
        """Return the caller from the database; ``access``: what the token says, if it is no key."""
        caller = _caller_of_access(access) if access else _caller_of_key(keys.digest_of(token))
        if caller.must_enrol:  # not remembered: what they set up counts at once, in every process
            return caller
        with self._lock:
            self._known[token] = caller
        return caller


def _caller_of_access(access: tokens.Access) -> Caller:
    user = service.user_of_access(access)
    return Caller(service.viewer_for(user), access, service.must_enrol(user))


def _caller_of_key(token_digest: str) -> Caller:
    owner, viewer, key_id = keys.viewer_of_key(token_digest)
    return Caller(viewer, None, service.must_enrol(owner), key_id)


viewers = Viewers()


async def viewer_of_token(token: str) -> Viewer:
    """Return who an access token stands for; an API key is not one.

    Raises:
        Unauthenticated: the token is bad or its session has ended.
        SecondFactorMissing: they must first set one up.

    """
    caller = await caller_of_token(token)
    if caller.access is None:
        raise Unauthenticated
    if caller.must_enrol:
        raise service.SecondFactorMissing
    return caller.viewer


async def caller_of_token(token: str) -> Caller:
    """Return who came with an access token or an API key.

    Raises:
        Unauthenticated: the token is bad, or its session or key has ended.

    """
    known = viewers.recall(token)
    if known is not None:
        return known
    access = None if token.startswith(keys.MARK) else tokens.read_access(token)
    looked_up: Caller = await to_thread.run_sync(viewers.look_up, token, access, limiter=looking_up)
    return looked_up
