"""Let the function that records a newest word look at the person's own events, however busy the purpose is.

Without it PostgreSQL may walk through everything that anybody said of the purpose in the last minutes.
"""

from importlib import import_module

from django.db import migrations

_before = import_module("consent.consents.migrations.0008_one_statement_for_a_word")
_LOOSE = "WHERE subject_id = say_subject AND purpose_id = say_purpose\n"
_BY_PERSON = "WHERE subject_id = say_subject AND (purpose_id = say_purpose) IS TRUE\n"


def _replaced(function: str) -> str:
    return function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    """Replace the function."""

    dependencies = [("consents", "0009_batch_of_an_import")]

    operations = [
        migrations.RunSQL(
            _replaced(_before.SAY.replace(_LOOSE, _BY_PERSON)), _replaced(_before.SAY)
        ),
    ]  # fmt: skip
