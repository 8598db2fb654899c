"""Places in a column as fractions that sort as text: between two keys there is always a third.

The well-known scheme of fractional indexing (David Greenspan): an integer whose first letter says how
long it is, then digits in base 62. A move writes one row, whatever the length of the column.
"""

from typing import Final

DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
FIRST: Final = "a0"
LEAST: Final = "A" + "0" * 26


def between(lower: str | None, upper: str | None) -> str:
    """Return a key between two others; None stands for the end on that side.

    Raises:
        ValueError: the two are not in order.

    """
    if lower is not None and upper is not None and lower >= upper:
        message = f"{lower} is not before {upper}"
        raise ValueError(message)
    if lower is None:
        return FIRST if upper is None else _before(upper)
    whole = _whole(lower)
    if upper is not None and whole == _whole(upper):
        return whole + _middle(lower[len(whole) :], upper[len(whole) :])
    following = _next(whole)
    if following is not None and (upper is None or following < upper):
        return following
    return whole + _middle(lower[len(whole) :], None)


def _before(upper: str) -> str:
    whole = _whole(upper)
    if whole == LEAST:
        return whole + _middle("", upper[len(whole) :])
    if whole < upper:
        return whole
    return _former(whole)


def _whole(key: str) -> str:
    head = key[0]
    size = ord(head) - ord("a") + 2 if head >= "a" else ord("Z") - ord(head) + 2
    return key[:size]


def _middle(lower: str, upper: str | None) -> str:
    if upper is not None:
        same = 0
        while same < len(upper) and (lower[same] if same < len(lower) else "0") == upper[same]:
            same += 1
        if same:
            return upper[:same] + _middle(lower[same:], upper[same:])
    low = DIGITS.index(lower[0]) if lower else 0
    high = DIGITS.index(upper[0]) if upper else len(DIGITS)
    if high - low > 1:
        return DIGITS[(low + high) // 2]
    if upper and len(upper) > 1:
        return upper[0]
    return DIGITS[low] + _middle(lower[1:], None)


def _next(whole: str) -> str | None:
    head, digits = whole[0], whole[1:]
    kept = digits.rstrip("z")
    if kept:
        up = DIGITS[DIGITS.index(kept[-1]) + 1]
        return head + kept[:-1] + up + "0" * (len(digits) - len(kept))
    if head == "Z":
        return FIRST
    if head == "z":
        return None
    size = len(digits) + (1 if head >= "a" else -1)
    return chr(ord(head) + 1) + "0" * size


def _former(whole: str) -> str:
    head, digits = whole[0], whole[1:]
    kept = digits.rstrip("0")
    if kept:
        down = DIGITS[DIGITS.index(kept[-1]) - 1]
        return head + kept[:-1] + down + "z" * (len(digits) - len(kept))
    if head == "a":
        return "Zz"
    size = len(digits) + (-1 if head > "a" else 1)
    return chr(ord(head) - 1) + "z" * size
