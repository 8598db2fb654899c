"""``python -m mancrel`` is the same as ``mancrel``."""

from mancrel.cli import main

main()
