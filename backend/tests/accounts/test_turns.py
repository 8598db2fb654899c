"""Many requests at once: more than there are threads and connections."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from mancrel.kit.engines import POOL_OVERFLOW, engine
from mancrel.settings import settings
from tests.fixtures import Staff


def test_requests_that_wait_for_a_connection_do_not_stop_the_one_that_has_it(staff: Staff):
    staff.rep.post("/contacts", json={"name": "Ada"})
    at_once = settings().request_threads * 3

    def ask(_: int) -> int:
        return staff.rep.get("/contacts?limit=50").status_code

    with ExitStack() as others, ThreadPoolExecutor(at_once) as pool:
        for _ in range(settings().db_pool_size + POOL_OVERFLOW - 1):
            others.enter_context(engine().connect())
        answers = list(pool.map(ask, range(at_once)))

    assert set(answers) == {200}
