"""Files to import, and their way through the public doors."""

import csv
import io
from typing import Any

from openpyxl import Workbook

from tests.fixtures import Person, work


def table(*rows: list[Any], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter=delimiter).writerows(rows)
    return lines.getvalue().encode(encoding)


def workbook(*rows: list[Any]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def post(person: Person, data: bytes, object_: str = "contact", name: str = "people.csv") -> Any:
    params = {"object": object_, "file_name": name}
    return person.request("POST", "/imports", params=params, content=data)


def bring(person: Person, data: bytes, object_: str = "contact", **settings: Any) -> str:
    """Bring a file and let it be read; returns the import's id."""
    answer = post(person, data, object_)
    assert answer.status_code == 201, answer.text
    id_ = str(answer.json()["id"])
    work()
    if settings:
        assert person.patch(f"/imports/{id_}", settings).status_code == 200
    return id_


def do(person: Person, id_: str, verb: str) -> dict[str, Any]:
    """Check, run or undo an import to its end; returns it."""
    answer = person.post(f"/imports/{id_}/{verb}")
    assert answer.status_code == 202, answer.text
    work(times=400)
    return dict(person.get(f"/imports/{id_}").json())


def reasons(person: Person, id_: str, status: str) -> dict[int, str]:
    rows = person.get(f"/imports/{id_}/rows", params={"status": status, "limit": 200}).json()["items"]
    return {one["number"]: one["reason"] for one in rows}


def names(person: Person, path: str = "/contacts") -> list[str]:
    return [
        one.get("name") or one["title"]
        for one in person.get(path, params={"limit": 200, "sort": "created_at"}).json()["items"]
    ]
