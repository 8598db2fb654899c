"""The conversations: each is played from its first mail to its last in one transaction.

Mails are taken in as from any channel and decided by the assistant itself; what people do goes through the
same verbs as their clicks. Replies are claimed and recorded as sent in the transaction that queued them, so
no worker ever sees one that could still leave. A conversation is there whole or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mancrel.activities import service as activities
from mancrel.activities.models import Activity
from mancrel.assistant import edits, judging
from mancrel.assistant.models import Judgement
from mancrel.channels import message_ids
from mancrel.channels.compose import ascii_address
from mancrel.conversations import sending, suggestions, threads
from mancrel.conversations import service as conversations
from mancrel.conversations.models import Channel, Conversation, Message, Suggestion
from mancrel.conversations.threads import Inbound
from mancrel.kit.db import transaction
from mancrel.kit.secrets import derived_key
from mancrel.sample import script
from mancrel.sample.assistant import decide
from mancrel.sample.catalogue import CHANNEL
from mancrel.sample.clock import Clock, moment, playing, working_day
from mancrel.sample.people import Cast, Member, acting
from mancrel.sample.script import Talk, Turn
from mancrel.settings import settings

THINKING_S, LEAVING_S = 3, 12
USUAL_WAIT = timedelta(minutes=50)
CLOSED_AFTER = 6
JUDGED_AFTER, JUDGED_LATER = 3, timedelta(hours=2)
GOOD = 0.85
WAITING = {"pending", "none", "withdrawn"}
REFUSED = "The other mail server refused the address: 550 5.1.1 no such mailbox."
CALLED = "Answered on the telephone; nothing is left open."


@dataclass
class Stage:
    """One conversation while it is played."""

    session: Session
    clock: Clock
    talk: Talk
    cast: Cast
    now: datetime
    conversation: Conversation


def load(now: datetime, cast: Cast, tell: Callable[[int], None]) -> int:
    """Play the conversations that are missing, oldest first; returns how many."""
    played, names = 0, script.names()
    for talk in sorted(script.talks(), key=lambda one: moment(one.turn[0].at, now)):
        if _play(talk, cast, now, names):
            played += 1
            tell(played)
    return played


def _play(talk: Talk, cast: Cast, now: datetime, names: dict[str, str]) -> bool:
    with transaction() as session, playing(session, moment(talk.turn[0].at, now)) as clock:
        channel = session.get_one(Channel, CHANNEL)
        if threads.known(session, channel, talk.external_id(0)):
            return False
        last: Message | None = None
        for place, turn in enumerate(talk.turn):
            clock.at = max(clock.at, moment(turn.at, now))
            message = threads.receive(session, channel, _mail(talk, place, last, names))
            stage = Stage(session, clock, talk, cast, now, _thread(session, message))
            suggestion = _decided(stage, turn, message)
            _respond(stage, turn, suggestion)
            last = _newest(session, stage.conversation) if turn is not talk.turn[-1] else None
        _finish(stage)
    return True


def _thread(session: Session, message: Message) -> Conversation:
    return session.get_one(Conversation, message.conversation_id)


def _mail(talk: Talk, place: int, last: Message | None, names: dict[str, str]) -> Inbound:
    """Write the customer's mail; a later one quotes what came before it."""
    turn = talk.turn[place]
    quoted = _quote(last) if last else ""
    new = turn.mail.strip()
    references = (*last.references, last.external_id) if last and last.external_id else ()
    return Inbound(
        external_id=talk.external_id(place),
        from_address=talk.sender,
        from_name=talk.name or names.get(talk.sender, ""),
        subject=f"Re: {talk.subject}" if place else talk.subject,
        text=f"{new}\n\n{quoted}" if quoted else new,
        new_text=new,
        quoted_text=quoted,
        html=None,
        in_reply_to=last.external_id if last else None,
        references=references,
        automated=turn.automated,
        authentic=True,
    )


def _quote(message: Message) -> str:
    when = f"{message.created_at:%d %b %Y at %H:%M}"
    lines = "\n".join(f"> {line}" for line in message.new_text.splitlines())
    return f"On {when}, {message.author_name} wrote:\n{lines}"


def _decided(stage: Stage, turn: Turn, message: Message) -> Suggestion:
    """Let the assistant decide; what it sends by itself leaves, unless somebody stops it in time."""
    stage.clock.wait(seconds=THINKING_S)
    suggestion = decide(stage.session, message, stage.conversation)
    if suggestion.decision == "escalate":
        _redate_tasks(stage)
    if suggestion.status == "scheduled" and turn.withdraw:
        stage.clock.wait(seconds=LEAVING_S / 2)
        with acting(stage.session, _person(stage, turn.by)):
            suggestions.withdraw(stage.session, suggestion.id)
    elif suggestion.status == "scheduled":
        stage.clock.wait(seconds=LEAVING_S)
        _send(stage, "sent")
        _judge(stage, turn, suggestion)
    return suggestion


def _judge(stage: Stage, turn: Turn, suggestion: Suggestion) -> None:
    """Let a person judge an automatic reply; those of the last days still wait for it."""
    if turn.at.startswith("now") or int(turn.at.split()[0]) < JUDGED_AFTER:
        return
    stage.session.flush()
    due = select(Judgement.id).where(Judgement.suggestion_id == suggestion.id)
    sent_at = stage.clock.at
    stage.clock.at += JUDGED_LATER
    with acting(stage.session, _person(stage, turn.by)):
        judging.give(stage.session, stage.session.scalars(due).one(), turn.judged, None)
    stage.clock.at = sent_at


def _respond(stage: Stage, turn: Turn, suggestion: Suggestion) -> None:
    """Let a person do what the script says, or what fits if it says nothing."""
    if suggestion.status not in WAITING or suggestion.decision == "no_reply":
        return
    if stage.talk.fresh and turn.answered is None:
        return
    usual = min(stage.clock.at + USUAL_WAIT, stage.now - timedelta(minutes=10))
    stage.clock.at = max(stage.clock.at, moment(turn.answered, stage.now) if turn.answered else usual)
    person = _person(stage, turn.by)
    with acting(stage.session, person):
        if turn.note:
            conversations.note(stage.session, stage.conversation, turn.note.strip())
            stage.clock.wait(minutes=4)
        _answer(stage, turn, suggestion, person.sign(turn.reply or ""))
    _send(stage, turn.delivery)


def _person(stage: Stage, key: str) -> Member:
    """Return who acts: the conversation's owner unless the script names another."""
    owner = stage.conversation.owner_id
    owners = [member for member in stage.cast.values() if member.id == owner]
    return stage.cast[key] if key in stage.cast else (owners or [stage.cast["ada"]])[0]


def _answer(stage: Stage, turn: Turn, suggestion: Suggestion, reply: str) -> None:
    session = stage.session
    if suggestion.status == "pending" and turn.reject and suggestion.confidence < GOOD:
        suggestions.reject(session, suggestion.id, turn.reject)
        stage.clock.wait(minutes=3)
    elif suggestion.status == "pending" and reply and suggestion.confidence < GOOD:
        edits.send(session, suggestion.id, reply, accept_unconfirmed=True)
        return
    elif suggestion.status == "pending":
        suggestions.approve(session, suggestion.id)
        return
    if reply:
        conversations.reply(session, stage.conversation, reply)
        return
    if not turn.settled:
        conversations.note(session, stage.conversation, CALLED)
    conversations.change(session, stage.conversation, {"status": "closed"})
    stage.conversation.waiting_since = None
    activities.close_tasks_of(session, stage.conversation.id, [])
    _redate_tasks(stage)


def _send(stage: Stage, outcome: str) -> None:
    """Record queued replies as sent (or refused): the two steps of a real send, without the mail server."""
    session = stage.session
    query = select(Message.id).where(
        Message.conversation_id == stage.conversation.id, Message.status == "queued"
    )
    for id_ in list(session.scalars(query)):
        plan = sending.claim(session, id_, _own_id(id_))
        if plan is None:
            continue
        if outcome == "failed":
            sending.record_failure(session, id_, "failed", REFUSED)
            continue
        sending.record_sent(session, id_)
        judging.fall_due(session, session.get(Message, id_))
        activities.close_tasks_of(session, stage.conversation.id, [])
        _redate_tasks(stage)
        if outcome == "bounced":
            stage.clock.wait(minutes=2)
            sending.record_bounce(session, plan.external_id or "", "5.1.1", permanent=True)
    session.flush()


def _own_id(message_id: UUID) -> str:
    """Return the Message-ID that the channel would have given: customers' answers are recognised by it."""
    domain = ascii_address(settings().mail_from).rpartition("@")[2]
    return message_ids.make(derived_key("message-id"), domain, message_id)


def _redate_tasks(stage: Stage) -> None:
    """Set back the times of tasks, which are written past the flush."""
    session, clock = stage.session, stage.clock
    session.flush()
    query = select(Activity).where(Activity.conversation_id == stage.conversation.id)
    for task in session.scalars(query.execution_options(populate_existing=True)):
        times = {}
        if task.created_at >= clock.began:
            times = {"created_at": clock.at, "due_at": clock.told(task.due_at) if task.due_at else None}
        if task.done_at and task.done_at >= clock.began:
            times["done_at"] = clock.at
        if times:
            session.execute(
                update(Activity).where(Activity.id == task.id).values(updated_at=clock.at, **times)
            )


def _newest(session: Session, conversation: Conversation) -> Message:
    query = (
        select(Message)
        .where(Message.conversation_id == conversation.id, Message.external_id.is_not(None))
        .order_by(Message.created_at.desc(), Message.id.desc())
        .limit(1)
    )
    return session.scalars(query).one()


def _finish(stage: Stage) -> None:
    """Leave the conversation as people would: read, closed once it is old, snoozed, put back for anyone."""
    talk, conversation = stage.talk, stage.conversation
    conversation.unread = talk.unread
    last = talk.turn[-1].at
    if talk.snooze:
        stage.clock.wait(minutes=5)
        until = working_day(stage.now, talk.snooze)
        _change(stage, status="snoozed", snoozed_until=until)
    elif talk.unassigned and conversation.owner_id:
        stage.clock.wait(minutes=2)
        _change(stage, owner_id=None)
    elif (
        conversation.status == "open" and not last.startswith("now") and int(last.split()[0]) >= CLOSED_AFTER
    ):
        stage.clock.wait(hours=3)
        _change(stage, status="closed")


def _change(stage: Stage, **values: object) -> None:
    with acting(stage.session, _person(stage, "owner")):
        conversations.change(stage.session, stage.conversation, dict(values))
