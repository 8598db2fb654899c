"""Which addresses may be called because a user wrote them down: those of the public internet."""

import ipaddress
import os
import re
import socket
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx

from mancrel.settings import settings

PORTS = (80, 443)
MAX_URL = 2000
RESOLVERS = 4
SHAPE = re.compile(r"(?i)https?://[^\s\\@/?#\x00-\x20\x7f]+([/?#][^\s\\\x00-\x20\x7f]*)?")
# What Python calls global though it leads elsewhere: transitions that carry another address, relays, drafts.
ELSEWHERE = tuple(
    ipaddress.ip_network(one)
    for one in (
        "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "::/96", "::ffff:0:0/96", "::ffff:0:0:0/96",
        "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2002::/16", "3fff::/20", "5f00::/16",
        "fec0::/10",
    )
)  # fmt: skip

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


class Blocked(Exception):
    """Mancrel does not call this address; the message says why."""


@dataclass(frozen=True)
class Target:
    """An address as somebody wrote it, taken apart by the library that will call it."""

    url: httpx.URL
    host: str
    port: int


def target_of(text: str) -> Target:
    """Take a URL apart.

    Raises:
        Blocked: it is none that Mancrel would call, whatever its name stands for.

    """
    if len(text) > MAX_URL or not SHAPE.fullmatch(text):
        raise Blocked("This is no http or https address without user name and password.")
    try:
        url = httpx.URL(text)
        host = url.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError) as error:
        raise Blocked("This is no address that can be called.") from error
    port = url.port or (443 if url.scheme == "https" else 80)
    if port not in PORTS and not settings().outbound_loopback:
        raise Blocked("Only the ports 80 and 443 are called.")
    written = _written(host)
    if written is not None:
        refuse_local(written, port)
    return Target(url, host, port)


def _written(host: str) -> Ip | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def refuse_local(address: Ip, port: int) -> None:
    """Let an address be called.

    Raises:
        Blocked: it is not one of the public internet.

    """
    if address.is_loopback and settings().outbound_loopback:
        return
    within = any(address in network for network in ELSEWHERE if network.version == address.version)
    unfit = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local
    if within or unfit or not address.is_global:
        raise Blocked("This is an address of a private or special network.")
    if port not in PORTS:
        raise Blocked("Only the ports 80 and 443 are called.")


@cache
def _resolvers(pid: int) -> ThreadPoolExecutor:  # noqa: ARG001 - the key: a forked child has threads of its own
    return ThreadPoolExecutor(RESOLVERS, thread_name_prefix="resolve")


def ask(target: Target) -> "Future[list[Any]]":
    """Ask what a name stands for, in a thread: a slow name server holds nobody past their deadline."""
    pool = _resolvers(os.getpid())
    return pool.submit(socket.getaddrinfo, target.host, target.port, type=socket.SOCK_STREAM)


def pinned(target: Target, found: list[Any]) -> Ip:
    """Return the one address to connect to.

    Raises:
        Blocked: one of those that the name stands for is not of the public internet.

    """
    addresses = [ipaddress.ip_address(str(one[4][0])) for one in found]
    for address in addresses:
        refuse_local(address, target.port)
    if not addresses:
        raise Blocked("This name stands for no address.")
    return addresses[0]
