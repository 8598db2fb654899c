"""The language model is set up in the app: values, where they come from, and a key that is never told."""

import json
import logging
from typing import Any

import pytest
from sqlalchemy import select, text

from mancrel.assistant.models import LanguageModel
from mancrel.kit.db import transaction
from mancrel.kit.engines import engine
from mancrel.kit.events import Event
from tests.assistant.llm_server import LlmServer
from tests.fixtures import Staff, work

PATH = "/settings/language-model"
KEY = "sk-0123456789-abcdefgh-WXYZ"
SERVER = "https://llm.example.com/v1"


def set_up(staff: Staff, **values: Any) -> dict[str, Any]:
    answer = staff.admin.patch(PATH, values)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def shown(staff: Staff) -> dict[str, Any]:
    found: dict[str, Any] = staff.admin.get(PATH).json()
    return found


def test_before_anything_is_set_the_built_in_writer_writes(staff: Staff):
    found = shown(staff)
    assert (found["base_url"], found["configured"], found["writer"]) == (
        None, "mancrel-writer", "mancrel-writer",
    )  # fmt: skip
    assert (found["writing"], found["trial"], found["shut_until"]) == (None, None, None)
    assert set(found["sources"].values()) == {"default"}
    assert found["key"] == {"is_set": False, "end": None, "source": None, "set_at": None}
    assert found["used"] == {"tokens": 0, "cost": "0.00", "calls": 0}


def test_what_is_set_in_the_app_wins_and_says_so(staff: Staff):
    values = {
        "base_url": SERVER, "model": "writer-2", "output": "json_object", "timeout_s": 12.5,
        "daily_tokens": 5000, "daily_cost": "2.50", "price_in": "0.1500", "price_out": "0.60",
    }  # fmt: skip
    found = set_up(staff, **values)
    assert {name: found[name] for name in values} == {**values, "price_in": "0.15"}
    assert set(found["sources"].values()) == {"app"}
    assert found["configured"].startswith("writer-2:")
    assert found["writer"] == "mancrel-writer", "nobody is activated by being set up"
    assert found == shown(staff)
    back = set_up(staff, timeout_s=None)
    assert (back["timeout_s"], back["sources"]["timeout_s"]) == (30, "default")


def test_the_environment_is_the_default(staff: Staff, language_model: LlmServer):
    found = shown(staff)
    assert (found["base_url"], found["model"], found["timeout_s"]) == (language_model.url, "m", 2)
    assert found["key"] == {"is_set": True, "end": None, "source": "environment", "set_at": None}
    assert (found["sources"]["model"], found["sources"]["output"]) == ("environment", "default")
    assert found["writer"] == found["configured"] != "mancrel-writer"
    assert found["writing"]["base_url"] == language_model.url
    own = set_up(staff, model="other")
    assert (own["model"], own["sources"]["model"]) == ("other", "app")
    assert own["writing"]["model"] == "m", "who writes goes on"
    assert own["writer"] != own["configured"]
    assert set_up(staff, model=None)["configured"] == found["configured"]


def test_credentials_in_the_environments_address_are_not_shown(staff: Staff, monkeypatch: pytest.MonkeyPatch):
    from mancrel.settings import settings

    monkeypatch.setenv("MANCREL_LLM_BASE_URL", "https://op:word@llm.example.com/v1")
    settings.cache_clear()
    try:
        answer = staff.admin.get(PATH)
        assert answer.json()["base_url"] == answer.json()["writing"]["base_url"] == SERVER
        assert "word" not in answer.text
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_a_key_is_sealed_and_never_told(staff: Staff, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    found = set_up(staff, base_url=SERVER, key=KEY)
    assert (found["key"]["is_set"], found["key"]["end"], found["key"]["source"]) == (True, "WXYZ", "app")
    work()
    said = [json.dumps(found), staff.admin.get(PATH).text, staff.admin.get("/audit").text, caplog.text]
    said += [staff.admin.get(path).text for path in ("/audit.csv", "/jobs", "/settings/assistant")]
    with engine().connect() as connection:
        for table in ("language_models", "events", "changes", "jobs", "idempotency_keys"):
            rows = connection.execute(text(f"SELECT to_jsonb({table})::text FROM {table}"))
            said += list(rows.scalars())
    assert not [one for one in said if KEY in one or KEY[:-4] in one]


def test_a_key_is_replaced_and_removed_and_the_audit_knows_when(staff: Staff):
    first = set_up(staff, base_url=SERVER, key=KEY)["key"]
    second = set_up(staff, key=f"{KEY}-2222")["key"]
    assert (second["end"], second["set_at"] > first["set_at"]) == ("2222", True)
    assert set_up(staff, key=None)["key"]["is_set"] is False
    changes = staff.admin.get("/audit").json()["items"]
    ours = [one for one in changes if one["subject"]["kind"] == "language_models"]
    fields = [{field["field"] for field in one["fields"]} for one in ours]
    assert fields.count({"key_changed_at"}) == 2
    assert {"base_url", "key_changed_at"} in fields
    with transaction() as session:
        query = select(Event).where(Event.type == "language_model.changed")
        events = list(session.scalars(query.order_by(Event.created_at, Event.id)))
    assert [one.facts["fields"] for one in events] == [["base_url", "key"], ["key"], ["key"]]


def test_of_a_short_key_no_end_is_shown(staff: Staff):
    assert set_up(staff, base_url=SERVER, key="abcdef")["key"]["end"] is None


def test_a_key_belongs_to_its_server(staff: Staff, language_model: LlmServer):
    refused = staff.admin.patch(PATH, {"base_url": None, "key": KEY})
    assert refused.status_code == 200, "the environment names a server"
    assert refused.json()["key"]["source"] == "app"
    moved = set_up(staff, base_url="https://elsewhere.example.com/v1")
    assert moved["key"]["is_set"] is False, "neither the app's key nor the environment's goes elsewhere"
    assert set_up(staff, base_url=None)["key"]["end"] == "WXYZ", "the environment's server still has its own"


def test_a_key_without_a_server_is_refused(staff: Staff):
    answer = staff.admin.patch(PATH, {"key": KEY})
    assert (answer.status_code, answer.json()["code"]) == (409, "KeyWithoutServer")
    assert answer.json()["errors"][0]["field"] == "key"
    assert staff.admin.patch(PATH, {"key": None}).status_code == 200


def test_the_key_of_a_server_that_nobody_asks_is_forgotten(staff: Staff):
    set_up(staff, base_url=SERVER, key=KEY)
    set_up(staff, base_url="https://other.example.com/v1")
    with transaction() as session:
        assert session.scalars(select(LanguageModel)).one().keys == {}


@pytest.mark.parametrize(
    "values",
    [
        {"base_url": "llm.example.com"},
        {"base_url": "ftp://llm.example.com/v1"},
        {"base_url": "https://user:word@llm.example.com/v1"},
        {"base_url": "https://llm.example.com/v1?key=1"},
        {"base_url": "https://"},
        {"base_url": "http://127.0.0.1:65536/v1"},
        {"base_url": ""},
        {"model": " "},
        {"output": "xml"},
        {"timeout_s": 0},
        {"timeout_s": 61},
        {"timeout_s": "5"},
        {"daily_tokens": -1},
        {"daily_tokens": 1.5},
        {"daily_cost": 2.5},
        {"price_in": "-1"},
        {"key": ""},
        {"key": "two words"},
        {"key": "x" * 501},
        {"colour": "red"},
    ],
)
def test_what_cannot_be_used_is_refused_by_name(staff: Staff, values: dict[str, Any]):
    answer = staff.admin.patch(PATH, values)
    assert answer.status_code == 422
    assert [one["field"].split(".")[0] for one in answer.json()["errors"]] == list(values)


@pytest.mark.parametrize(
    "base_url",
    [
        "http://127.0.0.1:11434/v1",
        "http://[::1]:8080/v1/",
        "http://ollama:11434",
        "https://x-y.example.com/a/b",
    ],
)
def test_operators_own_servers_are_allowed(staff: Staff, base_url: str):
    assert set_up(staff, base_url=base_url)["base_url"] == base_url


def test_managers_and_reps_are_refused(staff: Staff):
    for person in (staff.manager, staff.rep):
        assert person.get(PATH).status_code == 403
        assert person.patch(PATH, {"model": "x"}).status_code == 403
        assert person.post(f"{PATH}/try").status_code == 403


def test_nothing_is_known_to_strangers(staff: Staff):
    assert staff.admin.client.get(f"/api/v1{PATH}").status_code == 401
