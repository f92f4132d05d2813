"""Demo people: they sign in on this machine only, and never in production."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from consent.parties.checks import no_demo_people
from consent.parties.models import User
from tests.consent.parties.ledger import recorded
from tests.consent.parties.people import is_in, member, sign_in

pytestmark = pytest.mark.django_db


def test_they_sign_in_on_this_machine():
    assert is_in(sign_in(member(is_demo=True)))


@pytest.mark.parametrize("elsewhere", ["192.168.1.20", "203.0.113.9", "2001:db8::1"])
def test_from_another_machine_they_are_refused(elsewhere):
    browser = sign_in(member(is_demo=True), REMOTE_ADDR=elsewhere)
    assert not is_in(browser)
    assert recorded("signin.refused") == 1


@override_settings(EMBEDDED=False)
def test_a_production_with_demo_people_does_not_pass_its_checks():
    assert no_demo_people(None, ["default"]) == []
    with override_settings(EMBEDDED=True):
        User.objects.create_user("x@demo.example", name="X", is_demo=True)
    assert [message.id for message in no_demo_people(None, ["default"])] == ["parties.E001"]


def test_production_settings_make_no_demo_people_and_say_so():
    example = Path(settings.ROOT) / "deploy" / "production.env.example"
    lines = (
        line.partition("=") for line in example.read_text().splitlines() if "=" in line and line[0] != "#"
    )
    environment = os.environ | {name: value.strip("'\"") for name, _is, value in lines}
    environment |= {"HOSTING_FILE": str(example.with_name("hosting.toml.example"))}
    done = subprocess.run(
        [sys.executable, "manage.py", "demo_logins"],
        env=environment,
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "no demo company with production settings" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@override_settings(EMBEDDED=False)
def test_demo_people_that_a_restored_database_brought_sign_in_nowhere():
    assert not is_in(sign_in(member(is_demo=True)))
