"""The hosting page shows the declaration to those who audit and run the product, and to nobody else."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from consent.parties.permissions import Role
from tests.factories import department, signed_in

pytestmark = pytest.mark.django_db

DECLARED = """
[[host]]
host = "mail.example.eu"
operator = "Beispiel Mail GmbH"
country = "DE"
parent = "Big Mail Inc."
parent_country = "US"
declared_by = "A. Krause, IT"
declared_on = 2026-11-02
"""


@pytest.fixture
def american_owner(settings: Any, tmp_path: Path) -> None:
    path = tmp_path / "hosting.toml"
    path.write_text(DECLARED)
    settings.HOSTING_FILE = str(path)
    settings.EMAIL_HOST = "mail.example.eu"


@pytest.mark.parametrize("role", [Role.DPO, Role.AUDITOR, Role.ADMINISTRATOR, Role.REPRESENTATIVE])
def test_those_who_audit_and_run_it_see_it(role: Role) -> None:
    assert signed_in(role).get("/hosting/").status_code == 200


@pytest.mark.parametrize("role", [Role.HEAD, Role.STEWARD, Role.ANALYST])
def test_departments_do_not(role: Role) -> None:
    assert signed_in(role, department()).get("/hosting/").status_code == 403


def test_a_stranger_is_sent_to_sign_in() -> None:
    assert Client().get("/hosting/").status_code == 302


@pytest.mark.usefixtures("american_owner")
def test_it_shows_operator_owner_who_declared_it_and_both_questions() -> None:
    page = signed_in(Role.DPO).get("/hosting/", headers={"accept-language": "de"}).content.decode()

    for text in ("Beispiel Mail GmbH", "Vereinigte Staaten", "A. Krause, IT", "Erste Frage", "Zweite Frage"):
        assert text in page


def test_an_undeclared_host_is_shown_as_not_allowed(settings: Any) -> None:
    settings.EMAIL_HOST = "smtp.example.com"

    page = signed_in(Role.DPO).get("/hosting/", headers={"accept-language": "de"}).content.decode()

    assert "nicht erklärt" in page
    assert "nicht erlaubt" in page


def test_a_broken_file_is_said_and_not_hidden(settings: Any, tmp_path: Path) -> None:
    settings.HOSTING_FILE = str(tmp_path / "absent.toml")

    assert "cannot be read" in signed_in(Role.DPO).get("/hosting/").content.decode()
