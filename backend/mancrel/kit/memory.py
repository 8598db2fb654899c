"""The garbage collector of a process that runs for long and keeps much."""

import gc

OBJECTS, YOUNG_ROUNDS, OLD_ROUNDS = 20_000, 20, 50


def settle() -> None:
    """Leave what a started process keeps out of the collector's way, and let it look less often.

    A list of 50 records makes some ten thousand objects, which Python's usual threshold of 700 looks through
    again and again; and a look at everything, routes and mapped classes included, stops all requests for
    200 ms.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, YOUNG_ROUNDS, OLD_ROUNDS)
