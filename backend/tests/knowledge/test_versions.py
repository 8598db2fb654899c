"""An article keeps its former versions, and an old one can be brought back."""

from tests.fixtures import Staff, work

RETURNS = {"title": "Returns", "body": "You can return everything within 30 days.", "language": "en"}


def test_each_change_keeps_the_former_version(staff: Staff):
    made = staff.manager.post("/articles", RETURNS).json()
    path = f"/articles/{made['id']}"
    staff.admin.patch(path, {"body": "You can return everything within 60 days."})
    kept = staff.rep.get(f"{path}/versions").json()["items"]
    assert [(one["version"], one["author"]["name"]) for one in kept] == [(2, "Admin"), (1, "Manager")]
    assert kept[1]["body"] == RETURNS["body"]
    assert all(one["created_at"] for one in kept)


def test_an_old_version_comes_back_as_a_new_one(staff: Staff):
    made = staff.manager.post("/articles", RETURNS).json()
    path = f"/articles/{made['id']}"
    staff.manager.patch(path, {"title": "Sending back", "body": "No returns."})
    back = staff.manager.post(f"{path}/versions/1/restore")
    assert (back.json()["version"], back.json()["title"], back.json()["body"]) == (
        3,
        "Returns",
        RETURNS["body"],
    )
    kept = staff.manager.get(f"{path}/versions").json()["items"]
    assert [(one["version"], one["restored_from"]) for one in kept] == [(3, 1), (2, None), (1, None)]
    work()


def test_only_what_exists_and_is_not_in_force_comes_back(staff: Staff):
    made = staff.manager.post("/articles", RETURNS).json()
    path = f"/articles/{made['id']}"
    assert staff.manager.post(f"{path}/versions/7/restore").status_code == 404
    refused = staff.manager.post(f"{path}/versions/1/restore")
    assert (refused.status_code, refused.json()["code"]) == (409, "AlreadyInForce")
    assert staff.rep.post(f"{path}/versions/1/restore").status_code == 403
    assert staff.manager.post(f"{path}/versions/99999999999/restore").status_code == 422
