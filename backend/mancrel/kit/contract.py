"""The OpenAPI document: what every operation can refuse, said in one place, and the methods of a path."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from starlette.routing import compile_path

from mancrel.kit import idempotency
from mancrel.kit.errors import Problem

REFS = "#/components/schemas/{model}"
BEARER = {"type": "http", "scheme": "bearer", "description": "The access token of a sign-in, or an API key."}
RETRY_AFTER = {"description": "seconds to wait", "schema": {"type": "integer", "minimum": 0}}
NAMES_ONE = "}"
IDEMPOTENCY_KEY = {
    "name": idempotency.HEADER,
    "in": "header",
    "required": False,
    "description": "Makes this POST happen once: sent again with the same key it gets the first answer.",
    "schema": {"type": "string", "pattern": idempotency.PATTERN},
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": (
        "The ETag of what you read, or its updated_at in quotation marks, as lists show it: the change is "
        "refused with 412 if somebody was faster."
    ),
    "schema": {"type": "string"},
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of what you have: 304 if it is still the same.",
    "schema": {"type": "string"},
}
BY_METHOD = {"post": IDEMPOTENCY_KEY, "patch": IF_MATCH, "delete": IF_MATCH, "get": IF_NONE_MATCH}
ETAG = {"ETag": {"description": "the version of what is answered", "schema": {"type": "string"}}}
HEADERS = {429: {"Retry-After": RETRY_AFTER}, 503: {"Retry-After": RETRY_AFTER}}
SIGN_IN = "/api/v1/auth/"
DOORS = ("/api/v1/webhooks/", "/webhook/")

Document = dict[str, Any]


def complete(document: Document, is_public: Callable[[str], bool]) -> Document:
    """Add to each operation the errors it can answer, and what it asks of a caller."""
    parts = document.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    problem = Problem.model_json_schema(ref_template=REFS)
    schemas.update(problem.pop("$defs"), Problem=problem)
    parts["securitySchemes"] = {"bearer": BEARER}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if not is_public(path):
                operation["security"] = [{"bearer": []}]
                _add_headers(method, path, operation)
            _add_errors(operation["responses"], _codes(method, path, operation))
    for methods in document.get("webhooks", {}).values():
        for operation in methods.values():
            operation["responses"].pop("422", None)  # what a receiver refuses is its own
    return document


def _add_headers(method: str, path: str, operation: Document) -> None:
    """Say which headers an operation understands: of a GET, PATCH or DELETE, where it names one record."""
    names_one = method == "post" or path.endswith(NAMES_ONE)
    if path.startswith(SIGN_IN) or method not in BY_METHOD or not names_one:
        return
    operation.setdefault("parameters", []).append(BY_METHOD[method])
    if method == "get":
        operation["responses"]["304"] = {"description": "You have it already", "headers": ETAG}
    if method in {"get", "patch"}:
        operation["responses"]["200"].setdefault("headers", {}).update(ETAG)


def _codes(method: str, path: str, operation: Document) -> set[int]:
    """Return the errors that an operation can answer."""
    has_input = "requestBody" in operation or "parameters" in operation
    if path.startswith(DOORS):
        return {401, 413, 422, 503}
    if not path.startswith("/api/"):
        return {503} if path == "/readyz" else set()
    rules = {
        401: True,
        403: True,
        404: "{" in path or "requestBody" in operation,
        409: method != "get",
        412: method in {"patch", "delete"} and path.endswith(NAMES_ONE),
        413: "requestBody" in operation,
        422: has_input,
        429: True,
        503: True,
    }
    own = {int(code) for code in operation["responses"] if code.startswith("4")}
    return {code for code, holds in rules.items() if holds} | own - {422}


def _add_errors(responses: Document, codes: set[int]) -> None:
    shape = {"application/problem+json": {"schema": {"$ref": REFS.format(model="Problem")}}}
    if 422 not in codes:
        responses.pop("422", None)
    for code in sorted(codes):
        said = responses.get(str(code), {}).get("description")
        known = said if said and said != "Validation Error" else HTTPStatus(code).phrase
        headers = {"headers": HEADERS[code]} if code in HEADERS else {}
        responses[str(code)] = {"description": known, "content": shape, **headers}


class Methods:
    """Which methods a path of the document has, for the ``Allow`` header of a 405."""

    def __init__(self, document: Document) -> None:
        """Compile the paths."""
        by_detail = sorted(document["paths"].items(), key=lambda item: "{" in item[0])
        self._paths = [
            (compile_path(path)[0], {method.upper() for method in methods}) for path, methods in by_detail
        ]

    def of(self, path: str) -> list[str]:
        """Return the methods of the path that fits best, sorted; none if it is not in the document."""
        return sorted(next((methods for pattern, methods in self._paths if pattern.match(path)), ()))
