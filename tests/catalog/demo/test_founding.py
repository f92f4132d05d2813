"""The demo company in the product: only in an empty embedded installation, once, with people who can sign in."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from catalog.demo import people_services, services
from catalog.demo.cast import COMPANY, DEPARTMENTS, PARTS
from catalog.demo.places import Places
from catalog.demo.plan import Plan
from config.embedded.paths import Paths
from consent.evidence.models import Entry
from consent.parties.models import Controller, Department, Membership, User
from consent.parties.permissions import Permission, Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def logins(tmp_path, monkeypatch):
    """The file with the passwords, in a folder of the test's own."""
    path = tmp_path / "demo-logins.txt"
    monkeypatch.setattr(Paths, "demo_logins", property(lambda paths: path))
    return path


def said(command, *arguments):
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_everybody_is_made_with_their_role(logins):
    people_services.make_people()
    held = set(Membership.objects.values_list("user__email", "role", "department__name"))
    assert held == {(part.email, part.role.value, part.department) for part in PARTS}
    assert set(Department.objects.values_list("name", flat=True)) == set(DEPARTMENTS)
    assert Controller.current().legal_name == COMPANY["legal_name"]


def test_everybody_signs_in_with_the_printed_password(logins):
    printed = said("demo_logins")
    request = RequestFactory().post("/")
    for part in PARTS:
        password = next(line.split()[1] for line in printed.splitlines() if part.email in line)
        assert authenticate(request, email=part.email, password=password), part.email


def test_demo_people_are_marked_as_such(logins):
    people_services.make_people()
    assert not User.objects.filter(is_demo=False).exists()


def test_a_second_run_makes_nobody_twice_and_keeps_the_passwords(logins):
    first, entries = said("demo_logins"), Entry.objects.count()
    assert said("demo_logins") == first
    assert User.objects.count() == len(PARTS)
    assert Entry.objects.count() == entries


def test_a_run_that_was_killed_between_two_people_is_finished(logins):
    people_services.make_people()
    User.objects.get(email=PARTS[-1].email).delete()
    people_services.make_people()
    assert User.objects.count() == len(PARTS)


def test_an_installation_with_people_of_its_own_gets_no_demo_people(logins):
    factories.person(Role.ADMINISTRATOR)
    with pytest.raises(CommandError, match="has people already") as refused:
        call_command("demo_logins")
    assert refused.value.returncode == 2
    assert User.objects.count() == 1
    assert not logins.exists()


def test_an_installation_of_another_company_says_whose_it_is(logins):
    Controller.objects.create(legal_name="Müller AG")
    with pytest.raises(CommandError, match="Müller AG") as refused:
        call_command("demo")
    assert refused.value.returncode == 2
    assert "Müller AG" in said("demo", "--if-empty")


def test_production_settings_have_no_demo_company(logins, settings):
    settings.EMBEDDED = False
    with pytest.raises(CommandError, match="production"):
        call_command("demo")
    with pytest.raises(CommandError, match="production") as refused:
        call_command("demo_logins")
    assert refused.value.returncode == 2
    assert not User.objects.exists()


def test_a_database_of_ones_own_has_no_demo_company(logins, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere.example/db")
    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("demo")


def test_the_demo_administrator_may_register_sources(logins):
    people_services.make_people()
    assert people_services.administrator().may(Permission.SOURCE_MANAGE)


def test_a_company_that_was_begun_keeps_its_size(tmp_path):
    places = Places(tmp_path / "demo")
    places.begin(Plan(customers=60, seed=2))
    assert services._plan(places, None, None) == Plan(customers=60, seed=2)
    assert services._plan(places, 60, 2) == Plan(customers=60, seed=2)
    for customers, seed in ((61, None), (None, 3), (61, 2)):
        with pytest.raises(services.NotHere, match="60"):
            services._plan(places, customers, seed)


def test_a_company_that_is_too_small_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(services.NotHere, match="at least 20"):
        services._plan(Places(tmp_path), 3, None)
