"""What an edit changes, sentence by sentence, with its facts left blank; and the same change made to a draft.

Facts are never taught: a blank of the new wording has to stand in the old one too, and the guard checks what
comes out like any other draft.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from mancrel.assistant.facts import Draft, Question
from mancrel.assistant.guard import check
from mancrel.assistant.llm_writer import stated
from mancrel.assistant.understanding_text import Span, sentences, squeeze
from mancrel.assistant.writer import MODEL
from mancrel.assistant.writer_wording import wording

ALIKE = 92
LONGEST = 500
_BLANK = re.compile(r"\{(product|name|link|number)\}")
_LINK = re.compile(r"https?://\S+")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0–-]\d+)*")


@dataclass(frozen=True)
class Edit:
    """One sentence replaced, removed or appended; ``before`` and ``after`` have blanks for facts."""

    kind: str
    before: str
    after: str
    said: str
    wanted: str


@dataclass(frozen=True)
class Rule:
    """A lesson that a person accepted."""

    id: str
    kind: str
    before: str
    after: str


Rules = Mapping[tuple[str, str], Sequence[Rule]]
"""Lessons by intent and language."""


def blanked(sentence: str, products: Sequence[str], names: Sequence[str]) -> str:
    """Write a sentence with blanks for products, names, links and numbers."""
    text = _LINK.sub("{link}", squeeze(sentence))
    for title in sorted(filter(None, products), key=len, reverse=True):
        text = re.sub(re.escape(title), "{product}", text, flags=re.IGNORECASE)
    for name in sorted((one for one in names if len(one) > 1), key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b", "{name}", text)
    return _NUMBER.sub("{number}", text)


def edits(draft: str, sent: str, products: Sequence[str], names: Sequence[str]) -> list[Edit]:
    """Return what a person changed, as far as it can be done again elsewhere."""
    said, wanted = [one.text for one in sentences(draft)], [one.text for one in sentences(sent)]
    old = [blanked(one, products, names) for one in said]
    new = [blanked(one, products, names) for one in wanted]
    found: list[Edit] = []
    for tag, i, j, k, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "replace" and j - i == end - k:
            rows = zip(old[i:j], new[k:end], said[i:j], wanted[k:end], strict=True)
            found += [Edit("replace", *row) for row in rows]
        elif tag == "delete":
            found += [Edit("remove", old[at], "", said[at], "") for at in range(i, j)]
        elif tag == "insert":
            found += [Edit("append", "", new[at], "", wanted[at]) for at in range(k, end)]
    return [one for one in found if _teaches(one)]


def _teaches(edit: Edit) -> bool:
    """Tell whether a change is one of words: it brings no fact of its own."""
    blanks = [Counter(_BLANK.findall(text)) for text in (edit.before, edit.after)]
    changes = edit.before != edit.after and len(edit.before) <= LONGEST and len(edit.after) <= LONGEST
    return changes and not blanks[1] - blanks[0]


def alike(one: Edit, kind: str, before: str, after: str) -> bool:
    """Tell whether an edit is the same as an earlier one, but for a slip of the pen."""
    return (
        one.kind == kind and fuzz.ratio(one.before, before) >= ALIKE and fuzz.ratio(one.after, after) >= ALIKE
    )


def applied(draft: Draft, rules: Iterable[Rule], question: Question) -> Draft:
    """Return the draft as people would have changed it; which lessons were used is kept with it."""
    body, used = draft.body, list[str]()
    products = [one.title for one in question.products]
    names = question.contact_name.split()
    for rule in rules:
        after = _apply(body, rule, products, names, question.language) if body else body
        if after != body:
            body, used = after, [*used, rule.id]
    if not used:
        return draft
    whole = draft.complete and _says_as_much(body or "", draft.body or "", question)
    return replace(draft, body=body, complete=whole, inputs={**draft.inputs, "lessons": used})


def followed(draft: Draft, rules: Rules, question: Question) -> Draft:
    """Return a draft with the lessons of its intent and language; a language model's stays as it is."""
    if draft.model != MODEL:
        return draft
    return applied(draft, rules.get((question.intent, question.language), ()), question)


def _says_as_much(after: str, before: str, question: Question) -> bool:
    """Whether no sort of fact was lost: a lesson teaches words, and may not take the answer away."""
    return stated(check(before, question)) <= stated(check(after, question))


def _apply(body: str, rule: Rule, products: list[str], names: list[str], language: str) -> str:
    if rule.kind == "append":
        end = body.rfind(f"\n\n{wording(language).say('closing')}")
        known = rule.after in body or _BLANK.search(rule.after)
        return body if end < 0 or known else f"{body[:end]}\n\n{rule.after}{body[end:]}"
    for span in reversed(sentences(body)):
        if blanked(span.text, products, names) == rule.before:
            body = body[: span.start] + _filled(rule.after, span, products, names) + body[span.end :]
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" {2,}", " ", re.sub(r" +(?=\n)|(?<=\n) +", "", body)))


def _filled(after: str, span: Span, products: list[str], names: list[str]) -> str:
    """Fill the blanks of a new wording with what stood in the old one, in its order."""
    spoken = sorted(products, key=len, reverse=True)
    patterns = {
        "link": _LINK.pattern,
        "product": "|".join(re.escape(one) for one in spoken if one) or "(?!)",
        "name": "|".join(rf"\b{re.escape(one)}\b" for one in names if one) or "(?!)",
        "number": _NUMBER.pattern,
    }
    left = span.text
    facts: dict[str, list[str]] = {}
    for kind, pattern in patterns.items():
        flags = re.IGNORECASE if kind == "product" else 0
        facts[kind] = [match.group() for match in re.finditer(pattern, left, flags)]
        left = re.sub(pattern, " ", left, flags=flags)
    return _BLANK.sub(lambda match: facts[match[1]].pop(0) if facts[match[1]] else match[0], after)
