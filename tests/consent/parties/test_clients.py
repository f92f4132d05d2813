"""API access: services of a department, applications of people; the secret is shown once."""

import pytest

from consent.parties.models import Client
from consent.parties.permissions import Permission, Role
from tests.consent.parties.ledger import holds, recorded
from tests.consent.parties.people import (
    RETURN_TO,
    application,
    ask_token,
    head_with_service,
    member,
    sign_in,
)
from tests.factories import department

pytestmark = pytest.mark.django_db


def test_a_head_creates_a_service_and_sees_its_secret_once():
    where = department()
    browser = sign_in(member(Role.HEAD, where))
    page = browser.post(
        f"/clients/new/{where.id}/", {"name": "Nightly feed", "permissions": ["catalog.read", "scan.run"]}
    )
    secret, made = page.context["secret"], Client.objects.get()
    assert secret in page.content.decode()
    assert secret not in browser.get(f"/clients/{made.id}/").content.decode()
    assert ask_token(made, secret).status_code == 200
    assert recorded("client.created") == 1
    assert not holds("Nightly")


def test_the_form_offers_no_right_that_the_creator_does_not_hold():
    where = department()
    browser = sign_in(member(Role.ADMINISTRATOR))
    page = browser.post(f"/clients/new/{where.id}/", {"name": "X", "permissions": ["catalog.read"]})
    assert page.context["form"].errors["permissions"]
    assert not Client.objects.exists()


def test_deciding_and_managing_people_are_never_given_to_a_service():
    where = department()
    page = sign_in(member(Role.HEAD, where)).get(f"/clients/new/{where.id}/")
    offered = {value for value, _word in page.context["form"].fields["permissions"].choices}
    assert not offered & {"field.decide", "people.manage", "client.manage", "evidence.read"}


def test_an_administrator_registers_an_application_of_people():
    browser = sign_in(member(Role.ADMINISTRATOR))
    page = browser.post(
        "/clients/new/application/", {"name": "Notebook", "redirect_uris": RETURN_TO, "public": "on"}
    )
    assert page.context["secret"] is None
    assert Client.objects.get().kind == "people"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://x.example/", "https://*.example.com/", "http://a.example/", ""]
)
def test_an_address_that_leads_astray_is_refused(address):
    browser = sign_in(member(Role.ADMINISTRATOR))
    page = browser.post("/clients/new/application/", {"name": "X", "redirect_uris": address})
    assert page.context["form"].errors["redirect_uris"]


def test_revoking_asks_once_and_is_for_good():
    head, _where, program, secret = head_with_service()
    former = Client.objects.get(id=program.id)
    browser = sign_in(head)
    browser.post(f"/clients/{program.id}/revoke/")
    assert ask_token(former, secret).status_code == 200
    browser.post(f"/clients/{program.id}/revoke/", {"confirmed": "yes"})
    assert ask_token(former, secret).status_code == 401
    assert browser.get(f"/clients/{program.id}/").status_code == 200
    assert recorded("client.revoked") == 1


def test_a_new_secret_is_shown_once_and_ends_the_old_one():
    head, _where, program, secret = head_with_service()
    page = sign_in(head).post(f"/clients/{program.id}/renew/", {"confirmed": "yes"})
    assert ask_token(program, secret).status_code == 401
    assert ask_token(program, page.context["secret"]).status_code == 200


def test_it_is_handed_over_on_its_page():
    head, where, program, _secret = head_with_service()
    taker = member(Role.HEAD, where)
    sign_in(head).post(f"/clients/{program.id}/hand-over/", {"successor": str(taker.id)})
    program.refresh_from_db()
    assert program.responsible == taker


ADDRESSES = ["", "renew/", "revoke/", "hand-over/"]


@pytest.mark.parametrize("action", ADDRESSES)
def test_the_head_of_another_department_finds_nothing(action):
    _head, _where, program, _secret = head_with_service()
    browser = sign_in(member(Role.HEAD, department()))
    call = browser.post if action in {"renew/", "revoke/"} else browser.get
    assert call(f"/clients/{program.id}/{action}").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.HEAD}])
def test_who_manages_no_programs_gets_nowhere(role):
    _head, where, program, _secret = head_with_service()
    browser = sign_in(member(role, where if role.of_department else None))
    for address in ("", f"{program.id}/", f"new/{where.id}/", "new/application/", f"{program.id}/hand-over/"):
        assert browser.get(f"/clients/{address}").status_code == 403, address
    for address in ("renew/", "revoke/"):
        assert browser.post(f"/clients/{program.id}/{address}").status_code == 403


def test_a_head_registers_no_application_of_people_and_no_service_elsewhere():
    browser = sign_in(member(Role.HEAD, department()))
    assert browser.get("/clients/new/application/").status_code == 403
    assert browser.get(f"/clients/new/{department().id}/").status_code == 404
    assert browser.get(f"/clients/{application().id}/").status_code == 404


def test_a_service_whose_head_left_shows_as_stopped():
    head, _where, program, _secret = head_with_service(Permission.CATALOG_READ)
    head.is_active = False
    head.save()
    page = sign_in(member(Role.ADMINISTRATOR)).get(f"/clients/{program.id}/")
    assert not page.context["client"].runs
