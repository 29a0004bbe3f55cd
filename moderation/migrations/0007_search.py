"""PostgreSQL searches the words of items by an index. SQLite has no such thing, and looks at each row."""

from typing import Any

from django.db import migrations

# The query must be written with the very same expression to be served by it: see moderation/search.py.
INDEX = """
CREATE INDEX moderation_item_words ON moderation_item USING gin
((to_tsvector('simple'::regconfig, author_name) || to_tsvector('english'::regconfig, left(text, 20000))))
"""


def make(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(INDEX)


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS moderation_item_words")


class Migration(migrations.Migration):
    dependencies = [("moderation", "0006_release")]

    operations = [migrations.RunPython(make, drop)]
