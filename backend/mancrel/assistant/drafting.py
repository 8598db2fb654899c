"""Who writes: the configured language model, else the built-in writer."""

from mancrel.adapters.llm import Llm, LlmFailed, llm
from mancrel.assistant import llm_writer, writer
from mancrel.assistant.facts import Draft, Question


def write(question: Question) -> Draft:
    """Draft a reply with the configured model; without one, or when it fails, with the built-in writer."""
    return write_with(llm(), question)


def write_with(model: Llm | None, question: Question) -> Draft:
    """Draft with this model, or with the built-in writer when it is None or fails."""
    if model is None:
        return writer.write(question)
    try:
        return llm_writer.write(model, question)
    except LlmFailed as failure:
        draft = writer.write(question)
        note = f"The language model failed ({failure}); the built-in writer wrote this."
        return llm_writer.with_note(draft, note)
