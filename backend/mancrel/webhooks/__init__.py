"""Outgoing webhooks: what happened here is told to other systems, signed, until they have it."""
