"""Logs (structlog, JSON in production) and Prometheus metrics."""

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog
from prometheus_client import Counter, Histogram

from mancrel.settings import settings

SECRET_NAMES = ("password", "secret", "token", "authorization", "cookie", "signature", "api_key")

REQUESTS = Histogram("mancrel_request_seconds", "HTTP requests", ["method", "route", "status"])
DELIVERIES = Counter("mancrel_deliveries_total", "Deliveries at the door", ["kind", "status"])


def _mask(_logger: Any, _name: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key in entry:
        if any(name in key.lower() for name in SECRET_NAMES):
            entry[key] = "***"
    return entry


def configure() -> None:
    """Set up logging for this process."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    last: Any = (
        structlog.processors.JSONRenderer() if settings().log_json else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _mask,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
