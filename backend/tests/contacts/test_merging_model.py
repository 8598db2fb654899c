"""Whatever is merged, taken apart, changed, deleted or written in between: all is as a plain model says (R59)."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests import machines
from tests.fixtures import Mailbox, Staff, work

ROWS = 4
WHICH = st.integers(0, ROWS - 1)
NAMES = st.sampled_from(["Ann", "Bob", "Cleo", "Dan"])
DETAILS = st.sampled_from(["de", "en", "sv"])


@dataclass
class One:
    """A record as the model knows it: its fields, as what it is shown, and how much arrived for it.

    ``main``: the row whose domain leads.
    """

    name: str
    main: int
    detail: str | None = None
    into: int | None = None
    deleted: bool = False
    arrived: int = 0


@dataclass
class Step:
    """A merge as the model knows it."""

    id: str
    keep: int
    moves: dict[int, int | None]
    written: dict[str, tuple[Any, Any]] = field(default_factory=dict)


class Merging(RuleBasedStateMachine):
    """Merge, undo, change, delete, restore and write, and compare all records after each.

    ``detail``: a second field; ``known_by``: by what field mail is recognised; ``chosen``: what a person
    takes of the other record; ``keeps_out``: whether nothing arrives for what is in the bin.
    """

    staff: Staff
    mailbox: Mailbox
    run = 0
    path: str
    undo_path: str
    detail: str
    known_by: str
    chosen: tuple[str, ...] = ("name",)
    keeps_out = False

    def own(self, number: int) -> dict[str, str]:
        """Return what a record is known by, as it is made with."""
        raise NotImplementedError

    def known(self, told: dict[str, Any]) -> set[str]:
        """Return what a record is known by, as it is shown."""
        raise NotImplementedError

    def arrive(self, number: int) -> None:
        """Let something arrive for a row, merged or not."""
        raise NotImplementedError

    def arrived(self, number: int) -> int:
        """Return how much is shown with a record."""
        raise NotImplementedError

    def bin_with(self, number: int) -> list[int]:
        """Return which rows go to the bin with a record and come back with it."""
        raise NotImplementedError

    @initialize()
    def begin(self) -> None:
        type(self).run += 1
        self.ids: list[str] = []
        self.model: list[One] = []
        self.steps: list[Step] = []
        for number in range(ROWS):
            made = self.staff.admin.post(self.path, {"name": f"P{number}", **self.own(number)})
            self.ids.append(made.json()["id"])
            self.model.append(One(f"P{number}", number))

    def root(self, number: int) -> int:
        into = self.model[number].into
        return number if into is None else into

    @rule(keep=WHICH, drop=WHICH, names=WHICH)
    def merge(self, keep: int, drop: int, names: int) -> None:
        fields = dict.fromkeys(self.chosen, self.ids[drop]) if names % 2 else {}
        body = {"keep": self.ids[keep], "drop": [self.ids[drop]], "fields": fields}
        answer = self.staff.admin.post(f"{self.path}/merge", body)
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
            "main": dropped.main if chosen and "domain" in self.chosen else kept.main,
            "detail": kept.detail or dropped.detail,
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
        answer = self.staff.admin.post(f"{self.undo_path}/{step.id}/undo")
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

    @rule(which=WHICH, name=NAMES, detail=DETAILS)
    def change(self, which: int, name: str, detail: str) -> None:
        one = self.model[self.root(which)]
        answer = self.staff.admin.patch(f"{self.path}/{self.ids[which]}", {"name": name, self.detail: detail})
        assert answer.status_code == (404 if one.deleted else 200)
        if not one.deleted:
            one.name, one.detail = name, detail

    @rule(which=WHICH)
    def delete(self, which: int) -> None:
        one = self.model[self.root(which)]
        answer = self.staff.admin.delete(f"{self.path}/{self.ids[which]}")
        assert answer.status_code == (404 if one.deleted else 204)
        for number in self.bin_with(self.root(which)):
            self.model[number].deleted = True

    @rule(which=WHICH)
    def restore(self, which: int) -> None:
        one = self.model[self.root(which)]
        answer = self.staff.admin.post(f"{self.path}/{self.ids[which]}/restore")
        assert answer.status_code == (200 if one.deleted else 409)
        for number in self.bin_with(self.root(which)):
            self.model[number].deleted = False

    @rule(which=WHICH)
    def hang_on(self, which: int) -> None:
        one = self.model[self.root(which)]
        if not (one.deleted and self.keeps_out):
            self.arrive(which)
            self.model[which].arrived += 1
            one.deleted = False

    def rows_of(self, root: int) -> list[int]:
        return [row for row in range(ROWS) if self.root(row) == root]

    @invariant()
    def agrees(self) -> None:
        for number, one in enumerate(getattr(self, "model", [])):
            root = self.root(number)
            shown = self.staff.admin.get(f"{self.path}/{self.ids[number]}")
            if self.model[root].deleted:
                assert shown.status_code == 404
                continue
            told, person = shown.json(), self.model[root]
            assert told["id"] == self.ids[root]
            assert (told["name"], told[self.detail]) == (person.name, person.detail)
            rows = self.rows_of(root)
            assert self.known(told) == {self.own(row)[self.known_by] for row in rows}
            if "domain" in self.chosen:
                assert told["domain"] == self.own(person.main)["domain"]
            if one.into is None:
                assert self.arrived(number) == sum(self.model[row].arrived for row in rows)

    def teardown(self) -> None:
        """Taken apart entirely, everybody is who they were."""
        for step in reversed(getattr(self, "steps", [])[:]):
            self.take_apart(step)
        assert all(one.into is None for one in getattr(self, "model", []))
        self.agrees()


class People(Merging):
    """Contacts: a message for one of their addresses brings a person back from the bin."""

    path, undo_path, detail, known_by = "/contacts", "/merges", "language", "email"

    def own(self, number: int) -> dict[str, str]:
        return {"email": f"p{number}-{self.run}@gmail.com"}

    def known(self, told: dict[str, Any]) -> set[str]:
        return {mail["value"] for mail in told["emails"]}

    def bin_with(self, number: int) -> list[int]:
        return [number]

    def arrive(self, number: int) -> None:
        # A message from a machine is understood at once, and moves no language and no suggestion.
        sender = self.own(number)["email"]
        self.mailbox.write("Away until Monday.", sender=sender, Auto_Submitted="auto-replied")
        work()

    def arrived(self, number: int) -> int:
        path, kinds = f"/timeline/contacts/{self.ids[number]}", {"kind": "message", "limit": 100}
        return len(self.staff.admin.get(path, params=kinds).json()["items"])


class Firms(Merging):
    """Companies: what was merged lies in the bin together, and nobody can be added to it there."""

    path, undo_path, detail, known_by = "/companies", "/companies/merges", "industry", "domain"
    chosen = ("name", "domain")
    keeps_out = True

    def own(self, number: int) -> dict[str, str]:
        return {"domain": f"firm{number}-{self.run}.example"}

    def known(self, told: dict[str, Any]) -> set[str]:
        return set(told["domains"])

    def bin_with(self, number: int) -> list[int]:
        return self.rows_of(number)

    def arrive(self, number: int) -> None:
        body = {"name": "Kim", "company_id": self.ids[number]}
        assert self.staff.admin.post("/contacts", body).status_code == 201

    def arrived(self, number: int) -> int:
        found = self.staff.admin.get("/contacts", params={"company_id": self.ids[number]}).json()
        told = self.staff.admin.get(f"/companies/{self.ids[number]}").json()
        assert told["contact_count"] == found["total"]
        return int(found["total"])


@pytest.mark.parametrize("part", machines.parts(4))
@pytest.mark.parametrize("machine", [People, Firms])
@pytest.mark.usefixtures("database")
def test_all_is_as_the_model_says(staff: Staff, mailbox: Mailbox, machine: type[Merging], part: int):
    machines.run(machine, runs=12, steps=14, part=part, of=4, staff=staff, mailbox=mailbox)
