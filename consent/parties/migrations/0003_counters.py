"""The table of the shared counters (Django's database cache): brute-force limits hold for every process."""

from django.db import migrations

CREATE = """
CREATE TABLE parties_counter (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX parties_counter_expires ON parties_counter (expires);
"""


class Migration(migrations.Migration):
    """A plain table, because the cache backend brings no model."""

    dependencies = [("parties", "0002_people_programs_and_counters")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE parties_counter")]
