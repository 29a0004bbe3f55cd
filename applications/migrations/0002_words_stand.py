"""What was submitted stays as it was read, and a decision as it was given: the database refuses to change either.

Erasing after the retention period deletes whole cases, so deleting is left to the verbs.
"""

from django.db import migrations

REVISION = "A submitted business case keeps its words."
DECISION = "A decision stays as it was given."

POSTGRESQL = f"""
CREATE FUNCTION applications_revision_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.submitted_at IS NOT NULL THEN
        RAISE EXCEPTION '{REVISION}';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION applications_runners_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM applications_revision WHERE id = NEW.revision_id AND submitted_at IS NOT NULL) THEN
        RAISE EXCEPTION '{REVISION}';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION applications_decision_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{DECISION}';
END $$;
CREATE TRIGGER applications_revision_no_update BEFORE UPDATE ON applications_revision
    FOR EACH ROW EXECUTE FUNCTION applications_revision_stands();
CREATE TRIGGER applications_runner_no_insert BEFORE INSERT OR UPDATE ON applications_revisionrunner
    FOR EACH ROW EXECUTE FUNCTION applications_runners_stand();
CREATE TRIGGER applications_decision_no_update BEFORE UPDATE ON applications_decision
    FOR EACH ROW EXECUTE FUNCTION applications_decision_stands();
"""
POSTGRESQL_BACK = """
DROP TRIGGER applications_revision_no_update ON applications_revision;
DROP TRIGGER applications_runner_no_insert ON applications_revisionrunner;
DROP TRIGGER applications_decision_no_update ON applications_decision;
DROP FUNCTION applications_revision_stands();
DROP FUNCTION applications_runners_stand();
DROP FUNCTION applications_decision_stands();
"""
SUBMITTED = "(SELECT submitted_at FROM applications_revision WHERE id = NEW.revision_id) IS NOT NULL"
SQLITE = [
    f"""CREATE TRIGGER applications_revision_no_update BEFORE UPDATE ON applications_revision
    WHEN OLD.submitted_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{REVISION}'); END""",
    f"""CREATE TRIGGER applications_runner_no_insert BEFORE INSERT ON applications_revisionrunner
    WHEN {SUBMITTED} BEGIN SELECT RAISE(ABORT, '{REVISION}'); END""",
    f"""CREATE TRIGGER applications_runner_no_update BEFORE UPDATE ON applications_revisionrunner
    WHEN {SUBMITTED} BEGIN SELECT RAISE(ABORT, '{REVISION}'); END""",
    f"""CREATE TRIGGER applications_decision_no_update BEFORE UPDATE ON applications_decision
    BEGIN SELECT RAISE(ABORT, '{DECISION}'); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER applications_revision_no_update",
    "DROP TRIGGER applications_runner_no_insert",
    "DROP TRIGGER applications_runner_no_update",
    "DROP TRIGGER applications_decision_no_update",
]


def close(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in [POSTGRESQL] if vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def reopen(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in [POSTGRESQL_BACK] if vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]
    operations = [migrations.RunPython(close, reopen)]
