"""Whether a mail really comes from the domain it shows (R32).

Only Authentication-Results of the one server we trust count, the worst of its results counts, and
whatever is unclear counts as no.
"""

from functools import cache

import authres
import idna
from publicsuffixlist import PublicSuffixList

from mancrel.channels.addresses import read as read_addresses
from mancrel.channels.automated import Headers

LONGEST = 16_384
# What authres raises on broken headers (its own errors; AttributeError and others on odd values).
PARSE_ERRORS = (authres.AuthResError, AttributeError, LookupError, ValueError, TypeError, RecursionError)

Result = tuple[str, str, dict[str, str]]
"""Method, verdict, properties (`header.from` → value), all in lower case."""


def from_domain(headers: Headers) -> str | None:
    """Return the domain of the visible sender; None unless there is exactly one From with one address."""
    values = headers.get("from", [])
    addresses = read_addresses(values[0]) if len(values) == 1 else ()
    return addresses[0].domain or None if len(addresses) == 1 else None


def authentic_domain(auth_results: list[str], authserv_id: str | None, from_domain: str) -> bool:
    """Say whether the pinned server confirmed that the mail comes from `from_domain`."""
    results, domain = _results(auth_results, authserv_id), _ascii(from_domain)
    if results is None or not domain:
        return False
    dmarc = [result for result in results if result[0] == "dmarc"]
    if any(_failed(verdict) for _, verdict, _ in dmarc):
        return False
    passed = [found for _, verdict, found in dmarc if verdict == "pass"]
    if passed and len(passed) == len(dmarc):
        return all(_same(found.get("header.from", ""), domain) for found in passed)
    return _aligned(results, domain)


def contradicted_domain(auth_results: list[str], authserv_id: str | None) -> bool:
    """Say whether the pinned server said `dmarc=fail`: such a mail is never answered by itself (R29)."""
    results = _results(auth_results, authserv_id)
    return any(method == "dmarc" and verdict == "fail" for method, verdict, _ in results or [])


def _failed(verdict: str) -> bool:
    return verdict not in {"pass", "none"}


def _results(auth_results: list[str], authserv_id: str | None) -> list[Result] | None:
    """Return the trusted server's results; None when there are none or one of them is unreadable."""
    pinned = (authserv_id or "").strip().lower()
    if not pinned:
        return None
    found: list[Result] = []
    for value in auth_results:
        if pinned not in value.lower():
            continue
        header = _parsed(value)
        if header is None:
            return None
        if str(header.authserv_id).strip('"').lower() == pinned:
            found += [_result(result) for result in header.results]
    return found or None


def _parsed(value: str) -> "authres.AuthenticationResultsHeader | None":
    if len(value) > LONGEST or not value.isprintable():
        return None
    try:
        return authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {value}")
    except PARSE_ERRORS:
        return None


def _result(result: "authres.AuthenticationResult") -> Result:
    found = {
        f"{given.type}.{given.name}".lower(): str(given.value).lower()
        for given in reversed(result.properties)
    }
    return str(result.method).lower(), str(result.result).lower(), found


def _aligned(results: list[Result], domain: str) -> bool:
    """Say whether SPF or DKIM passed for the same organisation, with no aligned result against it."""
    good = bad = False
    for method, verdict, found in results:
        if method == "spf":
            given = found.get("smtp.mailfrom", "").rpartition("@")[2]
        elif method == "dkim":
            given = found.get("header.d") or found.get("header.i", "").rpartition("@")[2]
        else:
            continue
        if _same_organisation(given, domain):
            good = good or verdict == "pass"
            bad = bad or verdict != "pass"
    return good and not bad


def _same(given: str, domain: str) -> bool:
    return bool(given) and _ascii(given.rpartition("@")[2]) == domain


def _same_organisation(given: str, domain: str) -> bool:
    given = _ascii(given)
    if not given:
        return False
    ours = suffixes().privatesuffix(domain)
    return bool(ours) and suffixes().privatesuffix(given) == ours


@cache
def suffixes() -> PublicSuffixList:
    """Return the public suffix list that ships with the library (no download)."""
    return PublicSuffixList()


def _ascii(domain: str) -> str:
    """Return a domain in its ASCII form, or an empty string when it is none."""
    domain = domain.strip().strip(".").lower()
    if domain.isascii():
        return domain if domain and all(mark.isalnum() or mark in ".-_" for mark in domain) else ""
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return ""
