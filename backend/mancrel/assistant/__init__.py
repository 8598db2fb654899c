"""Triage, drafts, guard, confidence and decision."""
