"""A language model on loopback for the whole pipeline: configured as an installation would, by settings."""

from collections.abc import Iterator

import pytest

from tests.assistant.llm_server import LlmServer, serving


@pytest.fixture
def language_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[LlmServer]:
    from mancrel.settings import settings

    with serving() as server:
        for name, value in {
            "BASE_URL": server.url,
            "API_KEY": "test",
            "MODEL": "m",
            "TIMEOUT_S": "2",
        }.items():
            monkeypatch.setenv(f"MANCREL_LLM_{name}", value)
        settings.cache_clear()
        yield server
        monkeypatch.undo()
        settings.cache_clear()
