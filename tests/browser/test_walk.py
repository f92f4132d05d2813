"""The whole way of a data protection officer, from a department's system to the proof of a decision."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from playwright.sync_api import Page, expect

from consent.evidence.sequencing import sequence_entries
from consent.parties.invitations import add_person
from consent.parties.models import User
from consent.parties.permissions import Role
from consent.parties.services import add_membership
from tests.browser.watched import Watched
from tests.browser.world import World
from tests.catalog.fields.systems import system
from tests.real.shared import ROOT

pytestmark = pytest.mark.slow

EMAIL, PASSWORD = "meike@example.com", "ein langes Passwort für die Tests"


def apart(work: Callable[..., Any], *arguments: Any) -> Any:
    """Do something with the database in a thread of its own, so that it is committed for the server."""

    def done() -> Any:
        try:
            return work(*arguments)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(done).result()


@transaction.atomic
def make_dpo() -> User:
    user = User.objects.filter(email=EMAIL).first() or add_person(EMAIL, "Dr. Meike Thomsen", PASSWORD)
    add_membership(None, user, Role.DPO, None)
    return user


@pytest.fixture
def dpo(visit: Callable[..., Watched], world: World) -> Page:
    """A window in which the data protection officer has signed in with her password."""
    apart(make_dpo)
    page = visit(None, "/account/login/").page
    page.get_by_label("E-Mail").fill(EMAIL)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("navigation", name="Hauptnavigation")).to_be_visible()
    return page


@pytest.fixture
def shop(tmp_path: Path, settings: Any) -> Path:
    """The system of a department, in a folder that the administrator has opened."""
    settings.SOURCES_ALLOWED_ROOTS = [str(tmp_path)]
    return system(tmp_path, name="laden.db")


def test_she_adds_a_source_scans_it_decides_on_a_field_finds_it_again_and_reads_its_proof(
    dpo: Page, shop: Path, tmp_path: Path
) -> None:
    add_source(dpo, shop)
    scan(dpo)
    confirm_the_allergy(dpo)
    find_it_in_two_steps(dpo)
    apart(sequence_entries)  # a beat does so every few seconds
    assert verified(read_the_proof(dpo, tmp_path)) == 0


def add_source(page: Page, path: Path) -> None:
    page.get_by_role("link", name="Quellen").click()
    page.get_by_role("link", name="Quelle hinzufügen").first.click()
    page.get_by_role("link", name=re.compile("SQLite")).click()
    page.get_by_label("Name").fill("Ladenkasse")
    page.get_by_label("Abteilung").select_option(label="Versand")
    page.get_by_role("textbox", name="Pfad").fill(str(path))
    page.get_by_role("button", name="Verbindung prüfen").click()
    expect(page.get_by_text("antwortet")).to_be_visible()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ladenkasse")


def scan(page: Page) -> None:
    page.get_by_role("link", name="Scans", exact=True).click()
    page.get_by_role("button", name="Scan starten").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ladenkasse")
    expect(page.get_by_text("fertig").first).to_be_visible()


def confirm_the_allergy(page: Page) -> None:
    page.get_by_role("link", name="Besonders geschützte zuerst").click()
    page.get_by_role("link", name="allergie").first.click()
    panel = page.locator(".panel-in")
    expect(panel).to_contain_text("Gesundheit")
    panel.get_by_role("button", name="Bestätigen").click()
    expect(page.get_by_role("status")).to_be_visible()


def find_it_in_two_steps(page: Page) -> None:
    page.get_by_role("link", name="Katalog", exact=True).click()
    box = page.get_by_role("main").get_by_role("searchbox")
    box.fill("Gesundheitsdaten von Kunden")
    box.press("Enter")
    row = page.get_by_role("row").filter(has_text="Ladenkasse")
    expect(row).to_contain_text("allergie")
    expect(row).to_contain_text("bestätigt")
    row.get_by_role("link", name="allergie").click()


def read_the_proof(page: Page, folder: Path) -> Path:
    page.get_by_role("link", name="Nachweis", exact=True).first.click()
    expect(page.get_by_role("heading", name="Beweis", exact=True)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Nachweis herunterladen").click()
    proof = folder / "proof.json"
    download.value.save_as(proof)
    assert json.loads(proof.read_text())
    return proof


def verified(proof: Path) -> int:
    """Verify the proof by the command, which opens no database for it."""
    command = [sys.executable, str(ROOT / "manage.py"), "verify_evidence", str(proof)]
    return subprocess.run(command, check=False, timeout=120).returncode


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_every_role_lands_on_a_page_of_its_own_with_its_navigation(
    role: str, visit: Callable[..., Watched]
) -> None:
    shown = visit(role)
    shown.goto("/")
    expect(shown.page.get_by_role("heading", level=1)).to_be_attached()
    links = shown.page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link")
    assert links.count() >= 2
    for address in [link.get_attribute("href") for link in links.all()]:
        answer = shown.goto(address)
        assert answer.status == 200, address


def test_a_stranger_is_led_to_sign_in_from_every_place(visit: Callable[..., Watched]) -> None:
    for path in ("/", "/catalog/", "/sources/", "/evidence/", "/people/"):
        shown = visit()
        shown.goto(path)
        assert "/account/login/" in shown.page.url, path
