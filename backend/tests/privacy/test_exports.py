"""Everything about a person as a file, for whoever asked, for a week."""

import io
import json
import os
from datetime import UTC, datetime, timedelta
from zipfile import ZipFile

import pytest
from sqlalchemy import update

from mancrel.contacts.models import Contact
from mancrel.kit.db import transaction
from mancrel.privacy import exporting
from mancrel.privacy import service as privacy
from mancrel.privacy.models import PersonExport
from tests.fixtures import Mailbox, Person, Shop, Staff, work
from tests.privacy.planting import BORN_BINARY, NAME, WORDS, Planted, plant


@pytest.fixture(autouse=True)
def no_files(database: None) -> None:
    for path in exporting.directory().iterdir():
        path.unlink()


@pytest.fixture
def planted(staff: Staff, mailbox: Mailbox, shop: Shop) -> Planted:
    return plant(staff, mailbox, shop)


def exported(person: Person, id_: str) -> str:
    answer = person.post(f"/contacts/{id_}/exports")
    assert answer.status_code == 202, answer.text
    work()
    return str(answer.json()["id"])


def test_an_export_holds_everything_about_a_person(staff: Staff, planted: Planted):
    id_ = exported(staff.admin, planted.merged_id)  # the old id leads to the person
    told = staff.admin.get(f"/person-exports/{id_}").json()
    assert (told["status"], told["complete"], told["mine"]) == ("ready", True, True)
    answer = staff.admin.get(f"/person-exports/{id_}/file")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    archive = ZipFile(io.BytesIO(answer.content))
    everything = b"\n".join(archive.read(name) for name in archive.namelist()).lower()
    assert [word for word in WORDS if word.lower().encode() not in everything] == []
    (attachment,) = [name for name in archive.namelist() if name.startswith("attachments/")]
    assert archive.read(attachment) == BORN_BINARY
    assert planted.raw in [archive.read(name) for name in archive.namelist() if name.endswith(".eml")]
    assert len(json.loads(archive.read("contacts.json"))) == 2
    for kind in (
        "messages",
        "suggestions",
        "deals",
        "activities",
        "changes",
        "events",
        "import_rows",
        "consents",
    ):
        assert json.loads(archive.read(f"{kind}.json")), kind
    held = staff.admin.get(f"/contacts/{planted.id}/personal-data").json()
    assert held["contacts"] == 2
    assert held["counts"]["messages"] == len(json.loads(archive.read("messages.json")))


def test_only_whoever_asked_downloads_it(staff: Staff, planted: Planted):
    id_ = exported(staff.manager, planted.id)
    assert staff.rep.post(f"/contacts/{planted.id}/exports").status_code == 403
    assert staff.other_manager.get(f"/person-exports/{id_}").status_code == 404
    refused = staff.admin.get(f"/person-exports/{id_}/file")
    assert (refused.status_code, refused.json()["code"]) == (403, "NotYours")
    assert staff.manager.get(f"/person-exports/{id_}/file").status_code == 200
    asked = [one["id"] for one in staff.admin.get("/person-exports").json()["items"]]
    assert asked == [id_]


def test_a_manager_gets_what_a_manager_sees(staff: Staff, planted: Planted):
    with transaction() as session:
        session.execute(update(Contact).values(team_id=staff.team_id))
    id_ = exported(staff.manager, planted.id)
    told = staff.manager.get(f"/person-exports/{id_}").json()
    assert (told["status"], told["complete"]) == ("ready", False)
    assert told["counts"]["deliveries"] == 0


def test_a_file_is_gone_after_a_week(staff: Staff, planted: Planted):
    id_ = exported(staff.admin, planted.id)
    (exporting.directory() / "of_nobody.zip").touch()
    os.utime(exporting.directory() / "of_nobody.zip", (0, 0))
    assert len(list(exporting.directory().iterdir())) == 2
    with transaction() as session:
        session.execute(update(PersonExport).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    answer = staff.admin.get(f"/person-exports/{id_}/file")
    assert (answer.status_code, answer.json()["code"]) == (409, "ExportNotReady")
    with transaction() as session:
        assert privacy.expire(session) == 1
    assert list(exporting.directory().iterdir()) == []
    assert staff.admin.get(f"/person-exports/{id_}").json()["status"] == "expired"


def test_who_asked_and_who_took_it_is_recorded(staff: Staff, planted: Planted):
    id_ = exported(staff.admin, planted.id)
    (fact,) = [
        one
        for one in staff.admin.get("/audit", params={"subject_id": id_}).json()["items"]
        if one["action"] == "created"
    ]
    assert fact["actor"]["name"] == staff.admin.name


def test_an_erasure_takes_the_files_along(staff: Staff, planted: Planted):
    id_ = exported(staff.admin, planted.id)
    assert len(list(exporting.directory().iterdir())) == 1
    staff.admin.post(f"/contacts/{planted.id}/erase", {"reason": "request", "confirm": NAME})
    work(times=100)
    assert list(exporting.directory().iterdir()) == []
    assert staff.admin.get(f"/person-exports/{id_}").status_code == 404
