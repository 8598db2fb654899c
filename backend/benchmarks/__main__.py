"""``make bench``: every figure as a ratio to a limit measured in the same run."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from benchmarks import assistant, intake, load, requests, sizes
from benchmarks.intake import product, signed
from tests.torture.harness import System, is_quiet, until

PRODUCTS = 1500
MESSAGES = 400
LATENCY_ROUNDS = 200
IMPORTED = 20_000
SIZES = (100, 100_000)

rows: list[tuple[str, str, str, str]] = []


def note(what: str, measured: str, limit: str, ratio: str) -> None:
    rows.append((what, measured, limit, ratio))
    print(f"{what}: {measured}; limit {limit}; {ratio}", flush=True)


def bench_intake(system: System) -> None:
    """Signed webhooks stored and queued, against a bare endpoint that verifies and inserts one row."""
    intake.bench(system, note)


def bench_products(system: System) -> None:
    """Product upserts through the whole path, against a loop of plain SQL upserts."""
    secret, path = system.source["secret"], system.source["webhook_path"]
    wire = signed(secret, path, [product(number, "12.50") for number in range(PRODUCTS)])
    started = time.perf_counter()
    load.run(system.port, wire, 8)
    query = "SELECT count(*) FROM jobs WHERE event_type = 'catalog.delivered' AND status IN ('pending', 'running', 'retrying')"
    until(lambda: system.sql(query)[0][0] == 0, "all products", 300)
    mine = PRODUCTS / (time.perf_counter() - started)
    with psycopg.connect(system.postgres.url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE plain (external_id text PRIMARY KEY, title text, price numeric, stock int, data jsonb)"
        )
        upsert = (
            "INSERT INTO plain VALUES (%s, %s, %s, %s, %s) ON CONFLICT (external_id) DO UPDATE SET title = excluded.title, "
            "price = excluded.price, stock = excluded.stock, data = excluded.data"
        )
        started = time.perf_counter()
        for number in range(PRODUCTS):
            connection.execute(upsert, (f"P{number}", f"Lamp {number}", "12.50", 3, product(number).decode()))
        limit = PRODUCTS / (time.perf_counter() - started)
    note(
        "product upserts, webhook to row",
        f"{mine:.0f}/s",
        f"{limit:.0f}/s plain SQL upserts",
        f"{mine / limit:.2f}",
    )
    until(lambda: is_quiet(system), "the index", 600)


TEXTS = (
    "How much is the Lamp {0} of oak, and is it in stock?",
    "Hello, I would like to know whether Lamp {0} of oak can be dimmed. Thanks, Jo",
    "Can you deliver Lamp {0} of oak to Austria? How long does it take?",
    "My order has not arrived yet. Where is it?",
    "Thank you, all arrived well.",
)


def bench_messages(system: System) -> None:
    """Messages from intake to decision, against the embedding model's own rate on the same texts."""
    texts = [TEXTS[number % len(TEXTS)].format(number) for number in range(MESSAGES)]
    rate = float(
        subprocess.run(
            [sys.executable, "-c", _EMBED, json.dumps(texts)], capture_output=True, check=True, env=system.env
        ).stdout
    )
    bodies = [
        f"From: C{n} <c{n}@gmail.com>\r\nTo: s@s.test\r\nSubject: Question\r\nMessage-ID: <{n}@bench.test>\r\n\r\n{text}\r\n".encode()
        for n, text in enumerate(texts)
    ]
    wire = signed(system.channel["secret"], system.channel["webhook_path"], bodies, "message/rfc822")
    started = time.perf_counter()
    load.run(system.port, wire, 8)
    until(lambda: system.sql("SELECT count(*) FROM suggestions")[0][0] >= MESSAGES, "all decisions", 600)
    mine = MESSAGES / (time.perf_counter() - started)
    note(
        "messages, intake to decision",
        f"{mine:.1f}/s",
        f"{rate:.0f} texts/s embedded",
        f"{mine / rate:.2f} (aim 0.25)",
    )
    until(lambda: is_quiet(system), "quiet", 600)
    for per_second, count in STEADY:
        _steady(system, per_second, count)


STEADY = ((5, 60), (20, 200))
"""Messages a second, and how many of them."""


def _steady(system: System, per_second: int, count: int) -> None:
    """Post at a steady rate, and look when each was decided."""
    before = time.time()
    for number in range(count):
        text = TEXTS[number % len(TEXTS)].format(number)
        name = f"s{per_second}.{number}"
        body = f"From: S <{name}@gmail.com>\r\nTo: s@s.test\r\nSubject: Q\r\nMessage-ID: <{name}@bench.test>\r\n\r\n{text}\r\n"
        (wire,) = signed(
            system.channel["secret"], system.channel["webhook_path"], [body.encode()], "message/rfc822"
        )
        load.run(system.port, [wire], 1)
        time.sleep(max(0.0, before + (number + 1) / per_second - time.time()))
    until(lambda: is_quiet(system), "quiet", 600)
    times = [
        float(row[0])
        for row in system.sql(
            "SELECT extract(epoch FROM s.created_at - d.received_at) FROM suggestions s JOIN messages m ON m.id = s.message_id "
            f"JOIN deliveries d ON d.id = m.delivery_id WHERE m.external_id LIKE '<s{per_second}.%'"
        )
    ]
    p50, p95 = load.percentile(times, 0.5), load.percentile(times, 0.95)
    note(
        f"arrival to decision at {per_second} messages/s",
        f"p50 {p50:.0f} ms, p95 {p95:.0f} ms",
        "–",
        f"{len(times)} messages",
    )


_EMBED = """
import json, sys, time
from mancrel.adapters.embeddings import embedder
texts = json.loads(sys.argv[1]); model = embedder(); model.compute(texts[:8])
started = time.perf_counter()
for text in texts: model.compute([text])
print(len(texts) / (time.perf_counter() - started))
"""


def bench_assistant(_: System) -> None:
    """Triage and guard in one process."""
    assistant.bench(note)


def bench_latency(system: System) -> None:
    """Sign-in and the inbox's list at few and at many conversations."""
    found = {}
    for size in SIZES:
        _fill(system, size)
        system.renew()
        login = {"email": "admin@mancrel.example", "password": "mancrel-demo"}
        sign_in = _times(lambda: system.client.post("/auth/login", json=login), 30)
        inbox = _times(lambda: system.client.get("/conversations", params={"limit": 50}), LATENCY_ROUNDS)
        found[size] = (sign_in, inbox)
    for place, name in enumerate(("sign-in", "inbox list")):
        few, many = (found[size][place] for size in SIZES)
        note(
            f"{name}, {SIZES[1]:,} conversations", f"p50 {load.percentile(many, 0.5):.1f} ms, p95 {load.percentile(many, 0.95):.1f} ms",
            f"p50 {load.percentile(few, 0.5):.1f} ms at {SIZES[0]}",
            f"{load.percentile(many, 0.5) / load.percentile(few, 0.5):.2f}× (aim 2)",
        )  # fmt: skip


def _times(act: object, rounds: int) -> list[float]:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        answer = act()  # type: ignore[operator]
        times.append(time.perf_counter() - started)
        assert answer.is_success
    return times


def _fill(system: System, size: int) -> None:
    with psycopg.connect(system.postgres.url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "DELETE FROM suggestions; DELETE FROM messages; DELETE FROM activities; DELETE FROM conversations"
        )
        connection.execute(
            "INSERT INTO contacts (id, name) SELECT gen_random_uuid(), 'Person ' || n FROM generate_series(1, 2000) n"
        )
        connection.execute(
            """
            WITH people AS (SELECT id, row_number() OVER () AS place FROM contacts)
            INSERT INTO conversations (id, subject, contact_id, channel_id, snippet, last_message_at, participants)
            SELECT gen_random_uuid(), 'Question ' || n, people.id, (SELECT id FROM channels LIMIT 1), 'How much is it',
              now() - n * interval '1 minute', '[]'
            FROM generate_series(1, %s) n JOIN people ON people.place = 1 + n %% 2000
            """,
            (size,),
        )
        connection.execute("ANALYZE")


def bench_sizes(system: System) -> None:
    """What people ask most, at a thousand to a million contacts; by name only, for it takes long."""
    sizes.bench(system, note)


def bench_requests(system: System) -> None:
    """What the API answers in a second; by name only, for it fills a database."""
    port, bare = intake.bare_endpoints(system)
    requests.bench(system, note, port)
    bare.stop()


def bench_imports(system: System) -> None:
    """Contacts from a CSV file, checked and written, against COPY of the same rows into one plain table."""
    lines = [f"Person {n},person{n}@import.test,+49171{n:07}" for n in range(IMPORTED)]
    data = "\n".join(["Name,E-mail,Phone", *lines]).encode()
    with psycopg.connect(system.postgres.url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE TABLE copied (name text, email text UNIQUE, phone text)")
        started = time.perf_counter()
        with connection.cursor().copy("COPY copied FROM STDIN WITH (FORMAT csv)") as copy:
            copy.write("\n".join(lines) + "\n")
        limit = IMPORTED / (time.perf_counter() - started)
    started = time.perf_counter()
    made = (
        system.client.post("/imports", params={"object": "contact"}, content=data).raise_for_status().json()
    )

    def at(status: str) -> bool:
        system.renew()
        return system.client.get(f"/imports/{made['id']}").json()["status"] == status

    until(lambda: at("ready"), "the file read", 300)
    for verb, status in (("check", "checked"), ("run", "done"), ("undo", "undone")):
        begun = time.perf_counter()
        system.client.post(f"/imports/{made['id']}/{verb}").raise_for_status()
        until(lambda: at(status), f"the import {status}", 600)
        mine = IMPORTED / (time.perf_counter() - begun)
        note(
            f"import of contacts, {verb}",
            f"{mine:.0f} rows/s",
            f"{limit:.0f} rows/s COPY",
            f"{mine / limit:.3f}",
        )
    whole = IMPORTED / (time.perf_counter() - started)
    note(
        "import of contacts, all of it",
        f"{whole:.0f} rows/s",
        f"{limit:.0f} rows/s COPY",
        f"{whole / limit:.3f}",
    )


def main() -> None:
    names = sys.argv[1:] or ["assistant", "intake", "products", "messages", "latency", "imports"]
    with tempfile.TemporaryDirectory(prefix="mancrel-bench-") as directory:
        system = System(
            Path(directory),
            {"MANCREL_API_WORKERS": "2", "MANCREL_JOB_LEASE_S": "30", "MANCREL_SEND_DELAY_S": "10"},
        )
        try:
            system.boot()
            for name in names:
                globals()[f"bench_{name}"](system)
        finally:
            system.stop()
    print("\n| what | measured | limit in the same run | ratio |\n|---|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    main()
