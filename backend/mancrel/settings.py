"""Every setting of Mancrel, read once from the environment (prefix ``MANCREL_``)."""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MIN_KEY_BYTES = 32


class Settings(BaseSettings):
    """Frozen settings; a secret has no default, so start-up fails without it."""

    model_config = SettingsConfigDict(env_prefix="MANCREL_", frozen=True, extra="ignore")

    environment: Literal["production", "demo", "test"] = "production"
    database_url: SecretStr
    redis_url: SecretStr
    secret_key: SecretStr
    public_url: str = "http://127.0.0.1:8000"
    state_dir: Path = Path(".mancrel")
    audit_anchors: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    api_workers: int = 2
    frontend_dir: Path | None = None

    db_pool_size: int = 10
    intake_pool_size: int = 8
    request_threads: int = 16

    access_token_minutes: int = Field(default=10, le=10)
    refresh_token_days: int = 30
    refresh_grace_s: int = 10
    login_failures_per_15_min: int = 5
    login_failures_per_hour: int = 100
    require_admin_second_factor: bool = False
    api_key_requests_per_minute: int = Field(default=600, gt=0, le=1_000_000)

    catalog_secret: SecretStr | None = None
    signature_tolerance_s: int = 300
    secret_overlap_hours: int = 24

    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    smtp_timeout_s: float = 20
    mail_from: str = "shop@mancrel.example"
    sink_dir: Path | None = None
    send_delay_s: float = Field(default=10, ge=0)

    llm_base_url: str | None = None
    llm_api_key: SecretStr = SecretStr("none")
    llm_model: str = "default"
    llm_output: Literal["json_schema", "json_object"] = "json_schema"
    llm_timeout_s: float = Field(default=30, gt=0, le=60)
    llm_daily_tokens: int = Field(default=2_000_000, ge=0)
    llm_daily_cost: Decimal = Field(default=Decimal(0), ge=0)
    llm_price_in: Decimal = Field(default=Decimal(0), ge=0)
    llm_price_out: Decimal = Field(default=Decimal(0), ge=0)
    qdrant_url: str | None = None
    qdrant_api_key: SecretStr | None = None

    outbound_loopback: bool = False

    job_lease_s: float = 30
    idle_transaction_s: float = 30
    import_max_bytes: int = Field(default=50 * 1024 * 1024, gt=0)
    sweep_s: float = 2
    log_json: bool = True
    failpoint: str | None = None

    @model_validator(mode="after")
    def _fit_the_environment(self) -> Self:
        if len(self.secret_key.get_secret_value().encode()) < MIN_KEY_BYTES:
            message = f"MANCREL_SECRET_KEY must be at least {MIN_KEY_BYTES} bytes long"
            raise ValueError(message)
        if self.failpoint and self.environment == "production":
            message = "MANCREL_FAILPOINT is for tests only"
            raise ValueError(message)
        if self.outbound_loopback and self.environment == "production":
            message = "MANCREL_OUTBOUND_LOOPBACK is for tests and the demo only"
            raise ValueError(message)
        return self

    @property
    def is_https(self) -> bool:
        """Whether browsers reach us over TLS, which decides the cookie's name and Secure flag."""
        return self.public_url.startswith("https://")


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings()  # type: ignore[call-arg]  # filled from the environment
