"""Threads, messages, suggestions and the outbox."""
