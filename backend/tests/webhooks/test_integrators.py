"""What the API's own description tells integrators is true."""

import re
from typing import Any

from mancrel.app import INTEGRATORS
from mancrel.webhooks.schemas import WebhookEvent
from tests.fixtures import Staff, work
from tests.webhooks.receiver import Receiver
from tests.webhooks.test_webhooks import subscribe
from tests.wiring import document


def test_the_example_of_the_description_checks_a_real_webhook(staff: Staff, receiver: Receiver):
    made = subscribe(staff, receiver, "contact.created")
    staff.rep.post("/contacts", {"name": "Ann"})
    work()
    (came,) = receiver.received
    example = re.search(r"```python\n(.*?)```", INTEGRATORS.read_text(), re.DOTALL)
    assert example
    known: dict[str, Any] = {}
    exec(example.group(1), known)
    told = known["receive"](made["secret"], came.headers, came.body.encode())
    assert WebhookEvent.model_validate(told).data.object == "contact"
    assert known["receive"](made["secret"], came.headers, came.body.encode() + b" ") is None


def test_the_document_holds_the_page_and_the_shape_of_webhooks():
    whole = document()
    for heading in ("Keys", "Errors", "Lists", "Once and only once", "ETag", "Webhooks"):
        assert heading in whole["info"]["description"]
    body = whole["webhooks"]["event"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/WebhookEvent"}
    assert "WebhookEvent" in whole["components"]["schemas"]
