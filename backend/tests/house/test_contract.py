"""Schemathesis over the whole OpenAPI document, as each role: no 5xx, and answers of the stated shape."""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from mancrel.app import create_app
from mancrel.embedded import free_port, spawn
from tests.fixtures import Staff
from tests.torture.harness import answers, until

EXAMPLES = int(os.environ.get("MANCREL_EXAMPLES", "4"))
# Metrics are text of another tool.
schema = schemathesis.openapi.from_dict(create_app().openapi()).exclude(path="/metrics")
FUZZ = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
pytestmark = pytest.mark.xdist_group("contract")


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


@pytest.mark.parametrize("role", ["admin", "manager", "rep", "stranger"])
@schema.parametrize()
@FUZZ
def test_no_operation_fails(case: schemathesis.Case, role: str, staff: Staff, server: str):
    headers = {} if role == "stranger" else staff.everyone[role].headers
    response = case.call(base_url=server, headers=headers)
    case.validate_response(response, checks=[not_a_server_error, response_schema_conformance])
