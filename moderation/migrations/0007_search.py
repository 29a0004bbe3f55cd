"""PostgreSQL searches the words of items by an index. SQLite has no such thing, and looks at each row."""

from typing import Any

from django.db import migrations

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


def make(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        schema_editor.execute(INDEX)


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX moderation_item_words")
        schema_editor.execute("DROP FUNCTION moderation_words(text, text)")


class Migration(migrations.Migration):
    dependencies = [("moderation", "0006_release")]

    operations = [migrations.RunPython(make, drop)]
