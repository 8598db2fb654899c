"""A worker that knows the subscriber of ``swallowing`` besides those of the rooms."""

import tests.torture.swallowing  # noqa: F401 - registers it
from mancrel.cli import main

if __name__ == "__main__":
    main()
