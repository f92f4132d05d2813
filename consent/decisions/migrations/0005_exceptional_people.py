"""Mark people of whom somebody objected, was restricted or was merged, so that the others are quickly read."""

import django.db.models.deletion
from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION decisions_mark_subject() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO decisions_exceptional (subject_id) VALUES (NEW.subject_id) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE FUNCTION decisions_mark_merged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO decisions_exceptional (subject_id) VALUES (NEW.kept_id), (NEW.merged_id) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
"""
TRIGGERS = "\n".join(
    f"CREATE TRIGGER decisions_exceptional AFTER INSERT OR UPDATE ON {table}"
    f" FOR EACH ROW EXECUTE FUNCTION {function}();"
    for table, function in (
        ("consents_objection", "decisions_mark_subject"),
        ("consents_restriction", "decisions_mark_subject"),
        ("subjects_merge", "decisions_mark_merged"),
    )
)
MARK = """
INSERT INTO decisions_exceptional (subject_id)
SELECT subject_id FROM consents_objection UNION SELECT subject_id FROM consents_restriction
UNION SELECT kept_id FROM subjects_merge UNION SELECT merged_id FROM subjects_merge;
"""
BACK = """
DROP TRIGGER decisions_exceptional ON consents_objection;
DROP TRIGGER decisions_exceptional ON consents_restriction;
DROP TRIGGER decisions_exceptional ON subjects_merge;
DROP FUNCTION decisions_mark_subject();
DROP FUNCTION decisions_mark_merged();
"""


class Migration(migrations.Migration):
    """Make the table, fill it, and let every writer keep it."""

    dependencies = [
        ("decisions", "0004_no_index_of_events_ahead"),
        ("consents", "0007_states_that_lag"),
        ("subjects", "0004_look_ups"),
    ]

    operations = [
        migrations.CreateModel(
            name="Exceptional",
            fields=[
                (
                    "subject",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+",
                        serialize=False, to="subjects.subject",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FUNCTION + TRIGGERS + MARK, BACK),
    ]  # fmt: skip
