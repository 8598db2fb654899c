"""who sees a record that others open is kept with it, by the database

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLES = ("contacts", "companies", "activities")
MERGED = {"contact": "contacts", "company": "companies"}

# As `kit/visibility.py` says them: a row's owner, its team, the team's rows of nobody, the rows of nobody at all.
KEYS = """
CREATE FUNCTION seen_keys(owner uuid, team uuid) RETURNS uuid[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
  WHEN owner IS NOT NULL THEN array_remove(ARRAY[owner, team], NULL)
  WHEN team IS NOT NULL THEN ARRAY[team, md5('nobody of ' || team)::uuid]
  ELSE ARRAY['00000000-0000-0000-0000-000000000000'::uuid]
END
"""
OF_CONTACT = """
CREATE FUNCTION contact_seen_by(whole uuid) RETURNS uuid[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY(
    SELECT unnest(seen_keys(owner_id, team_id)) FROM contacts WHERE id = whole
    UNION
    SELECT unnest(seen_keys(deals.owner_id, deals.team_id))
    FROM contacts arrived JOIN deals ON deals.contact_id = arrived.id
    WHERE coalesce(arrived.canonical_id, arrived.id) = whole
    UNION
    SELECT unnest(seen_keys(threads.owner_id, threads.team_id))
    FROM contacts arrived JOIN conversations threads ON threads.contact_id = arrived.id
    WHERE coalesce(arrived.canonical_id, arrived.id) = whole
    ORDER BY 1
  )
$$
"""
OF_COMPANY = """
CREATE FUNCTION company_seen_by(whole uuid) RETURNS uuid[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY(
    SELECT unnest(seen_keys(owner_id, team_id)) FROM companies WHERE id = whole
    UNION
    SELECT unnest(seen_keys(deals.owner_id, deals.team_id))
    FROM companies arrived JOIN deals ON deals.company_id = arrived.id
    WHERE coalesce(arrived.canonical_id, arrived.id) = whole
    UNION
    SELECT unnest(seen_keys(threads.owner_id, threads.team_id))
    FROM companies employers
    JOIN contacts people ON people.company_id = employers.id AND people.canonical_id IS NULL
    JOIN contacts arrived ON coalesce(arrived.canonical_id, arrived.id) = people.id
    JOIN conversations threads ON threads.contact_id = arrived.id
    WHERE coalesce(employers.canonical_id, employers.id) = whole
    ORDER BY 1
  )
$$
"""
# A note is there for everyone who looks after the person or company; tasks and calls are their owner's.
OF_ACTIVITY = """
CREATE FUNCTION activity_seen_by(kind text, owner uuid, team uuid, contact uuid, company uuid) RETURNS uuid[]
LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN kind <> 'note' THEN seen_keys(owner, team) ELSE ARRAY(
    SELECT unnest(seen_keys(owner, team))
    UNION
    SELECT unnest(seen_keys(whole.owner_id, whole.team_id))
    FROM contacts arrived JOIN contacts whole ON whole.id = coalesce(arrived.canonical_id, arrived.id)
    WHERE arrived.id = contact
    UNION
    SELECT unnest(seen_keys(whole.owner_id, whole.team_id))
    FROM companies arrived JOIN companies whole ON whole.id = coalesce(arrived.canonical_id, arrived.id)
    WHERE arrived.id = company
    ORDER BY 1
  ) END
$$
"""
# Who adds a key and who counts them again wait for each other here: each statement after it sees what the
# other one left. What a row is shown as may have changed while it waited.
LOCK = """
CREATE FUNCTION lock_{one}(asked uuid) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  whole uuid;
BEGIN
  LOOP
    SELECT coalesce(canonical_id, id) INTO whole FROM {many} WHERE id = asked;
    IF whole IS NULL THEN RETURN NULL; END IF;
    PERFORM FROM {many} WHERE id = whole AND canonical_id IS NULL FOR NO KEY UPDATE;
    IF FOUND THEN RETURN whole; END IF;
    asked := whole;
  END LOOP;
END $$
"""
OPEN = """
CREATE FUNCTION open_{one}(asked uuid, keys uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  whole uuid := lock_{one}(asked);
BEGIN
  UPDATE {many} SET seen_by = ARRAY(SELECT unnest(seen_by) UNION SELECT unnest(keys) ORDER BY 1)
  WHERE coalesce(canonical_id, id) = whole AND NOT seen_by @> keys;
END $$
"""
REFRESH = """
CREATE FUNCTION refresh_{one}(asked uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  whole uuid := lock_{one}(asked);
  keys uuid[] := {one}_seen_by(whole);
BEGIN
  UPDATE {many} SET seen_by = keys WHERE coalesce(canonical_id, id) = whole AND NOT (seen_by @> keys AND seen_by <@ keys);
END $$
"""
COMPANY_OF = """
CREATE FUNCTION company_of(contact uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT whole.company_id
  FROM contacts arrived JOIN contacts whole ON whole.id = coalesce(arrived.canonical_id, arrived.id)
  WHERE arrived.id = contact
$$
"""
OWN_KEYS = """
CREATE FUNCTION own_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.seen_by := seen_keys(NEW.owner_id, NEW.team_id);
  RETURN NEW;
END $$
"""
ACTIVITY_KEYS = """
CREATE FUNCTION activity_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind = 'note' THEN
    PERFORM lock_contact(NEW.contact_id), lock_company(NEW.company_id);
  END IF;
  NEW.seen_by := activity_seen_by(NEW.kind, NEW.owner_id, NEW.team_id, NEW.contact_id, NEW.company_id);
  RETURN NEW;
END $$
"""
MERGED_CHANGED = """
CREATE FUNCTION {one}_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_{one}(NEW.id), refresh_{one}(OLD.canonical_id);
  UPDATE activities SET seen_by = activity_seen_by(kind, owner_id, team_id, contact_id, company_id)
  WHERE kind = 'note' AND {one}_id IN
    (SELECT id FROM {many} WHERE coalesce(canonical_id, id) = coalesce(NEW.canonical_id, NEW.id));
  RETURN NULL;
END $$
"""
EMPLOYER_CHANGED = """
CREATE FUNCTION employer_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_company(one) FROM (
    SELECT unnest(ARRAY[OLD.company_id, NEW.company_id, company_of(OLD.canonical_id), company_of(NEW.canonical_id)])
    EXCEPT SELECT NULL ORDER BY 1
  ) AS affected(one);
  RETURN NULL;
END $$
"""
MERGED_DELETED = """
CREATE FUNCTION {one}_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_{one}(OLD.canonical_id);
  RETURN NULL;
END $$
"""
OPENER_ADDED = """
CREATE FUNCTION {one}_added() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  keys uuid[] := seen_keys(NEW.owner_id, NEW.team_id);
BEGIN
  PERFORM open_contact(NEW.contact_id, keys);
  PERFORM open_company({company_of_new}, keys);
  RETURN NULL;
END $$
"""
OPENER_CHANGED = """
CREATE FUNCTION {one}_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_contact(one) FROM (SELECT OLD.contact_id UNION SELECT NEW.contact_id ORDER BY 1) AS affected(one);
  PERFORM refresh_company(one) FROM (SELECT {company_of_old} UNION SELECT {company_of_new} ORDER BY 1) AS affected(one);
  RETURN NULL;
END $$
"""
OPENER_DELETED = """
CREATE FUNCTION {one}_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_contact(OLD.contact_id);
  PERFORM refresh_company({company_of_old});
  RETURN NULL;
END $$
"""
OPENERS = {
    "deal": ("deals", ("owner_id", "team_id", "contact_id", "company_id"), "{row}.company_id"),
    "thread": ("conversations", ("owner_id", "team_id", "contact_id"), "company_of({row}.contact_id)"),
}


def upgrade() -> None:
    """Apply."""
    for table in TABLES:
        op.add_column(
            table,
            sa.Column("seen_by", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
        )
    for one in (KEYS, OF_CONTACT, OF_COMPANY, OF_ACTIVITY, COMPANY_OF, OWN_KEYS, EMPLOYER_CHANGED):
        op.execute(one)
    for one, many in MERGED.items():
        for function in (LOCK, OPEN, REFRESH, MERGED_CHANGED, MERGED_DELETED):
            op.execute(function.format(one=one, many=many))
    op.execute(ACTIVITY_KEYS)
    _fill()
    _follow_records()
    _follow_openers()
    for table in TABLES:
        op.create_index(f"{table}_seen_idx", table, ["seen_by"], postgresql_using="gin")


def _fill() -> None:
    op.execute("UPDATE contacts SET seen_by = contact_seen_by(coalesce(canonical_id, id))")
    op.execute("UPDATE companies SET seen_by = company_seen_by(coalesce(canonical_id, id))")
    op.execute(
        "UPDATE activities SET seen_by = activity_seen_by(kind, owner_id, team_id, contact_id, company_id)"
    )


def _follow_records() -> None:
    for one, many in MERGED.items():
        _trigger(many, "own_keys", "BEFORE INSERT")
        _trigger(many, f"{one}_changed", "AFTER UPDATE", _changed("owner_id", "team_id", "canonical_id"))
        _trigger(many, f"{one}_deleted", "AFTER DELETE", "OLD.canonical_id IS NOT NULL")
    _trigger("contacts", "employer_changed", "AFTER UPDATE", _changed("company_id", "canonical_id"))
    columns = "kind, owner_id, team_id, contact_id, company_id"
    _trigger("activities", "activity_keys", f"BEFORE INSERT OR UPDATE OF {columns}")


def _follow_openers() -> None:
    for one, (table, columns, company) in OPENERS.items():
        of = {"company_of_new": company.format(row="NEW"), "company_of_old": company.format(row="OLD")}
        for function in (OPENER_ADDED, OPENER_CHANGED, OPENER_DELETED):
            op.execute(function.format(one=one, **of))
        _trigger(table, f"{one}_added", "AFTER INSERT")
        _trigger(table, f"{one}_changed", "AFTER UPDATE", _changed(*columns))
        _trigger(table, f"{one}_deleted", "AFTER DELETE")


def _changed(*columns: str) -> str:
    old, new = (", ".join(f"{row}.{one}" for one in columns) for row in ("OLD", "NEW"))
    return f"({old}) IS DISTINCT FROM ({new})"


def _trigger(table: str, function: str, when: str, condition: str = "true") -> None:
    op.execute(
        f"CREATE TRIGGER seen_by_{function} {when} ON {table} FOR EACH ROW WHEN ({condition}) "
        f"EXECUTE FUNCTION {function}()"
    )


def downgrade() -> None:
    """Take back."""
    for one in MERGED:
        for name in (f"{one}_changed()", f"{one}_deleted()"):
            op.execute(f"DROP FUNCTION {name} CASCADE")
    for one in OPENERS:
        for name in (f"{one}_added()", f"{one}_changed()", f"{one}_deleted()"):
            op.execute(f"DROP FUNCTION {name} CASCADE")
    for name in ("own_keys()", "activity_keys()", "employer_changed()"):
        op.execute(f"DROP FUNCTION {name} CASCADE")
    for one in MERGED:
        for name in (f"open_{one}(uuid, uuid[])", f"refresh_{one}(uuid)", f"lock_{one}(uuid)"):
            op.execute(f"DROP FUNCTION {name}")
    for name in (
        "company_of(uuid)",
        "activity_seen_by(text, uuid, uuid, uuid, uuid)",
        "company_seen_by(uuid)",
        "contact_seen_by(uuid)",
        "seen_keys(uuid, uuid)",
    ):
        op.execute(f"DROP FUNCTION {name}")
    for table in TABLES:
        op.drop_column(table, "seen_by")
