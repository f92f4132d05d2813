"""Mark the states of people of whom an event claims a time to come: there only a new fold tells."""

from django.db import migrations, models

# Events that were recorded by a clock that ran ahead of the last one's count as well
_MARK = """
UPDATE consents_consentstate AS state SET ahead = true
WHERE EXISTS (
  SELECT 1 FROM consents_consentevent AS event
  WHERE event.subject_id = state.subject_id AND event.purpose_id = state.purpose_id AND event.at > event.recorded_at
)
"""


class Migration(migrations.Migration):
    """Add the mark and its index, which the index of such events is no longer needed beside."""

    dependencies = [("consents", "0006_stop_times")]

    operations = [
        migrations.AddField(
            model_name="consentstate",
            name="ahead",
            field=models.BooleanField(
                default=False,
                help_text="an event claims a time to come: only a new fold tells the state then",
            ),
        ),
        migrations.RunSQL(_MARK, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="consentstate",
            index=models.Index(
                condition=models.Q(("ahead", True)), fields=["purpose"], name="consent_state_ahead"
            ),
        ),
    ]
