"""Deals and pipelines of the tests."""

from typing import Any

from tests.fixtures import Person


def pipeline(person: Person) -> dict[str, Any]:
    """Return the usual pipeline."""
    found: dict[str, Any] = person.get("/pipelines").json()["items"][0]
    return found


def stage(person: Person, name: str) -> str:
    """Return the id of one of its stages."""
    return next(one["id"] for one in pipeline(person)["stages"] if one["name"] == name)


def deal(person: Person, title: str = "Forty lamps", **fields: Any) -> dict[str, Any]:
    """Make a deal."""
    answer = person.post("/deals", {"title": title, **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def column(person: Person, name: str) -> dict[str, Any]:
    """Return a column of the usual pipeline's board."""
    board = person.get(f"/pipelines/{pipeline(person)['id']}/board").json()
    found: dict[str, Any] = next(one for one in board["columns"] if one["stage"]["name"] == name)
    return found


def titles(person: Person, name: str) -> list[str]:
    """Return the titles in a column, top first."""
    return [one["title"] for one in column(person, name)["items"]]
