"""Every body that can be posted is shown by an example, and the examples hold."""

import inspect
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter

from mancrel import app as wiring
from tests.wiring import document

DOORS = ("/api/v1/webhooks/", "/webhook/")
DOCUMENT = document()


def bodies(method: str) -> Iterator[tuple[str, Any]]:
    for path, methods in DOCUMENT["paths"].items():
        content = methods.get(method, {}).get("requestBody", {}).get("content", {})
        if "application/json" in content and not path.startswith(DOORS):
            yield path, content["application/json"]["schema"]


def referred(schema: dict[str, Any]) -> str:
    refs = [schema, *schema.get("anyOf", [])]
    return next(one["$ref"].rpartition("/")[2] for one in refs if "$ref" in one)


def shapes() -> dict[str, type[BaseModel]]:
    rooms = [one for one in vars(wiring).values() if inspect.ismodule(one) and hasattr(one, "router")]
    found: dict[str, type[BaseModel]] = {}
    for room in rooms:
        for route in room.router.routes:
            if isinstance(route, APIRoute) and route.body_field:
                kinds = [route.body_field.field_info.annotation]
                kinds += list(getattr(kinds[0], "__args__", ()))
                found |= {
                    one.__name__: one for one in kinds if isinstance(one, type) and issubclass(one, BaseModel)
                }
    return found


POSTED = {referred(schema) for _, schema in bodies("post")}


@pytest.mark.parametrize("name", sorted(POSTED))
def test_every_posted_body_has_an_example_that_validates(name: str):
    examples = DOCUMENT["components"]["schemas"][name].get("examples")
    assert examples, f"{name} shows no example"
    for one in examples:
        TypeAdapter(shapes()[name]).validate_json(json.dumps(one))
