"""Schemathesis over the whole OpenAPI document, as each role: every check, on examples, edges and noise (R58)."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.meta import TestPhase
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
    use_after_free,
)

from mancrel.children import free_port, spawn
from mancrel.kit.errors import Invalid
from tests.fixtures import Staff
from tests.torture.harness import answers, until
from tests.wiring import document

EXAMPLES = int(os.environ.get("MANCREL_EXAMPLES", "4"))
THOROUGH = EXAMPLES > 50
pytestmark = pytest.mark.timeout(120 + 10 * EXAMPLES)
schema = schemathesis.openapi.from_dict(deepcopy(document()))
# Each call has its role's token; that calls without one are refused is the matter of `ignored_auth`.
schema.config.generation.update(with_security_parameters=False)
FUZZ = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# The first chain that Hypothesis draws is the shortest one, of one call; the second is a real one.
CHAIN = settings(
    FUZZ, max_examples=2, stateful_step_count=30, derandomize=False, database=None, phases=[Phase.generate]
)
# Well formed and still refused, because of what is there and not of how it is written: a cursor that no
# list gave out, an id of nobody, a password or code that is wrong; and what JSON Schema has no words for.
BY_CODE = {
    "AddressRefused", "ArticleMissing", "BadCursor", "ChangeUnclear", "CustomFieldsUnclear", "EndsInThePast", "ItemUnclear", "KeyReused", "MappingUnclear", "MergeWithItself", "NotYet", "NothingToRemindOf", "PhoneUnclear", "PrimaryUnclear", "ReasonMissing", "ScopeNotYours", "SnoozeEnds", "StagesIncomplete", "ThresholdsCross", "TooLong", "TooManyTags", "UnclearRepeat", "UnknownChoice", "UnknownColumn", "UnknownFilter", "UnknownLesson", "UnknownMember", "UnknownMove", "UnknownOwner", "UnknownRegion", "UnknownSort", "UnknownStage", "UnknownTeam", "Unreadable", "Unstorable", "WrongCode", "WrongName", "WrongPassword", "WrongTimes",
}  # fmt: skip
BY_MESSAGE = (
    "most common passwords", "must not contain NUL", "cannot be stored", "between the years",
    "must not run backwards", "at least 1 character", "the name of a time zone",
)  # fmt: skip
SAID = {"KeyUnclear"}  # the document has its pattern
OF_THE_BIN_TOO = ("/personal-data", "/exports", "/erase")  # a person in the bin can be told of, and erased
AT_OTHER_DOORS = {"EncodedBody", "MalformedDelivery"}  # what comes by webhook has no shape to be judged by


@schemathesis.serializer("message/rfc822")
def as_mail(_context: object, value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.fixture(scope="module")
def server(migrated: None) -> Iterator[str]:
    """Run a real API process over this test's database."""
    port = free_port()
    env = os.environ | {"MANCREL_PORT": str(port), "MANCREL_API_WORKERS": "1"}
    with tempfile.TemporaryDirectory() as directory:
        child = spawn("api", [sys.executable, "-m", "mancrel", "serve"], Path(directory, "api.log"), env=env)
        try:
            until(lambda: answers(f"http://127.0.0.1:{port}/readyz"), "the API")
            yield f"http://127.0.0.1:{port}"
        finally:
            child.stop()


def words_of(body: object) -> Iterator[str]:
    if isinstance(body, str):
        yield body
    elif isinstance(body, (list, dict)):
        for one in body.values() if isinstance(body, dict) else body:
            yield from words_of(one)


def excluded(case: schemathesis.Case, response: schemathesis.Response) -> list[object]:
    """Return the checks that cannot hold for this answer, for the reasons above."""
    if response.status_code == 413:
        return [negative_data_rejection, positive_data_acceptance]  # the size is judged before the shape
    if response.status_code < 300 and any(one != one.strip() for one in words_of(case.body)):
        return [negative_data_rejection]  # spaces around a name are cut before it is measured
    if response.status_code == 412:
        return [positive_data_acceptance]  # a well-formed If-Match that names no version of the record
    if response.status_code != 422:
        return []
    problem = response.json()
    messages = [problem["detail"], *(one["message"] for one in problem["errors"])]
    of_meaning = any(words in one for words in BY_MESSAGE for one in messages)
    return [positive_data_acceptance] if problem["code"] in BY_CODE or of_meaning else []


def test_every_refusal_by_meaning_is_known():
    """A new one is put on the list by hand, after the thought whether the document could have said it."""
    known = BY_CODE | SAID | AT_OTHER_DOORS
    assert {one.__name__ for one in _kinds(Invalid)} == known


def _kinds(of: type) -> Iterator[type]:
    for one in of.__subclasses__():
        yield from (one, *_kinds(one))


def test_limits_are_said_in_words_of_json_schema():
    """A limit behind a validator of ours would be written as pydantic calls it, which no client reads."""
    assert not {"ge", "le", "gt", "lt"} & set(_keys(schema.raw_schema["components"]["schemas"]))


def _keys(part: object) -> Iterator[str]:
    for key, value in part.items() if isinstance(part, dict) else ():
        yield from (key, *_keys(value))
    for one in part if isinstance(part, list) else ():
        yield from _keys(one)


@schema.parametrize()
@FUZZ
def test_no_operation_fails(case: schemathesis.Case, staff: Staff, server: str):
    is_edge = case.meta is not None and case.meta.phase.name is TestPhase.COVERAGE
    for role in ("admin",) if is_edge and not THOROUGH else ("admin", "manager", "rep", "stranger"):
        headers = {} if role == "stranger" else staff.everyone[role].headers
        response = case.call(base_url=server, headers=headers)
        if response.status_code == 400 and response.text == "Invalid HTTP request received.":
            continue  # the address is longer than the server reads (20 filters of 2,000 signs each)
        case.validate_response(response, headers=headers, excluded_checks=excluded(case, response))


def test_what_is_made_is_there_until_it_is_deleted(staff: Staff, server: str):
    """Chains of calls: make, read, change, delete, restore, as the ids in the answers allow."""
    broken: list[Exception] = []
    made: set[str] = set()
    restored: set[str] = set()

    class Chains(schema.as_state_machine()):
        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, object]:
            return {"base_url": server, "headers": staff.admin.headers}

        def validate_response(
            self, response: schemathesis.Response, case: schemathesis.Case, **_: object
        ) -> None:
            if "None" in case.formatted_path:
                return  # Schemathesis took an empty field of an answer for an id
            if response.status_code < 300:
                made.add(case.operation.label)
                if case.operation.path.endswith("/restore"):
                    restored.update(case.path_parameters.values())
            there = restored & set(case.path_parameters.values())
            back = [use_after_free] if there or case.operation.path.endswith(OF_THE_BIN_TOO) else []
            try:
                case.validate_response(
                    response,
                    headers=staff.admin.headers,
                    excluded_checks=[*excluded(case, response), *back],
                    recorder=self.recorder,
                )
            except FailureGroup as failure:  # kept, for Hypothesis would run the chain again on other rows
                broken.append(failure)

    for number in range(EXAMPLES):
        with suppress(Flaky):  # the rows differ from chain to chain, which is no fault here
            run_state_machine_as_test(seed(number)(Chains), settings=CHAIN)
    assert any("{" in one for one in made), "some chain reached what it had made"
    assert not broken, "\n".join(str(one) for one in broken)
