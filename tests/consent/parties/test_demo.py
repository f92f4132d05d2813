"""Demo people: random passwords of this installation, this machine only, never in production."""

import os
import stat
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from consent.parties import demo
from consent.parties.checks import no_demo_people
from consent.parties.models import User
from tests.consent.parties.ledger import recorded
from tests.consent.parties.people import is_in, member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def logins(tmp_path):
    return demo.make_demo_logins(file=tmp_path / "logins.txt")


def person(login):
    return User.objects.get(email=login.email)


def test_there_is_one_for_each_role_and_they_sign_in_here(logins):
    assert len({login.role for login in logins}) == 7
    assert all(is_in(sign_in(person(login), login.password)) for login in logins)


def test_passwords_are_random_and_renewed_each_time(logins, tmp_path):
    again = demo.make_demo_logins(file=tmp_path / "logins.txt")
    assert len({login.password for login in logins + again}) == 14
    assert not is_in(sign_in(person(logins[0]), logins[0].password))


def test_the_file_is_for_its_owner_only(logins, tmp_path):
    file = tmp_path / "logins.txt"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert all(login.password in file.read_text() for login in logins)


@pytest.mark.parametrize("elsewhere", ["192.168.1.20", "203.0.113.9", "2001:db8::1"])
def test_from_another_machine_they_are_refused(logins, elsewhere):
    browser = sign_in(person(logins[0]), logins[0].password, REMOTE_ADDR=elsewhere)
    assert not is_in(browser)
    assert recorded("signin.refused") == 1


@override_settings(EMBEDDED=False)
def test_they_exist_with_the_embedded_settings_only(tmp_path):
    with pytest.raises(ImproperlyConfigured):
        demo.make_demo_logins(file=tmp_path / "logins.txt")


@override_settings(EMBEDDED=False)
def test_a_production_with_demo_people_does_not_pass_its_checks():
    assert no_demo_people(None, ["default"]) == []
    with override_settings(EMBEDDED=True):
        User.objects.create_user("x@demo.example", name="X", is_demo=True)
    assert [message.id for message in no_demo_people(None, ["default"])] == ["parties.E001"]


def test_the_command_refuses_with_production_settings_in_one_sentence():
    owner = settings.DATABASES["owner"]
    url = f"postgresql://{owner['USER']}:x@/none?host={owner['HOST'].replace('/', '%2F')}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url,
        "BROKER_URL": "redis://127.0.0.1:1/0",
        "SECRET_KEY": "s" * 60,
        "ALLOWED_HOSTS": "catalog.example.com",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "demo_logins", "--skip-checks"],
        env=environment,
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1


@override_settings(EMBEDDED=False)
def test_demo_people_that_a_restored_database_brought_sign_in_nowhere():
    assert not is_in(sign_in(member(is_demo=True)))
