"""What people have acknowledged stays as they read it: the database refuses to change a published text."""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION policy_words_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'draft' THEN
        RAISE EXCEPTION 'A published policy keeps its words.';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER policy_words_no_update BEFORE UPDATE OF number, title, body_markdown, digest ON policy_policyversion
    FOR EACH ROW EXECUTE FUNCTION policy_words_stand();
CREATE TRIGGER policy_words_no_delete BEFORE DELETE ON policy_policyversion
    FOR EACH ROW EXECUTE FUNCTION policy_words_stand();
"""
POSTGRESQL_BACK = """
DROP TRIGGER policy_words_no_update ON policy_policyversion;
DROP TRIGGER policy_words_no_delete ON policy_policyversion;
DROP FUNCTION policy_words_stand();
"""
SQLITE = [
    """CREATE TRIGGER policy_words_no_update BEFORE UPDATE OF number, title, body_markdown, digest
    ON policy_policyversion WHEN OLD.status <> 'draft'
    BEGIN SELECT RAISE(ABORT, 'A published policy keeps its words.'); END""",
    """CREATE TRIGGER policy_words_no_delete BEFORE DELETE ON policy_policyversion WHEN OLD.status <> 'draft'
    BEGIN SELECT RAISE(ABORT, 'A published policy keeps its words.'); END""",
]
SQLITE_BACK = ["DROP TRIGGER policy_words_no_update", "DROP TRIGGER policy_words_no_delete"]


def close(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in [POSTGRESQL] if vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def reopen(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in [POSTGRESQL_BACK] if vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]
    operations = [migrations.RunPython(close, reopen)]
