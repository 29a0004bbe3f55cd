"""What the database does by itself: it lets nobody change or delete a timeline, evidence, or who did what with it."""

from django.db import migrations

# Of evidence only what sealing anew with another key changes may change, and that it was set aside or looked through.
EVIDENCE = (
    "incident_id, kind, title, text, url, item_id, thread, file_name, media_type, size, pages, sha256, added_by_id, added_at"
)
KEPT = {"incidents_entry": "", "incidents_custody": "", "incidents_evidence": f"OF {EVIDENCE}"}
WORDS = "A case file is never changed, only added to."


def make(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(
            "CREATE FUNCTION incidents_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$"
        )
    for table, columns in KEPT.items():
        for event, name in ((f"UPDATE {columns}", "no_change"), ("DELETE", "no_deletion")):
            start = f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table}"
            if postgresql:
                schema_editor.execute(f"{start} FOR EACH ROW EXECUTE FUNCTION incidents_refuse()")
            else:
                schema_editor.execute(f"{start} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END")


def drop(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in KEPT:
        for name in ("no_change", "no_deletion"):
            schema_editor.execute(f"DROP TRIGGER {table}_{name}" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        schema_editor.execute("DROP FUNCTION incidents_refuse()")


class Migration(migrations.Migration):
    dependencies = [("incidents", "0005_complete")]
    operations = [migrations.RunPython(make, drop)]
