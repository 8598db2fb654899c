"""Who sees a contact, company or note is kept with it by the database: right after every change, in any order."""

import random
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, select, text

from mancrel.contacts.models import Contact
from mancrel.kit.db import session_for, transaction, uuid7
from mancrel.kit.engines import engine
from mancrel.kit.visibility import Scope, Viewer
from tests.fixtures import Staff
from tests.torture.harness import until

WRONG = """
WITH kept(what, id, seen_by, counted) AS (
  SELECT 'contact', id, seen_by, contact_seen_by(coalesce(canonical_id, id)) FROM contacts
  UNION ALL SELECT 'company', id, seen_by, company_seen_by(coalesce(canonical_id, id)) FROM companies
  UNION ALL SELECT kind, id, seen_by, activity_seen_by(kind, owner_id, team_id, contact_id, company_id)
  FROM activities)
SELECT what, id, seen_by, counted FROM kept WHERE NOT (seen_by @> counted AND seen_by <@ counted)
"""
STEPS = 120
Columns = dict[str, Any]


class World:
    """Contacts, companies and what opens them, changed at random by plain statements."""

    def __init__(self, connection: Connection, staff: Staff, seed: int) -> None:
        self.connection = connection
        self.random = random.Random(seed)
        self.owners = [None, staff.rep.id, staff.colleague.id, staff.other_rep.id]
        self.teams = [None, staff.team_id, staff.other_team_id]
        (self.stage,) = self.run("SELECT id, pipeline_id FROM stages LIMIT 1")

    def run(self, statement: str, **values: Any) -> list[Any]:
        found = self.connection.execute(text(statement), values)
        return list(found) if found.returns_rows else []

    def any(self, table: str, where: str = "true", **values: Any) -> UUID | None:
        found = self.run(f"SELECT id FROM {table} WHERE {where} ORDER BY id", **values)  # noqa: S608
        return self.random.choice(found)[0] if found else None

    def insert(self, table: str, **columns: Any) -> None:
        columns |= {"id": uuid7(), **self.owned()}
        names = ", ".join(columns)
        self.run(
            f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{one}' for one in columns)})",  # noqa: S608
            **columns,
        )

    def owned(self) -> Columns:
        return {"owner_id": self.random.choice(self.owners), "team_id": self.random.choice(self.teams)}

    def change(self, table: str, **columns: Any) -> None:
        """Change one row, or all of them at once."""
        sets = ", ".join(f"{name} = :{name}" for name in columns)
        where = "true" if self.random.random() < 0.1 else "id = :id"
        self.run(f"UPDATE {table} SET {sets} WHERE {where}", id=self.any(table), **columns)  # noqa: S608

    def merge(self, table: str) -> None:
        keep = self.any(table, "canonical_id IS NULL")
        gone = self.any(table, "canonical_id IS NULL AND id <> :keep", keep=keep)
        statements = ["UPDATE {} SET canonical_id = :keep WHERE id = :gone"]
        statements.insert(
            self.random.randrange(2), "UPDATE {} SET canonical_id = :keep WHERE canonical_id = :gone"
        )
        for one in statements if gone else ():
            self.run(one.format(table), keep=keep, gone=gone)

    def take_apart(self, table: str) -> None:
        self.run(
            f"UPDATE {table} SET canonical_id = NULL WHERE id = :id",  # noqa: S608
            id=self.any(table, "canonical_id IS NOT NULL"),
        )

    def delete(self, table: str) -> None:
        id_ = self.any(table)
        if table in {"contacts", "companies"}:
            self.run(f"UPDATE {table} SET canonical_id = NULL WHERE canonical_id = :id", id=id_)  # noqa: S608
        if table == "contacts":
            self.run("DELETE FROM conversations WHERE contact_id = :id", id=id_)
        self.run(f"DELETE FROM {table} WHERE id = :id", id=id_)  # noqa: S608

    def related(self) -> Columns:
        return {
            "contact_id": self.random.choice([None, self.any("contacts")]),
            "company_id": self.random.choice([None, self.any("companies")]),
        }

    def deal(self) -> None:
        now = datetime.now(UTC)
        given = {"title": "Deal", "stage_id": self.stage.id, "pipeline_id": self.stage.pipeline_id}
        given |= {"stage_entered_at": now, "touched_at": now}
        self.insert("deals", **given, order_key=str(uuid7()), amount=1, status="open", **self.related())

    def thread(self) -> None:
        contact = self.any("contacts")
        if contact:
            self.insert("conversations", subject="Hello", contact_id=contact)

    def steps(self) -> list[Callable[[], None]]:
        kind = self.random.choice(["note", "note", "task"])
        table = self.random.choice(["contacts", "companies"])
        opener = self.random.choice(["deals", "conversations", "activities"])
        return [
            lambda: self.insert("contacts", name="Ann", company_id=self.any("companies")),
            lambda: self.insert("companies", name="Acme"),
            lambda: self.insert("activities", kind=kind, title="Call", **self.related()),
            self.deal,
            self.thread,
            lambda: self.change(table, **self.owned()),
            lambda: self.change("contacts", company_id=self.any("companies")),
            lambda: self.change(opener, **self.owned()),
            lambda: self.change("deals", **self.related()),
            lambda: self.change("activities", kind=kind, **self.related()),
            lambda: self.change("conversations", contact_id=self.any("contacts")),
            *[lambda: self.merge(table)] * 2,
            lambda: self.take_apart(table),
            lambda: self.delete(self.random.choice([table, opener])),
        ]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_is_what_would_be_counted(staff: Staff, seed: int):
    with engine().connect() as connection:
        world = World(connection, staff, seed)
        for name in ("Ann", "Bea", "Cem"):
            world.insert("contacts", name=name)
            world.insert("companies", name=name)
        merged = 0
        for _ in range(STEPS):
            steps = world.steps()
            world.random.choice(steps)()
            assert world.run(WRONG) == []
            merged += bool(world.any("contacts", "canonical_id IS NOT NULL"))
        assert merged, "some were merged"
        connection.rollback()


@pytest.mark.parametrize("scope", [Scope.OWN, Scope.TEAMS])
def test_keys_say_what_the_rule_of_owners_says(staff: Staff, scope: Scope):
    """A contact that nothing opens is seen by those who may change it, and by nobody else."""
    with transaction() as session:
        for owner in (None, staff.rep.id, staff.colleague.id, staff.other_rep.id):
            for team in (None, staff.team_id, staff.other_team_id):
                session.add(Contact(id=uuid7(), name="Ann", owner_id=owner, team_id=team))
    viewer = Viewer(scope, staff.rep.id, frozenset({staff.team_id}))
    with session_for(viewer) as session, transaction() as all_:
        seen = set(session.scalars(select(Contact.id)))
        assert seen == set(all_.scalars(select(Contact.id).where(Contact.owned_by(viewer))))
        assert 0 < len(seen) < 12


@pytest.fixture
def scene(staff: Staff) -> Iterator[Callable[[], World]]:
    """Return what opens one connection after another to the same contacts, each in a transaction."""
    opened: list[Connection] = []

    def another() -> World:
        opened.append(engine().connect())
        return World(opened[-1], staff, 0)

    with transaction() as session:
        session.add_all([Contact(id=uuid7(), name=name, owner_id=staff.admin.id) for name in ("Ann", "Bea")])
    yield another
    for one in opened:
        one.rollback()
        one.close()


def meanwhile(first: World, work: Callable[[], None]) -> None:
    """Do work in a thread until it waits for a lock of the first one's, whose transaction then ends."""
    thread = threading.Thread(target=work)
    thread.start()
    waiting = text(
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    with engine().execution_options(isolation_level="AUTOCOMMIT").connect() as look:
        until(lambda: bool(look.execute(waiting).all()), "a lock")
    first.connection.commit()
    thread.join()


def nothing_is_wrong(world: World) -> bool:
    return world.run(WRONG) == []


def test_two_at_once_lose_nothing(scene: Callable[[], World]):
    """One closes a contact that another one opens: each counts what the other one did."""
    one, two = scene(), scene()
    ann = one.any("contacts", "name = 'Ann'")
    one.insert("conversations", subject="Hello", contact_id=ann)
    one.connection.commit()
    one.insert("conversations", subject="Another", contact_id=ann)

    def close() -> None:
        two.run("DELETE FROM conversations WHERE subject = 'Hello'")
        two.connection.commit()

    meanwhile(one, close)
    assert nothing_is_wrong(scene())


def test_who_opens_what_is_merged_meanwhile_opens_the_other(scene: Callable[[], World]):
    one, two = scene(), scene()
    ann, bea = (one.any("contacts", "name = :name", name=name) for name in ("Ann", "Bea"))
    one.run("UPDATE contacts SET canonical_id = :bea WHERE id = :ann", ann=ann, bea=bea)

    def open_() -> None:
        two.insert("conversations", subject="Hello", contact_id=ann)
        two.connection.commit()

    meanwhile(one, open_)
    assert nothing_is_wrong(scene())
