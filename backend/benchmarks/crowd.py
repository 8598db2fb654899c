"""A shop's records in any number, made by the database itself: people, companies, mail, deals and activities.

Ids are digests of a word and a number, so that rows refer to each other without being looked up. Names are
drawn from pools (some 30,000 full names), so that a frequent name has many bearers at a million people, as in
life. One rep in fifty owns a record, one team in ten holds it.
"""

import psycopg

FIRST = (
    "Anna Lena Maria Sofia Emma Clara Ida Nora Marta Julia Ella Alice Camille Louise Elena Lucia Carmen Paula "
    "Agnieszka Zofia Ingrid Astrid Freya Johanna Katharina Beatrice Giulia Chiara Yasmin Leyla Jonas Lukas Paul "
    "Emil Oskar Felix Anton Hugo Louis Arthur Jules Pablo Diego Javier Mateo Piotr Jakub Lars Sven Erik Nils "
    "Matteo Luca Marco Omar Yusuf Daniel David Thomas Peter"
).split()
LAST = (
    "Garcia Lopez Martin Bernard Dubois Moreau Laurent Müller Schmidt Schneider Fischer Weber Wagner Becker Hoffmann "
    "Kowalski Nowak Wiśniewski Rossi Russo Ferrari Bianchi Jensen Nielsen Hansen Johansson Andersson Karlsson Virtanen "
    "Korhonen Smith Jones Taylor Brown Wilson Evans Walker White Green Baker Cooper Turner Parker Carter Novak Horvat "
    "Kovač Popescu Ionescu Yilmaz Kaya Demir Silva Santos Costa Pereira Visser Bakker Janssen Peeters"
).split()
MIDDLE = "A. B. C. D. E. F. G. H.".split()
TRADES = "Outdoor Kitchen Cycles Books Coffee Garden Textiles Lighting Tools Sports".split()
TOPICS = (
    "Where is my order", "Price of the oak lamp", "A question on sizes", "Return of a jacket", "Delivery to Vienna",
    "Can the tent be repaired", "Invoice missing", "Do you have it in black", "Quote for twenty chairs", "Thanks",
)  # fmt: skip
SAID = (
    "Hello, can the lamp of oak be dimmed, and what does it cost to have it sent to Graz? Kind regards",
    "The jacket that I ordered on Monday is too small, how can I send it back and get the larger one?",
    "Could you make us an offer for twenty chairs with armrests, delivered before the end of the month?",
    "Is the tent still in stock, and how heavy is it when it is packed?",
)

_FILL = (
    """
INSERT INTO companies (id, name, domain, industry, owner_id, team_id, created_at, updated_at)
SELECT md5('company' || n)::uuid, pick(%(last)s, n / 3) || ' ' || pick(%(trades)s, n) || ' ' || n, 'c' || n || '.example',
  pick(%(trades)s, n), CASE WHEN n %% 50 = 0 THEN %(rep)s::uuid END, CASE WHEN n %% 10 = 0 THEN %(team)s::uuid END,
  now() - n * interval '1 second', now()
FROM generate_series(%(from)s / 10, %(to)s / 10 - 1) n
""",
    """
INSERT INTO contacts (id, name, lifecycle, source, language, tags, company_id, owner_id, team_id, created_at, updated_at)
SELECT md5('contact' || n)::uuid, pick(%(first)s, n * 7) || ' ' || pick(%(middle)s, n / 11) || ' ' || pick(%(last)s, n / 7),
  pick(ARRAY['lead', 'customer', 'qualified', 'other'], n / 3), pick(ARRAY['website', 'email', 'referral', 'manual'], n / 5),
  pick(ARRAY['en', 'de', 'fr', 'es'], n), jsonb_build_array(pick(%(trades)s, n)), md5('company' || n / 10)::uuid,
  CASE WHEN n %% 50 = 0 THEN %(rep)s::uuid END, CASE WHEN n %% 10 = 0 THEN %(team)s::uuid END,
  now() - n * interval '1 second', now()
FROM generate_series(%(from)s, %(to)s - 1) n
""",
    """
INSERT INTO identities (id, contact_id, kind, value, is_primary)
SELECT md5('mail' || n)::uuid, md5('contact' || n)::uuid, 'email',
  lower(translate(pick(%(first)s, n * 7) || '.' || pick(%(last)s, n / 7), 'üśč', 'usc')) || n || '@c' || n / 10 || '.example', true
FROM generate_series(%(from)s, %(to)s - 1) n
UNION ALL
SELECT md5('phone' || n)::uuid, md5('contact' || n)::uuid, 'phone', '+4366' || lpad((n::bigint * 7919)::text, 10, '0'), true
FROM generate_series(%(from)s, %(to)s - 1) n WHERE n %% 2 = 0
""",
    """
INSERT INTO conversations (id, subject, contact_id, channel_id, snippet, last_message_at, participants, owner_id, team_id)
SELECT md5('thread' || n)::uuid, pick(%(topics)s, n), md5('contact' || n)::uuid, (SELECT id FROM channels LIMIT 1), 'Hello, …',
  now() - n * interval '1 second', '[]', CASE WHEN n %% 50 = 0 THEN %(rep)s::uuid END,
  CASE WHEN n %% 10 = 0 THEN %(team)s::uuid END
FROM generate_series(%(from)s, %(to)s - 1) n WHERE n %% 2 = 0
""",
    """
INSERT INTO messages (id, conversation_id, direction, author_kind, author_name, text, new_text, status, created_at)
SELECT md5('message' || n || '.' || k)::uuid, md5('thread' || n)::uuid, CASE k WHEN 1 THEN 'inbound' ELSE 'outbound' END,
  CASE k WHEN 1 THEN 'contact' ELSE 'user' END, 'Somebody', said, said, CASE k WHEN 1 THEN 'received' ELSE 'sent' END,
  now() - n * interval '1 second' + k * interval '1 minute'
FROM generate_series(%(from)s, %(to)s - 1) n, generate_series(1, 2) k,
  LATERAL (SELECT pick(%(said)s, n / 2 + k) || ' No. ' || n AS said) spoken
WHERE n %% 2 = 0
""",
    """
INSERT INTO deals (id, title, pipeline_id, stage_id, amount, status, order_key, stage_entered_at, touched_at, contact_id,
  company_id, owner_id, team_id, created_at)
SELECT md5('deal' || n)::uuid, pick(%(topics)s, n / 5) || ' ' || n, stage.pipeline_id, stage.id, n %% 5000, stage.outcome,
  'k' || lpad(n::text, 12, '0'), now() - (n %% 90) * interval '1 day', now(), md5('contact' || n)::uuid,
  md5('company' || n / 10)::uuid, CASE WHEN n %% 50 = 0 THEN %(rep)s::uuid END,
  CASE WHEN n %% 10 = 0 THEN %(team)s::uuid END, now() - n * interval '1 second'
FROM generate_series(%(from)s, %(to)s - 1) n
JOIN LATERAL (
  SELECT id, pipeline_id, outcome FROM stages
  WHERE (outcome = 'open') = (n < %(open)s) ORDER BY (n + position) %% 7, id LIMIT 1
) stage ON true
WHERE n %% 5 = 0
""",
    """
INSERT INTO activities (id, kind, title, contact_id, due_at, done_at, owner_id, team_id, created_at)
SELECT md5('activity' || n)::uuid, pick(ARRAY['task', 'call', 'meeting', 'note'], n), 'Call back about ' || pick(%(topics)s, n),
  md5('contact' || n)::uuid, now() + (n %% 40 - 20) * interval '1 day', CASE WHEN n %% 3 > 0 THEN now() END,
  CASE WHEN n %% 50 = 0 THEN %(rep)s::uuid END, CASE WHEN n %% 10 = 0 THEN %(team)s::uuid END, now() - n * interval '1 second'
FROM generate_series(%(from)s, %(to)s - 1) n
""",
    """
INSERT INTO changes (id, created_at, subject_type, subject_id, action, diff, digest)
SELECT md5('change' || n)::uuid, now() - n * interval '1 second', 'contacts', md5('contact' || n)::uuid, 'changed',
  '{"lifecycle": ["lead", "customer"]}', ''
FROM generate_series(%(from)s, %(to)s - 1) n
""",
)
_PICK = """
CREATE OR REPLACE FUNCTION pick(pool text[], n bigint) RETURNS text IMMUTABLE LANGUAGE sql
RETURN pool[1 + mod(n, cardinality(pool))]
"""
OPEN_DEALS = 25_000
"""Deals of people below this number are open: 5,000 of them, as many as a board shows at most."""


def fill(url: str, begin: int, end: int, *, rep: str = "rep@mancrel.example") -> None:
    """Add the people numbered from ``begin`` up to ``end`` with all that hangs on them; every fiftieth is the rep's."""
    pools = {
        "first": FIRST,
        "middle": MIDDLE,
        "last": LAST,
        "trades": TRADES,
        "topics": list(TOPICS),
        "said": list(SAID),
    }
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_PICK)
        owner = connection.execute(
            "SELECT user_id, team_id FROM memberships JOIN users ON users.id = user_id WHERE email = %s",
            [rep],
        ).fetchone()
        if owner is None:
            raise LookupError(f"{rep} in a team")
        values = {**pools, "from": begin, "to": end, "open": OPEN_DEALS, "rep": owner[0], "team": owner[1]}
        for statement in _FILL:
            connection.execute(statement, values)
        connection.execute("VACUUM ANALYZE")
