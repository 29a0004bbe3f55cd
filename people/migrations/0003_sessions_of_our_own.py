from django.db import migrations

# Sessions are rows of people.Session from here on. Whoever is signed in signs in again.
GONE = [
    "DROP TABLE IF EXISTS django_session",
    "DELETE FROM django_migrations WHERE app = 'sessions'",
]


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_leaving_absence_and_sessions'),
    ]

    operations = [
        migrations.RunSQL(GONE, migrations.RunSQL.noop),
    ]
