"""The function that records a newest word in one round trip, and fewer indexes on what it writes."""

import django.db.models.deletion
from django.db import migrations, models

# A newest word's state is that of the word alone, whatever was said before: NULL where it may not be the
# newest (then the caller folds all), else the reports to webhooks that it made. The locks come first: each
# statement of the function sees what was committed before it began. Whoever imports holds the purpose's.
SAY = """
CREATE FUNCTION consents_say(
  purpose_lock bigint, own_lock bigint, skew interval, entry bytea, say_id uuid, say_key text, say_subject uuid,
  say_purpose uuid, say_version uuid, say_kind text, say_at timestamptz, say_channel text, say_language text,
  say_notice uuid, say_snapshot bytea, say_expression text, say_explicit boolean, say_guardian boolean,
  say_steps smallint, say_sent timestamptz, say_confirmed timestamptz, say_until timestamptz, say_by uuid,
  kept_state text, kept_given timestamptz, kept_ended timestamptz, kept_until timestamptz
) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE reports bigint[] := '{}';
BEGIN
  PERFORM pg_advisory_xact_lock_shared(purpose_lock), pg_advisory_xact_lock(own_lock);
  IF EXISTS (
    SELECT 1 FROM consents_consentevent WHERE subject_id = say_subject AND purpose_id = say_purpose
      AND at >= say_at - skew AND (at >= say_at OR clock <> 'server')
  ) THEN RETURN NULL; END IF;
  INSERT INTO consents_consentevent (
    id, key, subject_id, purpose_id, purpose_version_id, kind, at, recorded_at, clock, channel, language, notice_id,
    snapshot_id, expression, explicit, guardian, steps, opt_in_sent_at, opt_in_confirmed_at, valid_until, recorded_by
  ) VALUES (
    say_id, say_key, say_subject, say_purpose, say_version, say_kind, say_at, say_at, 'server', say_channel,
    say_language, say_notice, say_snapshot, say_expression, say_explicit, say_guardian, say_steps, say_sent,
    say_confirmed, say_until, say_by
  ) ON CONFLICT (key) DO NOTHING;
  IF NOT FOUND THEN RETURN NULL; END IF;
  INSERT INTO consents_consentstate AS held (
    subject_id, purpose_id, state, event_id, given_at, ended_at, valid_until, notice_number, explicit, guardian, ahead
  ) VALUES (
    say_subject, say_purpose, kept_state, say_id, kept_given, kept_ended, kept_until,
    coalesce((SELECT number FROM purposes_noticeversion WHERE id = say_notice), 0), say_explicit, say_guardian, false
  ) ON CONFLICT (purpose_id, subject_id) DO UPDATE SET (
    state, event_id, given_at, ended_at, valid_until, notice_number, explicit, guardian, ahead
  ) = ROW (
    excluded.state, excluded.event_id, excluded.given_at, excluded.ended_at, excluded.valid_until,
    excluded.notice_number, excluded.explicit, excluded.guardian, false
  );
  INSERT INTO evidence_entry (body) VALUES (entry);
  IF say_kind = 'withdrawn' THEN
    WITH made AS (
      INSERT INTO consents_delivery (webhook_id, event_id, state, attempts, made_at, next_at, answer)
      SELECT hook.id, say_id, 'waiting', 0, say_at, say_at, ''
      FROM consents_webhook AS hook JOIN purposes_purpose AS purpose ON purpose.id = say_purpose
      WHERE hook.ended_at IS NULL AND hook.department_id = purpose.department_id
        AND (hook.purpose_id IS NULL OR hook.purpose_id = purpose.id)
      RETURNING id
    ) SELECT coalesce(array_agg(id), '{}') INTO reports FROM made;
  END IF;
  RETURN reports;
END $$;
"""
BACK = """
DROP FUNCTION consents_say(
  bigint, bigint, interval, bytea, uuid, text, uuid, uuid, uuid, text, timestamptz, text, text, uuid, bytea, text,
  boolean, boolean, smallint, timestamptz, timestamptz, timestamptz, uuid, text, timestamptz, timestamptz, timestamptz
);
"""


def _key(to: str, related: str, **more: object) -> models.ForeignKey:
    """Return a foreign key without an index of its own."""
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name=related, to=to, **more
    )


class Migration(migrations.Migration):
    """Drop what composite indexes cover, and make the function."""

    dependencies = [("consents", "0007_states_that_lag"), ("evidence", "0001_initial")]

    operations = [
        migrations.AlterField("consentevent", "subject", _key("subjects.subject", "consent_events")),
        migrations.AlterField("consentevent", "purpose", _key("purposes.purpose", "consent_events")),
        migrations.AlterField(
            "consentevent",
            "purpose_version",
            models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                to="purposes.purposeversion",
            ),
        ),
        migrations.AlterField(
            "consentevent",
            "notice",
            models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                to="purposes.noticeversion",
            ),
        ),
        migrations.AlterField(
            "consentevent",
            "snapshot",
            models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                to="consents.snapshot",
            ),
        ),
        migrations.AlterField("consentevent", "key", models.CharField(max_length=80)),
        migrations.AddConstraint(
            "consentevent", models.UniqueConstraint(fields=["key"], name="consent_event_key_once")
        ),
        migrations.AddIndex(
            "consentevent",
            models.Index(
                fields=["purpose_version"], name="consent_event_version",
                condition=models.Q(purpose_version__isnull=False),
            ),
        ),
        migrations.AddIndex(
            "consentevent",
            models.Index(
                fields=["notice"], name="consent_event_notice", condition=models.Q(notice__isnull=False)
            ),
        ),
        migrations.AlterField("consentstate", "subject", _key("subjects.subject", "consent_states")),
        migrations.AlterField("consentstate", "purpose", _key("purposes.purpose", "consent_states")),
        migrations.AlterField("consentstate", "event", _key("consents.consentevent", "+", null=True)),
        migrations.RunSQL(SAY, BACK),
    ]  # fmt: skip
