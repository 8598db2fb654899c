"""The sample shop: whole, in all states, with nothing that could leave, and gone without a trace."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from mancrel import seed
from mancrel.accounts.models import Team, User
from mancrel.activities.models import Activity
from mancrel.adapters.vectors import VectorRow
from mancrel.assistant.gap_models import Gap
from mancrel.assistant.models import Judgement
from mancrel.catalogue.models import Product, Source
from mancrel.contacts.models import Company, Contact
from mancrel.conversations import threads
from mancrel.conversations.models import AutomaticReply, Channel, Conversation, Message, Suggestion
from mancrel.conversations.threads import Inbound
from mancrel.deals.models import Deal, DealItem
from mancrel.intake.models import Endpoint
from mancrel.kit.db import Base, transaction
from mancrel.kit.engines import engine
from mancrel.kit.events import Event
from mancrel.kit.jobs import JobRow
from mancrel.knowledge.models import Article
from mancrel.sample import loading, removal, script
from mancrel.sample.catalogue import CHANNEL
from mancrel.sample.people import TEAM
from mancrel.sample.script import id_of
from tests.emptying import empty
from tests.fixtures import Sink, work
from tests.statements import asked

OWN = "jane@bystander.test"
pytestmark = pytest.mark.timeout(600)  # the conversations are played by the assistant itself


class BrokenOff(RuntimeError):
    """The loader was killed."""


@pytest.fixture(scope="module")
def loaded(application: Any) -> Iterator[datetime]:
    """The sample, loaded in two goes: the first is broken off half-way."""
    empty()
    started = datetime.now(UTC)
    seed.load_users()

    def die(line: str) -> None:
        if line.startswith("20 "):
            raise BrokenOff

    with pytest.raises(BrokenOff):
        loading.load(seed.TEAM, die)
    assert 20 <= _count(Conversation) < len(script.talks())
    seed.load_shop()
    yield started
    empty()


def _count(model: Any, *where: Any) -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def _tally(column: Any, *where: Any) -> Counter[Any]:
    with transaction() as session:
        return Counter(session.scalars(select(column).where(*where)))


def _everything() -> dict[str, int]:
    with engine().connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def _get(application: Any, email: str, path: str) -> Any:
    answer = application.post("/api/v1/auth/login", json={"email": email, "password": seed.PASSWORD})
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    return application.get(f"/api/v1{path}", headers=headers).json()


def test_all_of_it_is_there_although_the_first_load_broke_off(loaded):
    known = {id_of("contact", address) for address in script.names()}
    firms = {id_of("company", one.domain) for one in script.companies()}
    assert (len(known), len(firms)) == (150, 40)
    assert _count(Contact, Contact.id.in_(known)) == 150
    assert _count(Company, Company.id.in_(firms)) == 40
    assert _count(Product) == sum(len(one.variants) for one in script.families()) >= 60
    assert _count(Article) == len(script.articles()) >= 8
    assert 90 <= _count(Conversation) == len(script.talks())
    assert _count(Message, Message.direction == "in") == sum(len(one.turn) for one in script.talks())
    assert _count(VectorRow) == _count(Product) + _count(Article)


def test_every_customer_in_the_script_is_known():
    strangers = {one.sender for one in script.talks() if not one.name}
    assert strangers <= set(script.names())
    assert len({one.id for one in script.talks()}) == len(script.talks())


def test_every_mail_was_decided_by_the_assistant(loaded):
    assert _count(Suggestion) == _count(Message, Message.direction == "in")
    assert _count(Message, Message.direction == "in", Message.triage.is_(None)) == 0
    assert set(_tally(Suggestion.decision)) == {"auto_send", "review", "escalate", "no_reply"}
    assert set(_tally(Suggestion.status)) >= {"sent", "approved", "edited", "pending", "none"}
    assert set(_tally(Message.status)) >= {"received", "sent", "failed", "bounced"}
    assert {"en", "de", "fr", "es"} <= set(_tally(Conversation.language))


def test_what_nothing_answered_is_a_gap(loaded, application):
    assert 5 <= _count(Gap) <= 60
    assert _count(Gap, Gap.last_asked_at < loaded - timedelta(days=1)) > 3


def test_automatic_replies_were_judged_but_for_the_newest(loaded, application):
    assert _count(Judgement, Judgement.verdict.is_not(None)) >= 15
    assert 1 <= _count(Judgement, Judgement.verdict.is_(None)) <= 10
    assert _count(Judgement, Judgement.judged_at < Judgement.created_at) == 0
    assert _count(Judgement) == _count(Suggestion, Suggestion.status == "sent")
    quality = _get(application, "manager@mancrel.example", "/quality?days=90")
    assert quality["messages"] > 40
    assert quality["judged"]["value"] > 0.9
    calibration = _get(application, "admin@mancrel.example", "/quality?days=90")["calibration"]
    assert calibration["ece"] is not None, calibration["n"]


def test_deals_stand_in_every_stage_and_some_came_from_threads(loaded, application):
    assert _count(Deal) == len(script.chances()) == 25
    assert _count(Deal, Deal.conversation_id.is_not(None)) >= 8
    assert _count(Deal, Deal.amount == 0) == 0
    pipeline = _get(application, "rep@mancrel.example", "/pipelines")["items"][0]
    board = _get(application, "admin@mancrel.example", f"/pipelines/{pipeline['id']}/board")
    assert all(column["count"] >= 2 for column in board["columns"])
    assert any(card["stale"] for column in board["columns"] for card in column["items"])


def test_the_work_list_is_alive(loaded):
    views = _tally(Conversation.status)
    assert set(views) == {"open", "closed", "snoozed"}
    assert 12 <= views["open"] <= 45
    assert _count(Suggestion, Suggestion.status == "pending") >= 4
    escalated = (Conversation.status == "open", Conversation.decision == "escalate")
    assert _count(Conversation, *escalated, Conversation.waiting_since.is_not(None)) >= 3
    assert 1 <= _count(Conversation, Conversation.unread) <= 8
    assert _count(Conversation, Conversation.status == "open", Conversation.owner_id.is_(None)) >= 1
    assert _count(Activity, Activity.kind == "task", Activity.done_at.is_(None)) >= 4


def test_demo_users_see_sensible_shares(loaded, application):
    def seen(who: str) -> int:
        return _get(application, f"{who}@mancrel.example", "/conversations/counts")["all"]

    assert seen("admin") == len(script.talks())
    assert 20 < seen("rep") < seen("manager") < seen("admin")
    assert _get(application, "rep@mancrel.example", "/suggestions?status=pending")["items"]
    assert _count(User, User.password_hash.is_(None)) == len(script.colleagues())


def test_everything_lies_in_the_past_and_in_order(loaded):
    with transaction() as session:
        messages = list(session.scalars(select(Message).order_by(Message.created_at, Message.id)))
        suggestions = {one.message_id: one for one in session.scalars(select(Suggestion))}
        tasks = list(session.scalars(select(Activity).where(Activity.message_id.is_not(None))))
    edge = loaded - timedelta(minutes=5)
    for one in messages:
        assert edge - timedelta(days=45) < one.created_at <= (one.sent_at or one.created_at) < edge
    for one in (message for message in messages if message.direction == "in"):
        decided = suggestions[one.id]
        assert one.created_at <= decided.created_at <= (decided.decided_at or decided.created_at) < edge
        assert all(datetime.fromisoformat(step["at"]) < edge for step in decided.history)
    for task in tasks:
        assert task.created_at < edge
        assert task.done_at is None or task.created_at <= task.done_at < edge
    waiting = Conversation.waiting_since > edge
    assert _count(Conversation, waiting | (Conversation.last_message_at > edge)) == 0
    assert _count(AutomaticReply, AutomaticReply.sent_at > edge) == 0
    assert _count(Contact, Contact.created_at > edge) == 0


def test_nothing_waits_to_leave(loaded, sink: Sink):
    assert _count(Message, Message.status.in_(["queued", "sending"])) == 0
    assert set(_tally(JobRow.status)) == {"done"}
    before = _tally(Message.status)
    work()
    assert sink.mails == []
    assert _tally(Message.status) == before


def test_loading_again_changes_nothing(loaded):
    with transaction() as session:
        session.scalars(select(Product).where(Product.sku == "LUM-BLK")).one().stock = 3
    before = _everything()
    lines: list[str] = []
    loading.load(seed.TEAM, lines.append)
    assert _everything() == before
    assert lines[-1] == "The sample shop was complete already."
    assert _count(Product, Product.sku == "LUM-BLK", Product.stock == 3) == 1


@pytest.mark.parametrize("who", ["admin", "rep"])
def test_a_longer_list_takes_no_more_statements(loaded, application, who: str):
    """Whatever a row shows is loaded for all rows at once (R63)."""
    lists = [
        path
        for path, methods in application.app.openapi()["paths"].items()
        if "{" not in path
        and any(one["name"] == "limit" for one in methods.get("get", {}).get("parameters", ()))
    ]
    assert len(lists) > 15
    longer = {}
    for path in lists:
        listed = path.removeprefix("/api/v1")
        costs = []
        for limit in (3, 3, 60):  # the first one fills what is remembered
            with asked() as statements:
                page = _get(application, f"{who}@mancrel.example", f"{listed}?limit={limit}")
            defined = [one for one in statements if "WHERE custom_fields.object = " in one.text]
            assert len(defined) <= 1, "the fields are read once, for the first row that has a value"
            costs.append(len(statements) - len(defined))
        if costs[2] > costs[1]:
            longer[path] = costs, len(page["items"])
    assert longer == {}


def _write_as(email: str, name: str) -> None:
    with transaction() as session:
        mail = Inbound(f"<own-{name}@x.test>", email, name, "My own", "Hello", "Hello", "", None)
        threads.receive(session, session.get_one(Channel, CHANNEL), mail)


def test_removal_leaves_what_is_not_of_the_sample(loaded):
    _write_as("jannik@kontor9.example", "Jannik Petersen")
    _write_as(OWN, "Jane")
    lines: list[str] = []
    removal.remove(lines.append)
    assert _count(Conversation) == 2
    assert set(_tally(Contact.name)) == {"Jannik Petersen", "Jane"}
    assert set(_tally(Company.name)) == {"Kontor 9 Coworking", "bystander.test"}
    assert set(_tally(Channel.id)) == {CHANNEL}
    assert any("1 contacts stay" in line for line in lines)
    assert (_count(Deal), _count(DealItem), _count(Gap)) == (0, 0, 0)
    assert (_count(Product), _count(Article), _count(VectorRow), _count(Suggestion)) == (0, 0, 0, 0)
    assert (_count(Source, Source.name == script.SOURCE), _count(Team, Team.id == TEAM)) == (0, 0)
    assert set(_tally(User.email)) == {email for email, _name, _role in seed.USERS}


def test_what_stayed_goes_once_nobody_needs_it(loaded):
    with transaction() as session:
        kept = session.scalars(
            select(Conversation).join(Contact).where(Contact.name == "Jannik Petersen")
        ).one()
        session.delete(kept)
    with transaction() as session:
        own = session.scalars(select(Conversation)).one()
        own.channel_id = None
        for message in session.scalars(select(Message).where(Message.conversation_id == own.id)):
            message.channel_id = None
    removal.remove(lambda _line: None)
    assert (_count(Contact), _count(Channel), _count(Endpoint)) == (1, 0, 1)
    assert _count(Event, Event.subject_type.in_(["suggestions", "products", "articles"])) == 0
    assert _count(JobRow, JobRow.subscriber == "catalogue.index_product") == 0
