"""An index of the few events that claim a time after their recording: there the kept states may lag."""

from django.db import migrations


class Migration(migrations.Migration):
    """Make the index."""

    dependencies = [("decisions", "0001_initial"), ("consents", "0002_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX decisions_event_ahead ON consents_consentevent (purpose_id) WHERE at > recorded_at;",
            "DROP INDEX decisions_event_ahead;",
        )
    ]
