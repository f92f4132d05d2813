"""Departments: created, renamed and closed by an administrator; what stands in one keeps it open."""

import pytest

from consent.parties import clients, departments
from consent.parties.models import Department
from consent.parties.ownership import Refused
from consent.parties.permissions import Role
from consent.parties.rights import principal_for
from tests.consent.parties.ledger import holds, recorded
from tests.consent.parties.people import head_with_service, is_in, member, sign_in
from tests.factories import department

pytestmark = pytest.mark.django_db


def test_an_administrator_creates_and_renames_one():
    browser = sign_in(member(Role.ADMINISTRATOR))
    browser.post("/departments/new/", {"name": "Versand"})
    made = Department.objects.get(name="Versand")
    browser.post(f"/departments/{made.id}/rename/", {"name": "Logistik"})
    made.refresh_from_db()
    assert made.name == "Logistik"
    assert (recorded("department.created"), recorded("department.renamed")) == (1, 1)
    assert not holds("Versand")


def test_two_departments_never_share_a_name():
    department("Versand")
    answer = sign_in(member(Role.ADMINISTRATOR)).post("/departments/new/", {"name": "versand"})
    assert answer.context["form"].errors["name"]


def test_closing_asks_once_and_ends_the_roles_in_it():
    where = department()
    steward = member(Role.STEWARD, where)
    browser = sign_in(member(Role.ADMINISTRATOR))
    browser.post(f"/departments/{where.id}/close/")
    where.refresh_from_db()
    assert where.closed_at is None
    browser.post(f"/departments/{where.id}/close/", {"confirmed": "yes"})
    where.refresh_from_db()
    assert where.closed_at is not None
    assert not steward.memberships.exists()
    assert recorded("department.closed") == 1


def test_a_program_keeps_its_department_open():
    head, where, program, _secret = head_with_service()
    with pytest.raises(Refused):
        departments.close_department(principal_for(head).actor, where)
    clients.revoke(principal_for(head), program)
    departments.close_department(principal_for(head).actor, where)


@pytest.mark.parametrize("address", ["new/", "{id}/rename/", "{id}/close/"])
def test_a_head_changes_no_department_not_even_their_own(address):
    where = department()
    browser = sign_in(member(Role.HEAD, where))
    assert browser.get("/departments/" + address.format(id=where.id)).status_code == 403


def test_a_head_sees_their_own_department_only():
    here, elsewhere = department(), department("Elsewhere")
    browser = sign_in(member(Role.HEAD, here))
    assert browser.get(f"/departments/{here.id}/").status_code == 200
    assert browser.get(f"/departments/{elsewhere.id}/").status_code == 404
    assert "Elsewhere" not in browser.get("/departments/").content.decode()


def test_whoever_is_signed_in_stays_so_when_their_department_closes():
    where = department()
    user = member(Role.STEWARD, where)
    browser = sign_in(user)
    departments.close_department(principal_for(member(Role.ADMINISTRATOR)).actor, where)
    assert is_in(browser)
    assert browser.get("/controller/").status_code == 403
