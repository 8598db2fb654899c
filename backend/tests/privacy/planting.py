"""A person planted in every corner of Mancrel through its public doors, and the search for them."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import text

from mancrel.assistant.learning_models import Replay
from mancrel.kit.db import Base, transaction, uuid7
from mancrel.kit.engines import engine
from mancrel.settings import settings
from mancrel.sink import Keep
from tests.channels.builders import multipart, part
from tests.fixtures import Mailbox, Shop, Staff, thread_of, work
from tests.transfers.factory import bring, do, table

NAME, OTHER_NAME = "Zephyrina Quillfeather", "Zeph Quillfeather"
MAIL, OTHER_MAIL = "zephyrina@mail-provider.test", "zq.old@mail-provider.test"
PHONE = "+493055577788"
WORDS = (
    NAME, OTHER_NAME, MAIL, OTHER_MAIL, PHONE, "glimmerwort", "htmlmarigold", "filesnapdragon", "notebryony",
    "fieldlarkspur", "dealfoxglove", "cellhellebore", "replyhyssop", "taskborage", "subjecttansy",
)  # fmt: skip
DATABASES = ("postgres", "valkey")
BORN_BINARY = b"\x89BIN filesnapdragon \x00\xff"


@dataclass
class Planted:
    """Who was planted, and what they had."""

    id: str
    merged_id: str
    deal_id: str
    company_deal_id: str
    thread: dict[str, Any]
    raw: bytes
    webhook_id: str
    other_thread: str


def plant(staff: Staff, mailbox: Mailbox, shop: Shop) -> Planted:
    """Let a person write, be answered, noted, imported, merged and dealt with."""
    settings().sink_dir.mkdir(exist_ok=True)
    handler = Controller(
        Keep(settings().sink_dir), hostname="127.0.0.1", port=settings().smtp_port, enable_SMTPUTF8=True
    )
    handler.start()
    try:
        return _plant(staff, mailbox, shop)
    finally:
        handler.stop()


def _plant(staff: Staff, mailbox: Mailbox, shop: Shop) -> Planted:
    shop.put("A", title="Walnut lamp")
    _told_others(staff)
    field = staff.admin.post("/custom-fields", {"object": "contact", "label": "Plant", "kind": "text"}).json()
    raw, webhook_id, message_id = _mail(), f"msg_{uuid.uuid4().hex}", "<canary@mail-provider.test>"
    assert mailbox.post(raw, webhook_id=webhook_id).status_code == 202
    assert mailbox.post(raw).status_code == 202  # the same mail by another delivery
    work()
    thread = thread_of(staff.admin, message_id)
    id_ = thread["contact"]["id"]
    staff.admin.patch(f"/contacts/{id_}", {"custom": {field["key"]: "fieldlarkspur"}, "phone": PHONE})
    once = {"Idempotency-Key": "canary"}
    written = {"title": "taskborage again", "contact_id": id_}
    assert staff.admin.post("/activities", written, headers=once).status_code == 201
    _answer(staff, thread)
    _try(thread)
    merged = _import(staff)
    answer = staff.admin.post("/contacts/merge", {"keep": id_, "drop": [merged], "fields": {"name": id_}})
    assert answer.status_code == 201, answer.text
    deals = _deals(staff, id_, thread)
    other = _others(staff, mailbox)
    _quote_elsewhere(staff, id_)
    _quote_in_articles(staff)
    work()
    return Planted(id_, merged, *deals, thread, raw, webhook_id, other)


def _told_others(staff: Staff) -> None:
    """Let another system be told of everything; nobody answers there."""
    everything = {"name": "ERP", "url": "http://127.0.0.1:9/hooks", "types": ["*"]}
    assert staff.admin.post("/webhook-subscriptions", everything).status_code == 201


def _mail() -> bytes:
    return multipart(
        part("Hello, do you have the glimmerwort lamp? Where is it from?\r\n"),
        part("<p>Hello <b>htmlmarigold</b> glimmerwort</p>", "text/html; charset=utf-8"),
        part(BORN_BINARY, "application/pdf", content_disposition='attachment; filename="filesnapdragon.pdf"'),
        from_=f"{NAME} <{MAIL}>",
        to="shop@mancrel.example",
        subject="subjecttansy",
        message_id="<canary@mail-provider.test>",
    )


def _answer(staff: Staff, thread: dict[str, Any]) -> None:
    path, id_ = f"/conversations/{thread['id']}", thread["contact"]["id"]
    staff.admin.patch(path, {"owner_id": str(staff.rep.id)})
    mention = f"@[Colleague](user:{staff.colleague.id})"
    note = {"body": f"notebryony about {NAME} {mention}", "private": True}
    assert staff.rep.post(f"{path}/messages", note).status_code == 201
    assert staff.rep.post(f"{path}/messages", {"body": "replyhyssop", "private": False}).status_code == 201
    task = {
        "kind": "task",
        "title": f"taskborage {mention}",
        "contact_id": id_,
        "owner_id": str(staff.rep.id),
    }
    assert staff.admin.post("/activities", task).status_code == 201
    consent = {"purpose": "marketing_email", "status": "granted"}
    assert staff.admin.post(f"/contacts/{id_}/consents", consent).status_code == 201
    work()


def _import(staff: Staff) -> str:
    head, row = ["Name", "Email", "Tags"], [OTHER_NAME, OTHER_MAIL, "cellhellebore"]
    file = bring(staff.admin, table(head, row, ["Bo Berg", "bo@berg.test", "vip"]))
    assert do(staff.admin, file, "run")["status"] == "done"
    items = staff.admin.get("/contacts", params={"q": OTHER_MAIL}).json()["items"]
    assert len(items) == 1
    return str(items[0]["id"])


def _deals(staff: Staff, id_: str, thread: dict[str, Any]) -> tuple[str, str]:
    company = staff.admin.post("/companies", {"name": "Lamps Ltd"}).json()["id"]
    staff.admin.post("/contacts", {"name": "Lo Lamp", "company_id": company})
    own = staff.admin.post("/deals", {"title": "dealfoxglove", "contact_id": id_, "amount": "70.00"}).json()[
        "id"
    ]
    title = f"Forty lamps for {NAME}"
    firm = staff.admin.post("/deals", {"title": title, "contact_id": id_, "company_id": company}).json()["id"]
    assert staff.admin.post(f"/conversations/{thread['id']}/deal", {}).status_code == 201
    note = {"kind": "note", "title": "notebryony on the deal", "deal_id": own}
    assert staff.admin.post("/activities", note).status_code == 201
    return str(own), str(firm)


def _others(staff: Staff, mailbox: Mailbox) -> str:
    """Let somebody else write with the person in copy, and write about them."""
    message_id = mailbox.write(
        f"Please ask {MAIL} too. Is there a red one?", sender="bo@berg.test", Cc=f"{NAME} <{MAIL}>"
    )
    work()
    return str(thread_of(staff.admin, message_id)["id"])


def _try(thread: dict[str, Any]) -> None:
    """Let a replay have drafted for the thread: a real one takes minutes."""
    case = {"id": str(uuid.uuid4()), "conversation_id": thread["id"], "unconfirmed": ["replyhyssop"]}
    with transaction() as session:
        session.add(
            Replay(id=uuid7(), fingerprint="f", candidate={}, changes={}, status="done", cases=[case])
        )


def _quote_elsewhere(staff: Staff, id_: str) -> None:
    """Let records of others quote the person, and some that were theirs be somebody else's by now."""
    text = {"object": "company", "label": "Buyer", "kind": "text"}
    key = staff.admin.post("/custom-fields", text).json()["key"]
    firm = {"name": "Mills Ltd", "custom": {key: f"ask {NAME}"}, "tags": [MAIL]}
    company = staff.admin.post("/companies", firm).json()["id"]
    assert staff.admin.patch(f"/contacts/{id_}", {"company_id": company}).status_code == 200
    note = {"kind": "note", "title": f"{OTHER_NAME} buys for Mills", "company_id": company}
    assert staff.admin.post("/activities", note).status_code == 201
    elsewhere = {"name": "Else Ltd", "custom": {key: f"or write to {MAIL}"}}
    assert staff.admin.post("/companies", elsewhere).status_code == 201
    other = staff.admin.post("/contacts", {"name": "Ole Other", "tags": [f"knows {OTHER_MAIL}"]}).json()["id"]
    once = staff.admin.post("/deals", {"title": f"Ten for {NAME}", "contact_id": id_}).json()["id"]
    assert staff.admin.patch(f"/deals/{once}", {"contact_id": other}).status_code == 200
    line = {"title": f"Lamp as for {MAIL}", "unit_price": "5.00", "quantity": 1}
    deal = staff.admin.post("/deals", {"title": f"See {MAIL}", "contact_id": other}).json()["id"]
    assert staff.admin.post(f"/deals/{deal}/items", line).status_code == 201


def _quote_in_articles(staff: Staff) -> None:
    """Let articles, in force, former and in the bin, quote the person."""

    def publish(title: str, body: str) -> str:
        return str(
            staff.admin.post("/articles", {"title": title, "body": body, "language": "en"}).json()["id"]
        )

    said = "Once somebody asked: do you have the\nGlimmerwort lamp? Where is it from? We do."
    former = publish("Lamps", f"{said} It was {NAME}.")
    assert staff.admin.patch(f"/articles/{former}", {"body": f"Ask {MAIL}."}).status_code == 200
    assert staff.admin.patch(f"/articles/{former}", {"body": "We have lamps of walnut."}).status_code == 200
    publish("Walnut", f"{said} Call {PHONE} for more.")
    binned = publish(f"What {MAIL} told", "Walnut is dark.")
    assert staff.admin.delete(f"/articles/{binned}").status_code == 204


def tables() -> Iterator[tuple[str, str]]:
    """Yield every row of every table as text; bytes as what they say."""
    with engine().connect() as connection:
        for name in sorted({table.name for table in Base.metadata.sorted_tables}):
            columns = Base.metadata.tables[name].columns
            said = [
                f"encode({one.name!r}, 'escape')".replace("'" + one.name + "'", f'"{one.name}"')
                if str(one.type) in {"BLOB", "BYTEA"} or "LargeBinary" in repr(one.type)
                else f'"{one.name}"::text'
                for one in columns
            ]
            for row in connection.execute(text(f"SELECT concat_ws(' | ', {', '.join(said)}) FROM {name}")):
                yield name, row[0]


def kept_files() -> Iterator[tuple[str, bytes]]:
    """Yield every file below the state directory, but for the servers' own."""
    root = settings().state_dir
    for path in sorted(root.rglob("*")):
        place = path.relative_to(root)
        if not place.parts[0].startswith(DATABASES) and path.is_file():
            yield str(place), path.read_bytes()


def traces() -> list[tuple[str, str]]:
    """Return where which words are found."""
    found = {(name, word) for name, said in tables() for word in WORDS if word.lower() in said.lower()}
    for place, data in kept_files():
        found |= {(Path(place).parts[0], word) for word in WORDS if word.lower().encode() in data.lower()}
    return sorted(found)
