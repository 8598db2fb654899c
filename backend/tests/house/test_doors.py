"""Every operation of the OpenAPI document: strangers are refused, and each role gets what the table says (R50)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mancrel.accounts.gate import is_public
from tests.fixtures import Staff
from tests.wiring import document

UNKNOWN = "01a202e2-519e-75f5-b4a4-000000000000"

# method and path → the least role that may; whatever is not listed fails the test.
ADMIN, MANAGER, REP = "admin", "manager", "rep"
LEAST = {
    ("GET", "/api/v1/auth/me"): REP, ("PATCH", "/api/v1/auth/me"): REP,
    **{(method, "/api/v1/calendar"): REP for method in ("GET", "POST", "DELETE")},
    ("GET", "/api/v1/activities/counts"): REP,
    ("GET", "/api/v1/notifications"): REP, ("GET", "/api/v1/notifications/unread"): REP, ("POST", "/api/v1/notifications/read"): REP,
    ("GET", "/api/v1/settings/notifications"): REP, ("PATCH", "/api/v1/settings/notifications"): REP,
    ("GET", "/api/v1/auth/second-factor"): REP,
    **{(method, f"/api/v1/api-keys{rest}"): REP for method, rest in (("GET", ""), ("POST", ""), ("GET", "/scopes"), ("GET", "/{key_id}"), ("POST", "/{key_id}/revoke"))},
    **{("POST", f"/api/v1/auth/second-factor/{verb}"): REP for verb in ("setup", "confirm", "disable")},
    ("GET", "/api/v1/directory"): REP,
    ("GET", "/api/v1/teams"): REP, ("GET", "/api/v1/teams/{team_id}"): REP,
    ("POST", "/api/v1/teams"): ADMIN, ("PATCH", "/api/v1/teams/{team_id}"): ADMIN, ("DELETE", "/api/v1/teams/{team_id}"): ADMIN,
    ("GET", "/api/v1/users"): ADMIN, ("POST", "/api/v1/users"): ADMIN, ("GET", "/api/v1/users/{user_id}"): ADMIN,
    ("PATCH", "/api/v1/users/{user_id}"): ADMIN, ("DELETE", "/api/v1/users/{user_id}"): ADMIN,
    ("POST", "/api/v1/users/{user_id}/invitation"): ADMIN, ("POST", "/api/v1/users/{user_id}/second-factor/reset"): ADMIN,
    **{
        (method, f"/api/v1/{thing}{rest}"): REP
        for thing, one in (("contacts", "contact_id"), ("companies", "company_id"), ("activities", "activity_id"), ("conversations", "conversation_id"), ("deals", "deal_id"))
        for method, rest in (
            ("GET", ""), ("POST", ""), ("GET", f"/{{{one}}}"), ("PATCH", f"/{{{one}}}"), ("DELETE", f"/{{{one}}}"),
            ("POST", f"/{{{one}}}/restore"),
        )
    },
    **{("GET", f"/api/v1/{thing}/fields"): REP for thing in ("contacts", "companies", "deals", "activities")},
    ("GET", "/api/v1/contacts/{contact_id}/consents"): REP, ("POST", "/api/v1/contacts/{contact_id}/consents"): REP,
    ("POST", "/api/v1/merges/{merge_id}/undo"): REP, ("POST", "/api/v1/companies/merges/{merge_id}/undo"): REP,
    **{
        (method, f"/api/v1/{thing}/{rest}"): REP
        for thing in ("contacts", "companies")
        for method, rest in (
            ("GET", "{record_id}/merges"), ("POST", "merge"), ("GET", "duplicates"), ("GET", "duplicates/search"), ("POST", "check"),
            ("POST", "duplicates/{pair_id}/dismiss"), ("DELETE", "duplicates/{pair_id}/dismiss"),
        )
    },
    ("GET", "/api/v1/tags"): REP, ("GET", "/api/v1/settings/contacts"): REP, ("PATCH", "/api/v1/settings/contacts"): ADMIN,
    ("GET", "/api/v1/custom-fields"): REP, ("GET", "/api/v1/custom-fields/{field_id}"): REP, ("POST", "/api/v1/custom-fields"): ADMIN,
    ("PATCH", "/api/v1/custom-fields/{field_id}"): ADMIN, ("DELETE", "/api/v1/custom-fields/{field_id}"): ADMIN,
    ("POST", "/api/v1/custom-fields/{field_id}/restore"): ADMIN,
    ("POST", "/api/v1/teams/{team_id}/restore"): ADMIN, ("POST", "/api/v1/users/{user_id}/restore"): ADMIN,
    ("POST", "/api/v1/channels/{channel_id}/restore"): ADMIN,
    ("POST", "/api/v1/products/{product_id}/restore"): MANAGER, ("POST", "/api/v1/articles/{article_id}/restore"): MANAGER,
    ("GET", "/api/v1/conversations/counts"): REP, ("POST", "/api/v1/conversations/{conversation_id}/read"): REP,
    ("POST", "/api/v1/conversations/{conversation_id}/messages"): REP, ("POST", "/api/v1/messages/{message_id}/settle"): REP,
    ("GET", "/api/v1/attachments/{attachment_id}"): REP,
    ("GET", "/api/v1/suggestions"): REP, ("GET", "/api/v1/suggestions/{suggestion_id}"): REP,
    **{("POST", f"/api/v1/suggestions/{{suggestion_id}}/{verb}"): REP for verb in ("approve", "edit", "reject", "withdraw")},
    ("GET", "/api/v1/products"): REP, ("GET", "/api/v1/products/search"): REP, ("GET", "/api/v1/products/{product_id}"): REP,
    ("POST", "/api/v1/products"): MANAGER, ("PATCH", "/api/v1/products/{product_id}"): MANAGER,
    ("DELETE", "/api/v1/products/{product_id}"): MANAGER,
    ("GET", "/api/v1/articles"): REP, ("GET", "/api/v1/articles/{article_id}"): REP, ("POST", "/api/v1/articles"): MANAGER,
    ("PATCH", "/api/v1/articles/{article_id}"): MANAGER, ("DELETE", "/api/v1/articles/{article_id}"): MANAGER,
    ("GET", "/api/v1/catalogue/sources"): MANAGER, ("GET", "/api/v1/catalogue/sources/{source_id}"): MANAGER,
    ("POST", "/api/v1/catalogue/sources"): ADMIN,
    ("PATCH", "/api/v1/catalogue/sources/{source_id}"): ADMIN, ("POST", "/api/v1/catalogue/sources/{source_id}/rotate"): ADMIN,
    ("GET", "/api/v1/channels"): REP, ("GET", "/api/v1/channels/{channel_id}"): REP, ("POST", "/api/v1/channels"): ADMIN,
    ("PATCH", "/api/v1/channels/{channel_id}"): ADMIN, ("DELETE", "/api/v1/channels/{channel_id}"): ADMIN,
    ("POST", "/api/v1/channels/{channel_id}/rotate"): ADMIN, ("POST", "/api/v1/channels/{channel_id}/recover"): ADMIN,
    ("GET", "/api/v1/articles/{article_id}/versions"): REP, ("POST", "/api/v1/articles/{article_id}/versions/{version}/restore"): MANAGER,
    ("GET", "/api/v1/gaps"): REP, ("GET", "/api/v1/gaps/{gap_id}"): REP, ("PATCH", "/api/v1/gaps/{gap_id}"): MANAGER,
    ("POST", "/api/v1/gaps/{gap_id}/article"): MANAGER,
    ("GET", "/api/v1/corrections"): REP, ("GET", "/api/v1/corrections/{correction_id}"): REP,
    **{("POST", f"/api/v1/corrections/{{correction_id}}/{verb}"): REP for verb in ("send", "dismiss")},
    ("POST", "/api/v1/conversations/{conversation_id}/typing"): REP,
    ("GET", "/api/v1/deals/forecast"): REP, ("POST", "/api/v1/conversations/{conversation_id}/deal"): REP,
    **{("POST", f"/api/v1/deals/{{deal_id}}/{verb}"): REP for verb in ("move", "win", "lose", "items")},
    **{(method, "/api/v1/deals/{deal_id}/items/{item_id}"): REP for method in ("PATCH", "DELETE")},
    ("GET", "/api/v1/pipelines"): REP, ("GET", "/api/v1/pipelines/{pipeline_id}"): REP, ("GET", "/api/v1/pipelines/{pipeline_id}/board"): REP,
    ("POST", "/api/v1/pipelines"): MANAGER, ("PATCH", "/api/v1/pipelines/{pipeline_id}"): MANAGER,
    ("DELETE", "/api/v1/pipelines/{pipeline_id}"): MANAGER, ("POST", "/api/v1/pipelines/{pipeline_id}/restore"): MANAGER,
    ("GET", "/api/v1/settings/assistant"): MANAGER, ("PATCH", "/api/v1/settings/assistant"): ADMIN,
    ("GET", "/api/v1/settings/language-model"): ADMIN, ("PATCH", "/api/v1/settings/language-model"): ADMIN,
    ("POST", "/api/v1/settings/language-model/try"): ADMIN,
    ("GET", "/api/v1/judgements"): REP, ("POST", "/api/v1/judgements/{judgement_id}"): REP,
    ("GET", "/api/v1/suggestions.csv"): MANAGER,
    ("GET", "/api/v1/quality"): MANAGER, ("GET", "/api/v1/quality/confidence"): MANAGER,
    **{("GET", f"/api/v1/assistant/{path}"): MANAGER for path in ("model", "lessons", "replays", "replays/{replay_id}")},
    ("POST", "/api/v1/assistant/replays"): ADMIN, ("PATCH", "/api/v1/assistant/lessons/{lesson_id}"): ADMIN,
    ("PATCH", "/api/v1/messages/{message_id}/triage"): REP,
    ("GET", "/api/v1/search"): REP,
    ("GET", "/api/v1/timeline/{record}/{record_id}"): REP,
    **{("GET", f"/api/v1/{path}"): ADMIN for path in ("audit", "audit.csv", "audit/chain")},
    **{("GET", f"/api/v1/{thing}.{kind}"): REP for thing in ("contacts", "companies", "deals", "activities") for kind in ("csv", "xlsx")},
    **{("GET", f"/api/v1/imports{rest}"): REP for rest in ("", "/{import_id}", "/{import_id}/rows", "/{import_id}/rows.csv")},
    ("POST", "/api/v1/imports"): REP, ("PATCH", "/api/v1/imports/{import_id}"): REP,
    **{("POST", f"/api/v1/imports/{{import_id}}/{verb}"): REP for verb in ("check", "run", "cancel", "undo")},
    **{("GET", f"/api/v1/views{rest}"): REP for rest in ("", "/{view_id}")},
    **{("POST", f"/api/v1/views{rest}"): REP for rest in ("", "/{view_id}/restore", "/{view_id}/default")},
    ("PATCH", "/api/v1/views/{view_id}"): REP, ("DELETE", "/api/v1/views/{view_id}"): REP, ("DELETE", "/api/v1/views/{view_id}/default"): REP,
    **{("GET", f"/api/v1/bulk-changes{rest}"): REP for rest in ("", "/{bulk_id}", "/{bulk_id}/rows")},
    **{("POST", f"/api/v1/bulk-changes{rest}"): REP for rest in ("", "/{bulk_id}/cancel", "/{bulk_id}/undo")},
    **{
        (method, f"/api/v1/webhook-subscriptions{rest}"): ADMIN
        for method, rest in (
            ("GET", ""), ("POST", ""), ("GET", "/event-types"),
            *((method, "/{subscription_id}") for method in ("GET", "PATCH", "DELETE")),
            *(("POST", f"/{{subscription_id}}/{verb}") for verb in ("restore", "rotate", "test")),
            ("GET", "/{subscription_id}/deliveries"),
        )
    },
    ("GET", "/api/v1/webhook-deliveries/{delivery_id}"): ADMIN, ("POST", "/api/v1/webhook-deliveries/{delivery_id}/redeliver"): ADMIN,
    ("GET", "/api/v1/contacts/{contact_id}/personal-data"): MANAGER, ("POST", "/api/v1/contacts/{contact_id}/exports"): MANAGER,
    **{("GET", f"/api/v1/person-exports{rest}"): MANAGER for rest in ("", "/{export_id}", "/{export_id}/file")},
    ("POST", "/api/v1/contacts/{contact_id}/erase"): ADMIN, ("GET", "/api/v1/erasures"): ADMIN, ("GET", "/api/v1/erasures/{erasure_id}"): ADMIN,
    ("GET", "/api/v1/first-steps"): ADMIN, ("PATCH", "/api/v1/first-steps"): ADMIN,
    ("GET", "/api/v1/settings/retention"): ADMIN, ("PATCH", "/api/v1/settings/retention"): ADMIN,
    ("POST", "/api/v1/settings/retention/preview"): ADMIN,
    **{("GET", f"/api/v1/{path}"): ADMIN for path in ("jobs", "jobs/counts", "jobs/groups", "jobs/{job_id}", "deliveries", "deliveries/{delivery_id}")},
    **{("POST", f"/api/v1/jobs/{path}"): ADMIN for path in ("retry", "{job_id}/retry", "{job_id}/cancel")},
}  # fmt: skip


def operations(client: TestClient) -> Iterator[tuple[str, str]]:
    document: dict[str, Any] = client.get("/openapi.json").json()
    for path, methods in document["paths"].items():
        for method in methods:
            yield method.upper(), path


def address(path: str) -> str:
    path = path.replace("{record}", "contacts")
    return re.sub(r"\{(job_id|version)\}", "1", re.sub(r"\{(?!job_id|version\})[a-z_]+\}", UNKNOWN, path))


def test_every_operation_is_public_or_in_the_table(staff: Staff):
    listed = {one for one in operations(staff.admin.client) if not is_public(one[1])}
    assert listed == set(LEAST)


def test_every_operation_refuses_a_stranger(staff: Staff):
    client = staff.admin.client
    client.cookies.clear()
    for method, path in operations(client):
        if is_public(path):
            continue
        for body in (b"", b"{", b"{}"):
            answer = client.request(method, address(path), content=body)
            assert answer.status_code == 401, (method, path, answer.status_code)
            assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("role", [REP, MANAGER, ADMIN])
def test_every_operation_refuses_a_role_that_may_not(staff: Staff, role: str):
    rank = {REP: 0, MANAGER: 1, ADMIN: 2}
    person = {REP: staff.rep, MANAGER: staff.manager, ADMIN: staff.admin}[role]
    for (method, path), least in LEAST.items():
        answer = person.request(method, address(path).removeprefix("/api/v1"), json={})
        allowed = answer.status_code != 403
        assert allowed == (rank[role] >= rank[least]), (method, path, role, answer.status_code)
        assert answer.status_code < 500


class Routed:
    """Stands in for the metric of requests, and notes which route took each."""

    def __init__(self) -> None:
        self.last = ""

    def labels(self, _method: str, route: str, _status: int) -> "Routed":
        self.last = route
        return self

    def observe(self, _took: float) -> None:
        """Measure nothing."""


def test_no_route_takes_what_another_is_for(staff: Staff, monkeypatch: pytest.MonkeyPatch):
    """Routes are tried in order: /contacts/duplicates is no contact."""
    routed = Routed()
    monkeypatch.setattr("mancrel.kit.http.REQUESTS", routed)
    every = document()["paths"].items()
    reads = [path for path, methods in every if "get" in methods and path.startswith("/api/")]
    assert len(reads) > 80
    for path in reads:
        staff.admin.get(re.sub(r"{[a-z_]+}", UNKNOWN, path).removeprefix("/api/v1"))
        assert routed.last == path
