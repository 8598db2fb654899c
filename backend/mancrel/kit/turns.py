"""How many requests of a process work at once: as many as the pool has connections."""

import asyncio

from mancrel.kit.engines import POOL_WAIT_S
from mancrel.kit.errors import Unavailable


async def take(turns: asyncio.Semaphore) -> None:
    """Wait for one of as many turns as the pool has connections; whoever takes one gives it back.

    Without it, requests that wait for a connection would fill all threads, and those that hold one between
    two steps could not go on: all of them would stand still until the pool gives up.

    Raises:
        Unavailable: none came free in time.

    """
    if not turns.locked():
        await turns.acquire()
        return
    try:
        async with asyncio.timeout(POOL_WAIT_S):
            await turns.acquire()
    except TimeoutError as error:
        raise Unavailable(retry_after=5) from error
