"""What a message and a product cost in statements, so that it cannot creep up again.

The ceilings are a little above what was measured (``benchmarks/README.md``); whoever needs more says why there.
"""

from tests.fixtures import Mailbox, Shop, Staff, work
from tests.statements import asked

MANY = 10
A_MESSAGE = 48
A_NEW_PRODUCT = 13
A_NEW_PRICE = 11


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
    with asked() as statements:
        work()
    assert len(staff.admin.get("/conversations").json()["items"]) == MANY + 1
    assert A_MESSAGE / 2 < len(statements) / MANY <= A_MESSAGE


def test_a_product_takes_few_statements(shop: Shop):
    lamps(shop, "10.00")
    with asked() as new:
        work()
    lamps(shop, "11.00")
    with asked() as changed:
        work()
    assert A_NEW_PRODUCT / 2 < len(new) / MANY <= A_NEW_PRODUCT
    assert A_NEW_PRICE / 2 < len(changed) / MANY <= A_NEW_PRICE
