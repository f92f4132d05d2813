"""The demo company's activities: most is known, and the awkward rest is a finding with an owner."""

import pytest

from catalog.activities.models import ProcessingActivity
from catalog.demo import people_services
from catalog.demo.activities import ACTIVITIES, describe_activities
from catalog.demo.company import SILOS
from catalog.demo.consent_purposes import ensure_purposes
from catalog.fields.models import Collection, Field, Finding
from catalog.sources.models import Source
from consent.law import clock
from consent.parties.models import Department

pytestmark = pytest.mark.django_db


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """The four systems as a scan that errs nowhere finds them."""
    monkeypatch.setattr(people_services, "logins_path", lambda: tmp_path / "logins")
    people_services.make_people()
    ensure_purposes()
    return {silo.name: found(silo) for silo in SILOS}


def found(silo):
    source = Source.objects.create(
        name=silo.name,
        department=Department.objects.get(name=silo.department),
        kind="sqlite",
        path="/nowhere",
    )
    for table in silo.tables:
        now = clock.now()
        name = table.path.split("/")[-1] if silo.kind == "files" else table.path.split(".")[-1]
        name += "#Reklamationen" if name.endswith(".xlsx") else ""
        seen = {"source": source, "first_seen": now, "last_seen": now}
        held = Collection.objects.create(name=name, **seen)
        Field.objects.bulk_create(field(held, seen, number, one) for number, one in enumerate(table.columns))
    return source


def field(held, seen, number, column):
    category, personal = column.label, column.label != "none"
    return Field(
        collection=held, table_name=held.name, position=number, name=column.name, category=category,
        found_category=category, personal=personal, found_personal=personal, special=column.special,
        confidence=1, category_confidence=1, rules_version="1", **seen,
    )  # fmt: skip


def test_every_activity_finds_its_tables_and_a_second_run_adds_none(sources):
    purposes = ensure_purposes()
    assert describe_activities(sources, purposes) == len(ACTIVITIES)
    assert describe_activities(sources, purposes) == 0
    assert ProcessingActivity.objects.get(name_en="Handle orders").retention.start.name == "bestellt_am"


def test_what_nobody_knows_there_is_found_with_an_owner(sources):
    describe_activities(sources, ensure_purposes())
    found = Finding.objects.filter(state="open")
    assert set(found.values_list("kind", flat=True)) == {
        "no_activity", "no_field_purpose", "no_purpose", "no_retention", "no_country",
    }  # fmt: skip
    assert not found.filter(owner=None).exists()
    assert found.get(kind="no_country").activity.name_en == "Compute recommendations"
