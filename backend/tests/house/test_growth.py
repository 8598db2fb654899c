"""What a page reads does not grow with what a shop has: the rows that its statements look at, by their plans.

Counted instead of timed: each statement of a request is planned and run again, and the rows that its scans
gave or passed by are added up, at one size and at another four times as large.
"""

from typing import Any

import psycopg
import pytest

from benchmarks import crowd
from benchmarks.sizes import id_of
from tests.fixtures import Person, Staff
from tests.statements import Statement, asked

SMALL, LARGE = 3_000, 12_000
A_PAGE = 50
PAGES = {
    "contacts": "/contacts?limit=50",
    "contacts by name": "/contacts?limit=50&sort=name",
    "contacts, last changed": "/contacts?limit=50&sort=-updated_at",
    "contacts of a company": "/contacts?limit=50&company_id={company}",
    "one contact": "/contacts/{contact}",
    "companies": "/companies?limit=50",
    "companies by name": "/companies?limit=50&sort=name",
    "companies by domain": "/companies?limit=50&sort=domain",
    "companies by domain, last first": "/companies?limit=50&sort=-domain",
    "one company": "/companies/{company}",
    "timeline of a contact": "/timeline/contacts/{contact}?limit=50",
    "timeline of a company": "/timeline/companies/{company}?limit=50",
    "timeline of a deal": "/timeline/deals/{deal}?limit=50",
    "deals": "/deals?limit=50",
    "largest deals": "/deals?limit=50&sort=-amount",
    "deals that close next": "/deals?limit=50&sort=expected_close_on",
    "one deal": "/deals/{deal}",
    "activities": "/activities?limit=50",
    "activities by when they are due": "/activities?limit=50&sort=due_at",
    "activities of a contact": "/activities?limit=50&contact_id={contact}",
    "inbox": "/conversations?limit=50",
    "search": "/search?q=Anna%20Garcia",
    "notifications": "/notifications",
}
"""What is shown of a few records; counts, boards and words that thousands have read as many as there are."""


def rows_looked_at(url: str, statements: list[Statement]) -> int:
    with psycopg.connect(url) as connection:
        plans = [
            connection.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {one.text}", one.values).fetchone()
            for one in statements
            if one.text.lstrip().startswith(("SELECT", "WITH"))
        ]
    return sum(_of_scans(plan[0][0]["Plan"]) for plan in plans if plan)


def _of_scans(node: dict[str, Any]) -> int:
    own = 0
    if "Relation Name" in node:
        passed_by = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        own = round((node["Actual Rows"] + passed_by) * node["Actual Loops"])
    return own + sum(_of_scans(one) for one in node.get("Plans", []))


@pytest.fixture
def url(staff: Staff) -> str:
    from mancrel.settings import settings

    return settings().database_url.get_secret_value().replace("+psycopg", "")


def rows_by_page(url: str, person: Person) -> dict[str, int]:
    ids = {word: id_of(word, 3) for word in ("contact", "company", "deal")}
    ids["pipeline"] = person.get("/pipelines").json()["items"][0]["id"]
    found = {}
    for what, path in PAGES.items():
        person.get(path.format(**ids))  # what is asked once only, like fields of the shop's own
        with asked() as statements:
            answer = person.get(path.format(**ids))
        assert answer.status_code == 200, answer.text
        found[what] = rows_looked_at(url, statements)
    return found


def test_a_page_reads_as_much_of_a_large_shop_as_of_a_small_one(staff: Staff, url: str):
    people = {"admin": staff.admin, "rep": staff.rep}
    crowd.fill(url, 0, SMALL, rep=staff.rep.email)
    small = {who: rows_by_page(url, one) for who, one in people.items()}
    crowd.fill(url, SMALL, LARGE, rep=staff.rep.email)
    large = {who: rows_by_page(url, one) for who, one in people.items()}
    read = {(who, what): (small[who][what], large[who][what]) for who in people for what in PAGES}
    assert all(after > 0 for what, (_, after) in read.items() if "notifications" not in what)
    assert not {what: rows for what, rows in read.items() if rows[1] > 2 * rows[0] + A_PAGE}
