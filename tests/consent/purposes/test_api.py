"""The API of purposes: the same acts as on pages, the same people, and who may call what."""

from datetime import timedelta

import pytest
from django.test import Client

from consent.law import clock
from consent.law.basis import Art6
from consent.parties.permissions import Permission, Role
from consent.purposes.models import Difference, PurposeVersion
from consent.purposes.services import decide
from consent.purposes.states import VersionState
from tests.consent.parties.people import ask_token, bearer, head_with_service
from tests.consent.purposes.proposals import House, basis, identity
from tests.factories import department, signed_in

pytestmark = pytest.mark.django_db
V1 = "/api/v1/purposes/"


@pytest.fixture
def house():
    return House()


def post(client, address, body, method="post"):
    return getattr(client, method)(f"{V1}{address}", body, content_type="application/json")


def given(**more):
    return {
        "art6": "6-1-b",
        "categories": ["name", "address"],
        "subjects": ["customer"],
        "contract": "sale",
    } | more


def proposal(house, **more):
    return {
        "key": "delivery", "department": str(house.where.id), "name_de": "Liefern", "name_en": "Deliver",
        "description_de": "Wir liefern.", "description_en": "We deliver.", "kinds": ["CustomerOrderManagement"],
        "basis": given(**more),
    }  # fmt: skip


def test_from_the_proposal_to_the_decision_by_three_people(house):
    made = post(signed_in(Role.STEWARD, house.where), "", proposal(house))
    assert made.status_code == 201 and made.json()["state"] == "asked" and made.json()["lacks"] == []
    opinion = {"favourable": True, "words": "Fine.", "seen": made.json()["asked_at"]}
    assert post(signed_in(Role.DPO), "delivery/versions/1/opinion/", opinion).json()["state"] == "advised"
    head = signed_in(Role.HEAD, house.where)
    assert post(head, "delivery/versions/1/decision/", {"accepted": True}).json()["state"] == "in_force"
    read = head.get(f"{V1}delivery/").json()
    assert read["versions"][0]["basis"]["contract"] == "sale" and read["key"] == "delivery"


def test_a_proposal_with_faults_stays_a_draft_and_names_them_by_article(house):
    made = post(signed_in(Role.STEWARD, house.where), "", proposal(house, contract="")).json()
    assert made["state"] == "draft" and [one["article"] for one in made["lacks"]] == ["art-6-1-b"]


def test_a_draft_is_completed(house):
    steward = signed_in(Role.STEWARD, house.where)
    post(steward, "", proposal(house, contract=""))
    assert post(steward, "delivery/versions/1/", given(), "put").json()["state"] == "asked"


def test_a_balancing_test_is_taken_and_given_back_step_by_step(house):
    test = {
        "interest": "i", "whose": "controller", "necessity": "n", "less_intrusive_means": "l", "expectations": "e",
        "safeguards": "s", "outweighs": True, "review_on": "2090-01-01",
    }  # fmt: skip
    made = post(
        signed_in(Role.STEWARD, house.where), "", proposal(house, art6="6-1-f", contract="", balancing=test)
    )
    assert made.json()["basis"]["balancing"] == test and made.json()["state"] == "asked"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"art6": "6-1-z"}, "basis"), ({"categories": ["nonsense"]}, "basis"), ({"recipients": [{"name": "x"}]}, "basis")],
)  # fmt: skip
def test_values_that_cannot_be_taken_are_named(house, wrong, field):
    answer = post(signed_in(Role.STEWARD, house.where), "", proposal(house, **wrong))
    assert answer.status_code == 400 and field in answer.json()["errors"]


def test_a_key_is_taken_once(house):
    steward = signed_in(Role.STEWARD, house.where)
    post(steward, "", proposal(house))
    assert "key" in post(steward, "", proposal(house)).json()["errors"]


def test_leaving_consent_names_the_article_and_takes_the_representative(house):
    version = house.changed(house.in_force(who=identity("news")), basis(Art6.CONTRACT))
    at = f"news/versions/{version.number}/decision/"
    refused = post(signed_in(Role.HEAD, house.where), at, {"accepted": True})
    assert [one["article"] for one in refused.json()["errors"]["lacks"]] == ["art-7-3"]
    said = {"accepted": True, "consent_left_because": "The law asks for it."}
    assert post(signed_in(Role.HEAD, house.where), at, said).status_code == 403
    assert post(signed_in(Role.REPRESENTATIVE), at, said).json()["state"] == "in_force"


def test_the_version_of_a_past_moment_is_answered_as_it_was_known(house):
    purpose = house.in_force(basis(Art6.CONTRACT), who=identity("delivery"))
    then = clock.now()
    decide(house.head, house.changed(purpose, basis(Art6.LEGAL_OBLIGATION)), True)
    dpo = signed_in(Role.DPO)

    def basis_at(**when):
        return dpo.get(f"{V1}delivery/version-at/", when).json()["basis"]["art6"]

    assert basis_at() == "6-1-c" and basis_at(at=then.isoformat()) == "6-1-b"
    before = (then - timedelta(days=1)).isoformat()
    assert dpo.get(f"{V1}delivery/version-at/", {"at": before}).status_code == 404
    assert dpo.get(f"{V1}delivery/version-at/", {"at": "yesterday"}).status_code == 400


def test_the_difference_between_two_versions_is_told_field_by_field(house):
    purpose = house.in_force(basis(Art6.CONTRACT), who=identity("delivery"))
    house.changed(purpose, basis(Art6.LEGAL_OBLIGATION))
    told = signed_in(Role.DPO).get(f"{V1}delivery/difference/", {"earlier": 1, "later": 2}).json()
    assert {one["field"] for one in told} == {"art6", "contract", "law"}


def test_ending_and_telling_apart(house):
    house.in_force(who=identity("news"))
    house.in_force(who=identity("offers"))
    boss = signed_in(Role.REPRESENTATIVE)
    assert post(boss, "offers/differs-from/news/", {"reason": "Another brand."}).status_code == 204
    assert Difference.objects.count() == 1
    assert post(boss, "offers/end/", {"reason": "Stopped."}).status_code == 204
    assert PurposeVersion.objects.get(purpose__key="offers").state is VersionState.ENDED


def test_a_service_reads_and_never_proposes(house):
    _head, where, client, secret = head_with_service(Permission.PURPOSE_SEE)
    House(where).in_force(who=identity("news"))
    key = bearer(ask_token(client, secret).json()["access_token"])
    browser = Client()
    assert [one["key"] for one in browser.get(V1, **key).json()["results"]] == ["news"]
    answer = browser.post(V1, proposal(house), content_type="application/json", **key)
    assert answer.status_code == 403


SEES = {Role.REPRESENTATIVE, Role.DPO, Role.AUDITOR, Role.HEAD, Role.STEWARD, Role.ANALYST}
CALLS = {
    ("get", "news/"): SEES,
    ("get", "news/versions/1/"): SEES,
    ("get", "news/difference/"): SEES,
    ("get", "news/version-at/"): SEES,
    ("post", "news/versions/"): {Role.HEAD, Role.STEWARD},
    ("put", "news/versions/1/"): {Role.HEAD, Role.STEWARD},
    ("post", "news/versions/1/opinion/"): {Role.DPO},
    ("post", "news/versions/1/decision/"): {Role.REPRESENTATIVE, Role.HEAD},
    ("post", "news/end/"): {Role.REPRESENTATIVE, Role.HEAD},
    ("post", "news/differs-from/other/"): {Role.REPRESENTATIVE},
}


@pytest.mark.parametrize("call", CALLS, ids=str)
@pytest.mark.parametrize("role", list(Role))
def test_a_role_without_the_right_gets_403(house, call, role):
    house.proposed(who=identity("news"))
    house.proposed(who=identity("other"))
    method, address = call
    status = post(
        signed_in(role, house.where if role.of_department else None), address, {}, method
    ).status_code
    assert (status == 403) == (role not in CALLS[call])


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_another_departments_purpose_gets_404(house, call):
    house.proposed(who=identity("news"))
    house.proposed(who=identity("other"))
    assert post(signed_in(Role.HEAD, department()), call[1], {}, call[0]).status_code == 404


def test_nobody_proposes_for_another_department_and_strangers_get_nothing(house):
    assert post(signed_in(Role.HEAD, department()), "", proposal(house)).status_code == 400
    assert post(signed_in(Role.DPO), "", proposal(house)).status_code == 403
    assert Client().get(V1).status_code in {401, 403}
    assert signed_in(Role.ADMINISTRATOR).get(V1).status_code == 403
    assert signed_in(Role.DPO).get(f"{V1}none/").status_code == 404
