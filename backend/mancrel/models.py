"""Every room's tables, for the migrations."""

import mancrel.accounts.models
import mancrel.activities.models
import mancrel.adapters.vectors
import mancrel.assistant.gap_models
import mancrel.assistant.learning_models
import mancrel.assistant.models
import mancrel.catalogue.models
import mancrel.contacts.custom_field_models
import mancrel.contacts.merge_models
import mancrel.contacts.models
import mancrel.conversations.ledger_models
import mancrel.conversations.models
import mancrel.deals.models
import mancrel.intake.models
import mancrel.kit.changes
import mancrel.kit.events
import mancrel.kit.idempotency
import mancrel.knowledge.models
import mancrel.notifications.models
import mancrel.operations.models
import mancrel.privacy.models
import mancrel.records.models
import mancrel.transfers.models
import mancrel.webhooks.models  # noqa: F401
