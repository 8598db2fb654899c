"""Every room's subscriptions: each entrance imports this before the first event is recorded."""

import mancrel.accounts.tasks
import mancrel.activities.tasks
import mancrel.assistant.learning_tasks
import mancrel.assistant.ledger_tasks
import mancrel.assistant.tasks
import mancrel.catalogue.tasks
import mancrel.channels.tasks
import mancrel.contacts.tasks
import mancrel.conversations.tasks
import mancrel.deals.tasks
import mancrel.intake.tasks
import mancrel.notifications.mail_tasks
import mancrel.notifications.tasks
import mancrel.operations.tasks
import mancrel.privacy.tasks
import mancrel.records.tasks
import mancrel.timeline.tasks
import mancrel.transfers.tasks
import mancrel.webhooks.tasks  # noqa: F401
