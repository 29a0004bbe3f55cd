"""What the database does by itself: it lets nobody change evidence, and PostgreSQL searches the words of items by an index.

SQLite has no such index, and looks at each row.
"""

from django.db import migrations

# What is kept of an item. Not the link to its removal, which may be dropped, nor the sealing of its screenshot, which a
# new key closes anew: the screenshot itself is held by its digest.
KEPT = (
    "item_id, captured_at, captured_by_id, link_only, text, author_name, author_external_id, permalink, received_at, "
    "screenshot_digest, digest"
)
POSTGRESQL = f"""
CREATE FUNCTION moderation_evidence_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Evidence is never changed.';
END $$;
CREATE TRIGGER moderation_evidence_no_change BEFORE UPDATE OF {KEPT} ON moderation_evidence
    FOR EACH ROW EXECUTE FUNCTION moderation_evidence_refuse();
"""
POSTGRESQL_BACK = """
DROP TRIGGER moderation_evidence_no_change ON moderation_evidence;
DROP FUNCTION moderation_evidence_refuse();
"""
SQLITE = f"""CREATE TRIGGER moderation_evidence_no_change BEFORE UPDATE OF {KEPT} ON moderation_evidence
BEGIN SELECT RAISE(ABORT, 'Evidence is never changed.'); END"""
SQLITE_BACK = "DROP TRIGGER moderation_evidence_no_change"


# A function of our own, so that the planner may be told what it costs: it takes PostgreSQL's own for cheap, and would
# rather work out the words of thousands of rows than use the index. In PL/pgSQL, for one in SQL is taken apart.
FUNCTION = """
CREATE OR REPLACE FUNCTION moderation_words(author text, said text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
BEGIN
    RETURN to_tsvector('pg_catalog.simple'::regconfig, author)
        || to_tsvector('pg_catalog.english'::regconfig, left(said, 20000));
END
$$
"""
INDEX = "CREATE INDEX moderation_item_words ON moderation_item USING gin (moderation_words(author_name, text))"


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in (POSTGRESQL, FUNCTION, INDEX):
            schema_editor.execute(statement)
    else:
        schema_editor.execute(SQLITE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_BACK)
        schema_editor.execute("DROP INDEX moderation_item_words")
        schema_editor.execute("DROP FUNCTION moderation_words(text, text)")
    else:
        schema_editor.execute(SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0003_ladder_and_authors")]
    operations = [migrations.RunPython(make, drop)]
