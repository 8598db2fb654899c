"""Channels over HTTP: who sees what of them, and changing them."""

from tests.fixtures import Mailbox, Staff


def test_everyone_sees_channels_but_only_admins_their_settings(staff: Staff, mailbox: Mailbox):
    kept = {"address": "shop@a.test", "from_name": "Shop", "authserv_id": "mx.a.test"}
    assert staff.admin.patch(f"/channels/{mailbox.id}", {"settings": kept}).status_code == 200
    for person in (staff.rep, staff.manager):
        listed = person.get("/channels").json()["items"][0]
        assert listed["webhook_path"] == mailbox.path
        assert person.get(f"/channels/{mailbox.id}").json()["settings"]["authserv_id"] is None
        assert listed["settings"]["address"] == "shop@a.test"
    assert staff.admin.get("/channels").json()["items"][0]["settings"]["authserv_id"] == "mx.a.test"


def test_change_merges_settings(staff: Staff, mailbox: Mailbox):
    staff.admin.patch(
        f"/channels/{mailbox.id}", {"settings": {"address": "shop@a.test", "authserv_id": "mx"}}
    )
    changed = staff.admin.patch(
        f"/channels/{mailbox.id}", {"settings": {"from_name": "Shop", "authserv_id": None}}
    ).json()
    assert changed["settings"]["address"] == "shop@a.test"
    assert changed["settings"]["from_name"] == "Shop"
    assert changed["settings"]["authserv_id"] is None


def test_a_channel_comes_back_from_the_bin_as_it_was(staff: Staff, mailbox: Mailbox):
    path = f"/channels/{mailbox.id}"
    for active, status in ((False, 401), (True, 202)):
        assert staff.admin.patch(path, {"is_active": active}).status_code == 200
        assert staff.admin.delete(path).status_code == 204
        assert mailbox.post(b"From: jane@customer.test\r\n\r\nHello").status_code == 401
        assert staff.admin.post(f"{path}/restore").json()["is_active"] is active
        assert mailbox.post(b"From: jane@customer.test\r\n\r\nHello").status_code == status
