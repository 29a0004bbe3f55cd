"""No index of its own for any foreign key of an item: they were written again with each change of each comment.

As plain DROPs: an altered field would have SQLite write the whole table again, thirteen times.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


FIELDS = (
    *("account", "added_by", "author", "batch", "claimed_by", "clock_version", "closed_by"),
    *("edited_after", "parent", "post", "released_by", "responded_by", "triaged_by"),
)


def drop(apps, schema_editor):
    table = apps.get_model("moderation", "Item")._meta.db_table
    for field in FIELDS:
        name = schema_editor._create_index_name(table, [f"{field}_id"])
        schema_editor.execute(f"DROP INDEX IF EXISTS {schema_editor.quote_name(name)}")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_review_days"),
        ("moderation", "0008_ladder_moments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField(
                    model_name="item",
                    name="account",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="accounts.account",
                    ),
                ),
                migrations.AlterField(
                    model_name="item",
                    name="added_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="item",
                    name="author",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="moderation.author",
                    ),
                ),
                migrations.AlterField(
                    model_name="item",
                    name="batch",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="moderation.importbatch",
                    ),
                ),
                migrations.AlterField(
                    model_name="item",
                    name="claimed_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claimed_items",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="item",
                    name="clock_version",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.clockversion",
                    ),
                ),
                migrations.AlterField(
                    model_name="item",
                    name="closed_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="item",
                    name="edited_after",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edits_after",
                        to="moderation.item",
                    ),
                ),
                migrations.AlterField(
                    model_name="item",
                    name="parent",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="moderation.item",
                    ),
                ),
                migrations.AlterField(
                    model_name="item",
                    name="post",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="moderation.post",
                    ),
                ),
                migrations.AlterField(
                    model_name="item",
                    name="released_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="item",
                    name="responded_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="item",
                    name="triaged_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.RemoveIndex(
            model_name="item",
            name="item_by_parent",
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("parent_external_id", ""), _negated=True),
                fields=["account", "parent_external_id"],
                name="item_orphan",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(condition=models.Q(("parent__isnull", False)), fields=["parent"], name="item_answers"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(condition=models.Q(("post__isnull", False)), fields=["post"], name="item_of_post"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("edited_after__isnull", False)), fields=["edited_after"], name="item_edits_after"
            ),
        ),
    ]
