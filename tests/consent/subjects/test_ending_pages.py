"""The end of a person on pages: what goes is said first, what is sealed opens by two, others see nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest

from consent.law import clock
from consent.parties.permissions import Role
from consent.subjects.finding import find
from consent.subjects.models import ProofOpening, SealedProof
from tests.consent.subjects.test_vault import enrolled, keys, one  # noqa: F401 - keeps keys apart
from tests.factories import department, signed_in

pytestmark = pytest.mark.django_db
MEANT = {"meant": "on"}


def later(days=900):
    return (clock.now().date() + timedelta(days=days)).isoformat()


@pytest.fixture
def who():
    return one()


@pytest.fixture
def sealed(who):
    signed_in(Role.REPRESENTATIVE).post(f"/keys/people/{who.id}/erase/", MEANT | {"keep_until": later()})
    return SealedProof.objects.get()


def test_art_17_the_page_says_in_numbers_what_goes_and_erases_only_when_meant(who):
    client = signed_in(Role.REPRESENTATIVE)
    address = f"/keys/people/{who.id}/erase/"
    assert client.get(address).context["goes"].identifiers == 2
    client.post(address, {})
    assert find("email", "anna@example.com")
    assert client.post(address, MEANT)["Location"] == "/keys/"
    assert find("email", "anna@example.com") == []
    assert client.get(address).status_code == 200


def test_a_last_day_that_is_over_is_refused_and_nobody_is_erased(who):
    page = signed_in(Role.REPRESENTATIVE).post(
        f"/keys/people/{who.id}/erase/", MEANT | {"keep_until": later(-1)}
    )
    assert "Dieser Tag ist vorbei" in page.content.decode()
    assert find("email", "anna@example.com")


def test_art_17_3_a_sealed_proof_opens_only_to_a_second_person_and_shows_its_content_once(who, sealed):
    first, second = signed_in(Role.REPRESENTATIVE), signed_in(Role.DPO)
    first.post(f"/keys/proofs/{sealed.pk}/", {"reason": "Klage 12/26"})
    address = f"/keys/proofs/{sealed.pk}/openings/{ProofOpening.objects.get().pk}/"
    first.post(address, {"answer": "open"})
    assert ProofOpening.objects.get().answered_at is None
    opened = second.post(address, {"answer": "open"})
    assert who.id.hex in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"
    assert who.id.hex not in second.get(f"/keys/proofs/{sealed.pk}/").content.decode()


def test_a_refused_proof_stays_sealed(who, sealed):
    signed_in(Role.REPRESENTATIVE).post(f"/keys/proofs/{sealed.pk}/", {"reason": "Klage 12/26"})
    address = f"/keys/proofs/{sealed.pk}/openings/{ProofOpening.objects.get().pk}/"
    answer = signed_in(Role.DPO).post(address, {"answer": "refuse"}, follow=True)
    assert who.id.hex not in answer.content.decode()
    assert ProofOpening.objects.get().granted is False


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.HEAD, Role.STEWARD, Role.ANALYST])
def test_others_neither_erase_nor_see_proofs(role, who):
    client = signed_in(role, department() if role.of_department else None)
    assert client.post(f"/keys/people/{who.id}/erase/", MEANT).status_code == 403
    assert client.get("/keys/proofs/").status_code == 403
    assert client.get(f"/keys/proofs/{uuid4()}/").status_code == 403
    assert client.post(f"/keys/proofs/{uuid4()}/openings/1/").status_code == 403
    assert find("email", "anna@example.com")


def test_a_dpo_erases_nobody(who):
    assert signed_in(Role.DPO).post(f"/keys/people/{who.id}/erase/", MEANT).status_code == 403


def test_a_person_or_proof_that_is_not_there_is_404(sealed):
    client = signed_in(Role.REPRESENTATIVE)
    assert client.get(f"/keys/people/{uuid4()}/erase/").status_code == 404
    assert client.get(f"/keys/proofs/{uuid4()}/").status_code == 404
    assert client.post(f"/keys/proofs/{sealed.pk}/openings/99/").status_code == 404
