"""The ledger's tables, as the exact SQL that guards them; Django only knows their shape."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("evidence_entry", "evidence_place", "evidence_checkpoint", "evidence_node")


def forbid_changes(apps, schema_editor):
    """Leave the application's role nothing but reading and appending, where there is such a role."""
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname <> current_user FROM pg_roles WHERE rolname = %s", [settings.DATABASE_APP_ROLE]
        )
        if cursor.fetchone() != (True,):
            return
    for table in TABLES:
        schema_editor.execute(f"REVOKE ALL ON {table} FROM {role}")
        schema_editor.execute(f"GRANT SELECT ON {table} TO {role}")
    schema_editor.execute(f"GRANT INSERT (body) ON evidence_entry TO {role}")
    for table in TABLES[1:]:
        schema_editor.execute(f"GRANT INSERT ON {table} TO {role}")


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    Path(__file__).with_name("ledger.sql").read_text(encoding="utf-8"),
                    "DROP TABLE evidence_node, evidence_checkpoint, evidence_place, evidence_entry;"
                    " DROP FUNCTION evidence_refuse_change; DROP FUNCTION evidence_objects; DROP FUNCTION evidence_moment; DROP FUNCTION evidence_uuid;",
                ),
                migrations.RunPython(forbid_changes, migrations.RunPython.noop),
            ],
            state_operations=[
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                        ("tx", models.BigIntegerField(editable=False)),
                        ("body", models.BinaryField()),
                    ],
                    options={"indexes": [models.Index(fields=["tx"], name="evidence_entry_tx")]},
                ),
                migrations.CreateModel(
                    name="Place",
                    fields=[
                        ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="place",
                                to="evidence.entry",
                            ),
                        ),
                        ("leaf_hash", models.BinaryField()),
                        ("kind", models.CharField(max_length=100)),
                        ("at", models.DateTimeField()),
                        ("actor", models.UUIDField(null=True)),
                        (
                            "objects_named",
                            django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["kind", "index"], name="evidence_place_kind"),
                            models.Index(fields=["actor", "index"], name="evidence_place_actor"),
                            models.Index(fields=["at"], name="evidence_place_at"),
                        ]
                    },
                ),
                migrations.CreateModel(
                    name="Checkpoint",
                    fields=[
                        ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("previous", models.BigIntegerField(unique=True)),
                        ("note", models.TextField()),
                        ("leaf_hashes", models.BinaryField()),
                        ("frontier", models.BinaryField()),
                        ("settled_tx", models.BigIntegerField()),
                        ("signed_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Node",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "level", "index", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("level", models.SmallIntegerField()),
                        ("index", models.BigIntegerField()),
                        ("hash", models.BinaryField()),
                    ],
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("way", models.CharField(choices=[("file", "File"), ("mail", "Mail")], max_length=4)),
                ("size", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["way", "-at"], name="evidence_delivery_last")]},
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("seconds", models.FloatField()),
                ("size", models.BigIntegerField()),
                ("found", models.CharField(blank=True, max_length=40)),
                ("index", models.BigIntegerField(null=True)),
                ("compared", models.IntegerField(default=0)),
            ],
        ),
    ]
