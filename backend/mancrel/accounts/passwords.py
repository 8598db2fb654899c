"""Password hashes: argon2id through the passlib API of its maintained fork."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from passlib.context import CryptContext

CONTEXT = CryptContext(
    schemes=["argon2"],
    argon2__type="ID",
    argon2__memory_cost=19456,
    argon2__time_cost=2,
    argon2__parallelism=1,
)


def _stand_back() -> None:
    """Let every other thread go first; Linux gives each thread a priority of its own."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)


# One place a process (two API processes hash two at once): many who sign in together hold nobody else up.
_place = ThreadPoolExecutor(1, "hashing", initializer=_stand_back)


@cache
def _common() -> frozenset[str]:
    lines = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def is_common(password: str) -> bool:
    """Whether a password is one of those that guessers try first, in capitals or not."""
    return password.lower() in _common()


def hash_password(password: str) -> str:
    """Hash a password (about 30 ms)."""
    return str(_place.submit(CONTEXT.hash, password).result())


@cache
def _nobodys_hash() -> str:
    return hash_password("a password that nobody has")


def check(password: str, password_hash: str | None) -> tuple[bool, str | None]:
    """Compare a password with a hash; returns whether it fits, and a new hash when the old is weak.

    Without a hash the same work is done, so that time does not tell who exists.
    """
    known = password_hash or _nobodys_hash()
    good, new_hash = _place.submit(CONTEXT.verify_and_update, password, known).result()
    return bool(good and password_hash), new_hash
