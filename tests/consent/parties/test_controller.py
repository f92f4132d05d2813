"""The controller's record: who may change it, every change is evidence, everybody can read who it is."""

from hashlib import sha256

import pytest
from django.test import Client as Browser

from consent.evidence.commitment import Commitment, Digest, opens
from consent.law.authorities import all_authorities, of_land
from consent.parties.models import Controller, ControllerChange
from consent.parties.permissions import Role
from tests.consent.parties.ledger import holds, recorded
from tests.consent.parties.people import member, sign_in
from tests.factories import department

pytestmark = pytest.mark.django_db
RECORD = {
    "legal_name": "Hansen & Co. Versandhaus GmbH",
    "address": "Hafenstraße 1\n30159 Hannover",
    "contact": "info@hansen.example",
    "representative": "Vera Vogt",
    "dpo_name": "Dana Dreyer",
    "dpo_contact": "datenschutz@hansen.example",
    "land": "NI",
    "authority": "",
    "time_zone": "Europe/Berlin",
}


def change(browser, **changed):
    return browser.post("/controller/change/", RECORD | changed)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.REPRESENTATIVE])
def test_administrator_and_representative_write_it(role):
    browser = sign_in(member(role))
    assert change(browser).status_code == 302
    record = Controller.current()
    assert (record.legal_name, record.authority) == (RECORD["legal_name"], "ni.lfd")


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.REPRESENTATIVE}]
)
def test_nobody_else_does_but_everybody_reads_it(role):
    browser = sign_in(member(role, department() if role.of_department else None))
    assert change(browser).status_code == 403
    assert browser.get("/controller/").status_code == 200
    assert Controller.current() is None


def test_every_changed_field_is_one_entry_without_its_words():
    browser = sign_in(member(Role.ADMINISTRATOR))
    change(browser)
    before = recorded("controller.changed")
    change(browser, dpo_name="Doris Dahl")
    assert recorded("controller.changed") == before + 1
    assert not holds("Hansen") and not holds("Dahl")


def test_the_kept_words_open_the_commitment_in_the_ledger():
    change(sign_in(member(Role.ADMINISTRATOR)))
    kept = ControllerChange.objects.get(field="legal_name")
    digest = Digest(sha256(bytes(kept.nonce) + kept.value.encode()).digest())
    assert opens(Commitment(nonce=bytes(kept.nonce), digest=digest), kept.value)
    assert holds(str(digest))


def test_an_authority_of_another_land_is_refused():
    answer = change(sign_in(member(Role.ADMINISTRATOR)), authority="hh.hmbbfdi")
    assert answer.context["form"].errors["authority"]


def test_an_unknown_time_zone_is_refused():
    answer = change(sign_in(member(Role.ADMINISTRATOR)), time_zone="Europe/Hanover")
    assert answer.context["form"].errors["time_zone"]


def test_everybody_reads_without_signing_in_who_is_responsible_and_how_to_reach_the_dpo():
    change(sign_in(member(Role.ADMINISTRATOR)))
    page = Browser().get("/imprint/").content.decode()
    for shown in ("Hansen &amp; Co.", "Hafenstraße 1", "datenschutz@hansen.example", "Niedersachsen"):
        assert shown in page
    assert "/imprint/" in Browser().get("/account/login/").content.decode()


def test_strangers_are_sent_to_sign_in():
    assert Browser().get("/controller/")["Location"].startswith("/account/login/")


def test_the_sixteen_laender_and_the_federation_each_have_an_authority():
    assert len({one.land for one in all_authorities()}) == 17
    assert [one.key for one in of_land("BY")] == ["by.baylda", "by.baylfd"]
    assert len({one.key for one in all_authorities()}) == len(all_authorities())
