"""Who writes: the active language model within its budget, else the built-in writer."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from mancrel.adapters.llm import Llm, LlmFailed, Usage
from mancrel.assistant import llm_budget, llm_writer, writer
from mancrel.assistant.facts import Draft, Question


@dataclass(frozen=True)
class Written:
    """A draft, and what the call used: None when nobody knows. ``answered``: the server gave some answer."""

    draft: Draft
    usage: Usage | None
    answered: bool


def write(question: Question, contact_id: UUID, model: Llm | None) -> Draft:
    """Draft with a language model; with the built-in writer when there is none, it fails or may not."""
    if model is None:
        return writer.write(question)
    most = llm_writer.most_used(question)
    try:
        booked = llm_budget.reserve(contact_id, model.server, most.tokens, model.cost(most))
    except llm_budget.NotAsked as refusal:
        return _own(question, str(refusal), for_a_person=refusal.for_a_person)
    written = ask(model, question)
    usage = written.usage
    tokens, cost = (usage.tokens, model.cost(usage)) if usage else (None, None)
    llm_budget.settle(booked, tokens, cost, answered=written.answered)
    return written.draft


def ask(model: Llm, question: Question) -> Written:
    """Let the model draft; when it fails, the built-in writer does, and says so."""
    try:
        draft, usage = llm_writer.write(model, question)
        return Written(draft, usage, answered=True)
    except LlmFailed as failure:
        note = f"The language model failed ({failure}); the built-in writer wrote this."
        draft = _own(question, note)
        if failure.usage:
            draft = replace(draft, inputs={**draft.inputs, **llm_writer.used(model, failure.usage)})
        return Written(draft, failure.usage, failure.answered)


def _own(question: Question, note: str, *, for_a_person: bool = False) -> Draft:
    """Write with the built-in writer, and keep why the model did not."""
    draft = writer.write(question)
    inputs: dict[str, Any] = {**draft.inputs, "not_by_the_model": note}
    held = (*draft.held, note) if for_a_person else draft.held
    return replace(draft, notes=(*draft.notes, note), held=held, inputs=inputs)
