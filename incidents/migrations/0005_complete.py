import incidents.models.incident
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0004_carried_over'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='incident',
            name='assess_by',
        ),
        migrations.AlterField(
            model_name='incident',
            name='public_id',
            field=models.CharField(default=incidents.models.incident.new_public_id, editable=False, max_length=10, unique=True),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), _negated=True), models.Q(models.Q(('concern', ''), _negated=True), models.Q(('follow_up', ''), _negated=True), models.Q(('action', ''), _negated=True), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='incident_closed_complete'),
        ),
        migrations.AddConstraint(
            model_name='involvement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), ('person__isnull', False)), models.Q(('person', None), models.Q(('name', ''), _negated=True), models.Q(('part', 'handler'), _negated=True)), _connector='OR'), name='involvement_of_somebody'),
        ),
    ]
