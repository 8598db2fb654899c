"""Companies that are one: suggested with reasons, merged, shown as one everywhere, and taken apart exactly."""

from typing import Any

import pytest

from mancrel.contacts.duplicate_companies import COMPANIES
from tests.contacts.test_duplicates import pairs, searched
from tests.fixtures import Mailbox, Person, Staff, thread_of, work


def made(person: Person, name: str, **fields: Any) -> str:
    answer = person.post("/companies", {"name": name, **fields})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def merged(person: Person, keep: str, *drop: str, **fields: str) -> dict[str, Any]:
    answer = person.post("/companies/merge", {"keep": keep, "drop": list(drop), "fields": fields})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def undone(person: Person, row: dict[str, Any]) -> None:
    answer = person.post(f"/companies/merges/{row['id']}/undo")
    assert answer.status_code == 200, answer.text


def shown(person: Person, id_: str) -> dict[str, Any]:
    told = person.get(f"/companies/{id_}").json()
    return {name: value for name, value in told.items() if name != "updated_at"}


def ids_of(person: Person, path: str, **params: Any) -> list[str]:
    answer = person.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["items"]]


def suggested(staff: Staff) -> dict[tuple[str, ...], set[str]]:
    searched(COMPANIES)
    return pairs(staff.admin.get("/companies/duplicates").json()["items"])


def test_a_merge_takes_the_chosen_fields_and_keeps_every_domain(staff: Staff):
    field = {"object": "company", "label": "Terms", "kind": "text"}
    key = staff.admin.post("/custom-fields", field).json()["key"]
    acme = made(staff.admin, "Acme", domain="acme.test", tags=["vip"], city="Bremen", custom={key: "30"})
    gmbh = made(
        staff.admin, "Acme GmbH", domain="acme-shop.test", tags=["b2b"], city="Hamburg",
        industry="Lamps", custom={key: "14"},
    )  # fmt: skip
    before = shown(staff.admin, acme), shown(staff.admin, gmbh)
    row = merged(staff.admin, acme, gmbh, city=gmbh, **{f"custom.{key}": gmbh})
    assert [one["name"] for one in row["merged"]] == ["Acme GmbH"]
    assert {one["field"] for one in row["written"]} == {"city", "industry", "tags", f"custom.{key}"}
    one = shown(staff.admin, acme)
    assert (one["name"], one["city"], one["industry"], one["tags"]) == (
        "Acme", "Hamburg", "Lamps", ["vip", "b2b"],
    )  # fmt: skip
    assert (one["domain"], one["domains"]) == ("acme.test", ["acme.test", "acme-shop.test"])
    assert one["custom"] == {key: "14"}
    assert shown(staff.admin, gmbh) == one  # the old link leads to it
    for params in ({}, {"q": "acme-shop"}, {"q": "GmbH"}, {"filter": "domain:contains:acme-shop"}):
        assert ids_of(staff.admin, "/companies", **params) == [acme], params
    found = staff.admin.get("/search", params={"q": "acme-shop.test", "kinds": "companies"}).json()
    assert acme in str(found)
    assert gmbh not in str(found)
    undone(staff.admin, row)
    assert (shown(staff.admin, acme), shown(staff.admin, gmbh)) == before


def test_all_that_hangs_on_it_is_shown_with_it_and_goes_back(staff: Staff, mailbox: Mailbox):
    acme, gmbh = made(staff.admin, "Acme", domain="acme.test"), made(staff.admin, "GmbH", domain="gmbh.test")
    ann = staff.admin.post("/contacts", {"name": "Ann", "company_id": acme}).json()["id"]
    deal = staff.admin.post("/deals", {"title": "Lamps", "company_id": gmbh}).json()["id"]
    note = staff.admin.post("/activities", {"kind": "note", "title": "Likes tea", "company_id": gmbh})
    view = {"kind": "contacts", "name": "At GmbH", "filter": [f"company:eq:{gmbh}"]}
    assert staff.admin.post("/views", view).status_code == 201
    row = merged(staff.admin, acme, gmbh)
    mail = mailbox.write("Hello, do you sell lamps?", sender="bob@gmbh.test", name="Bob")
    work()
    bob = staff.admin.get(f"/contacts/{thread_of(staff.admin, mail)['contact']['id']}").json()
    assert bob["company"]["id"] == acme
    later = staff.admin.post("/deals", {"title": "More", "contact_id": bob["id"]}).json()
    assert later["company"]["id"] == acme
    for company in (acme, gmbh):
        assert set(ids_of(staff.admin, "/contacts", company_id=company)) == {ann, bob["id"]}
        assert set(ids_of(staff.admin, "/contacts", filter=f"company:eq:{company}")) == {ann, bob["id"]}
        assert set(ids_of(staff.admin, "/deals", company_id=company)) == {deal, later["id"]}
        assert ids_of(staff.admin, "/activities", company_id=company) == [note.json()["id"]]
        told = staff.admin.get(f"/timeline/companies/{company}").json()["items"]
        assert {one["kind"] for one in told} >= {"message", "activity", "deal", "change"}
    assert ids_of(staff.admin, "/contacts", filter=f"company:ne:{acme}") == []
    assert shown(staff.admin, acme)["contact_count"] == 2
    undone(staff.admin, row)
    assert ids_of(staff.admin, "/contacts", company_id=acme) == [ann]
    assert ids_of(staff.admin, "/contacts", company_id=gmbh) == [bob["id"]]
    assert set(ids_of(staff.admin, "/deals", company_id=gmbh)) == {deal, later["id"]}
    assert ids_of(staff.admin, "/activities", company_id=gmbh) == [note.json()["id"]]
    assert staff.admin.get(f"/contacts/{bob['id']}").json()["company"]["id"] == gmbh


def test_it_leaves_as_one(staff: Staff):
    acme, gmbh = made(staff.admin, "Acme"), made(staff.admin, "GmbH", domain="gmbh.test")
    staff.admin.post("/contacts", {"name": "Bob", "company_id": gmbh})
    staff.admin.post("/deals", {"title": "Lamps", "company_id": gmbh})
    merged(staff.admin, acme, gmbh)
    for path in ("/contacts.csv", "/deals.csv", "/companies.csv"):
        answer = staff.admin.get(path)
        assert answer.status_code == 200, path
        assert "Acme" in answer.text
        assert "GmbH" not in answer.text
        assert ("gmbh.test" in answer.text) == (path != "/deals.csv"), path


def test_a_merge_refuses(staff: Staff):
    a, b = made(staff.rep, "Acme", domain="a.test"), made(staff.rep, "Berg", domain="b.test")
    hidden = made(staff.other_rep, "Hidden")

    def refused(keep: str, *drop: str, **fields: str) -> tuple[int, str]:
        answer = staff.rep.post("/companies/merge", {"keep": keep, "drop": list(drop), "fields": fields})
        assert "Hidden" not in answer.text
        return answer.status_code, answer.json()["code"]

    assert refused(a, a) == (422, "MergeWithItself")
    assert refused(a, hidden) == (404, "NotFound")
    assert refused(a, b, domain=hidden) == (422, "UnknownChoice")
    assert refused(a, b, domains=b) == (422, "UnknownChoice")
    row = merged(staff.rep, a, b)
    assert refused(a, b) == (409, "AlreadyMerged")
    assert staff.other_rep.post(f"/companies/merges/{row['id']}/undo").status_code == 404
    assert staff.other_rep.get(f"/companies/{a}/merges").status_code == 404
    listed = staff.rep.get(f"/companies/{b}/merges").json()["items"]
    assert [(one["id"], one["undoable"]) for one in listed] == [(row["id"], True)]
    undone(staff.rep, row)
    again = staff.rep.post(f"/companies/merges/{row['id']}/undo")
    assert (again.status_code, again.json()["code"]) == (409, "AlreadyUndone")


def test_the_audit_tells_into_what_it_was_merged(staff: Staff):
    a, b = made(staff.admin, "Acme"), made(staff.admin, "Berg")
    merged(staff.admin, a, b)
    told = staff.admin.get(f"/timeline/companies/{a}", params={"kind": "change"}).json()["items"]
    fields = [field for one in told for field in one["details"]["fields"]]
    assert {"field": "canonical_id", "before": None, "after": "Acme"} in fields


def test_a_merged_company_is_seen_by_the_rule_of_the_whole(staff: Staff):
    mine, theirs = made(staff.rep, "Mine"), made(staff.other_rep, "Theirs")
    staff.other_rep.post("/activities", {"kind": "note", "title": "Likes tea", "company_id": theirs})
    row = merged(staff.admin, mine, theirs)
    for name, person in staff.everyone.items():
        sees = name in {"admin", "manager", "rep"}
        for company in (mine, theirs):
            assert person.get(f"/companies/{company}").status_code == (200 if sees else 404), name
        assert ids_of(person, "/companies") == ([mine] if sees else []), name
        if sees:
            assert len(ids_of(person, "/activities", company_id=mine)) == 1, name
    staff.admin.post("/deals", {"title": "Lamps", "company_id": theirs, "owner_id": str(staff.other_rep.id)})
    opened = staff.other_rep.get(f"/companies/{theirs}").json()  # their deal opens the whole
    assert (opened["id"], opened["editable"]) == (mine, False)
    undone(staff.admin, row)
    assert staff.rep.get(f"/companies/{theirs}").status_code == 404


def test_what_was_merged_goes_to_the_bin_and_comes_back_together(staff: Staff, mailbox: Mailbox):
    acme, gmbh = made(staff.admin, "Acme", domain="acme.test"), made(staff.admin, "GmbH", domain="gmbh.test")
    row = merged(staff.admin, acme, gmbh)
    assert staff.admin.delete(f"/companies/{gmbh}").status_code == 204
    assert staff.admin.get(f"/companies/{acme}").status_code == 404
    assert ids_of(staff.admin, "/companies", deleted=True) == [acme]
    new = made(staff.admin, "New", domain="gmbh.test")  # no domain stays taken by what is in the bin
    refused = staff.admin.post(f"/companies/{acme}/restore")
    assert (refused.status_code, refused.json()["code"]) == (409, "DuplicateCompany")
    staff.admin.delete(f"/companies/{new}")
    assert staff.admin.post(f"/companies/{gmbh}/restore").json()["id"] == acme
    assert shown(staff.admin, acme)["domains"] == ["acme.test", "gmbh.test"]
    undone(staff.admin, row)
    assert set(ids_of(staff.admin, "/companies")) == {acme, gmbh}


def test_the_domain_of_a_merged_company_is_neither_taken_nor_lost(staff: Staff):
    bare, gmbh = made(staff.admin, "Acme"), made(staff.admin, "GmbH", domain="gmbh.test")
    row = merged(staff.admin, bare, gmbh)
    assert shown(staff.admin, bare)["domain"] == "gmbh.test"
    unchanged = staff.admin.patch(f"/companies/{bare}", {"domain": "gmbh.test", "city": "Bremen"})
    assert unchanged.status_code == 200
    for domain in (None,):
        refused = staff.admin.patch(f"/companies/{bare}", {"domain": domain})
        assert (refused.status_code, refused.json()["code"]) == (409, "DomainOfMerged")
    taken = staff.admin.post("/companies", {"name": "Other", "domain": "gmbh.test"})
    assert (taken.status_code, taken.json()["code"]) == (409, "DuplicateCompany")
    staff.admin.patch(f"/companies/{bare}", {"domain": "acme.test"})
    assert shown(staff.admin, bare)["domains"] == ["acme.test", "gmbh.test"]
    undone(staff.admin, row)
    assert shown(staff.admin, bare)["domains"] == ["acme.test"]
    assert shown(staff.admin, gmbh)["domains"] == ["gmbh.test"]


def test_the_main_domain_is_chosen_and_goes_back(staff: Staff, mailbox: Mailbox):
    acme, gmbh = made(staff.admin, "Acme", domain="acme.test"), made(staff.admin, "GmbH", domain="gmbh.test")
    before = shown(staff.admin, acme), shown(staff.admin, gmbh)
    row = merged(staff.admin, acme, gmbh, domain=gmbh)
    change = {"field": "domain", "before": "acme.test", "after": "gmbh.test"}
    assert row["written"] == [change]
    one = shown(staff.admin, acme)
    assert (one["domain"], one["domains"]) == ("gmbh.test", ["gmbh.test", "acme.test"])
    mail = mailbox.write("Hello, do you sell lamps?", sender="bob@acme.test", name="Bob")
    work()
    bob = thread_of(staff.admin, mail)["contact"]["id"]
    assert staff.admin.get(f"/contacts/{bob}").json()["company"]["id"] == acme
    undone(staff.admin, row)
    assert shown(staff.admin, gmbh) == before[1]
    assert shown(staff.admin, acme) == {**before[0], "contact_count": 1}


def test_who_has_no_domain_does_not_take_that_of_the_other(staff: Staff):
    acme, bare = made(staff.admin, "Acme", domain="acme.test"), made(staff.admin, "Bare")
    row = merged(staff.admin, acme, bare, domain=bare)
    assert row["written"] == []
    assert shown(staff.admin, acme)["domain"] == "acme.test"
    undone(staff.admin, row)
    row = merged(staff.admin, bare, acme)
    assert shown(staff.admin, bare)["domain"] == "acme.test"
    undone(staff.admin, row)
    assert shown(staff.admin, bare)["domain"] is None


def test_another_domain_can_lead_later_and_none_is_overwritten(staff: Staff):
    acme, gmbh = made(staff.admin, "Acme", domain="acme.test"), made(staff.admin, "GmbH", domain="gmbh.test")
    row = merged(staff.admin, acme, gmbh)
    for domain in ("gmbh.test", "acme.test", "gmbh.test"):
        told = staff.admin.patch(f"/companies/{acme}", {"domain": domain}).json()
        assert (told["domain"], set(told["domains"])) == (domain, {"acme.test", "gmbh.test"})
    for domain in ("new.test", None):
        refused = staff.admin.patch(f"/companies/{acme}", {"domain": domain})
        assert (refused.status_code, refused.json()["code"]) == (409, "DomainOfMerged")
    told = staff.admin.get(f"/timeline/companies/{acme}", params={"kind": "change"}).json()["items"]
    fields = [field for one in told for field in one["details"]["fields"]]
    assert {"field": "chosen_domain", "before": None, "after": "gmbh.test"} in fields
    undone(staff.admin, row)
    merged(staff.admin, acme, gmbh, domain=acme)
    assert shown(staff.admin, acme)["domain"] == "acme.test"  # what was chosen before left with its company


def test_what_was_chosen_goes_on_into_the_next_merge(staff: Staff):
    acme, gmbh = made(staff.admin, "Acme", domain="acme.test"), made(staff.admin, "GmbH", domain="gmbh.test")
    bare = made(staff.admin, "Bare")
    first = merged(staff.admin, acme, gmbh, domain=gmbh)
    second = merged(staff.admin, bare, acme)
    assert shown(staff.admin, bare)["domain"] == "gmbh.test"
    undone(staff.admin, second)
    assert shown(staff.admin, acme)["domain"] == "gmbh.test"
    undone(staff.admin, first)
    assert shown(staff.admin, acme)["domains"] == ["acme.test"]


def test_pairs_are_suggested_with_reasons(staff: Staff):
    field = {"object": "company", "label": "VAT number", "kind": "text"}
    key = staff.admin.post("/custom-fields", field).json()["key"]
    made(staff.admin, "Berg & Co. KG")
    made(staff.admin, "Berg GmbH")
    made(staff.admin, "Lind AB", domain="lind.test")
    made(staff.admin, "Lindström", website="https://www.lind.test/")
    made(staff.admin, "Sun", website="https://social.test/sun")
    made(staff.admin, "Sunshine", website="http://social.test/sun/")
    made(staff.admin, "Moon", website="https://social.test/moon")
    made(staff.admin, "Iron", phone="030 123456", custom={key: "DE 123456789"})
    made(staff.admin, "Steel", phone="+49 30 123456")
    made(staff.admin, "Copper", custom={key: "DE 123456789"})
    made(staff.admin, "Muller Bakery Ltd", city="Bremen")
    made(staff.admin, "Mueller Bakery Inc.", city="bremen")
    made(staff.admin, "Smith Ltd", city="Leeds")
    made(staff.admin, "Smith Inc", city="Boston")
    found = suggested(staff)
    assert found == {
        ("Berg & Co. KG", "Berg GmbH"): {"same_name"},
        ("Lind AB", "Lindström"): {"same_domain"},
        ("Sun", "Sunshine"): {"same_website"},
        ("Iron", "Steel"): {"same_phone"},
        ("Copper", "Iron"): {"same_number"},
        ("Mueller Bakery Inc.", "Muller Bakery Ltd"): {"similar_name", "same_city"},
    }
    assert suggested(staff) == found  # a round later too


def test_not_the_same_is_remembered_and_a_pair_goes_with_a_merge(staff: Staff):
    a, b = made(staff.rep, "Berg GmbH"), made(staff.rep, "Berg Ltd")
    suggested(staff)
    pair = staff.rep.get("/companies/duplicates").json()["items"][0]["id"]
    assert staff.other_rep.post(f"/companies/duplicates/{pair}/dismiss").status_code == 404
    assert staff.rep.post(f"/companies/duplicates/{pair}/dismiss").status_code == 204
    assert suggested(staff) == {}
    assert staff.rep.delete(f"/companies/duplicates/{pair}/dismiss").status_code == 204
    assert len(suggested(staff)) == 1
    row = merged(staff.rep, a, b)
    assert suggested(staff) == {}
    undone(staff.rep, row)
    assert len(suggested(staff)) == 1


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        ({"name": "berg"}, {"same_name"}),
        ({"name": "Berg Möbel", "domain": "berg.test"}, {"same_domain"}),
        ({"website": "https://berg.test"}, {"same_domain"}),
        ({"website": "www.berg.test/shop"}, set()),
        ({"phone": "030 123456"}, {"same_phone"}),
        ({"name": "Be", "domain": "ber", "phone": "nonsense"}, set()),
        ({}, set()),
    ],
)
def test_what_is_typed_may_be_known(staff: Staff, typed: dict[str, str], reasons: set[str]):
    berg = made(staff.rep, "Berg GmbH & Co. KG", domain="berg.test", phone="+49 30 123456")

    def told(person: Person) -> list[tuple[str, set[str]]]:
        items = person.post("/companies/check", typed).json()["items"]
        return [(one["id"], set(one["reasons"])) for one in items]

    assert told(staff.rep) == ([(berg, reasons)] if reasons else [])
    assert told(staff.other_rep) == []


def test_companies_are_listed_by_the_domain_that_they_are_shown_with(staff: Staff):
    def listed(sort: str) -> list[str | None]:
        found: list[str | None] = []
        params: dict[str, Any] = {"sort": sort, "limit": 2}
        while True:
            page = staff.admin.get("/companies", params=params).json()
            found += [one["domain"] for one in page["items"]]
            if not page["next_cursor"]:
                return found
            params["cursor"] = page["next_cursor"]

    own = made(staff.admin, "Own", domain="m.test")
    chosen, bare = made(staff.admin, "Chosen", domain="c.test"), made(staff.admin, "Bare")
    for name in ("x", "a", "k"):
        made(staff.admin, name, domain=f"{name}.test")
    made(staff.admin, "None"), made(staff.admin, "Nothing")
    for keep, name in ((chosen, "z.test"), (bare, "b.test")):
        other = made(staff.admin, "Other", domain=name)
        answer = staff.admin.post(
            "/companies/merge", {"keep": keep, "drop": [other], "fields": {"domain": other}}
        )
        assert answer.status_code == 201, answer.text
    named = ["a.test", "b.test", "k.test", "m.test", "x.test", "z.test"]
    assert listed("domain") == [*named, None, None]
    assert listed("-domain") == [*reversed(named), None, None]
    third = made(staff.admin, "Third", domain="d.test")
    assert (
        staff.admin.post("/companies/merge", {"keep": own, "drop": [third], "fields": {}}).status_code == 201
    )
    assert staff.admin.patch(f"/companies/{own}", {"domain": None}).json()["domain"] == "d.test"
    assert "d.test" in listed("domain")[:4]
    merge = staff.admin.get(f"/companies/{bare}/merges").json()["items"][0]["id"]
    assert staff.admin.post(f"/companies/merges/{merge}/undo").status_code == 200
    assert listed("domain") == ["a.test", "b.test", "d.test", "k.test", "x.test", "z.test", None, None, None]
