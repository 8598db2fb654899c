"""The live-update socket: one of the two async places.

Each process hears every change over Redis and passes on to a browser only what its viewer sees.
"""

import asyncio
import contextlib
from typing import Any
from uuid import UUID

import orjson
import structlog
from anyio import to_thread
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from redis import RedisError
from redis.asyncio import Redis
from sqlalchemy import select

from mancrel.accounts.deps import viewer_of_token
from mancrel.kit.db import Base, session_for
from mancrel.kit.errors import Unauthenticated
from mancrel.kit.live import CHANNEL, singular
from mancrel.kit.visibility import AdminsOnly, Scope, Viewer
from mancrel.settings import settings

router = APIRouter()
log = structlog.get_logger()

HELLO_TIMEOUT_S = 10
PING_S = 20
RECONNECT_S = 1
MAX_WAITING = 500
ENDED = 4401


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
            with contextlib.suppress(asyncio.CancelledError):
                await self._listener

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
            except (RedisError, OSError) as error:
                log.warning("live.deaf", error=str(error))
                await asyncio.sleep(RECONNECT_S)

    async def _hear(self) -> None:
        client = Redis.from_url(settings().redis_url.get_secret_value(), socket_connect_timeout=1)
        async with client, client.pubsub() as pubsub:
            await pubsub.subscribe(CHANNEL)
            for socket in self._sockets:
                socket.offer({"type": "resync"})  # what was told meanwhile was not heard
            async for message in pubsub.listen():
                if message["type"] == "message":
                    await self._pass_on(orjson.loads(message["data"]))

    async def _pass_on(self, frames: list[dict[str, Any]]) -> None:
        for socket in tuple(self._sockets):
            for frame in frames:
                if await to_thread.run_sync(_sees, socket.viewer, frame):
                    socket.offer(frame)


hub = Hub()


def _sees(viewer: Viewer, frame: dict[str, Any]) -> bool:
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
    except (Unauthenticated, TimeoutError, ValueError, KeyError):
        await websocket.close(ENDED, "Please sign in.")
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
    while True:
        try:
            async with asyncio.timeout(PING_S):
                frame = await socket.frames.get()
        except TimeoutError:
            frame = {"type": "ping"}
            try:
                # Signed out, deactivated, or the token has run out: the browser comes back with a new one.
                socket.viewer = await viewer_of_token(token)
            except Unauthenticated:
                await websocket.close(ENDED, "The session has ended.")
                return
        await websocket.send_json(frame)
