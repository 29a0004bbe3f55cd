"""What people must still be told of stands in rows of its own, one for many items, and not in a mark on each stage."""

import django.db.models.deletion
from django.db import migrations, models


def drop(apps, schema_editor):
    table = apps.get_model("moderation", "ItemStage")._meta.db_table
    name = schema_editor._create_index_name(table, ["item_id"])
    schema_editor.execute(f"DROP INDEX IF EXISTS {schema_editor.quote_name(name)}")


class Migration(migrations.Migration):
    dependencies = [("moderation", "0009_fewer_indexes")]
    operations = [
        migrations.CreateModel(
            name="Untold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=30)),
                ("items", models.JSONField()),
            ],
        ),
        migrations.RemoveIndex(model_name="itemstage", name="item_stage_told"),
        migrations.RemoveField(model_name="itemstage", name="told_at"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField(
                    model_name="itemstage",
                    name="item",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages",
                        to="moderation.item",
                    ),
                ),
            ],
        ),
    ]
