"""The pages of purposes: from the first proposal to the decision and the end, and who may open which."""

from datetime import timedelta

import pytest
from django.test import Client

from consent.law import clock
from consent.law.basis import Art6
from consent.parties.permissions import Role
from consent.purposes.models import Difference, Purpose, PurposeVersion
from consent.purposes.proposal_values import typed
from consent.purposes.services import decide
from consent.purposes.states import VersionState
from tests.consent.purposes.proposals import House, balanced, basis, identity
from tests.factories import department, signed_in

pytestmark = pytest.mark.django_db
STEPS = ("what", "data", "basis", "evidence")


@pytest.fixture
def house():
    return House()


def form(basis_, where, key="order_delivery"):
    """What somebody types into all steps."""
    given = typed(basis_, identity(key, kinds=("CustomerOrderManagement",)), where.id)
    return {name: values for name, values in given.lists() if values != [""]}


def send(client, step, given, go="next", at="/purposes/new/", **more):
    return client.post(at, {**given, "step": step, "go": go}, **more)


def walk(client, given, steps=STEPS, at="/purposes/new/"):
    """Go through all steps and propose."""
    for step in steps:
        page = send(client, step, given, at=at)
        assert page.context["form"] is None or not page.context["form"].errors, page.context["form"].errors
    return send(client, "check", given, "propose", at=at, follow=True)


def test_from_the_proposal_through_the_opinion_to_the_decision_on_pages(house):
    steward, head = signed_in(Role.STEWARD, house.where), signed_in(Role.HEAD, house.where)
    walk(steward, form(basis(Art6.CONTRACT), house.where))
    version = PurposeVersion.objects.get()
    assert version.state is VersionState.ASKED and version.contract == "sales contract"
    place = f"/purposes/order_delivery/versions/{version.number}/"
    dpo = signed_in(Role.DPO)
    seen = dpo.get(f"{place}opinion/").context["form"]["seen"].value()
    dpo.post(f"{place}opinion/", {"favourable": "yes", "words": "No objections from me.", "seen": seen})
    head.post(f"{place}decision/", {"accepted": "yes"})
    version.refresh_from_db()
    assert version.state is VersionState.IN_FORCE and version.opinion == "No objections from me."
    page = steward.get("/purposes/order_delivery/").text
    assert "sales contract" in page and "Art.\xa06" in page


def test_an_error_keeps_what_was_typed_in_every_step(house):
    client = signed_in(Role.STEWARD, house.where)
    given = form(basis(Art6.CONTRACT), house.where) | {"contract": [""], "categories": ["contact.email"]}
    page = send(client, "evidence", given)
    assert page.context["form"].errors.keys() == {"contract"}
    for typed_before in ("order_delivery", "Wir tun etwas.", "contact.email"):
        assert f'value="{typed_before}"' in page.text


def test_a_step_back_loses_nothing(house):
    client = signed_in(Role.STEWARD, house.where)
    page = send(client, "basis", form(basis(), house.where), "back")
    assert page.context["step"] == "data" and page.context["form"]["categories"].value() == ["contact.email"]


def test_evidence_is_asked_for_as_the_basis_needs_it(house):
    client = signed_in(Role.STEWARD, house.where)
    asked = {}
    for art6 in (Art6.CONTRACT, Art6.LEGAL_OBLIGATION, Art6.LEGITIMATE_INTERESTS, Art6.VITAL_INTERESTS):
        page = send(client, "basis", form(basis(art6), house.where))
        asked[art6] = set(page.context["form"].fields) if page.context["form"] else page.context["step"]
    assert asked[Art6.CONTRACT] == {"contract"} and asked[Art6.LEGAL_OBLIGATION] == {"law"}
    assert {"interest", "necessity", "safeguards", "review_on"} <= asked[Art6.LEGITIMATE_INTERESTS]
    assert asked[Art6.VITAL_INTERESTS] == "check"


def test_evidence_may_wait_and_the_draft_says_what_lacks(house):
    client = signed_in(Role.STEWARD, house.where)
    given = form(basis(Art6.CONTRACT, contract=""), house.where)
    assert send(client, "evidence", given, "later").context["step"] == "check"
    page = send(client, "check", given, "propose", follow=True)
    assert PurposeVersion.objects.get().state is VersionState.DRAFT
    assert [article for _words, article, _sure in page.context["faults"]] == ["art-6-1-b"]


def test_the_last_step_names_what_the_law_holds_against_it_before_anything_is_kept(house):
    client = signed_in(Role.STEWARD, house.where)
    given = form(basis(categories=frozenset({"special.health"})), house.where)
    page = send(client, "evidence", given)
    assert [article for _words, article, _sure in page.context["faults"]] == ["art-9-1"]
    assert not Purpose.objects.exists()


def test_a_key_that_is_taken_is_said_at_its_field(house):
    house.proposed(who=identity("order_delivery"))
    client = signed_in(Role.STEWARD, house.where)
    page = send(client, "check", form(basis(), house.where), "propose")
    assert page.context["step"] == "what" and "key" in page.context["form"].errors


def test_a_recipient_without_a_country_is_said_at_its_field(house):
    client = signed_in(Role.STEWARD, house.where)
    given = form(basis(), house.where) | {"recipients": ["Mailer GmbH"]}
    page = send(client, "check", given, "propose")
    assert page.context["step"] == "data" and "recipients" in page.context["form"].errors


def test_a_new_basis_starts_from_the_last_one_and_shows_the_difference(house):
    house.in_force(basis(Art6.CONTRACT), who=identity("delivery"))
    client = signed_in(Role.STEWARD, house.where)
    at = "/purposes/delivery/propose/"
    given = {name: values for name, values in typed(basis(Art6.LEGAL_OBLIGATION)).lists() if values != [""]}
    assert client.get(at).context["form"]["categories"].value() == ["contact.email"]
    page = walk(client, given, STEPS[1:], at)
    assert {one.field for one in page.context["changed"]} == {"art6", "contract", "law"}


def test_a_proposal_is_changed_until_the_opinion(house):
    version = house.proposed(who=identity("delivery"))
    client = signed_in(Role.HEAD, house.where)
    at = f"/purposes/delivery/versions/{version.number}/change/"
    walk(client, form(basis(direct_marketing=True), house.where, "delivery"), at=at)
    version.refresh_from_db()
    assert version.direct_marketing


def test_departing_from_the_opinion_without_a_reason_is_said_and_what_was_typed_stays(house):
    version = house.advised(favourable=False, who=identity("delivery"))
    client = signed_in(Role.HEAD, house.where)
    page = client.post(f"/purposes/delivery/versions/{version.number}/decision/", {"accepted": "yes"})
    assert page.context["form"].non_field_errors() and page.context["form"]["accepted"].value() == "yes"


def test_the_representative_alone_is_asked_why_consent_is_left(house):
    version = house.changed(house.in_force(who=identity("news")), basis(Art6.CONTRACT))
    at = f"/purposes/news/versions/{version.number}/decision/"
    assert "consent_left_because" not in signed_in(Role.HEAD, house.where).get(at).context["form"].fields
    boss = signed_in(Role.REPRESENTATIVE)
    boss.post(at, {"accepted": "yes", "consent_left_because": "The law asks for it."})
    version.refresh_from_db()
    assert version.state is VersionState.IN_FORCE


def test_the_representative_records_why_two_kindred_purposes_differ(house):
    house.in_force(who=identity("news"))
    house.in_force(who=identity("offers"))
    boss = signed_in(Role.REPRESENTATIVE)
    assert "/purposes/offers/differs-from/news/" in boss.get("/purposes/offers/").text
    boss.post("/purposes/offers/differs-from/news/", {"reason": "Other goods, another brand."})
    assert Difference.objects.get().reason == "Other goods, another brand."
    assert "another brand" in boss.get("/purposes/offers/").text


def test_ending_asks_once_with_numbers(house):
    house.in_force(who=identity("news"))
    client = signed_in(Role.HEAD, house.where)
    page = client.post("/purposes/news/end/", {"reason": "Stopped."})
    assert PurposeVersion.objects.get().in_force_to is None and "Stopped." in page.text
    client.post("/purposes/news/end/", {"reason": "Stopped.", "confirmed": "yes"})
    assert PurposeVersion.objects.get().state is VersionState.ENDED


def test_the_list_shows_what_waits_and_filters_by_it(house):
    house.in_force(basis(Art6.CONTRACT), who=identity("delivery"))
    house.proposed(who=identity("news"))
    house.advised(who=identity("care", kinds=("CustomerCare",)))
    dpo = signed_in(Role.DPO)

    def shown(query):
        return {row["purpose"].key for row in dpo.get(f"/purposes/{query}").context["rows"]}

    assert shown("") == {"delivery", "news", "care"}
    assert shown("?waits=asked") == {"news"} and shown("?waits=advised") == {"care"}
    assert shown("?waits=asked&waits=advised") == {"news", "care"} and shown("?basis=6-1-b") == {"delivery"}


def test_what_lacks_a_basis_stands_on_one_page(house):
    house.proposed(basis(Art6.CONTRACT, contract=""), who=identity("draft"))
    soon = balanced(clock.now().date() + timedelta(days=10))
    house.in_force(
        basis(Art6.LEGITIMATE_INTERESTS, balancing=soon), who=identity("soon", kinds=("CustomerCare",))
    )
    house.in_force(who=identity("untold"))
    page = signed_in(Role.DPO).get("/purposes/lacking/").context
    assert [one.key for one, *_rest in page["without"]] == ["draft"]
    assert [one.version.purpose.key for one, _name in page["reviews"]] == ["soon"]
    assert [one.purpose.key for one, _name in page["untold"]] == ["untold"]
    assert {"art-8-1", "uwg-7", "bdsg-26-2"} <= {article for article, *_rest in page["to_verify"]}


def test_nothing_yet_says_what_to_do_next(house):
    assert "/purposes/new/" in signed_in(Role.STEWARD, house.where).get("/purposes/").text
    assert signed_in(Role.DPO).get("/purposes/lacking/").context["nothing"]


ACTS = {
    "": {Role.REPRESENTATIVE, Role.DPO, Role.AUDITOR, Role.HEAD, Role.STEWARD, Role.ANALYST},
    "propose/": {Role.HEAD, Role.STEWARD},
    "end/": {Role.REPRESENTATIVE, Role.HEAD},
    "versions/1/": {Role.REPRESENTATIVE, Role.DPO, Role.AUDITOR, Role.HEAD, Role.STEWARD, Role.ANALYST},
    "versions/1/change/": {Role.HEAD, Role.STEWARD},
    "versions/1/opinion/": {Role.DPO},
    "versions/1/decision/": {Role.REPRESENTATIVE, Role.HEAD},
    "differs-from/other/": {Role.REPRESENTATIVE},
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", list(Role))
def test_who_may_open_which_page(house, act, role):
    house.proposed(who=identity("news"))
    house.proposed(who=identity("other"))
    client = signed_in(role, house.where if role.of_department else None)
    expected = 200 if role in ACTS[act] else 403
    assert client.get(f"/purposes/news/{act}").status_code == expected


@pytest.mark.parametrize("act", ACTS)
def test_another_departments_purpose_is_not_there(house, act):
    house.proposed(who=identity("news"))
    house.proposed(who=identity("other"))
    status = signed_in(Role.HEAD, department()).get(f"/purposes/news/{act}").status_code
    assert status == (404 if Role.HEAD in ACTS[act] else 403)


def test_strangers_go_to_sign_in_and_unknown_purposes_are_not_there(house):
    assert Client().get("/purposes/").status_code == 302
    assert signed_in(Role.DPO).get("/purposes/none/").status_code == 404
    house.proposed(who=identity("news"))
    assert signed_in(Role.DPO).get("/purposes/news/versions/9/").status_code == 404


def test_only_those_who_propose_open_the_form(house):
    assert signed_in(Role.DPO).get("/purposes/new/").status_code == 403
    assert signed_in(Role.STEWARD, house.where).get("/purposes/new/").status_code == 200


def test_a_decided_version_is_decided_once(house):
    version = house.advised(who=identity("news"))
    decide(house.head, version, True)
    page = signed_in(Role.REPRESENTATIVE).post(
        f"/purposes/news/versions/{version.number}/decision/", {"accepted": "no", "reason": "No."}
    )
    assert page.context["form"].non_field_errors()
