"""The revision of purposes, and the triggers that replace it before each change.

Before and not after: the writer then holds the revision's row first and the changed rows later, so that two
writers wait for each other in one order. Random and not counted: a number that a rolled-back transaction
used comes again with other contents.
"""

from django.db import migrations, models

TABLES = (
    "purposes_purpose", "purposes_purposeversion", "purposes_difference", "purposes_noticeversion",
    "purposes_notice_purposes",
)  # fmt: skip

FUNCTION = """
CREATE FUNCTION decisions_purposes_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO decisions_purposerevision (id, revision) VALUES (true, gen_random_uuid())
  ON CONFLICT (id) DO UPDATE SET revision = excluded.revision;
  RETURN NULL;
END $$;
"""
TRIGGERS = "\n".join(
    f"CREATE TRIGGER decisions_revision BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION decisions_purposes_change();"
    for table in TABLES
)
BACK = "\n".join(f"DROP TRIGGER decisions_revision ON {table};" for table in TABLES)


class Migration(migrations.Migration):
    """Make the revision and let every writer replace it."""

    initial = True
    dependencies = [("purposes", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="PurposeRevision",
            fields=[
                ("id", models.BooleanField(default=True, primary_key=True, serialize=False)),
                ("revision", models.UUIDField()),
            ],
        ),
        migrations.RunSQL(
            FUNCTION + TRIGGERS, BACK + "DROP FUNCTION decisions_purposes_change();"
        ),
    ]
