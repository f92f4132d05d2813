"""A source with its fields, scans and a finding, for the browser's walk through the catalogue."""

import tempfile
from pathlib import Path
from typing import Any

from django.test import override_settings

from catalog.fields.models import Field, Finding
from consent.parties.models import Department
from tests.catalog.fields import systems


def catalogue(department: Department) -> dict[str, dict[str, Any]]:
    """Scan a small shop twice, with a new column between, and return examples for its addresses."""
    with tempfile.TemporaryDirectory() as folder, override_settings(SOURCES_ALLOWED_ROOTS=[folder]):
        shop = systems.source(department, systems.system(Path(folder)), "Laden")
        systems.scanned(shop)
        broken = "CREATE VIEW lieferungen_alt AS SELECT * FROM gibt_es_nicht"
        systems.system(Path(folder), ["ALTER TABLE kunden ADD COLUMN geburtsdatum TEXT", broken])
        scan = systems.scanned(shop)
    field = Field.objects.get(name="allergie")
    finding = Finding.objects.get(kind="new_field")
    of_source = {"pk": shop.pk}
    return {
        "field": {"pk": field.pk},
        "field_decide": {"pk": field.pk},
        "collection": {"pk": field.collection_id},
        "scan": {"pk": scan.pk},
        "scan_cancel": {"pk": scan.pk},
        "finding": {"pk": finding.pk},
        **dict.fromkeys(("source_scans", "scan_start", "schedule_set"), of_source),
    }
