"""A source with its fields, scans and a finding, for the browser's walk through the catalogue."""

import tempfile
from pathlib import Path
from typing import Any

from django.test import override_settings

from catalog.activities.services.describing import Description, Receiver, describe_activity
from catalog.enrolment.services.declaring import Column, Declaration, declare
from catalog.enrolment.services.running import queue_enrolment, work_on
from catalog.enrolment.states import IdentifierKind
from catalog.fields.models import Field, Finding
from catalog.fields.precedence import Ruling
from catalog.fields.services.decisions import decide
from catalog.fields.states import Decision
from catalog.sources.models import Source
from consent.parties.models import Department
from consent.purposes.states import RecipientRole
from consent.subjects.models import Conflict
from tests import factories
from tests.catalog.fields import systems


def catalogue(department: Department) -> dict[str, dict[str, Any]]:
    """Scan a small shop twice, with a new column between, and return examples for its addresses."""
    with tempfile.TemporaryDirectory() as folder, override_settings(SOURCES_ALLOWED_ROOTS=[folder]):
        shop = systems.source(department, systems.system(Path(folder)), "Laden")
        systems.scanned(shop)
        broken = "CREATE VIEW lieferungen_alt AS SELECT * FROM gibt_es_nicht"
        twin = "INSERT INTO kunden (nachname, email) VALUES ('Meyer', 'meyer1@example.com')"
        parcels = "CREATE TABLE pakete (paket_nr INTEGER PRIMARY KEY, nachname TEXT)"
        systems.system(
            Path(folder), [parcels, "ALTER TABLE kunden ADD COLUMN geburtsdatum TEXT", broken, twin]
        )
        scan = systems.scanned(shop)
        asked = people(shop)
    _decided_once(shop)
    field = Field.objects.get(name="allergie")
    finding = Finding.objects.get(kind="new_field")
    of_source = {"pk": shop.pk}
    return activity(shop) | {
        "field": {"pk": field.pk},
        "field_purpose": {"pk": field.pk},
        "field_decide": {"pk": field.pk},
        "field_answer": {"pk": field.pk},
        "collection": {"pk": field.collection_id},
        "scan": {"pk": scan.pk},
        "scan_cancel": {"pk": scan.pk},
        "finding": {"pk": finding.pk},
        **dict.fromkeys(("source_scans", "scan_start", "schedule_set"), of_source),
        **dict.fromkeys(("source_people", "enrol_people", "people_questions"), of_source),
        "declare_people": {"pk": field.collection_id},
        "enrolment": {"pk": shop.enrolments.get().pk},
        **{key: {"number": asked} for key in ("people_question", "settle_question")},
    }


def activity(shop: Source) -> dict[str, dict[str, Any]]:
    """Describe an activity over the shop's customers, with a recipient whose country nobody knows."""
    told = Description(
        "Kunden betreuen", "Look after customers", collections=[shop.collections.get(name="kunden").pk],
        subjects=["customer"], recipients=[Receiver("Agentur", RecipientRole.PROCESSOR)],
    )  # fmt: skip
    made = describe_activity(factories.principal("steward", shop.department), shop.department, told)
    return {key: {"pk": made.pk} for key in ("activity", "activity_change", "activity_end")}


def _decided_once(shop: Source) -> None:
    """Confirm one of two columns of the same name, so that the other has a proposal."""
    steward = factories.principal("steward", shop.department)
    names = Field.objects.filter(source=shop, name="nachname", table_name="kunden")
    decide(names, steward, Ruling(Decision.CONFIRMED))


def people(shop: Source) -> int:
    """Enrol the shop's people, two of them with one address; return the number of the question."""
    fields: dict[str, Any] = dict(shop.fields.values_list("name", "pk"))
    table = shop.collections.get(name="kunden")
    said = Declaration(fields["kunden_nr"], True, [Column(fields["email"], IdentifierKind.EMAIL)])
    declare(factories.principal("steward", shop.department), table, said)
    work_on(queue_enrolment(shop, None).pk)
    return Conflict.objects.get().pk
