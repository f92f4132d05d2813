"""What stewards decided and scans found, against the ledger: an altered table is found."""

import pytest

from catalog.fields.models import Field, FieldDecision, Finding
from catalog.fields.precedence import Ruling
from catalog.fields.services.decisions import decide
from catalog.fields.services.findings import handle_finding
from catalog.fields.states import Decision
from consent.evidence.sequencing import sequence_entries
from consent.parties.permissions import Role
from tests import factories
from tests.catalog.fields import systems
from tests.consent.evidence.test_kept import altered
from tests.consent.evidence.test_verification import verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward(tmp_path):
    """A steward who rejected two fields and handled a finding, all of it signed."""
    shop = systems.source(factories.department("Shop"), systems.system(tmp_path))
    systems.scanned(shop)
    steward = factories.principal(Role.STEWARD, shop.department)
    rows = Field.objects.filter(name__in=["email", "nachname"])
    decide(rows, steward, Ruling(Decision.REJECTED), "Gehört Frau Meyer")
    systems.system(tmp_path, ["ALTER TABLE kunden ADD COLUMN geburtsdatum TEXT"])
    systems.scanned(shop)
    handle_finding(Finding.objects.filter(state="open").first(), steward, "Mit dem Betriebsrat geklärt")
    sequence_entries()
    return steward


def test_untouched_decisions_findings_and_scans_verify(steward):
    assert verified()["ok"]


@pytest.mark.parametrize(
    ("table", "change", "kind"),
    [
        ("fields_fielddecision", "reason = 'Nie gesagt'", "field.decided"),
        ("fields_fielddecision", "action = 'confirmed'", "field.decided"),
        ("fields_fielddecision", "by = gen_random_uuid()", "field.decided"),
        ("fields_finding", "reason = 'Nie gesagt' WHERE state = 'handled'", "finding.handled"),
        ("fields_fieldhistory", "category = 'none' WHERE scan_id IS NOT NULL", "scan.table_found"),
        ("fields_fieldhistory", "confidence = 0.1 WHERE scan_id IS NOT NULL", "scan.table_found"),
        ("fields_scantable", "nonce = NULL", "scan.table_found"),
    ],
)
def test_whatever_is_altered_is_named_and_not_repeated(steward, table, change, kind):
    altered(table, change)
    result = verified()
    assert (result["found"], result["kind"]) == ("kept_altered", kind)
    assert result["record"] in result["sentence"]
    assert "Nie gesagt" not in str(result) and "Meyer" not in str(result)


def test_the_altered_decision_is_named_by_its_id(steward):
    altered("fields_fielddecision", "reason = 'Nie gesagt'")
    assert verified()["record"] == str(FieldDecision.objects.get().pk)


def test_a_field_moved_out_of_a_decision_is_found(steward):
    altered(
        "fields_fieldhistory",
        "field_id = (SELECT id FROM fields_field WHERE name = 'preis') WHERE decision_id IS NOT NULL"
        " AND field_id = (SELECT id FROM fields_field WHERE name = 'email')",
    )
    assert (verified()["kind"], verified()["field"]) == ("field.decided", "fields")
