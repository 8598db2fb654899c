"""The first steps of a workspace: ticked by what is there, put away by an admin for all."""

from tests.fixtures import Shop, Staff, work


def done(staff: Staff) -> set[str]:
    return {one["name"] for one in staff.admin.get("/first-steps").json()["steps"] if one["done"]}


def test_each_step_is_done_when_its_thing_is_there(staff: Staff, shop: Shop):
    told = staff.admin.get("/first-steps").json()
    names = [one["name"] for one in told["steps"]]
    assert names == ["channel", "contacts", "catalogue", "colleagues", "policies"]
    assert (done(staff), told["dismissed"]) == ({"colleagues"}, False)
    channel = staff.admin.post("/channels", {"kind": "email", "name": "post", "settings": {}}).json()["id"]
    assert done(staff) == {"colleagues", "channel"}
    assert staff.admin.patch(f"/channels/{channel}", {"is_active": False}).status_code == 200
    assert done(staff) == {"colleagues"}
    contact = staff.rep.post("/contacts", {"name": "Ann"}).json()["id"]
    shop.put("A", title="Walnut lamp")
    work()
    article = {"title": "Returns", "body": "Within 30 days.", "language": "en"}
    assert staff.admin.post("/articles", article).status_code == 201
    assert done(staff) == {"colleagues", "contacts", "catalogue", "policies"}
    staff.rep.delete(f"/contacts/{contact}")
    assert "contacts" not in done(staff)


def test_they_are_put_away_for_all_admins_and_come_back(staff: Staff):
    assert staff.admin.patch("/first-steps", {"dismissed": True}).json()["dismissed"] is True
    assert staff.admin.patch("/first-steps", {"dismissed": True}).status_code == 200, "told twice"
    assert staff.admin.get("/first-steps").json()["dismissed"] is True
    assert staff.admin.patch("/first-steps", {"dismissed": False}).json()["dismissed"] is False
    refused = staff.admin.patch("/first-steps", {"dismissed": "perhaps"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "dismissed")


def test_they_are_the_admins(staff: Staff):
    for person in (staff.manager, staff.rep):
        assert person.get("/first-steps").status_code == 403
        assert person.patch("/first-steps", {"dismissed": True}).status_code == 403
