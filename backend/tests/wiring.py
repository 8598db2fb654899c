"""The application and its document, built once for all tests of a process: a second or two each time."""

from functools import cache
from typing import Any

from fastapi import FastAPI

from mancrel.app import create_app


@cache
def app() -> FastAPI:
    return create_app()


@cache
def document() -> dict[str, Any]:
    return app().openapi()
