"""What the assistant costs in one process: triage against embedding the same sentences, the guard a draft."""

import time
from collections.abc import Callable

from threadpoolctl import threadpool_limits

from benchmarks import load
from mancrel.adapters.embeddings import embedder
from mancrel.assistant import guard, writer
from mancrel.assistant.facts import Draft, Question
from mancrel.assistant.triage import split, triager
from tests.assistant.writer_messages import ANSWERED
from tests.assistant.writer_shop import ask

Note = Callable[[str, str, str, str], None]
ROUNDS = 4


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _triage(note: Note, name: str, texts: list[str], model: str) -> None:
    parts = [split("A question", text) for text in texts]
    embedding, understanding = embedder(model), triager()
    embedding.embed(parts[0])
    understanding.triage("A question", texts[0])
    bare = ours = 0.0
    for _ in range(ROUNDS):
        embedding.forget()
        bare += _seconds(lambda: [embedding.embed(one) for one in parts])
        embedding.forget()
        ours += _seconds(lambda: [understanding.triage("A question", one) for one in texts])
    count = ROUNDS * len(texts)
    note(
        f"triage, {name}", f"{count / ours:.0f} messages/s", f"{count / bare:.0f}/s: their sentences embedded",
        f"{bare / ours:.2f} (aim 0.80)",
    )  # fmt: skip


def _guard(note: Note) -> None:
    drafts: list[tuple[Draft, Question]] = []
    for language, text, *_ in ANSWERED:
        question = ask(text, language)
        drafts.append((writer.write(question), question))
    written = [(draft.body, question) for draft, question in drafts if draft.body]
    times = []
    for body, question in written * ROUNDS:
        times.append(_seconds(lambda body=body, question=question: guard.check(body, question)))  # type: ignore[misc]
    p50, p95 = load.percentile(times, 0.5), load.percentile(times, 0.95)
    note("guard, one draft", f"p50 {p50:.1f} ms, p95 {p95:.1f} ms", "–", f"{len(times)} drafts")


def bench(note: Note) -> None:
    """Measure on one core, as a worker process works."""
    with threadpool_limits(1):
        _triage(note, "English", [text for language, text, *_ in ANSWERED if language == "en"], "minilm")
        _triage(note, "other languages", [text for language, text, *_ in ANSWERED if language != "en"], "e5")
        _guard(note)
