"""The ledger's pages and API: what each role sees, what filters leave, what can be downloaded."""

import base64
import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from consent.evidence import keys
from consent.evidence.bundle import read_bundle, verify_bundle
from consent.evidence.checkpoint import open_checkpoint
from consent.evidence.models import Verification
from consent.evidence.proofs import is_consistent
from consent.evidence.sequencing import sequence_entries
from consent.evidence.services import record
from consent.law import clock
from consent.parties.permissions import Role
from consent.parties.rights import principal_for
from tests.consent.evidence.ledger import filled, recorded
from tests.factories import department, person, signed_in

pytestmark = pytest.mark.django_db
READERS = [Role.DPO, Role.AUDITOR, Role.REPRESENTATIVE]
OTHERS = [Role.HEAD, Role.STEWARD, Role.ANALYST]


def addresses(entry_id: uuid.UUID) -> dict[str, str]:
    of_entry = {"entry_id": entry_id}
    return {
        "entries": reverse("evidence"),
        "entry": reverse("evidence_entry", kwargs=of_entry),
        "proof": reverse("evidence_bundle", kwargs=of_entry),
        "api entries": reverse("api_evidence"),
        "api entry": reverse("api_evidence_entry", kwargs=of_entry),
        "api proof": reverse("api_evidence_proof", kwargs=of_entry),
    }


def state_addresses() -> dict[str, str]:
    return {
        "state": reverse("evidence_state"),
        "checkpoint": reverse("evidence_checkpoint", kwargs={"size": 3}),
        "api checkpoint": reverse("api_evidence_checkpoint"),
        "api consistency": reverse("api_evidence_consistency") + "?older=1&newer=3",
    }


def client_in(role: Role):
    return signed_in(role, department() if role.of_department else None)


@pytest.mark.parametrize("role", READERS)
def test_who_audits_or_answers_for_it_reads_all(role: Role):
    ids = filled(3)
    client = client_in(role)
    for address in [*addresses(ids[0]).values(), *state_addresses().values()]:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("role", OTHERS)
def test_departments_see_nothing_of_it(role: Role):
    ids = filled(3)
    client = client_in(role)
    for address in [*addresses(ids[0]).values(), *state_addresses().values()]:
        assert client.get(address).status_code == 403, address
    assert client.post(reverse("evidence_verify")).status_code == 403


def test_the_administrator_sees_its_state_and_no_entry():
    ids = filled(3)
    client = client_in(Role.ADMINISTRATOR)
    for address in state_addresses().values():
        assert client.get(address).status_code == 200, address
    refused = addresses(ids[0])
    assert client.get(refused.pop("entries")).url == reverse("evidence_state")
    for address in refused.values():
        assert client.get(address).status_code == 403, address


def test_strangers_are_led_to_sign_in(client):
    ids = filled(3)
    for name, address in {**addresses(ids[0]), **state_addresses()}.items():
        assert client.get(address).status_code == (401 if name.startswith("api") else 302), address


def test_the_list_shows_what_happened_and_who_did_it():
    actor = person(Role.STEWARD, department(), name="Anke Brandt")
    record(
        "test.seen",
        actor=principal_for(actor).actor,
        payload={"object": uuid.uuid4(), "category": "contact.email"},
    )
    sequence_entries()
    page = client_in(Role.DPO).get(reverse("evidence"))
    assert "test.seen" in page.text
    assert "Anke Brandt" in page.text


def test_the_tail_that_is_not_yet_placed_is_shown_as_such():
    filled(2)
    recorded(1, first=2)
    page = client_in(Role.DPO).get(reverse("evidence"), headers={"accept-language": "en"})
    assert len(page.context["tail"]) == 1
    assert len(page.context["rows"]) == 2


def test_filters_leave_the_kind_the_time_the_actor_and_the_object():
    thing, actor = uuid.uuid4(), uuid.uuid4()
    filled(2)
    with clock.stopped_at(clock.now() - timedelta(days=40)):
        record("test.seen", actor=actor, payload={"object": thing, "category": "name"})
    sequence_entries()
    client = client_in(Role.DPO)

    def left(**query: object) -> list[str]:
        return [row.words for row in client.get(reverse("evidence"), query).context["rows"]]

    month_ago = (clock.now() - timedelta(days=30)).date()
    assert (
        left(kind="test.seen")
        == left(actor=actor)
        == left(about=thing)
        == left(until=month_ago)
        == ["test.seen"]
    )
    assert left(since=month_ago) == left(kind="test.counted") == ["test.counted"] * 2
    assert left(kind="test.counted", about=thing) == []


def test_a_wrong_id_in_the_filter_is_said_and_filters_nothing():
    filled(1)
    page = client_in(Role.DPO).get(reverse("evidence"), {"about": "Anna"})
    assert page.context["asked"].form.errors
    assert len(page.context["rows"]) == 1


def test_the_list_is_paged_by_place():
    filled(120)
    client = client_in(Role.DPO)
    page = client.get(reverse("evidence")).context["page"]
    following = client.get(reverse("evidence"), {"cursor": page.following}).context["page"]
    assert [place.index for place in [*page, *following]] == list(range(119, 19, -1))


def test_the_downloaded_proof_verifies():
    ids = filled(40)
    downloaded = client_in(Role.AUDITOR).get(reverse("evidence_bundle", args=[ids[7]]))
    proven = verify_bundle(read_bundle(downloaded.text), trusted=keys.verifier())
    assert (proven.entry.id, proven.index) == (ids[7], 7)
    assert "attachment" in downloaded["Content-Disposition"]


def test_an_entry_without_a_place_has_no_proof_yet():
    entry_id = recorded()[0]
    client = client_in(Role.DPO)
    assert client.get(reverse("evidence_entry", args=[entry_id])).status_code == 200
    assert client.get(reverse("evidence_bundle", args=[entry_id])).status_code == 404
    assert client.get(reverse("api_evidence_proof", args=[entry_id])).status_code == 404
    assert client.get(reverse("api_evidence_entry", args=[entry_id])).json()["index"] is None


def test_an_entry_that_does_not_exist_is_not_found():
    client = client_in(Role.DPO)
    for address in addresses(uuid.uuid4()).values():
        expected = 404 if "-" in address else 200
        assert client.get(address).status_code == expected, address


def test_an_entry_beside_the_list_comes_alone_for_htmx():
    ids = filled(2)
    headers = {"hx-request": "true", "hx-target": "panel"}
    panel = client_in(Role.DPO).get(reverse("evidence"), {"entry": ids[0]}, headers=headers)
    assert "<html" not in panel.text
    assert str(ids[0]) in panel.text


def test_the_state_says_what_the_last_verification_found():
    Verification.objects.create(at=clock.now(), seconds=1.0, size=7, found="entry", index=4)
    page = client_in(Role.ADMINISTRATOR).get(reverse("evidence_state"))
    assert page.context["finding"]
    assert "4" in page.context["finding"]


def test_a_verification_can_be_asked_for():
    filled(3)
    client = client_in(Role.DPO)
    assert client.get(reverse("evidence_verify")).status_code == 405
    assert client.post(reverse("evidence_verify")).url == reverse("evidence_state")
    assert Verification.objects.latest("id").size == 3


def test_the_api_lists_what_entries_say():
    ids = filled(3)
    body = client_in(Role.AUDITOR).get(reverse("api_evidence")).json()
    assert [found["id"] for found in body["results"]] == [str(entry_id) for entry_id in reversed(ids)]
    assert body["results"][0]["said"]["payload"] == {"count": 2}


def test_the_api_refuses_a_filter_that_it_cannot_read():
    answer = client_in(Role.AUDITOR).get(reverse("api_evidence"), {"about": "Anna"})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_the_api_hands_out_the_newest_checkpoint_signed():
    filled(3, 4)
    answer = client_in(Role.DPO).get(reverse("api_evidence_checkpoint")).json()
    assert open_checkpoint(answer["note"], keys.verifier()).size == 7


def test_the_api_proves_that_a_later_checkpoint_extends_an_earlier_one():
    filled(3, 40)
    client = client_in(Role.DPO)

    def root(size: int) -> bytes:
        note = client.get(reverse("evidence_checkpoint", args=[size])).text
        return open_checkpoint(note, keys.verifier()).root

    answer = client.get(reverse("api_evidence_consistency"), {"older": 3, "newer": 43}).json()
    proof = [base64.b64decode(step) for step in answer["proof"]]
    assert is_consistent(3, root(3), 43, root(43), proof)


@pytest.mark.parametrize(
    "query", [{"older": 3}, {"older": 0, "newer": 3}, {"older": 3, "newer": 99}, {"older": 3, "newer": 2}]
)
def test_the_api_refuses_sizes_that_the_ledger_never_had(query: dict[str, int]):
    filled(3)
    assert client_in(Role.DPO).get(reverse("api_evidence_consistency"), query).status_code == 400


def test_the_bundle_of_the_api_is_the_downloaded_one():
    ids = filled(3)
    client = client_in(Role.DPO)
    of_api = client.get(reverse("api_evidence_proof", args=[ids[1]])).json()
    assert of_api == json.loads(client.get(reverse("evidence_bundle", args=[ids[1]])).text)
