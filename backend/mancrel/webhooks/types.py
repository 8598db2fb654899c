"""The event types that other systems can subscribe to: a stable, documented part of what happens."""

from dataclasses import dataclass

ALL = "*"
TEST = "webhook.test"


@dataclass(frozen=True)
class EventType:
    """A type, and what it says."""

    type: str
    description: str

    @property
    def object(self) -> str:
        """What kind of record it is about."""
        return self.type.partition(".")[0]


_KEPT = (
    ("created", "A {} was added."),
    ("changed", "Fields of a {} were changed; `changed` names them."),
    ("deleted", "A {} was moved to the bin."),
    ("restored", "A {} came back from the bin."),
)

TYPES: tuple[EventType, ...] = (
    *(EventType(f"contact.{verb}", said.format("contact")) for verb, said in _KEPT),
    EventType("contact.consented", "A contact agreed to something, or withdrew it."),
    *(EventType(f"company.{verb}", said.format("company")) for verb, said in _KEPT),
    *(EventType(f"deal.{verb}", said.format("deal")) for verb, said in _KEPT),
    EventType("deal.moved", "A deal was moved within or between stages."),
    EventType("deal.won", "A deal was won."),
    EventType("deal.lost", "A deal was lost."),
    *(EventType(f"activity.{verb}", said.format("task, note, call or meeting")) for verb, said in _KEPT),
    EventType("product.changed", "A product was added or changed."),
    EventType("product.removed", "A product is no longer sold."),
    EventType("article.changed", "An article was published, changed, or moved to the bin."),
    EventType("conversation.started", "A person started a conversation."),
    EventType("conversation.changed", "Status or assignment of a conversation changed."),
    EventType("conversation.deleted", "A conversation was moved to the bin."),
    EventType("conversation.restored", "A conversation came back from the bin."),
    EventType("message.received", "A customer wrote."),
    EventType("message.sent", "A reply left."),
    EventType("message.failed", "A reply could not be sent."),
    EventType("message.bounced", "A reply came back."),
    EventType("suggestion.decided", "A reply was drafted, and it was decided what becomes of it."),
    EventType("suggestion.approved", "A person approved a draft."),
    EventType("suggestion.edited", "A person changed a draft and sent it."),
    EventType("suggestion.rejected", "A person rejected a draft."),
)
NAMES = tuple(one.type for one in TYPES)
KINDS = tuple(dict.fromkeys(f"{one.object}.*" for one in TYPES))
CHOICES = (ALL, *KINDS, *NAMES)


def matches(wanted: list[str], type_: str) -> bool:
    """Whether a subscription to these types hears of one."""
    return bool({ALL, f"{type_.partition('.')[0]}.*", type_}.intersection(wanted))
