"""Which tests run one after another in one process (`-n 2`): those that share what takes long to make.

The marks of xdist (``xdist_group``) do nothing here: its 3.8 renames tests in a way that pytest 9.2 does not see.
"""

from xdist.scheduler import LoadGroupScheduling

TOGETHER = {
    "tests/sample/": "the sample, loaded once",
    "tests/torture/": "whole systems of processes, one at a time",
    "tests/house/test_contract.py": "what one operation makes the next one takes",
    "tests/assistant/test_confidence.py": "the messages of the evaluation, understood once",
    "tests/assistant/test_evaluation.py": "the messages of the evaluation, understood once",
}


class Together(LoadGroupScheduling):
    """Give each group to one process; the groups with most tests come first."""

    def _split_scope(self, nodeid: str) -> str:
        """Return the group of a test, or the test itself."""
        return next((group for path, group in TOGETHER.items() if nodeid.startswith(path)), nodeid)
