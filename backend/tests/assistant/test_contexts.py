"""What a prompt holds: public facts and the contact's own thread, never another contact's words (R38)."""

import os
import re
from collections.abc import Sequence
from uuid import uuid4

import pytest
from sqlalchemy import select

from mancrel.activities.models import Activity
from mancrel.assistant import llm_writer, retrieval
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.kit.db import transaction
from tests.fixtures import Mailbox, Shop, Sink, Staff, work

FULL = os.environ.get("MANCREL_TORTURE") == "full"
CONTACTS, MAILS = (500, 10) if FULL else (40, 2)
CANARY = re.compile(r"canary[0-9a-f]{32}")


@pytest.mark.timeout(3600 if FULL else 180)
def test_no_prompt_holds_another_contacts_words(staff: Staff, shop: Shop, mailbox: Mailbox, sink: Sink):
    shop.put("lamp", title="Aurora oak desk lamp", price="349.00")
    work()
    canaries = {f"c{number}@customer.test": f"canary{uuid4().hex}" for number in range(CONTACTS)}
    for number, (sender, canary) in enumerate(canaries.items(), 1):
        _write_thread(mailbox, sender, canary)
        if number % 50 == 0:
            work(times=1000)  # a busy machine takes many rounds for five hundred mails
    work(times=1000)
    assert _seen_in_prompts(canaries) == CONTACTS * MAILS
    _nothing_kept_holds_anothers(canaries)


def _write_thread(mailbox: Mailbox, sender: str, canary: str) -> None:
    first = mailbox.write(f"The word is {canary}. How much is the Aurora oak desk lamp?", sender=sender)
    for number in range(1, MAILS):
        mailbox.write(f"And is it in stock? {canary} ({number})", sender=sender, In_Reply_To=first)


def _seen_in_prompts(canaries: dict[str, str]) -> int:
    prompts = 0
    with transaction() as session:
        for message in session.scalars(select(Message).where(Message.direction == "in")):
            thread = session.get_one(Conversation, message.conversation_id)
            question = retrieval.read(session, message, thread)
            question = retrieval.with_facts(session, question, retrieval.meaning_of(question))
            found = set(CANARY.findall(llm_writer.user_prompt(question)))
            assert found == {canaries[message.from_address or ""]}
            prompts += 1
    return prompts


def _nothing_kept_holds_anothers(canaries: dict[str, str]) -> None:
    """Drafts with all that is kept about them, and the tasks that people got, name their own contact only."""
    with transaction() as session:
        of_thread = {
            message.conversation_id: canaries[message.from_address or ""]
            for message in session.scalars(select(Message).where(Message.direction == "in"))
        }
        for kind in (Suggestion, Activity):
            rows: Sequence[Suggestion | Activity] = session.scalars(select(kind)).all()
            for row in rows:
                words = " ".join(str(value) for value in vars(row).values())
                assert set(CANARY.findall(words)) <= {of_thread[row.conversation_id]}
