"""What a message and a product cost in statements, so that it cannot creep up again.

The ceilings are a little above what was measured (``benchmarks/README.md``); whoever needs more says why there.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from tests.fixtures import Mailbox, Shop, Staff, work

MANY = 10
A_MESSAGE = 48
A_NEW_PRODUCT = 13
A_NEW_PRICE = 11


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements of this process's engines."""
    from mancrel.kit.engines import claims_engine, engine

    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    for one in (engine(), claims_engine()):
        event.listen(one, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for one in (engine(), claims_engine()):
            event.remove(one, "before_cursor_execute", note)


def lamps(shop: Shop, price: str) -> None:
    for number in range(MANY):
        shop.put(f"L{number}", title=f"Lamp {number} of oak", price=price)


def test_a_message_takes_few_statements(staff: Staff, shop: Shop, mailbox: Mailbox):
    assert staff.admin.patch("/settings/assistant", {"send_delay_s": 600}).status_code == 200
    lamps(shop, "10.00")
    mailbox.write("How much is the Lamp 0 of oak?", sender="first@gmail.com")
    work()  # what only the first message of an installation asks for
    for number in range(MANY):
        mailbox.write(f"How much is the Lamp {number} of oak?", sender=f"c{number}@gmail.com")
    with counted() as statements:
        work()
    assert len(staff.admin.get("/conversations").json()["items"]) == MANY + 1
    assert A_MESSAGE / 2 < len(statements) / MANY <= A_MESSAGE


def test_a_product_takes_few_statements(shop: Shop):
    lamps(shop, "10.00")
    with counted() as new:
        work()
    lamps(shop, "11.00")
    with counted() as changed:
        work()
    assert A_NEW_PRODUCT / 2 < len(new) / MANY <= A_NEW_PRODUCT
    assert A_NEW_PRICE / 2 < len(changed) / MANY <= A_NEW_PRICE
