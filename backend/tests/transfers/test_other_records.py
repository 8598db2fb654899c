"""Imports of companies and deals."""

from tests.contacts.test_custom_fields import define
from tests.fixtures import Staff
from tests.transfers.factory import bring, do, names, reasons, table


def test_companies_come_in_by_domain(staff: Staff):
    define(staff, "number", "company")
    known = staff.rep.post("/companies", {"name": "Acme", "domain": "acme.test", "city": "Bremen"}).json()[
        "id"
    ]
    head = [
        "Firma",
        "Webseite",
        "Domain",
        "Telefon",
        "PLZ",
        "Ort",
        "Land",
        "Mitarbeiter",
        "Tags",
        "My number",
    ]
    rows = [
        ["Acme Ltd", "https://acme.test", "www.acme.test", "", "", "Hamburg", "de", "11-50", "a,b", "5"],
        ["New", "", "new.test", "030 1234567", "01067", "Dresden", "DE", "", "", ""],
        ["Twice", "", "new.test", "", "", "", "", "", "", ""],
        ["Bad", "", "bad.test", "", "", "", "Germany", "", "", ""],
        ["", "", "", "", "", "Ulm", "", "", "", ""],
    ]  # fmt: skip
    id_ = bring(staff.rep, table(head, *rows), "company", mapping={"Firma": "name"})
    for verb in ("check", "run"):
        assert do(staff.rep, id_, verb)["counts"] == {"create": 1, "update": 2, "skip": 0, "fail": 2}, verb
    assert reasons(staff.rep, id_, "fail")[6] == "There is neither a name nor a domain."
    acme = staff.rep.get(f"/companies/{known}").json()
    assert (acme["name"], acme["city"], acme["country"], acme["size"]) == (
        "Acme Ltd",
        "Hamburg",
        "DE",
        "11-50",
    )
    assert (acme["tags"], acme["custom"]) == (["a", "b"], {"number": 5})
    new = next(one for one in staff.rep.get("/companies").json()["items"] if one["domain"] == "new.test")
    assert (new["name"], new["phone"], new["postal_code"]) == ("Twice", "+49301234567", "01067")
    assert do(staff.rep, id_, "undo")["undone"] == {"undone": 3, "kept": 0}
    acme = staff.rep.get(f"/companies/{known}").json()
    assert (acme["name"], acme["city"], acme["custom"]) == ("Acme", "Bremen", {})
    assert names(staff.rep, "/companies") == ["Acme"]


def test_a_hidden_company_is_out_of_reach(staff: Staff):
    staff.other_rep.post("/companies", {"name": "Secret", "domain": "acme.test"})
    id_ = bring(staff.rep, table(["Name", "Domain"], ["Acme", "acme.test"]), "company")
    assert do(staff.rep, id_, "run")["counts"]["fail"] == 1
    assert "Secret" not in staff.rep.get(f"/imports/{id_}/rows").text


def test_deals_come_in_by_title_and_contact(staff: Staff):
    ann = staff.rep.post("/contacts", {"name": "Ann", "email": "ann@a.test"}).json()["id"]
    old = staff.rep.post("/deals", {"title": "Lamps", "contact_id": ann, "amount": "10.00"}).json()
    stages = [one["name"] for one in staff.rep.get("/pipelines").json()["items"][0]["stages"]]
    head = ["Title", "Amount", "Currency", "Stage", "Contact", "Expected close", "Company", "Lost reason"]
    rows = [
        ["LAMPS", "1,200.50", "usd", stages[1], "ann@a.test", "2026-12-24", "", ""],
        ["Chairs", "99", "", stages[2], "ann@a.test", "", "Acme", ""],
        ["Won one", "", "", next(one for one in stages if "Won" in one), "", "", "", ""],
        ["Lost one", "", "", next(one for one in stages if "Lost" in one), "", "", "", "Too dear"],
        ["Lost two", "", "", next(one for one in stages if "Lost" in one), "", "", "", ""],
        ["No such", "", "", "Nowhere", "", "", "", ""], ["Stranger", "", "", "", "who@a.test", "", "", ""],
    ]  # fmt: skip
    id_ = bring(staff.rep, table(head, *rows), "deal")
    for verb in ("check", "run"):
        assert do(staff.rep, id_, verb)["counts"] == {"create": 3, "update": 1, "skip": 0, "fail": 3}, verb
    assert reasons(staff.rep, id_, "fail") == {
        6: "A lost deal needs the reason why it was lost.", 7: "There is no stage called Nowhere.",
        8: "You know no contact with the e-mail address who@a.test.",
    }  # fmt: skip
    lamps = staff.rep.get(f"/deals/{old['id']}").json()
    assert (lamps["title"], lamps["amount"], lamps["currency"], lamps["stage"]["name"]) == (
        "LAMPS",
        "1200.50",
        "USD",
        stages[1],
    )
    by_title = {one["title"]: one for one in staff.rep.get("/deals").json()["items"]}
    assert (by_title["Won one"]["status"], by_title["Lost one"]["lost_reason"]) == ("won", "Too dear")
    assert by_title["Chairs"]["company"]["name"] == "Acme"
    assert by_title["Chairs"]["owner"]["id"] == str(staff.rep.id)
    assert do(staff.rep, id_, "undo")["undone"] == {"undone": 4, "kept": 0}
    lamps = staff.rep.get(f"/deals/{old['id']}").json()
    assert (lamps["title"], lamps["amount"], lamps["currency"]) == ("Lamps", "10.00", "EUR")
    assert (lamps["stage"]["name"], lamps["expected_close_on"]) == (stages[0], None)
    assert names(staff.rep, "/deals") == ["Lamps"]
    assert names(staff.rep, "/companies") == []
