"""Pipelines, stages, deals and their line items."""
