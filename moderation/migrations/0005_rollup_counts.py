"""Counts of the rollups as columns of their own, which the database can add up (M2, M3)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0004_removals")]
    operations = [
        migrations.RemoveField(model_name="rollup", name="took"),
        migrations.AddField("rollup", "open", models.PositiveIntegerField(default=0)),
        migrations.AddField("rollup", "open_late", models.PositiveIntegerField(default=0)),
        migrations.AddField("rollup", "lane", models.PositiveIntegerField(default=0)),
        migrations.AddField("rollup", "lane_in_time", models.PositiveIntegerField(default=0)),
        migrations.AddField("rollup", "lane_late", models.PositiveIntegerField(default=0)),
        migrations.AddField("rollup", "took_15m", models.PositiveIntegerField(default=0)),
        migrations.AddField("rollup", "took_30m", models.PositiveIntegerField(default=0)),
        migrations.AddField("rollup", "took_1h", models.PositiveIntegerField(default=0)),
        migrations.AddField("rollup", "took_2h", models.PositiveIntegerField(default=0)),
        migrations.AddField("rollup", "took_4h", models.PositiveIntegerField(default=0)),
        migrations.AddField("rollup", "took_8h", models.PositiveIntegerField(default=0)),
        migrations.AddField("rollup", "took_12h", models.PositiveIntegerField(default=0)),
        migrations.AddField("rollup", "took_24h", models.PositiveIntegerField(default=0)),
        migrations.AddField("rollup", "took_36h", models.PositiveIntegerField(default=0)),
        migrations.AddField("rollup", "took_48h", models.PositiveIntegerField(default=0)),
        migrations.AddField("rollup", "took_72h", models.PositiveIntegerField(default=0)),
        migrations.AddField("rollup", "took_more", models.PositiveIntegerField(default=0)),
        migrations.AddIndex(
            "rollup",
            models.Index(fields=["account"], condition=models.Q(("open__gt", 0)), name="rollup_open"),
        ),
    ]
