"""The ladder that a school starts with, and the authors of the comments that are there."""

from django.db import migrations

LADDER = [
    ("reminder_half", "Reminder at half of the time", "half", 0, "holder"),
    ("reminder_two_hours", "Reminder two hours before", "before_due", 120, "holder"),
    ("late_runners", "Late: tell who runs the account", "after_due", 0, "runners"),
    ("escalated_administrators", "Late: tell the Administrators", "after_due", 0, "administrators"),
    ("escalated_slt", "Still late a working day later: tell SLT", "next_working_day", 0, "slt"),
    ("priority", "Priority: tell who runs the account", "priority_set", 0, "runners"),
    ("priority_late", "Priority target missed: tell the Administrators", "priority_after_due", 0, "administrators"),
    ("priority_safeguarding", "Priority target missed: tell the safeguarding leads", "priority_after_due", 0, "safeguarding"),
]
CHUNK = 2000


def forwards(apps, schema_editor):
    LadderStep = apps.get_model("moderation", "LadderStep")
    for key, name, anchor, minutes, whom in LADDER:
        LadderStep.objects.create(key=key, name=name, anchor=anchor, minutes=minutes, whom=whom, channel="mail")
    stages(apps)
    authors(apps)


def stages(apps):
    """What told the runners of a breach is a step of its own now."""
    ItemStage = apps.get_model("moderation", "ItemStage")
    breaches = ItemStage.objects.filter(stage="breach").values_list("item_id", "at", "noticed_at")
    rows = []
    for item_id, at, noticed_at in breaches.iterator(chunk_size=CHUNK):
        rows.append(ItemStage(item_id=item_id, stage="late_runners", at=at, noticed_at=noticed_at))
        if len(rows) == CHUNK:
            ItemStage.objects.bulk_create(rows)
            rows = []
    ItemStage.objects.bulk_create(rows)


def authors(apps):
    """One author for each name on each platform, by the same key as new comments get."""
    Item, Author = apps.get_model("moderation", "Item"), apps.get_model("moderation", "Author")
    named = Item.objects.exclude(author_name="").order_by()
    known = {}
    for platform, name in named.values_list("account__platform", "author_name").distinct().iterator(chunk_size=CHUNK):
        key = " ".join(name.split()).casefold()
        if key:
            known.setdefault((platform, f"name:{key}"[:300]), []).append(name)
    made = [Author(platform=platform, key=key, name=names[0]) for (platform, key), names in known.items()]
    Author.objects.bulk_create(made, batch_size=CHUNK)
    for author, names in zip(Author.objects.order_by("pk").iterator(chunk_size=CHUNK), known.values(), strict=True):
        Item.objects.filter(account__platform=author.platform, author_name__in=names).update(author=author)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_desk")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
