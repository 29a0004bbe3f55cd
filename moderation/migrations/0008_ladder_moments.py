"""The moments of the ladder are reckoned from its steps, so an item keeps none of them but the next."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0007_search")]
    operations = [
        migrations.RemoveField(model_name="item", name="remind_half_at"),
        migrations.RemoveField(model_name="item", name="remind_two_hours_at"),
        migrations.RemoveField(model_name="item", name="escalate_slt_at"),
        migrations.RemoveIndex(model_name="itemstage", name="item_stage_to_tell"),
        migrations.AddIndex(
            model_name="itemstage", index=models.Index(fields=["told_at", "id"], name="item_stage_told")
        ),
        migrations.AddField(model_name="digest", name="counts", field=models.JSONField(default=dict)),
    ]
