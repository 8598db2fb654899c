"""What people are told of when something happens."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mancrel.accounts import mentions
from mancrel.accounts.models import User, memberships
from mancrel.accounts.permissions import Role
from mancrel.activities.models import Activity
from mancrel.assistant.learning_models import Replay
from mancrel.contacts.models import Contact
from mancrel.conversations.models import Conversation
from mancrel.deals.models import Deal
from mancrel.kit.jobs import on
from mancrel.kit.runner import Job
from mancrel.notifications import service as notifications
from mancrel.notifications.schemas import Kind
from mancrel.notifications.service import News
from mancrel.records.bulk_slices import CHANGED
from mancrel.records.models import BulkChange, BulkRow
from mancrel.transfers.models import Import
from mancrel.webhooks.models import WebhookSubscription

Given = Conversation | Deal | Contact
OF_MANY = {
    "contacts": ("contact", "contacts"),
    "companies": ("company", "companies"),
    "deals": ("deal", "deals"),
}
WORDS: dict[type[Given], str] = {Conversation: "conversation", Deal: "deal", Contact: "contact"}

BECAME = {
    "create": "created", "update": "updated", "skip": "skipped", "fail": "failed", "undone": "taken back",
    "kept": "kept",
}  # fmt: skip


def _name(session: Session, user_id: UUID | None) -> str:
    user = session.get(User, user_id) if user_id else None
    return user.name if user else "Mancrel"


@on("activity.assigned")
def tell_of_activity(job: Job) -> None:
    """Tell the new owner of an activity."""
    with job.completing() as session:
        activity = session.get(Activity, job.subject_id)
        if activity is None or str(activity.owner_id) != job.event.facts["owner_id"]:
            return
        title = f"{_name(session, job.event.actor_id)} gave you: {activity.title}"
        news = News("assigned", f"assigned:{job.event.event_id}", "activity", activity.id, title)
        notifications.tell(session, [UUID(job.event.facts["owner_id"])], news)


@on("activity.reminded")
def tell_reminder(job: Job) -> None:
    """Remind the owner of an activity."""
    with job.completing() as session:
        activity, facts = session.get(Activity, job.subject_id), job.event.facts
        if activity is None:
            return
        key = f"reminder:{facts['reminder_id']}"
        news = News("reminder", key, "activity", activity.id, f"Due: {activity.title}", facts["by_mail"])
        notifications.tell(session, [UUID(facts["owner_id"])], news)


@on("conversation.changed")
def tell_of_thread(job: Job) -> None:
    """Tell who was given a conversation."""
    _tell_new_owner(job, Conversation)


@on("deal.changed")
def tell_of_deal(job: Job) -> None:
    """Tell who was given a deal."""
    _tell_new_owner(job, Deal)


@on("contact.changed")
def tell_of_contact(job: Job) -> None:
    """Tell who was given a contact."""
    _tell_new_owner(job, Contact)


@on("bulk_change.done")
def tell_of_many(job: Job) -> None:
    """Tell whoever was given many records at once, once: how many, not each."""
    with job.completing() as session:
        bulk = session.get(BulkChange, job.subject_id)
        owner = bulk.change.get("owner_id") if bulk else None
        if bulk is None or owner is None or UUID(owner) == bulk.by_id:
            return
        given = select(BulkRow.record_id).where(
            BulkRow.bulk_id == bulk.id, BulkRow.outcome == CHANGED, BulkRow.after["owner_id"].astext == owner
        )
        first = list(session.scalars(given.order_by(BulkRow.number).limit(2)))
        if not first:
            return
        one, many = OF_MANY[bulk.kind]
        count = session.scalar(select(func.count()).select_from(given.subquery())) or 0
        said = f"a {one}" if count == 1 else f"{count:,} {many}"
        about = (one, first[0]) if count == 1 else (many, bulk.id)
        title = f"{_name(session, bulk.by_id)} gave you {said}"
        notifications.tell(session, [UUID(owner)], News("assigned", f"assigned:{bulk.id}", *about, title))


def _tell_new_owner(job: Job, model: type[Given]) -> None:
    if "owner_id" not in job.event.facts.get("fields", ()):
        return
    with job.completing() as session:
        record = session.get(model, job.subject_id)
        if not isinstance(record, Given) or record.owner_id is None or record.owner_id == job.event.actor_id:
            return
        title = f"{_name(session, job.event.actor_id)} gave you the {WORDS[model]} {_title(record)}"
        news = News("assigned", f"assigned:{job.event.event_id}", WORDS[model], record.id, title)
        notifications.tell(session, [record.owner_id], news)


def _title(record: Given) -> str:
    if isinstance(record, Contact):
        return record.name
    return record.title if isinstance(record, Deal) else record.subject


@on("suggestion.waits")
def tell_of_waiting(job: Job) -> None:
    """Tell whoever looks after a thread that an approval or an escalation waits there."""
    with job.completing() as session:
        facts = job.event.facts
        thread = session.get(Conversation, UUID(facts["conversation_id"]))
        if thread is None:
            return
        kind: Kind = "escalation" if facts["decision"] == "escalate" else "approval"
        said = "Needs you" if kind == "escalation" else "Waits for your approval"
        news = News(kind, f"{kind}:{job.subject_id}", "conversation", thread.id, f"{said}: {thread.subject}")
        people = [thread.owner_id] if thread.owner_id else _members(session, thread.team_id, "manager")
        notifications.tell(session, people, news)


def _members(session: Session, team_id: UUID | None, role: str | None = None) -> list[UUID]:
    query = select(User.id).join(memberships, memberships.c.user_id == User.id)
    query = query.where(memberships.c.team_id == team_id)
    return list(session.scalars(query.where(User.role == role) if role else query))


@on("deal.won")
def tell_of_win(job: Job) -> None:
    """Tell those of the team who see the deal that it was won."""
    _tell_team(job, "deal_won", "won")


@on("deal.lost")
def tell_of_loss(job: Job) -> None:
    """Tell those of the team who see the deal that it was lost."""
    _tell_team(job, "deal_lost", "lost")


def _tell_team(job: Job, kind: Kind, word: str) -> None:
    if job.event.facts.get("together"):  # nobody is told of each of many
        return
    with job.completing() as session:
        deal = session.get(Deal, job.subject_id)
        if deal is None:
            return
        people = {*_members(session, deal.team_id), *([deal.owner_id] if deal.owner_id else [])}
        told = [
            one
            for one in people
            if one != job.event.actor_id and notifications.sees(session, one, Deal, deal.id)
        ]
        title = f"{_name(session, job.event.actor_id)} {word} {deal.title}"
        notifications.tell(session, told, News(kind, f"{kind}:{job.event.event_id}", "deal", deal.id, title))


@on("activity.mentioned")
def tell_of_note(job: Job) -> None:
    """Tell who is mentioned in a note, if they may see what it is about."""
    with job.completing() as session:
        note = session.get(Activity, job.subject_id)
        if note is None or note.deleted_at:
            return
        about = (("contact", note.contact_id), ("company", note.company_id), ("deal", note.deal_id))
        word, id_ = next(((word, id_) for word, id_ in about if id_), ("activity", note.id))
        author = _name(session, job.event.actor_id)
        title = f"{author} mentioned you: {mentions.plain(note.title)}"
        news = News("mentioned", f"mentioned:{note.id}", word, id_, title)
        _mention(session, job, news, Activity, note.id)


@on("note.mentioned")
def tell_of_private_message(job: Job) -> None:
    """Tell who is mentioned in a private message, if they may see its thread."""
    with job.completing() as session:
        thread = session.get(Conversation, UUID(job.event.facts["conversation_id"]))
        if thread is None:
            return
        title = f"{_name(session, job.event.actor_id)} mentioned you: {thread.subject}"
        news = News("mentioned", f"mentioned:{job.subject_id}", "conversation", thread.id, title)
        _mention(session, job, news, Conversation, thread.id)


@on("webhook.disabled")
def tell_of_webhook(job: Job) -> None:
    """Tell admins that a subscription of another system was switched off."""
    with job.completing() as session:
        one = session.get(WebhookSubscription, job.subject_id)
        if one is None or one.is_active or one.deleted_at:
            return
        admins = session.scalars(select(User.id).where(User.role == Role.ADMIN)).all()
        title = f"The webhook {one.name} was switched off. {one.disabled_because}"
        key = f"webhook_ended:{job.event.event_id}"
        notifications.tell(session, admins, News("webhook_ended", key, "webhook", one.id, title))


@on("import.done")
def tell_of_import(job: Job) -> None:
    """Tell whoever brought a file what became of its rows."""
    _tell_importer(job, lambda one: f"is done: {_became(one.counts)}")


@on("import.undone")
def tell_of_undone_import(job: Job) -> None:
    """Tell whoever brought a file that its import was taken back."""
    _tell_importer(job, lambda one: f"is undone: {_became(one.undone)}")


@on("import.failed")
def tell_of_failed_import(job: Job) -> None:
    """Tell whoever brought a file that it could not be imported."""
    _tell_importer(job, lambda one: f"failed. {one.error}")


@on("replay.finished")
def tell_of_replay(job: Job) -> None:
    """Tell whoever tried a lesson or another writer what came of it; what drafts nothing ends at once."""
    with job.completing() as session:
        one = session.get(Replay, job.subject_id)
        if one is None or one.asked_by_id is None or not one.planned:
            return
        title = "The trial passed: you can put it to work"
        if one.verdict != "pass":
            title = f"The trial was refused. {' '.join(one.reasons)}"
        about = ("lesson", one.lesson_id) if one.lesson_id else ("replay", one.id)
        news = News("replay_ended", f"replay:{one.id}", *about, title)
        notifications.tell(session, [one.asked_by_id], news)


def _tell_importer(job: Job, said: Callable[[Import], str]) -> None:
    with job.completing() as session:
        one = session.get(Import, job.subject_id)
        if one is None:
            return
        key, title = f"import:{job.event.event_id}", f"The import of {one.file_name} {said(one)}"
        notifications.tell(session, [one.by_id], News("import_ended", key, "import", one.id, title))


def _became(counts: dict[str, int]) -> str:
    """Return how many rows became what: "3 created, 1 failed"."""
    told = [f"{counts[name]} {word}" for name, word in BECAME.items() if counts.get(name)]
    return ", ".join(told) or "no rows"


def _mention(session: Session, job: Job, news: News, model: type[Activity | Conversation], id_: UUID) -> None:
    author = job.event.actor_id
    for one in (UUID(each) for each in job.event.facts["users"]):
        if one == author:
            continue
        if notifications.sees(session, one, model, id_):
            notifications.tell(session, [one], news)
        elif author and session.get(User, one):
            title = f"{_name(session, one)} was not told: this is out of their sight"
            unseen = News("mentioned", f"{news.key}:{one}", news.subject_type, news.subject_id, title)
            notifications.tell(session, [author], unseen)
