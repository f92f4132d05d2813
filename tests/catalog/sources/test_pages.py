"""The pages of sources: who sees and does what, and what they show."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from catalog.fields.services import working
from catalog.fields.services.scans import queue_scan
from catalog.fields.states import Trigger
from catalog.sources import services
from catalog.sources.models import Source
from consent.parties.models import Department
from tests import factories
from tests.catalog.sources import registered

pytestmark = pytest.mark.django_db

SERVER = {
    "name": "Shop", "host": "9.9.9.9.example", "port": "5432", "database": "shop", "user": "leser", "password": "Geheim-1",
    "encryption": "require",
}  # fmt: skip


@pytest.fixture
def where() -> Department:
    return factories.department("Versand")


@pytest.fixture
def steward(where: Department) -> Client:
    return factories.signed_in("steward", where)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.SOURCES_ALLOWED_ROOTS = [str(tmp_path)]
    registered.file(tmp_path)
    return tmp_path


def text(answer: Any) -> str:
    return answer.content.decode()


class TestAdding:
    def test_a_steward_chooses_a_kind_and_sees_only_what_it_needs(self, steward: Client) -> None:
        assert "/sources/new/postgresql/" in text(steward.get("/sources/new/"))
        sqlite = text(steward.get("/sources/new/sqlite/"))
        assert 'name="path"' in sqlite and 'name="host"' not in sqlite and 'name="password"' not in sqlite
        server = text(steward.get("/sources/new/postgresql/"))
        assert 'name="host"' in server and 'name="path"' not in server and 'value="5432"' in server

    def test_an_unknown_kind_and_one_that_is_not_switched_on_are_not_there(
        self, steward: Client, settings: Any
    ) -> None:
        assert steward.get("/sources/new/ftp/").status_code == 404
        assert steward.get("/sources/new/generic/").status_code == 404
        settings.SOURCES_ALLOWED_DIALECTS = ["mssql+pymssql"]
        assert "mssql+pymssql" in text(steward.get("/sources/new/generic/"))

    def test_a_connection_is_tried_without_storing_anything(
        self, steward: Client, where: Department, folder: Path
    ) -> None:
        sent = {"name": "Kasse", "department": where.id, "path": str(folder / "shop.db"), "check": "yes"}
        answer = steward.post("/sources/new/sqlite/", sent)
        assert "SQLite" in text(answer) and "note ok" in text(answer) and not Source.objects.exists()

    def test_with_script_only_the_answer_comes_back(
        self, steward: Client, where: Department, folder: Path
    ) -> None:
        sent = {"name": "Kasse", "department": where.id, "path": "/etc/passwd", "check": "yes"}
        answer = text(steward.post("/sources/new/sqlite/", sent, headers={"HX-Request": "true"}))
        assert "SOURCES_ALLOWED_ROOTS" in answer and "<html" not in answer

    def test_a_saved_source_is_checked_at_once(
        self, steward: Client, where: Department, folder: Path
    ) -> None:
        answer = steward.post(
            "/sources/new/sqlite/",
            {"name": "Kasse", "department": where.id, "path": str(folder / "shop.db")},
            follow=True,
        )
        assert Source.objects.get(name="Kasse").outcome == "answered" and "SQLite" in text(answer)

    def test_a_server_that_does_not_answer_is_saved_with_what_is_wrong(
        self, steward: Client, where: Department
    ) -> None:
        answer = steward.post(
            "/sources/new/postgresql/", SERVER | {"department": where.id, "host": "10.0.0.1"}, follow=True
        )
        assert "SOURCES_ALLOWED_NETWORKS" in text(answer) and Source.objects.get().problem == "address_closed"

    def test_a_taken_name_is_told_at_the_field(self, steward: Client, where: Department) -> None:
        registered.server(where)
        answer = steward.post("/sources/new/postgresql/", SERVER | {"department": where.id})
        assert answer.context["form"].errors["name"]

    def test_the_department_must_be_ones_own(self, steward: Client) -> None:
        other = factories.department()
        answer = steward.post("/sources/new/postgresql/", SERVER | {"department": other.id})
        assert answer.context["form"].errors["department"] and not Source.objects.exists()


class TestPassword:
    def test_no_page_shows_it_again(self, steward: Client, where: Department) -> None:
        source = registered.server(where, "Geheim-1")
        sealed = bytes(source.credential or b"").hex()
        for address in ("/sources/", f"/sources/{source.id}/", f"/sources/{source.id}/change/"):
            assert "Geheim-1" not in text(steward.get(address)) and sealed not in text(steward.get(address))

    def test_a_form_that_comes_back_does_not_hold_it(self, steward: Client, where: Department) -> None:
        answer = steward.post("/sources/new/postgresql/", SERVER | {"department": where.id, "port": "x"})
        assert "Geheim-1" not in text(answer)

    def test_moving_a_source_without_it_deletes_it_and_says_so(
        self, steward: Client, where: Department
    ) -> None:
        source = registered.server(where, "Geheim-1")
        sent = SERVER | {"host": "10.9.9.9", "password": ""}
        answer = steward.post(f"/sources/{source.id}/change/", sent, follow=True)
        source.refresh_from_db()
        assert source.credential is None and "note warn" in text(answer)

    def test_trying_another_host_never_uses_the_stored_one(self, where: Department) -> None:
        from catalog.sources.services import Connection
        from catalog.sources.trying import spec_to_try

        source = registered.server(where, "Geheim-1")
        same = Connection("Shop", "postgresql", host="db.example", port=5432, user="leser")
        moved = Connection("Shop", "postgresql", host="boese.example", port=5432, user="leser")
        assert spec_to_try(same, source).password.reveal() == "Geheim-1"
        assert spec_to_try(moved, source).password.reveal() == ""


class TestReading:
    def test_the_list_filters_sorts_and_finds(self, steward: Client, where: Department) -> None:
        registered.server(where, name="Shop")
        registered.server(where, name="Lager", kind="mysql", port=3306)
        assert "Lager" not in text(steward.get("/sources/?kind=postgresql"))
        assert "Shop" not in text(steward.get("/sources/?q=lag"))
        page = text(steward.get("/sources/?sort=-name"))
        assert page.index("Shop") < page.index("Lager")

    def test_an_empty_list_says_what_to_do(self, steward: Client) -> None:
        assert "/sources/new/" in text(steward.get("/sources/"))

    def test_a_sources_history_names_who_set_what(self, steward: Client, where: Department) -> None:
        source = registered.server(where)
        assert "db.example" in text(steward.get(f"/sources/{source.id}/"))

    def test_a_retired_one_leaves_the_list_and_keeps_its_page(
        self, steward: Client, where: Department
    ) -> None:
        source = registered.server(where, name="Altsystem")
        assert "Altsystem" in text(steward.post(f"/sources/{source.id}/retire/"))  # asks first
        assert Source.objects.get().retired_at is None
        steward.post(f"/sources/{source.id}/retire/", {"confirmed": "yes"})
        assert "Altsystem" not in text(steward.get("/sources/"))
        assert steward.get(f"/sources/{source.id}/").status_code == 200
        assert steward.get(f"/sources/{source.id}/change/").status_code == 404


PAGES = ["/sources/{id}/", "/sources/{id}/change/", "/sources/{id}/retire/"]


class TestRights:
    @pytest.mark.parametrize("address", PAGES)
    def test_another_departments_source_is_not_there(self, address: str) -> None:
        source = registered.server(factories.department())
        assert (
            factories.signed_in("steward", factories.department())
            .get(address.format(id=source.id))
            .status_code
            == 404
        )

    def test_another_departments_source_is_not_checked(self) -> None:
        source = registered.server(factories.department())
        browser = factories.signed_in("head", factories.department())
        assert browser.post(f"/sources/{source.id}/check/").status_code == 404

    @pytest.mark.parametrize("address", ["/sources/", "/sources/new/", "/sources/new/sqlite/", *PAGES])
    def test_an_analyst_sees_no_sources(self, where: Department, address: str) -> None:
        source = registered.server(where)
        assert factories.signed_in("analyst", where).get(address.format(id=source.id)).status_code == 403

    @pytest.mark.parametrize("address", ["/sources/new/", "/sources/new/sqlite/", *PAGES[1:]])
    def test_an_auditor_reads_and_changes_nothing(self, where: Department, address: str) -> None:
        source = registered.server(where)
        assert "Shop" in text(factories.signed_in("auditor").get("/sources/"))
        assert factories.signed_in("auditor").get(address.format(id=source.id)).status_code == 403
        assert factories.signed_in("auditor").post(f"/sources/{source.id}/check/").status_code == 403

    @pytest.mark.parametrize("address", ["/sources/", "/sources/new/", *PAGES])
    def test_a_stranger_is_sent_to_sign_in(self, where: Department, address: str) -> None:
        source = registered.server(where)
        assert Client().get(address.format(id=source.id)).status_code == 302


def test_a_sources_page_tells_what_its_last_scan_found(
    steward: Client, where: Department, folder: Path
) -> None:

    said = services.Connection("Kasse", "sqlite", path=str(folder / "shop.db"))
    source = services.add_source(registered.steward(where), where, said)
    assert "/scans/" in text(steward.get(f"/sources/{source.id}/"))
    working.work_on(queue_scan(source, Trigger.COMMAND, None).pk)
    shown = steward.get(f"/sources/{source.id}/")
    assert shown.context["last_scan"].columns_seen == 2 and shown.context["collections"] == 1
    assert steward.get("/sources/").context["page"].rows[0].scanned_at is not None
