"""Why an explanation is held back, words that nobody may read, and evidence that the database itself lets nobody change."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

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


def close(apps, schema_editor):
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def reopen(apps, schema_editor):
    schema_editor.execute(POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0003_ladder_and_authors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Withheld",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BinaryField()),
                ("withheld_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="response",
            name="held_back_because",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="response",
            name="held_back_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("held_back", False),
                    models.Q(models.Q(("held_back_because", ""), _negated=True), ("held_back_by__isnull", False)),
                    _connector="OR",
                ),
                name="response_held_back_with_reason",
            ),
        ),
        migrations.AddField(
            model_name="withheld",
            name="item",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="withheld", to="moderation.item"
            ),
        ),
        migrations.AddField(
            model_name="withheld",
            name="withheld_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.RunPython(close, reopen),
    ]
