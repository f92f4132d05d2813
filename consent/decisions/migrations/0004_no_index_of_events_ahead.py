"""Drop the index of events that claim a time to come: the kept states are marked instead."""

from django.db import migrations


class Migration(migrations.Migration):
    """Drop the index."""

    dependencies = [("decisions", "0003_looks"), ("consents", "0007_states_that_lag")]

    operations = [
        migrations.RunSQL(
            "DROP INDEX decisions_event_ahead;",
            "CREATE INDEX decisions_event_ahead ON consents_consentevent (purpose_id) WHERE at > recorded_at;",
        )
    ]
