"""Sources are added, changed, checked and retired by whoever may; passwords stay sealed; all is evidence."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from catalog.sources import services
from catalog.sources.connectors.base import Checked, SourceError
from catalog.sources.models import Source, SourceChange
from catalog.sources.opening import spec_of
from catalog.sources.services import Connection
from consent.evidence.commitment import Commitment, opens
from consent.evidence.models import Entry
from consent.parties import departments
from consent.parties.ownership import Refused
from tests import factories
from tests.catalog.sources import registered

pytestmark = pytest.mark.django_db


def ledger() -> str:
    """Return everything in the ledger as text."""
    return "\n".join(bytes(body).decode() for body in Entry.objects.values_list("body", flat=True))


def said(**changes: Any) -> Connection:
    """What a steward says of the server that registered.server makes."""
    values = {"name": "Shop", "kind": "postgresql", "host": "db.example", "port": 5432, "user": "leser"}
    return Connection(**(values | changes))


class TestPassword:
    def test_it_is_sealed_and_comes_back_for_connecting_only(self) -> None:
        source = registered.server(factories.department(), "Geheim-1")
        assert b"Geheim-1" not in bytes(source.credential or b"")
        assert spec_of(Source.objects.get(pk=source.pk)).password.reveal() == "Geheim-1"

    def test_an_empty_one_leaves_it_unchanged(self) -> None:
        where = factories.department()
        source = registered.server(where)
        changed = services.change_source(registered.steward(where), source, said(name="Laden"))
        assert spec_of(changed).password.reveal() == "Geheim-1"

    @pytest.mark.parametrize(
        "move",
        [{"host": "boese.example"}, {"port": 5433}, {"user": "x"}, {"options": {"sslmode": "disable"}}],
    )
    def test_it_is_forgotten_when_the_source_moves_so_that_it_cannot_be_lured_elsewhere(
        self, move: dict[str, Any]
    ) -> None:
        where = factories.department()
        source = registered.server(where)
        changed = services.change_source(registered.steward(where), source, said(**move))
        assert changed.credential is None and "credential_removed" in ledger()

    def test_it_does_not_open_for_a_host_that_was_changed_behind_our_back(self) -> None:
        source = registered.server(factories.department())
        Source.objects.filter(pk=source.pk).update(host="boese.example")
        with pytest.raises(SourceError, match="cannot be opened"):
            spec_of(Source.objects.get(pk=source.pk))

    def test_it_is_replaced(self) -> None:
        where = factories.department()
        source = registered.server(where)
        services.replace_credential(registered.steward(where), source, "Neu-2")
        assert spec_of(Source.objects.get(pk=source.pk)).password.reveal() == "Neu-2"


class TestEvidence:
    def test_it_holds_ids_and_commitments_and_neither_host_nor_user_nor_password(self) -> None:
        source = registered.server(factories.department())
        text = ledger()
        assert "source.added" in text and str(source.id) in text and "source.credential_set" in text
        assert not any(word in text for word in ("db.example", "leser", "Geheim", "Shop"))

    def test_each_value_can_be_proved_later(self) -> None:
        where = factories.department()
        source = registered.server(where)
        services.change_source(registered.steward(where), source, said(host="neu.example", password="x"))
        change = SourceChange.objects.get(source=source, field="host", value="neu.example")
        (entry,) = [line for line in ledger().splitlines() if '"field":"host"' in line][-1:]
        digest = entry.partition('"value":"sha256:')[2][:64]
        from consent.evidence.commitment import Digest

        assert opens(Commitment(bytes(change.nonce), Digest(bytes.fromhex(digest))), "neu.example")

    def test_what_changed_nothing_leaves_nothing(self) -> None:
        where = factories.department()
        source = registered.server(where)
        before = Entry.objects.count()
        services.change_source(registered.steward(where), source, said())
        assert Entry.objects.count() == before

    def test_a_value_that_was_set_cannot_be_rewritten(self) -> None:
        source = registered.server(factories.department())
        with pytest.raises(Exception, match="Cannot"), transaction.atomic():
            SourceChange.objects.filter(source=source).update(value="anders")


class TestRights:
    @pytest.mark.parametrize("role", ["analyst", "auditor", "representative"])
    def test_who_may_not_manage_sources_adds_none(self, role: str) -> None:
        where = factories.department()
        acting = factories.principal(role, where if role == "analyst" else None)
        with pytest.raises(PermissionDenied):
            services.add_source(acting, where, said())

    def test_a_steward_touches_no_source_of_another_department(self) -> None:
        source = registered.server(factories.department())
        stranger = registered.steward(factories.department())
        for act in (
            lambda: services.change_source(stranger, source, said()),
            lambda: services.check_source(stranger, source),
            lambda: services.retire_source(stranger, source),
            lambda: services.replace_credential(stranger, source, "x"),
            lambda: services.try_connection(stranger, source.department_id, spec_of(source)),
        ):
            with pytest.raises(PermissionDenied):
                act()


class TestCheck:
    def test_a_source_that_answers_says_what_it_is(self, tmp_path: Path, settings: Any) -> None:
        settings.SOURCES_ALLOWED_ROOTS = [str(tmp_path)]
        where = factories.department()
        acting = registered.steward(where)
        source = services.add_source(
            acting, where, Connection("Kasse", "sqlite", path=str(registered.file(tmp_path)))
        )
        found = services.check_source(acting, source)
        assert (
            isinstance(found, Checked)
            and source.outcome == "answered"
            and source.product.startswith("SQLite")
        )

    def test_a_closed_place_is_an_outcome_with_its_code(self, tmp_path: Path) -> None:
        where = factories.department()
        acting = registered.steward(where)
        source = services.add_source(
            acting, where, Connection("Kasse", "sqlite", path=str(registered.file(tmp_path)))
        )
        services.check_source(acting, source)
        assert (source.outcome, source.problem) == ("failed", "path_closed")

    @pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "10.0.0.5", "/run/postgresql"])
    def test_the_administrators_list_binds_registered_sources(self, host: str) -> None:
        where = factories.department()
        source = registered.server(where, host=host)
        services.check_source(registered.steward(where), source)
        assert source.problem == "address_closed"

    def test_the_products_own_folder_is_closed_below_every_root(self, settings: Any) -> None:
        settings.SOURCES_ALLOWED_ROOTS = ["/"]
        where = factories.department()
        acting = registered.steward(where)
        source = services.add_source(acting, where, Connection("Eigenes", "folder", path=str(settings.VAR)))
        services.check_source(acting, source)
        assert source.problem == "path_closed"


class TestRetiring:
    def test_the_password_goes_and_the_rest_stays(self) -> None:
        where = factories.department()
        source = registered.server(where)
        services.retire_source(registered.steward(where), source)
        source.refresh_from_db()
        assert source.credential is None and source.retired_at is not None
        with pytest.raises(SourceError):
            services.open_registered(source)

    def test_a_retired_one_is_neither_changed_nor_checked_and_its_name_is_free(self) -> None:
        where = factories.department()
        source = registered.server(where)
        acting = registered.steward(where)
        services.retire_source(acting, source)
        for act in (
            lambda: services.change_source(acting, source, said()),
            lambda: services.retire_source(acting, source),
        ):
            with pytest.raises(Refused):
                act()
        registered.server(where)

    def test_a_department_with_a_source_cannot_be_closed(self) -> None:
        where = factories.department()
        source = registered.server(where)
        administrator = factories.principal("administrator")
        with pytest.raises(Refused):
            departments.close_department(administrator.actor, where)
        services.retire_source(registered.steward(where), source)
        departments.close_department(administrator.actor, where)


class TestInvariants:
    def test_a_name_is_taken_once_without_regard_to_case(self) -> None:
        registered.server(factories.department(), name="Shop")
        with pytest.raises(Refused):
            registered.server(factories.department(), name="SHOP")

    def test_an_option_that_is_not_allowed_is_refused(self) -> None:
        with pytest.raises(SourceError):
            registered.server(factories.department(), options={"passfile": "/etc/passwd"})

    @pytest.mark.parametrize(
        "wrong",
        [
            {"kind": "ftp"},
            {"name": ""},
            {"port": 70000},
            {"host": ""},
            {"path": "/x"},
            {"retired_at": "2026-01-01T00:00Z"},
        ],
    )
    def test_the_database_holds_them_too(self, wrong: dict[str, Any]) -> None:
        source = registered.server(factories.department())
        with pytest.raises(IntegrityError), transaction.atomic():
            Source.objects.filter(pk=source.pk).update(**wrong)
