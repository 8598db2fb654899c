"""Whatever is merged, taken apart, changed, deleted or written in between: people are as a plain model says (R59)."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests import machines
from tests.fixtures import Mailbox, Staff, work

PEOPLE = 4
WHICH = st.integers(0, PEOPLE - 1)
NAMES = st.sampled_from(["Ann", "Bob", "Cleo", "Dan"])
LANGUAGES = st.sampled_from(["de", "en", "sv"])


@dataclass
class One:
    """A contact as the model knows it: its fields, whom it is shown as, and how many threads it has."""

    name: str
    language: str | None = None
    into: int | None = None
    deleted: bool = False
    threads: int = 0


@dataclass
class Step:
    """A merge as the model knows it."""

    id: str
    keep: int
    moves: dict[int, int | None]
    written: dict[str, tuple[Any, Any]] = field(default_factory=dict)


class Merging(RuleBasedStateMachine):
    """Merge, undo, change, delete, restore and write, and compare all people after each."""

    staff: Staff
    mailbox: Mailbox
    run = 0

    @initialize()
    def begin(self) -> None:
        type(self).run += 1
        self.ids: list[str] = []
        self.model: list[One] = []
        self.steps: list[Step] = []
        for number in range(PEOPLE):
            made = self.staff.admin.post("/contacts", {"name": f"P{number}", "email": self.address(number)})
            self.ids.append(made.json()["id"])
            self.model.append(One(f"P{number}"))

    def address(self, number: int) -> str:
        return f"p{number}-{self.run}@gmail.com"

    def root(self, number: int) -> int:
        into = self.model[number].into
        return number if into is None else into

    @rule(keep=WHICH, drop=WHICH, names=WHICH)
    def merge(self, keep: int, drop: int, names: int) -> None:
        fields = {"name": self.ids[drop]} if names % 2 else {}
        body = {"keep": self.ids[keep], "drop": [self.ids[drop]], "fields": fields}
        answer = self.staff.admin.post("/contacts/merge", body)
        kept, dropped = self.model[keep], self.model[drop]
        if keep == drop:
            assert answer.status_code == 422
        elif kept.deleted or dropped.deleted or kept.into is not None or dropped.into is not None:
            assert answer.status_code in {404, 409}
        else:
            assert answer.status_code == 201, answer.text
            self.steps.append(self.merged(answer.json()["id"], keep, drop, chosen=bool(fields)))

    def merged(self, id_: str, keep: int, drop: int, *, chosen: bool) -> Step:
        kept, dropped = self.model[keep], self.model[drop]
        wanted = {
            "name": dropped.name if chosen else kept.name,
            "language": kept.language or dropped.language,
        }
        step = Step(id_, keep, {})
        for name, value in wanted.items():
            if value != getattr(kept, name):
                step.written[name] = (getattr(kept, name), value)
                setattr(kept, name, value)
        for number, one in enumerate(self.model):
            if drop in {number, one.into}:
                step.moves[number], one.into = one.into, keep
        return step

    @precondition(lambda self: self.steps)
    @rule(which=st.integers(0, 20))
    def undo(self, which: int) -> None:
        self.take_apart(self.steps[which % len(self.steps)])

    def take_apart(self, step: Step) -> None:
        later = self.steps[self.steps.index(step) + 1 :]
        stands = any(one.keep == step.keep or step.keep in one.moves for one in later)
        answer = self.staff.admin.post(f"/merges/{step.id}/undo")
        assert answer.status_code == (409 if stands else 200), answer.text
        if stands:
            return
        kept = self.model[step.keep]
        for name, (before, after) in step.written.items():
            if getattr(kept, name) == after:
                setattr(kept, name, before)
        for number, into in step.moves.items():
            self.model[number].into = into
        self.steps.remove(step)

    @rule(which=WHICH, name=NAMES, language=LANGUAGES)
    def change(self, which: int, name: str, language: str) -> None:
        one = self.model[self.root(which)]
        answer = self.staff.admin.patch(f"/contacts/{self.ids[which]}", {"name": name, "language": language})
        assert answer.status_code == (404 if one.deleted else 200)
        if not one.deleted:
            one.name, one.language = name, language

    @rule(which=WHICH)
    def delete(self, which: int) -> None:
        one = self.model[self.root(which)]
        answer = self.staff.admin.delete(f"/contacts/{self.ids[which]}")
        assert answer.status_code == (404 if one.deleted else 204)
        one.deleted = True

    @rule(which=WHICH)
    def restore(self, which: int) -> None:
        one = self.model[self.root(which)]
        answer = self.staff.admin.post(f"/contacts/{self.ids[which]}/restore")
        assert answer.status_code == (200 if one.deleted else 409)
        one.deleted = False

    @rule(which=WHICH)
    def write(self, which: int) -> None:
        # A message from a machine is understood at once, and moves no language and no suggestion.
        self.mailbox.write("Away until Monday.", sender=self.address(which), Auto_Submitted="auto-replied")
        work()
        self.model[which].threads += 1
        self.model[self.root(which)].deleted = False

    @invariant()
    def agrees(self) -> None:
        for number, one in enumerate(getattr(self, "model", [])):
            root = self.root(number)
            shown = self.staff.admin.get(f"/contacts/{self.ids[number]}")
            if self.model[root].deleted:
                assert shown.status_code == 404
                continue
            told, person = shown.json(), self.model[root]
            assert told["id"] == self.ids[root]
            assert (told["name"], told["language"]) == (person.name, person.language)
            rows = [row for row in range(PEOPLE) if self.root(row) == root]
            assert {mail["value"] for mail in told["emails"]} == {self.address(row) for row in rows}
            if one.into is None:
                path, kinds = f"/timeline/contacts/{self.ids[number]}", {"kind": "message", "limit": 100}
                said = self.staff.admin.get(path, params=kinds).json()["items"]
                assert len(said) == sum(self.model[row].threads for row in rows)

    def teardown(self) -> None:
        """Taken apart entirely, everybody is who they were."""
        for step in reversed(getattr(self, "steps", [])[:]):
            self.take_apart(step)
        assert all(one.into is None for one in getattr(self, "model", []))
        self.agrees()


@pytest.mark.usefixtures("database")
def test_people_are_as_the_model_says(staff: Staff, mailbox: Mailbox):
    machines.run(Merging, runs=12, steps=14, staff=staff, mailbox=mailbox)
