"""Places in a column: whatever is moved where, the order stays that of a plain list (R59)."""

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import delete

from mancrel.deals import places
from mancrel.deals.models import Deal
from mancrel.kit.db import transaction
from tests import machines
from tests.deals.factory import deal, pipeline, stage
from tests.fixtures import Staff

COLUMNS = ("Lead", "Qualified")
PLACE = st.integers(0, 60)


class Keys(RuleBasedStateMachine):
    """Keys between keys, against the list that they should sort to."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    @rule(at=PLACE)
    def insert(self, at: int) -> None:
        at %= len(self.keys) + 1
        lower = self.keys[at - 1] if at else None
        upper = self.keys[at] if at < len(self.keys) else None
        self.keys.insert(at, places.between(lower, upper))

    @rule(at=PLACE, times=st.integers(1, 80))
    def insert_often_at_one_place(self, at: int, times: int) -> None:
        for _ in range(times):
            self.insert(at)

    @rule(at=PLACE)
    def drop(self, at: int) -> None:
        if self.keys:
            self.keys.pop(at % len(self.keys))

    @invariant()
    def they_sort(self) -> None:
        assert self.keys == sorted(set(self.keys))


def test_between_two_keys_there_is_always_a_third():
    machines.run(Keys, runs=60, steps=40)


def test_the_end_of_a_long_column_has_short_keys():
    last = first = places.between(None, None)
    for _ in range(5000):
        last, first = places.between(last, None), places.between(None, first)
    assert max(len(last), len(first)) <= 4


class Board(RuleBasedStateMachine):
    """Cards moved through HTTP, against a plain list for each column."""

    staff: Staff

    def __init__(self) -> None:
        super().__init__()
        with transaction() as session:
            session.execute(delete(Deal))
        self.path = f"/pipelines/{pipeline(self.staff.rep)['id']}/board"
        self.stages = {name: stage(self.staff.rep, name) for name in COLUMNS}
        self.columns: dict[str, list[str]] = {name: [] for name in COLUMNS}
        self.versions: dict[str, int] = {}

    @rule(name=st.sampled_from(COLUMNS))
    def create(self, name: str) -> None:
        made = deal(self.staff.rep, stage_id=self.stages[name])
        self.columns[name].append(made["id"])
        self.versions[made["id"]] = 1

    @rule(which=PLACE, to=st.sampled_from(COLUMNS), at=PLACE, by_upper=st.booleans())
    def move(self, which: int, to: str, at: int, by_upper: bool) -> None:
        if not self.versions:
            return
        card = sorted(self.versions)[which % len(self.versions)]
        self.columns = {name: [one for one in ids if one != card] for name, ids in self.columns.items()}
        column = self.columns[to]
        at %= len(column) + 1
        body: dict[str, Any] = {"stage_id": self.stages[to], "version": self.versions[card]}
        if at and by_upper:
            body["after_id"] = column[at - 1]
        elif at < len(column):
            body["before_id"] = column[at]
        column.insert(at, card)
        answer = self.staff.rep.post(f"/deals/{card}/move", body)
        assert answer.status_code == 200, answer.text
        self.versions[card] = answer.json()["version"]

    @invariant()
    def the_board_is_the_list(self) -> None:
        shown = self.staff.rep.get(self.path, params={"limit": 200}).json()["columns"]
        found = {one["stage"]["name"]: [card["id"] for card in one["items"]] for one in shown[:2]}
        assert found == self.columns


@pytest.mark.parametrize("part", machines.parts(2))
def test_random_moves_keep_the_order_of_a_plain_list(staff: Staff, part: int):
    machines.run(Board, runs=5, steps=25, part=part, of=2, staff=staff)
