"""Mancrel: an AI-driven CRM for people who sell products."""

__version__ = "0.1.0"
