"""Contacts that are one person: merged field by field, shown as one everywhere, and taken apart exactly."""

from typing import Any

from tests.fixtures import Mailbox, Person, Staff, thread_of, work


def made(person: Person, name: str, **fields: Any) -> dict[str, Any]:
    answer = person.post("/contacts", {"name": name, **fields})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def merged(person: Person, keep: str, *drop: str, **fields: str) -> dict[str, Any]:
    answer = person.post("/contacts/merge", {"keep": keep, "drop": list(drop), "fields": fields})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def plain(contact: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in contact.items() if name != "updated_at"}


def shown(person: Person, id_: str) -> dict[str, Any]:
    return plain(person.get(f"/contacts/{id_}").json())


def test_a_merge_takes_the_chosen_fields_and_keeps_every_address(staff: Staff):
    ann = made(staff.admin, "Ann", email="ann@one.test", tags=["vip"], lifecycle="lead")
    anna = made(
        staff.admin, "Anna Lind", email="ann@two.test", tags=["b2b"], language="sv", phone="030 123456"
    )
    row = merged(staff.admin, ann["id"], anna["id"], name=anna["id"])
    assert [one["name"] for one in row["merged"]] == ["Anna Lind"]
    assert row["undoable"] is True
    one = shown(staff.admin, ann["id"])
    assert (one["name"], one["language"], one["lifecycle"]) == ("Anna Lind", "sv", "lead")
    assert one["tags"] == ["vip", "b2b"]
    assert [each["value"] for each in one["emails"]] == ["ann@one.test", "ann@two.test"]
    assert [each["primary"] for each in one["emails"]] == [True, False]
    assert one["phone"] == "+4930123456"
    assert shown(staff.admin, anna["id"])["id"] == ann["id"]  # the old link leads to the person
    for params in ({}, {"q": "ann@two"}, {"filter": "email:contains:two.test"}, {"q": "Anna"}):
        items = staff.admin.get("/contacts", params=params).json()["items"]
        assert [each["id"] for each in items] == [ann["id"]], params
    found = staff.admin.get("/search", params={"q": "ann@two.test", "kinds": "contacts"}).json()
    assert ann["id"] in str(found)
    assert anna["id"] not in str(found)


def test_undo_puts_back_what_the_merge_wrote_and_nothing_else(staff: Staff):
    ann = made(staff.admin, "Ann", email="ann@one.test", tags=["vip"])
    anna = made(staff.admin, "Anna", email="ann@two.test", language="sv", do_not_contact=True)
    before = shown(staff.admin, ann["id"]), shown(staff.admin, anna["id"])
    row = merged(staff.admin, ann["id"], anna["id"], name=anna["id"])
    assert shown(staff.admin, ann["id"])["do_not_contact"] is True  # the stricter
    staff.admin.patch(f"/contacts/{ann['id']}", {"language": "de"})
    undone = staff.admin.post(f"/merges/{row['id']}/undo")
    assert undone.status_code == 200, undone.text
    assert undone.json()["undoable"] is False
    assert shown(staff.admin, ann["id"]) == {**before[0], "language": "de"}
    assert shown(staff.admin, anna["id"]) == before[1]
    assert staff.admin.post(f"/merges/{row['id']}/undo").status_code == 409


def test_what_arrives_after_a_merge_goes_with_its_address(staff: Staff, mailbox: Mailbox):
    mailbox.write("Hello", sender="ann@one.test", name="Ann")
    mailbox.write("Hello", sender="ann@two.test", name="Anna")
    work()
    people = {one["email"]: one["id"] for one in staff.admin.get("/contacts").json()["items"]}
    ann, anna = people["ann@one.test"], people["ann@two.test"]
    row = merged(staff.admin, ann, anna)
    later = mailbox.write("I am back", sender="ann@two.test", name="Anna")
    work()
    thread = thread_of(staff.admin, later)
    assert thread["contact"]["id"] == ann
    kinds = {"kind": "message"}
    assert len(staff.admin.get(f"/timeline/contacts/{ann}", params=kinds).json()["items"]) == 3
    deal = staff.admin.post(f"/conversations/{thread['id']}/deal", {}).json()
    assert deal["contact"]["id"] == ann
    assert len(staff.admin.get("/deals", params={"contact_id": ann}).json()["items"]) == 1
    assert len(staff.admin.get("/deals", params={"filter": f"contact:eq:{ann}"}).json()["items"]) == 1
    assert staff.admin.post(f"/merges/{row['id']}/undo").status_code == 200
    assert thread_of(staff.admin, later)["contact"]["id"] == anna
    assert len(staff.admin.get(f"/timeline/contacts/{ann}", params=kinds).json()["items"]) == 1
    assert len(staff.admin.get(f"/timeline/contacts/{anna}", params=kinds).json()["items"]) == 2
    assert staff.admin.get("/deals", params={"contact_id": ann}).json()["items"] == []
    assert staff.admin.get("/deals", params={"contact_id": anna}).json()["items"][0]["contact"]["id"] == anna


def test_chains_are_flat_and_come_apart_from_the_top(staff: Staff):
    a, b, c = (made(staff.admin, name, email=f"{name}@x.test")["id"] for name in "abc")
    first = merged(staff.admin, b, c)
    second = merged(staff.admin, a, b)
    assert [shown(staff.admin, one)["id"] for one in (a, b, c)] == [a, a, a]
    assert len(shown(staff.admin, c)["emails"]) == 3
    listed = staff.admin.get(f"/contacts/{a}/merges").json()["items"]
    assert [(one["id"], one["undoable"]) for one in listed] == [(second["id"], True), (first["id"], False)]
    refused = staff.admin.post(f"/merges/{first['id']}/undo")
    assert (refused.status_code, refused.json()["code"]) == (409, "MergeStands")
    assert refused.json()["current"] == {"merge_id": second["id"]}
    assert staff.admin.post(f"/merges/{second['id']}/undo").status_code == 200
    assert [shown(staff.admin, one)["id"] for one in (a, b, c)] == [a, b, b]
    assert staff.admin.post(f"/merges/{first['id']}/undo").status_code == 200
    assert [shown(staff.admin, one)["id"] for one in (a, b, c)] == [a, b, c]


def test_a_merge_refuses(staff: Staff):
    a, b = (made(staff.rep, name)["id"] for name in ("Ann", "Bob"))
    hidden = made(staff.other_rep, "Hidden")["id"]
    unknown = "00000000-0000-7000-8000-000000000000"

    def refused(keep: str, *drop: str, **fields: str) -> tuple[int, str]:
        answer = staff.rep.post("/contacts/merge", {"keep": keep, "drop": list(drop), "fields": fields})
        assert "Hidden" not in answer.text
        return answer.status_code, answer.json()["code"]

    assert refused(a, a) == (422, "MergeWithItself")
    assert refused(a, b, b) == (422, "MergeWithItself")
    assert refused(a, unknown) == (404, "NotFound")
    assert refused(a, hidden) == (404, "NotFound")
    assert refused(a, b, name=hidden) == (422, "UnknownChoice")
    assert refused(a, b, shoe_size=b) == (422, "UnknownChoice")
    merged(staff.rep, a, b)
    assert refused(a, b) == (409, "AlreadyMerged")
    row = staff.rep.get(f"/contacts/{a}/merges").json()["items"][0]
    assert staff.other_rep.post(f"/merges/{row['id']}/undo").status_code == 404
    assert staff.other_rep.get(f"/contacts/{a}/merges").status_code == 404


def test_a_merge_of_what_is_only_seen_is_refused(staff: Staff):
    mine = made(staff.rep, "Mine")["id"]
    theirs = made(staff.other_rep, "Theirs")["id"]
    staff.admin.post("/deals", {"title": "Lamps", "contact_id": theirs, "owner_id": str(staff.rep.id)})
    answer = staff.rep.post("/contacts/merge", {"keep": mine, "drop": [theirs]})
    assert answer.status_code == 403


def test_a_merged_contact_is_seen_by_its_persons_rule(staff: Staff, mailbox: Mailbox):
    mine = made(staff.rep, "Mine", email="mine@x.test")["id"]
    theirs = made(staff.other_rep, "Theirs", email="theirs@x.test")["id"]
    note = {"kind": "note", "title": "Likes tea", "contact_id": theirs}
    staff.other_rep.post("/activities", note)
    row = merged(staff.admin, mine, theirs)
    for name, person in staff.everyone.items():
        sees = name in {"admin", "manager", "rep"}
        assert person.get(f"/contacts/{mine}").status_code == (200 if sees else 404), name
        assert person.get(f"/contacts/{theirs}").status_code == (200 if sees else 404), name
        listed = [one["id"] for one in person.get("/contacts").json()["items"]]
        assert listed == ([mine] if sees else []), name
        if sees:
            assert len(person.get(f"/contacts/{theirs}").json()["emails"]) == 2
            assert len(person.get("/activities", params={"contact_id": mine}).json()["items"]) == 1, name
    thread = mailbox.write("Hello", sender="theirs@x.test")
    work()
    id_ = thread_of(staff.admin, thread)["id"]
    staff.admin.patch(f"/conversations/{id_}", {"owner_id": str(staff.other_rep.id)})
    seen = staff.other_rep.get(f"/contacts/{theirs}").json()  # the thread opens the person it is shown with
    assert (seen["id"], seen["editable"]) == (mine, False)
    assert [one["id"] for one in staff.other_rep.get("/contacts").json()["items"]] == [mine]
    assert len(staff.other_rep.get("/conversations").json()["items"]) == 1
    assert staff.admin.post(f"/merges/{row['id']}/undo").status_code == 200
    assert staff.rep.get(f"/contacts/{theirs}").status_code == 404
    assert staff.other_rep.get(f"/contacts/{theirs}").json()["editable"] is True


def test_a_merged_person_in_the_bin(staff: Staff, mailbox: Mailbox):
    ann = made(staff.admin, "Ann", email="ann@one.test")["id"]
    anna = made(staff.admin, "Anna", email="ann@two.test")["id"]
    row = merged(staff.admin, ann, anna)
    assert staff.admin.delete(f"/contacts/{anna}").status_code == 204
    assert staff.admin.get("/contacts").json()["items"] == []
    assert staff.admin.get(f"/contacts/{anna}").status_code == 404
    mailbox.write("Hello", sender="ann@two.test")  # brings the person back
    work()
    assert [one["id"] for one in staff.admin.get("/contacts").json()["items"]] == [ann]
    staff.admin.delete(f"/contacts/{ann}")
    assert staff.admin.post(f"/merges/{row['id']}/undo").status_code == 200
    assert [one["id"] for one in staff.admin.get("/contacts").json()["items"]] == [anna]
    assert staff.admin.post(f"/contacts/{ann}/restore").status_code == 200


def test_addresses_of_a_person_are_changed_wherever_they_came_from(staff: Staff):
    ann = made(staff.admin, "Ann", email="ann@one.test")["id"]
    anna = made(staff.admin, "Anna", emails=[{"value": "b@two.test"}, {"value": "c@two.test"}])["id"]
    row = merged(staff.admin, ann, anna)
    every = staff.admin.get(f"/contacts/{ann}").json()["emails"]
    assert staff.admin.patch(f"/contacts/{ann}", {"emails": every}).json()["emails"] == every
    assert staff.admin.patch(f"/contacts/{ann}", {"email": "c@two.test"}).json()["email"] == "c@two.test"
    kept = [{"value": "ann@one.test", "primary": True}, {"value": "c@two.test"}, {"value": "new@x.test"}]
    after = staff.admin.patch(f"/contacts/{ann}", {"emails": kept}).json()["emails"]
    assert [one["value"] for one in after if one["primary"]] == ["ann@one.test"]
    assert {one["value"] for one in after} == {"ann@one.test", "c@two.test", "new@x.test"}
    staff.admin.post(f"/merges/{row['id']}/undo")
    own = [
        {one["value"] for one in staff.admin.get(f"/contacts/{id_}").json()["emails"]} for id_ in (ann, anna)
    ]
    assert own == [{"ann@one.test", "new@x.test"}, {"c@two.test"}]


def test_consent_of_a_person_is_the_stricter_and_one_history(staff: Staff):
    a, b = (made(staff.admin, name)["id"] for name in ("Ann", "Bob"))
    agreed = {"purpose": "marketing_email", "status": "granted"}
    staff.admin.post(f"/contacts/{a}/consents", agreed)
    staff.admin.post(f"/contacts/{b}/consents", {**agreed, "status": "withdrawn"})
    row = merged(staff.admin, a, b)
    assert shown(staff.admin, a)["consent"]["marketing_email"] == "withdrawn"
    assert len(staff.admin.get(f"/contacts/{a}/consents").json()["items"]) == 2
    staff.admin.post(f"/merges/{row['id']}/undo")
    assert shown(staff.admin, a)["consent"]["marketing_email"] == "granted"


def test_a_pause_of_one_holds_for_the_person(staff: Staff, mailbox: Mailbox):
    paused = made(staff.admin, "Paused", email="p@x.test")["id"]
    staff.admin.patch(f"/contacts/{paused}", {"ai_paused": True})
    keep = made(staff.admin, "Keep", email="k@x.test")["id"]
    row = merged(staff.admin, keep, paused)
    assert shown(staff.admin, keep)["ai_paused"] is True
    staff.admin.post(f"/merges/{row['id']}/undo")
    assert shown(staff.admin, keep)["ai_paused"] is False
    assert shown(staff.admin, paused)["ai_paused"] is True


def test_a_person_is_read_with_the_addresses_that_a_change_answers(staff: Staff):
    """One reads them as values within the row, the other as records: the same, in the same order."""
    ann = made(staff.admin, "Ann", emails=[{"value": "b@one.test"}, {"value": "a@one.test", "primary": True}])
    anna = made(staff.admin, "Anna", email="c@two.test", phone="030 123456")
    both = made(staff.admin, "Ann too", phone="030 123456")
    merged(staff.admin, ann["id"], anna["id"], both["id"])
    changed = staff.admin.patch(f"/contacts/{ann['id']}", {"tags": ["vip"]}).json()
    listed = staff.admin.get("/contacts").json()["items"]
    assert [each["value"] for each in changed["emails"]] == ["a@one.test", "c@two.test", "b@one.test"]
    assert [each["value"] for each in changed["phones"]] == ["+4930123456"]
    assert [plain(one) for one in listed] == [plain(changed)]
    assert shown(staff.admin, ann["id"]) == plain(changed)
