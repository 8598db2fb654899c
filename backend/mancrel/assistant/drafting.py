"""tmp."""
from mancrel.assistant.facts import Draft


def write(q): return Draft(body=None)
