"""The shop's policies and answers."""
