"""One person for staff: looked up with a recorded reason; objections and restrictions recorded by hand."""

from datetime import timedelta
from uuid import uuid4

import pytest

from consent.consents.looking import OPEN_FOR
from consent.consents.models import Objection, PersonLook, Restriction
from consent.consents.objecting import object_to
from consent.decisions import may
from consent.evidence.models import Entry
from consent.law import clock
from consent.law.facts import ObjectionKind
from consent.parties.permissions import Role
from consent.subjects.guardians import guardians_of
from consent.subjects.ids import RecordId
from consent.subjects.merging import merge
from consent.subjects.models import Guardianship, Subject
from consent.subjects.people import Details, make_people
from tests.consent.consents.cases import consented, known, person, purpose, said
from tests.factories import department, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return department()


@pytest.fixture
def what(here):
    return consented(where=here, key="newsletter")


def looked(who, client, reason="Anruf der Person"):
    asked = {"kind": "record", "value": str(who), "reason": reason}
    return client.post("/consents/people/", asked)


def ledger():
    return "\n".join(bytes(body).decode() for body in Entry.objects.values_list("body", flat=True))


def opened(role, here=None, who=None):
    client = signed_in(role, here)
    looked(who, client)
    return client


def test_a_person_is_found_by_address_and_the_reason_is_recorded_without_its_text(here, what):
    who = known("kim@example.com")
    said(who, what, "given")
    client = signed_in(Role.STEWARD, here)
    answer = client.post(
        "/consents/people/", {"kind": "email", "value": "Kim@example.com", "reason": "Ruft gerade an"}
    )
    assert answer["Location"] == f"/consents/people/{who}/"
    assert what.name_de in client.get(answer["Location"]).content.decode()
    assert "consents.person_looked_up" in ledger()
    assert "Ruft gerade an" not in ledger()
    assert PersonLook.objects.get().reason == "Ruft gerade an"


def test_without_a_reason_nobody_is_looked_up(here):
    who = person()
    assert looked(who, signed_in(Role.AUDITOR), reason=" ").status_code == 200
    assert not PersonLook.objects.exists()


def test_an_unknown_address_says_so_and_records_no_look(here):
    asked = {"kind": "email", "value": "niemand@example.com", "reason": "Brief"}
    page = signed_in(Role.STEWARD, here).post("/consents/people/", asked).content.decode()
    assert "ist niemand bekannt" in page
    assert not PersonLook.objects.exists()


def test_a_person_s_page_is_closed_without_a_look_of_one_s_own(here, what):
    who = person()
    opened(Role.STEWARD, here, who)
    other = signed_in(Role.STEWARD, here)
    answer = other.get(f"/consents/people/{who}/")
    assert answer["Location"] == f"/consents/people/?record={who}"
    assert other.post(f"/consents/people/{who}/restrictions/", {"ground": "18-1-a"}).status_code == 302
    assert not Restriction.objects.exists()


def test_a_look_closes_after_half_an_hour(here, what):
    who = person()
    client = opened(Role.STEWARD, here, who)
    assert client.get(f"/consents/people/{who}/").status_code == 200
    with clock.stopped_at(clock.now() + OPEN_FOR + timedelta(seconds=1)):
        assert client.get(f"/consents/people/{who}/").status_code == 302


def test_events_of_another_department_s_purposes_are_not_shown(here, what):
    who = person()
    said(who, what, "given")
    page = opened(Role.STEWARD, department(), who).get(f"/consents/people/{who}/").content.decode()
    assert what.name_de not in page


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR])
def test_analysts_and_administrators_look_nobody_up(here, what, role):
    who = person()
    client = signed_in(role, here if role.of_department else None)
    assert client.get("/consents/people/").status_code == 403
    assert client.get(f"/consents/people/{who}/").status_code == 403
    assert client.post(f"/consents/people/{who}/objections/", {"kind": "21-2"}).status_code == 403
    assert client.get(f"/consents/people/{who}/receipts/{uuid4()}/").status_code == 403


def test_an_auditor_reads_and_records_nothing(here, what):
    who = person()
    client = opened(Role.AUDITOR, None, who)
    assert "Widerspruch eintragen" not in client.get(f"/consents/people/{who}/").content.decode()
    for path in (
        "objections/",
        "restrictions/",
        f"objections/{uuid4()}/end/",
        f"restrictions/{uuid4()}/end/",
    ):
        assert client.post(f"/consents/people/{who}/{path}").status_code == 403


def test_art_21_2_an_objection_recorded_by_hand_denies_the_next_decision(here):
    who = person()
    what = purpose("6-1-f", where=here, direct_marketing=True)
    assert may(what.id, who, frozenset()).allowed
    client = opened(Role.STEWARD, here, who)
    client.post(f"/consents/people/{who}/objections/", {"kind": "21-2"})
    assert not may(what.id, who, frozenset()).allowed
    assert "gegen Direktwerbung" in client.get(f"/consents/people/{who}/").content.decode()


def test_art_21_1_an_objection_for_one_s_situation_names_its_purpose(here):
    who = person()
    client = opened(Role.STEWARD, here, who)
    page = client.post(f"/consents/people/{who}/objections/", {"kind": "21-1", "reason": "Meine Lage"})
    assert "Meine Lage" in page.content.decode()
    assert not Objection.objects.exists()


def test_art_21_3_only_the_person_ends_an_objection_to_marketing(here, what):
    who = person()
    client = opened(Role.STEWARD, here, who)
    client.post(f"/consents/people/{who}/objections/", {"kind": "21-2"})
    end = f"/consents/people/{who}/objections/{Objection.objects.get().pk}/end/"
    client.post(end, {"how": "override", "grounds": "Umsatz"})
    assert Objection.objects.get().ended_at is None
    client.post(end, {"how": "back"})
    assert Objection.objects.get().ended_at


def test_art_18_3_a_restriction_is_lifted_only_after_the_person_was_told(here):
    who = person()
    what = purpose("6-1-f", where=here)
    assert may(what.id, who, frozenset()).allowed
    client = opened(Role.DPO, None, who)
    client.post(f"/consents/people/{who}/restrictions/", {"ground": "18-1-a"})
    assert not may(what.id, who, frozenset()).allowed
    end = f"/consents/people/{who}/restrictions/{Restriction.objects.get().pk}/end/"
    client.post(end, {"step": "lift"})
    assert Restriction.objects.get().lifted_at is None
    client.post(end, {"step": "told"})
    client.post(end, {"step": "lift"})
    assert Restriction.objects.get().lifted_at
    for kind in ("consents.restricted", "consents.person_told", "consents.restriction_lifted"):
        assert kind in ledger()


def test_someone_else_s_objection_is_not_ended_under_this_person(here, what):
    who, other = person(), person()
    client = opened(Role.STEWARD, here, who)
    looked(other, client)
    client.post(f"/consents/people/{who}/objections/", {"kind": "21-2"})
    pk = Objection.objects.get().pk
    assert client.post(f"/consents/people/{other}/objections/{pk}/end/", {"how": "back"}).status_code == 404


def test_the_receipt_is_a_pdf_of_this_person_s_event_only(here, what):
    who, other = person(), person()
    event = said(who, what, "given")
    client = opened(Role.STEWARD, here, who)
    looked(other, client)
    assert client.get(f"/consents/people/{who}/receipts/{event.id}/").content.startswith(b"%PDF")
    assert client.get(f"/consents/people/{other}/receipts/{event.id}/").status_code == 404


def test_art_8_a_guardian_of_a_child_is_named_and_ended_on_the_page(here, what):
    child, adult = person(), person()
    Subject.objects.filter(pk=child).update(guardian_until=clock.now().date() + timedelta(days=700))
    client = opened(Role.STEWARD, here, child)
    address = f"/consents/people/{child}/guardians/"
    client.post(address, {"guardian": str(adult)})
    assert guardians_of(child) == [adult]
    assert str(adult) in client.get(f"/consents/people/{child}/").content.decode()
    client.post(address, {"end": str(Guardianship.objects.get().pk)})
    assert guardians_of(child) == []
    assert opened(Role.AUDITOR, None, child).post(address, {"guardian": str(adult)}).status_code == 403


def test_art_8_nobody_answers_for_an_adult_and_a_wrong_id_is_said(here, what):
    who, adult = person(), person()
    client = opened(Role.STEWARD, here, who)
    for named in (str(adult), "no id"):
        answer = client.post(f"/consents/people/{who}/guardians/", {"guardian": named}, follow=True)
        assert answer.status_code == 200
    assert guardians_of(who) == []
    assert client.post(f"/consents/people/{who}/guardians/", {"end": "99"}).status_code == 404


def test_what_rests_on_another_basis_is_not_shown_as_a_consent_that_is_missing(here):
    who = person()
    purpose("6-1-c", where=here)
    page = opened(Role.STEWARD, here, who).get(f"/consents/people/{who}/").content.decode()
    assert "beruht auf: rechtliche Verpflichtung" in page
    assert "noch nicht entschieden" not in page


def test_what_was_said_under_a_merged_record_stands_on_the_page_of_the_kept_one(here, what):
    kept, merged = (RecordId(made.record) for made in make_people([Details(), Details()]))
    said(merged, what, "withdrawn")
    object_to(merged, ObjectionKind.DIRECT_MARKETING, None)
    merge(kept, merged, "the same", uuid4())
    client = opened(Role.DPO, None, kept)
    page = client.get(f"/consents/people/{kept}/").content.decode()
    assert "widerrufen" in page and "gegen Direktwerbung" in page
    client.post(f"/consents/people/{kept}/objections/{Objection.objects.get().pk}/end/", {"how": "back"})
    assert Objection.objects.get().ended_at
