"""Which language model is set up: what an admin set in the app wins over the environment's values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

import structlog
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.adapters.llm import NO_KEY, Connection
from mancrel.assistant.models import AssistantSettings, LanguageModel
from mancrel.kit import secrets
from mancrel.kit.db import system_in
from mancrel.settings import settings

CONNECTION = ("base_url", "model", "output")
"""What makes it another writer; the rest holds at once."""

VALUES = (*CONNECTION, "timeout_s", "daily_tokens", "daily_cost", "price_in", "price_out")
_ORIGIN = re.compile(r"https?://[^/?#]*", re.IGNORECASE)

log = structlog.get_logger()


@dataclass(frozen=True)
class SetUp:
    """What is set in the app, as it was under one version; empty: the environment decides alone."""

    values: Mapping[str, Any] = field(default_factory=dict)
    keys: Mapping[str, Any] = field(default_factory=dict)
    active: Mapping[str, Any] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """Return a value in force."""
        return self.values.get(name, getattr(settings(), f"llm_{name}"))

    @property
    def connection(self) -> Connection | None:
        """The model that is set up, None while nobody said where it is."""
        return self._to({name: self.value(name) for name in CONNECTION})

    @property
    def activated(self) -> Connection | None:
        """The model that was activated here, though another may be set up by now."""
        return self._to(self.active) if self.active else None

    @property
    def environments(self) -> Connection | None:
        """The model that the environment names."""
        return self._to({name: getattr(settings(), f"llm_{name}") for name in CONNECTION})

    @property
    def servers(self) -> set[str]:
        """The servers that may be asked: of the model set up, the active one and the environment's."""
        places = (self.value("base_url"), self.active.get("base_url"), settings().llm_base_url)
        return {origin(base_url) for base_url in places if base_url}

    def _to(self, place: Mapping[str, Any]) -> Connection | None:
        if not place["base_url"]:
            return None
        return Connection(
            **place,
            key=self.key_for(place["base_url"]) or NO_KEY,
            timeout_s=self.value("timeout_s"),
            price_in=self.value("price_in"),
            price_out=self.value("price_out"),
        )

    def key_for(self, base_url: str) -> SecretStr | None:
        """Return the key of a server. No key goes to another server than the one it was given for."""
        server = origin(base_url)
        if server in self.keys:
            return _opened(self.keys[server]["sealed"])
        ours = settings()
        is_ours = ours.llm_base_url is not None and origin(ours.llm_base_url) == server
        return ours.llm_api_key if is_ours and "llm_api_key" in ours.model_fields_set else None


def _opened(sealed: str) -> SecretStr | None:
    try:
        return SecretStr(secrets.unseal(sealed))
    except secrets.Unreadable:  # the installation's own key is another one: it has to be given again
        log.warning("language_model.key_unreadable")
        return None


def origin(base_url: str) -> str:
    """Return the server of an address: scheme, host and port."""
    found = _ORIGIN.match(base_url)
    return (found.group() if found else base_url).lower()


_known: dict[UUID, SetUp] = {}
"""The last version that this process has read."""


def set_up(session: Session, version: UUID | None) -> SetUp:
    """Return what is set in the app; read anew only when the settings name another version."""
    if version is None:
        return SetUp()
    found = _known.get(version)
    if found is None:
        found = read(system_in(session).scalars(select(LanguageModel)).one())
        _known.clear()
        _known[version] = found
    return found


def read(row: LanguageModel) -> SetUp:
    """Return what a row says."""
    values = {name: getattr(row, name) for name in VALUES if getattr(row, name) is not None}
    return SetUp(values, dict(row.keys), dict(row.active))


@dataclass(frozen=True)
class Limits:
    """What may be used in a day; no cost: no limit on it."""

    tokens: int
    cost: Decimal


def limits(session: Session) -> Limits:
    """Return what may be used in a day."""
    now = set_up(session, session.scalar(select(AssistantSettings.language_model_version)))
    return Limits(now.value("daily_tokens"), now.value("daily_cost"))
