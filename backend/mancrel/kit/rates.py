"""How often something may be asked for: token buckets in Redis; while it is away, everything passes."""

import math
from dataclasses import dataclass

from mancrel.kit import live

MINUTE_S = 60

# A full bucket holds a minute's worth and fills evenly, by the server's own clock, so that processes agree.
_TAKE = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local most, known = tonumber(ARGV[1]), redis.call('HMGET', KEYS[1], 'left', 'at')
local left = tonumber(known[1]) or most
left = math.min(most, left + math.max(0, now - (tonumber(known[2]) or now)) * most / 60)
local granted = 0
if left >= 1 then granted, left = 1, left - 1 end
redis.call('HSET', KEYS[1], 'left', tostring(left), 'at', tostring(now))
redis.call('EXPIRE', KEYS[1], 120)
return {granted, tostring(left)}
"""


@dataclass(frozen=True)
class Allowance:
    """What one request took, and what is left of a minute's worth.

    ``reset_s``: seconds until all of it is there again; for a refused request, until the next may come.
    """

    granted: bool
    limit: int
    remaining: int
    reset_s: int

    def headers(self) -> dict[str, str]:
        """Tell a client (draft-ietf-httpapi-ratelimit-headers-06)."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset_s),
            "RateLimit-Policy": f"{self.limit};w={MINUTE_S}",
        }


def take(name: str, per_minute: int) -> Allowance | None:
    """Take one request out of a bucket; None while Redis is away, which is no reason to refuse anybody."""
    answer = live.doorway.call("EVAL", _TAKE, 1, f"mancrel:rate:{name}", per_minute)
    if answer is None:
        return None
    granted, left = bool(answer[0]), float(answer[1])
    missing = per_minute - left if granted else 1 - left
    wait = max(1, math.ceil(missing * MINUTE_S / per_minute))
    return Allowance(granted, per_minute, int(left), wait)
