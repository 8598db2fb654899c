"""The live-update socket: one of the two async places.

Each process hears every change over Redis and passes on to a browser only what its viewer sees.
"""

import asyncio
import time
from typing import Any
from uuid import UUID

import orjson
import structlog
from anyio import to_thread
from fastapi import WebSocket, WebSocketDisconnect
from redis import RedisError
from redis.asyncio import Redis
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from mancrel.accounts.callers import viewer_of_token
from mancrel.kit import totals
from mancrel.kit.db import Base, session_for
from mancrel.kit.errors import Forbidden, Unauthenticated
from mancrel.kit.live import CHANNEL, singular
from mancrel.kit.routing import Router
from mancrel.kit.visibility import AdminsOnly, Scope, Viewer
from mancrel.settings import settings

router = Router()
log = structlog.get_logger()

HELLO_TIMEOUT_S = 10
PING_S = 20
CHECK_S = 2.5  # with the two seconds that a token is remembered: out within five
RECONNECT_S = 1
MAX_WAITING = 500
ENDED = 4401
TRY_AGAIN = 1013


class Socket:
    """One browser: its viewer, and the frames that wait for it."""

    def __init__(self, viewer: Viewer) -> None:
        """Start with nothing waiting."""
        self.viewer = viewer
        self.frames: asyncio.Queue[dict[str, Any]] = asyncio.Queue(MAX_WAITING)

    def offer(self, frame: dict[str, Any]) -> None:
        """Give a frame; a browser too slow to take it fetches anew instead."""
        if self.frames.full():
            while not self.frames.empty():
                self.frames.get_nowait()
            frame = {"type": "resync"}
        self.frames.put_nowait(frame)


class Hub:
    """The sockets of this process and their one subscription."""

    def __init__(self) -> None:
        """Start without sockets."""
        self._sockets: set[Socket] = set()
        self._listener: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Begin to listen."""
        self._listener = asyncio.create_task(self._listen())

    async def close(self) -> None:
        """Listen no longer."""
        if self._listener:
            self._listener.cancel()
            await asyncio.wait([self._listener])

    def join(self, viewer: Viewer) -> Socket:
        """Add a browser."""
        socket = Socket(viewer)
        self._sockets.add(socket)
        return socket

    def leave(self, socket: Socket) -> None:
        """Remove a browser."""
        self._sockets.discard(socket)

    async def _listen(self) -> None:
        while True:
            try:
                await self._hear()
            except (RedisError, OSError, ValueError, KeyError) as error:
                totals.counted.forget(listening=False)
                log.warning("live.deaf", error=str(error))
                await asyncio.sleep(RECONNECT_S)

    async def _hear(self) -> None:
        client = Redis.from_url(settings().redis_url.get_secret_value(), socket_connect_timeout=1)
        async with client, client.pubsub() as pubsub:
            await pubsub.subscribe(CHANNEL)
            for socket in self._sockets:
                socket.offer({"type": "resync"})  # what was told meanwhile was not heard
            async for message in pubsub.listen():
                totals.counted.forget()  # the first is about the subscription: from now on all is heard
                if message["type"] == "message":
                    await self._pass_on(orjson.loads(message["data"]))

    async def _pass_on(self, frames: list[dict[str, Any]]) -> None:
        sockets: dict[Viewer, list[Socket]] = {}
        for socket in self._sockets:
            sockets.setdefault(socket.viewer, []).append(socket)
        for viewer, theirs in sockets.items():
            try:
                shown = await to_thread.run_sync(_visible, viewer, frames)
            except SQLAlchemyError as error:
                log.warning("live.database_away", error=str(error)[:500])
                shown = [{"type": "resync"}]
            for socket in theirs:
                for frame in shown:
                    socket.offer(frame)


hub = Hub()


def _visible(viewer: Viewer, frames: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [frame for frame in frames if _sees(viewer, frame)]


def _sees(viewer: Viewer, frame: dict[str, Any]) -> bool:
    if "to" in frame:
        return str(frame["to"]) == str(viewer.user_id)
    if viewer.scope is Scope.ALL:
        return True
    model = _models().get(frame["subject_type"])
    if model is None or issubclass(model, AdminsOnly):
        return False
    with session_for(viewer) as session:
        query = select(model.id).where(model.id == UUID(frame["subject_id"]))
        return session.scalar(query) is not None


def _models() -> dict[str, Any]:
    return {
        singular(mapper.class_.__tablename__): mapper.class_
        for mapper in Base.registry.mappers
        if hasattr(mapper.class_, "id")
    }


@router.websocket("/api/v1/live")
async def live(websocket: WebSocket) -> None:
    """Tell a browser what changes; its first frame is ``{"token": …}``, never the URL."""
    await websocket.accept()
    try:
        async with asyncio.timeout(HELLO_TIMEOUT_S):
            hello = orjson.loads(await websocket.receive_text())
            token = hello.get("token") if isinstance(hello, dict) else None
            viewer = await viewer_of_token(token if isinstance(token, str) else "")
    except (Unauthenticated, Forbidden, TimeoutError, ValueError, KeyError):
        await websocket.close(ENDED, "Please sign in.")
        return
    except SQLAlchemyError:
        await websocket.close(TRY_AGAIN, "Mancrel is not reachable right now.")
        return
    except WebSocketDisconnect:
        return
    socket = hub.join(viewer)
    try:
        await websocket.send_json({"type": "ready"})
        await _serve(websocket, socket, str(token))
    except (WebSocketDisconnect, RuntimeError):
        return
    finally:
        hub.leave(socket)


async def _serve(websocket: WebSocket, socket: Socket, token: str) -> None:
    checked = sent = time.monotonic()
    while True:
        frame = await _next(socket)
        now = time.monotonic()
        if now - checked >= CHECK_S:
            checked = now
            if not await _still_signed_in(socket, token):
                await websocket.close(ENDED, "The session has ended.")
                return
        if frame is None and now - sent >= PING_S:
            frame = {"type": "ping"}
        if frame is not None:
            sent = now
            await websocket.send_json(frame)


async def _next(socket: Socket) -> dict[str, Any] | None:
    try:
        async with asyncio.timeout(CHECK_S):
            return await socket.frames.get()
    except TimeoutError:
        return None


async def _still_signed_in(socket: Socket, token: str) -> bool:
    """Whether they are not signed out or deactivated, and the token has not run out."""
    try:
        socket.viewer = await viewer_of_token(token)
    except (Unauthenticated, Forbidden):
        return False
    except SQLAlchemyError:  # while the database is away nothing is told but to fetch anew
        return True
    return True
