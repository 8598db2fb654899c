"""A load tool on raw asyncio sockets: requests prepared before the clock starts."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Speed:
    """What a run showed; times in milliseconds."""

    per_second: float
    p50: float
    p95: float
    p99: float
    failures: int


def percentile(times: Sequence[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


def request(path: str, headers: dict[str, str], body: bytes = b"", method: str = "POST") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", f"content-length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


async def _one(port: int, requests: list[bytes], times: list[float], expected: tuple[bytes, ...]) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    failures = 0
    while requests:
        wire = requests.pop()
        started = time.perf_counter()
        writer.write(wire)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (
                int(line.split(b":")[1])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length")
            ),
            0,
        )
        await reader.readexactly(length)
        times.append(time.perf_counter() - started)
        failures += not head.startswith(expected)
    writer.close()
    return failures


async def _all(port: int, requests: list[bytes], connections: int, expected: tuple[bytes, ...]) -> Speed:
    times: list[float] = []
    started = time.perf_counter()
    failures = sum(await asyncio.gather(*(_one(port, requests, times, expected) for _ in range(connections))))
    took = time.perf_counter() - started
    return Speed(
        len(times) / took, percentile(times, 0.5), percentile(times, 0.95), percentile(times, 0.99), failures
    )


def run(
    port: int, requests: Sequence[bytes], connections: int, expected: tuple[bytes, ...] = (b"HTTP/1.1 20",)
) -> Speed:
    """Send all requests over some connections."""
    return asyncio.run(_all(port, list(requests), connections, expected))
