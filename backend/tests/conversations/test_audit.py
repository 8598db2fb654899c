"""The log of suggestions: filtered, under the viewer's rule, and as a file that no spreadsheet calculates."""

import csv
import io
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mancrel.kit.sheets import cell
from tests.fixtures import Mailbox, Person, Staff, work


def exported(person: Person, **wanted: Any) -> list[dict[str, str]]:
    answer = person.get("/suggestions.csv", params=wanted)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_the_log_is_filtered_and_exported(staff: Staff, mailbox: Mailbox):
    mailbox.write(
        "My parcel came broken, I want my money back!", name="=cmd|calc", sender="eve@customer.test"
    )
    mailbox.write("Thank you, all arrived well.", sender="joe@customer.test")
    work()
    everything = exported(staff.admin)
    assert {row["decision"] for row in everything} == {"escalate", "no_reply"}
    (silent,) = exported(staff.admin, decision="no_reply")
    assert silent["question"] == "Thank you, all arrived well."
    (angry,) = exported(staff.admin, decision="escalate")
    assert angry["contact"] == "'=cmd|calc"
    assert exported(staff.admin, intent="spam") == []
    assert exported(staff.admin, until="2020-01-01T00:00:00Z") == []
    listed = staff.admin.get("/suggestions", params={"decision": "no_reply"}).json()["items"]
    assert [one["id"] for one in listed] == [silent["id"]]
    assert staff.admin.get("/suggestions", params={"since": "yesterday"}).status_code == 422
    assert staff.rep.get("/suggestions.csv").status_code == 403


def test_the_log_ends_where_the_viewers_sight_does(staff: Staff, mailbox: Mailbox):
    message_id = mailbox.write("My parcel came broken.")
    work()
    thread = staff.admin.get("/conversations", params={"external_id": message_id}).json()["items"][0]
    owner = {"owner_id": str(staff.rep.id), "team_id": str(staff.team_id)}
    assert staff.admin.patch(f"/conversations/{thread['id']}", owner).status_code == 200
    assert len(exported(staff.manager)) == 1
    assert exported(staff.other_manager) == []


@given(st.text())
def test_no_cell_begins_a_formula(words: str):
    assert cell(words)[:1] not in {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"}
