"""What counts as a second factor's code: a TOTP of RFC 6238, or a recovery code; each is good once."""

import hmac
import re
import secrets
import time
from datetime import UTC, datetime
from uuid import UUID

import pyotp
from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.accounts.models import RecoveryCode, SecondFactor
from mancrel.kit.secrets import derived_key, seal, unseal

STEP_S = 30
WINDOW = 1
RECOVERY_CODES = 10
RECOVERY_CHARS = 10
# Without 0, 1, l and o, which people mistake for each other.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
TOTP_FORM = re.compile(r"[0-9]{6}")


def new_factor(user_id: UUID) -> tuple[SecondFactor, str]:
    """Make a second factor that is not in use yet; returns it and its secret (base32, 160 bits)."""
    secret = pyotp.random_base32()
    return SecondFactor(user_id=user_id, sealed_secret=seal(secret)), secret


def new_recovery_codes(session: Session, user_id: UUID) -> list[str]:
    """Store ten new recovery codes as digests; returns them as they are shown: ``xxxxx-xxxxx``."""
    bare = ["".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_CHARS)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(user_id=user_id, digest=_digest(code)) for code in bare)
    return [f"{code[:5]}-{code[5:]}" for code in bare]


def _digest(recovery_code: str) -> str:
    return hmac.digest(derived_key("recovery-code"), recovery_code.encode(), "sha256").hex()


def normal(code: str) -> str:
    """Return a code without the blanks and dashes that people type or paste."""
    return re.sub(r"[\s-]", "", code).lower()


def spend(session: Session, user_id: UUID, code: str) -> bool:
    """Use up a code of a user; returns whether it was good."""
    code = normal(code)
    query = select(SecondFactor).where(SecondFactor.user_id == user_id)
    # The lock makes parallel uses of one code wait for each other, recovery codes included.
    factor = session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if factor is None:
        return False
    if TOTP_FORM.fullmatch(code):
        return spend_totp(factor, code)
    return _spend_recovery_code(session, user_id, code)


def spend_totp(factor: SecondFactor, code: str) -> bool:
    """Accept the code of this time step or a neighbour, if no code of it or a later one was used."""
    totp = pyotp.TOTP(unseal(factor.sealed_secret), interval=STEP_S)
    now = int(time.time()) // STEP_S
    fitting = [
        step
        for step in range(now - WINDOW, now + WINDOW + 1)
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())
    ]
    fresh = [step for step in fitting if factor.last_step is None or step > factor.last_step]
    if not fresh:
        return False
    factor.last_step = fresh[0]
    return True


def _spend_recovery_code(session: Session, user_id: UUID, code: str) -> bool:
    unused = select(RecoveryCode).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    mac = _digest(code)
    found = [one for one in session.scalars(unused) if hmac.compare_digest(one.digest, mac)]
    for one in found:
        one.used_at = datetime.now(UTC)
    return bool(found)
