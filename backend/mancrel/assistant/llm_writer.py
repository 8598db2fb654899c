"""A language model as writer: it sees data between marks, and what it returns is only a proposal.

The model decides nothing but words: recipient, sources' versions and what happens to the text are code, and
the guard checks every statement afterwards, so a model that obeys a hostile mail gains nothing.
"""

import hashlib
import json
import re
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from mancrel.adapters.llm import MAX_TOKENS, Llm, LlmFailed, Usage
from mancrel.assistant import writer
from mancrel.assistant.facts import ArticleFact, Claim, Draft, ProductFact, Question, Source
from mancrel.assistant.guard import check
from mancrel.assistant.understanding_text import fold, squeeze
from mancrel.assistant.writer_wording import LANGUAGES

PROMPT = Path(__file__).parent / "prompts" / "reply.md"
VERSION = "1"
LONGEST_BODY = 4000
LONGEST_PRODUCTS, LONGEST_ARTICLES = 24_000, 16_000  # bytes of JSON: together about 10,000 tokens
MOST_TURNS = 6
FRAME_TOKENS = 100  # what the protocol puts around two messages
_MARK = re.compile(r"<\s*/?\s*(customer_message|facts|thread|subject)\b[^>]*>", re.IGNORECASE)
_QUOTED = re.compile('[“„«"][^”“»"]*[”“»"]')
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")


class Reply(BaseModel):
    """What the model is asked for."""

    model_config = ConfigDict(extra="ignore", strict=True)

    body: str = Field(min_length=1, max_length=20_000)
    source_ids: list[str] = Field(max_length=60)
    answers_everything: bool
    asks_back: bool = False


@cache
def system_prompt() -> str:
    """Return the instructions, kept as a file."""
    return PROMPT.read_text(encoding="utf-8")


def write(model: Llm, question: Question) -> tuple[Draft, Usage | None]:
    """Let the model draft a reply; returns it and what the call used.

    Raises:
        LlmFailed: it gave no usable answer.

    """
    system, user = system_prompt(), user_prompt(question)
    reply, usage = model.ask(system, user, Reply)
    draft = _draft(reply, question, model.model, usage)
    prompts = {"instructions_sha256": _sha256(system), "prompt_sha256": _sha256(f"{system}\n{user}")}
    cost = used(model, usage) if usage else {}
    return replace(draft, inputs={**draft.inputs, **prompts, **cost}), usage


def used(model: Llm, usage: Usage) -> dict[str, Any]:
    """Describe what a call used, to be kept with the suggestion."""
    split = {"in": usage.tokens_in, "out": usage.tokens_out}
    return {"tokens": usage.tokens, "tokens_of": split, "cost": float(model.cost(usage))}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _fitting(facts: list[dict[str, Any]], room: int) -> list[dict[str, Any]]:
    """Leave out facts beyond what the model is given to read; the nearest come first and stay."""
    kept = []
    for fact in facts:
        size = len(json.dumps(fact, ensure_ascii=False, indent=1).encode(errors="replace"))
        if size <= room:
            kept.append(fact)
            room -= size
    return kept


def most_used(question: Question) -> Usage:
    """Return the most that a call can use: no token is shorter than a byte."""
    prompt = f"{system_prompt()}{user_prompt(question)}"
    return Usage(len(prompt.encode(errors="replace")) + FRAME_TOKENS, MAX_TOKENS)


def user_prompt(question: Question) -> str:
    """Put facts and the customer's words, each between its marks; marks inside the words are removed."""
    parts = [
        f"Reply in the language with the code: {question.language}",
        f"Name of the shop: {_clean(question.shop_name, 100)}",
        f"<facts>\n{json.dumps(_facts(question), ensure_ascii=False, indent=1)}\n</facts>",
    ]
    if question.thread:
        turns = "\n".join(
            f"[{turn.direction}] {_clean(turn.text, 1500)}" for turn in question.thread[-MOST_TURNS:]
        )
        parts.append(f"<thread>\n{turns}\n</thread>")
    parts.append(f"<subject>\n{_clean(question.subject, 300)}\n</subject>")
    parts.append(f"<customer_message>\n{_clean(question.text, 4000)}\n</customer_message>")
    return "\n\n".join(parts)


def _clean(text: str, most: int) -> str:
    return _MARK.sub("", _HIDDEN.sub("", text))[:most]


def _facts(question: Question) -> dict[str, Any]:
    products = [_product(one) for one in question.products]
    return {
        "products": _fitting(products, LONGEST_PRODUCTS),
        "articles": _fitting([_article(one) for one in question.articles], LONGEST_ARTICLES),
    }


def _product(one: ProductFact) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "title": _clean(one.title, 200),
        "sku": one.sku,
        "options": one.options,
        "price": f"{one.price} {one.currency}",
        "stock": one.stock,
        "delivery_working_days": one.delivery_days,
        "url": one.url,
        "attributes": one.attributes,
        "description": _clean(one.description, 1200),
    }


def _article(one: ArticleFact) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "title": _clean(one.title, 200),
        "language": one.language,
        "text": _clean(one.body, 4000),
    }


def _draft(reply: Reply, question: Question, model: str, usage: Usage | None) -> Draft:
    body = _tidy(reply.body)
    if not body:
        raise LlmFailed("the body is empty", answered=True, usage=usage)
    if _in_another_language(body, question.language):
        raise LlmFailed("it wrote in another language", answered=True, usage=usage)
    sources, unknown = _sources(reply.source_ids, question)
    own = writer.write(question)
    complete = reply.answers_everything and not unknown and bool(sources)
    complete = complete and len(reply.body) <= LONGEST_BODY and question.language in LANGUAGES
    complete = complete and own.complete and _says_the_same(body, own, question)
    return Draft(
        body=body,
        sources=sources,
        complete=complete,
        asks_back=reply.asks_back or own.asks_back or body.endswith("?"),
        missing=() if complete else own.missing or ("answer",),
        support=own.support if complete else 0.6,
        notes=("The model names sources that were not given to it.",) if unknown else (),
        model=model,
        version=f"reply-{VERSION}",
        inputs=own.inputs,
    )


def _in_another_language(body: str, language: str) -> bool:
    """Tell whether a text is not in the customer's language; quotations of articles may be in their own."""
    triage: Any = import_module("mancrel.assistant.triage")  # heavy: only who writes with a model loads it
    detected: str = triage.triager().language_of(_QUOTED.sub(" ", body))
    return language in LANGUAGES and detected != language


def _says_the_same(body: str, own: Draft, question: Question) -> bool:
    """Tell whether the model states what the built-in writer found to be asked for, and tells nothing else.

    A model that says nothing, or leaves half of it out, is not believed. Nor is one that adds properties,
    policies or addresses that nobody asked for: an order hidden in an article or a description would make
    it repeat them, and there they do stand word for word.
    """
    said, found = check(body, question), check(own.body or "", question)
    answer = squeeze(fold(own.body or ""))
    adds = any(squeeze(fold(one.text)) not in answer for one in said if one.ok and _is_told(one, question))
    return stated(found) <= stated(said) and not adds


def _is_told(one: Claim, question: Question) -> bool:
    """Tell whether a claim rests on somebody's words rather than on a figure of the catalogue."""
    its_page = one.kind == "link" and one.text in {product.url for product in question.products}
    return one.kind in {"policy", "attribute", "link"} and not its_page


def stated(claims: tuple[Claim, ...]) -> set[tuple[str, UUID | None]]:
    """Return which sorts of confirmed facts claims state, each with its source."""
    kinds = {"price", "stock", "delivery", "attribute", "policy", "link"}
    return {(one.kind, one.source_id) for one in claims if one.ok and one.source_id and one.kind in kinds}


def _tidy(body: str) -> str:
    lines = [line.rstrip() for line in _HIDDEN.sub("", body).replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:LONGEST_BODY]


def _sources(ids: list[str], question: Question) -> tuple[tuple[Source, ...], bool]:
    """Return the sources that exist among the facts, and whether the model named others."""
    known = {
        **{
            one.id: Source("product", one.id, one.title, one.version, "named by the model")
            for one in question.products
        },
        **{
            one.id: Source("article", one.id, one.title, one.version, "named by the model")
            for one in question.articles
        },
    }
    found: list[Source] = []
    unknown = False
    for text in ids:
        source = known.get(_uuid(text) or UUID(int=0))
        if source is None:
            unknown = True
        elif source not in found:
            found.append(source)
    return tuple(found), unknown


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
