"""Steps that tests of the outbox and of the ledger share."""

from sqlalchemy import text

from mancrel.kit.engines import engine
from mancrel.kit.sweep import sweep
from tests.fixtures import Staff, work

LAMP = {
    "title": "Aurora oak desk lamp", "sku": "AUR-1", "price": "349.00", "currency": "EUR", "stock": 12,
    "delivery_days": "2-4", "description": "A warm lamp of solid oak with a dimmer.",
    "attributes": {"height_cm": 42, "dimmable": True},
}  # fmt: skip
DESK = {"title": "Fjord standing desk", "price": "899.50", "stock": 3, "delivery_days": "10-14"}
ASKS = "Hello,\n\nhow much is the Aurora oak desk lamp, and is it in stock?\n\nBest regards\nJane"
ASKS_DESK = "Hello,\n\nhow much is the Fjord standing desk?\n\nBest regards\nJane"


def let_leave() -> None:
    """Let the delay of automatic replies pass."""
    with engine().begin() as connection:
        connection.execute(
            text("UPDATE jobs SET next_run_at = now() WHERE status IN ('pending', 'retrying')")
        )


def let_time_pass() -> None:
    """Let every timed job fall due, and run what is due."""
    with engine().begin() as connection:
        connection.execute(text("UPDATE schedules SET next_at = now()"))
    sweep()
    work()


def hold(staff: Staff) -> None:
    """Let nothing leave by itself."""
    assert staff.admin.patch("/settings/assistant", {"auto_send_enabled": False}).status_code == 200
