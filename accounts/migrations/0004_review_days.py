"""Accounts that are live already get the day of their first yearly look: a year after SLT approved them (R1)."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def give_days(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Account = apps.get_model("accounts", "Account")
    in_use = Account.objects.filter(status__in=["live", "suspended"], review_on=None, mandate__isnull=False)
    for account in in_use.select_related("mandate"):
        account.review_on = _a_year_after(account.mandate.approved_at.date())
        account.save(update_fields=["review_on"])


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # a leap day
        return day.replace(year=day.year + 1, day=28)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_life_and_checklists")]

    operations = [migrations.RunPython(give_days, migrations.RunPython.noop)]
