"""What a prompt holds: public facts and the contact's own thread, never another contact's words (R38)."""

import re
from uuid import uuid4

from sqlalchemy import select

from mancrel.assistant import llm_writer, retrieval
from mancrel.conversations.models import Conversation, Message
from mancrel.kit.db import transaction
from tests.fixtures import Mailbox, Shop, Sink, Staff, work

CONTACTS = 40


def test_no_prompt_holds_another_contacts_words(staff: Staff, shop: Shop, mailbox: Mailbox, sink: Sink):
    shop.put("lamp", title="Aurora oak desk lamp", price="349.00")
    canaries = {}
    for number in range(CONTACTS):
        sender, canary = f"c{number}@customer.test", f"canary{uuid4().hex}"
        canaries[sender] = canary
        first = mailbox.write(f"The word is {canary}. How much is the Aurora oak desk lamp?", sender=sender)
        if number % 2:
            mailbox.write(f"And is it in stock? {canary}", sender=sender, In_Reply_To=first)
    work()
    prompts = 0
    with transaction() as session:
        for message in session.scalars(select(Message).where(Message.direction == "in")):
            thread = session.get_one(Conversation, message.conversation_id)
            question = retrieval.read(session, message, thread)
            question = retrieval.with_facts(session, question, retrieval.meaning_of(question))
            found = set(re.findall(r"canary[0-9a-f]{32}", llm_writer.user_prompt(question)))
            assert found == {canaries[message.from_address or ""]}
            prompts += 1
    assert prompts == CONTACTS * 3 // 2
