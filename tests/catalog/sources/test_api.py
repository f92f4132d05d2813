"""The API of sources: what goes in and out, and who gets 403 or 404."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from catalog.sources.models import Source
from catalog.sources.opening import spec_of
from consent.parties.models import Department
from tests import factories
from tests.catalog.sources import registered

pytestmark = pytest.mark.django_db

BASE = "/api/v1/sources/"


@pytest.fixture
def where() -> Department:
    return factories.department("Versand")


@pytest.fixture
def steward(where: Department) -> Client:
    return factories.signed_in("steward", where)


def new(where: Department, **changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "name": "Shop", "department": str(where.id), "kind": "postgresql", "host": "db.example", "port": 5432,
        "database": "shop", "user": "leser", "password": "Geheim-1",
    }  # fmt: skip
    return values | changes


def send(browser: Client, method: str, address: str, values: object = None) -> Any:
    return getattr(browser, method)(address, values or {}, content_type="application/json")


def test_a_source_is_added_read_and_listed_without_its_password(steward: Client, where: Department) -> None:
    made = send(steward, "post", BASE, new(where))
    assert made.status_code == 201 and made.json()["has_password"] is True
    one = steward.get(f"{BASE}{made.json()['id']}/")
    assert one.json()["host"] == "db.example"
    listed = steward.get(BASE)
    assert [row["name"] for row in listed.json()["results"]] == ["Shop"]
    assert not any("Geheim" in answer.content.decode() for answer in (made, one, listed))


def test_it_is_changed_and_keeps_what_was_not_named(steward: Client, where: Department) -> None:
    source = registered.server(where)
    answer = send(steward, "patch", f"{BASE}{source.id}/", {"name": "Laden"})
    assert answer.status_code == 200 and answer.json()["host"] == "db.example"
    assert spec_of(Source.objects.get()).password.reveal() == "Geheim-1"


def test_moving_it_without_a_password_deletes_the_stored_one(steward: Client, where: Department) -> None:
    source = registered.server(where)
    answer = send(steward, "patch", f"{BASE}{source.id}/", {"host": "boese.example"})
    assert answer.json()["has_password"] is False


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "ftp"}, {"options": {"passfile": "/etc/passwd"}}, {"path": "/x"}, {"host": ""}, {"port": 70000}, {"name": ""},
     {"kind": "sqlite"}, {"department": "00000000-0000-0000-0000-000000000000"}, {"options": {"sslmode": 1}}],
)  # fmt: skip
def test_what_is_not_valid_is_a_problem_and_never_repeats_the_password(
    steward: Client, where: Department, wrong: dict[str, object]
) -> None:
    answer = send(steward, "post", BASE, new(where, **wrong))
    assert answer.status_code == 400 and answer["Content-Type"] == "application/problem+json"
    assert "Geheim" not in answer.content.decode() and not Source.objects.exists()


@pytest.mark.parametrize("fixed", ["kind", "department"])
def test_kind_and_department_stay(steward: Client, where: Department, fixed: str) -> None:
    source = registered.server(where)
    value = "mysql" if fixed == "kind" else str(factories.department().id)
    assert send(steward, "patch", f"{BASE}{source.id}/", {fixed: value}).status_code == 400


def test_a_check_answers_with_its_outcome(
    steward: Client, where: Department, tmp_path: Path, settings: Any
) -> None:
    path = str(registered.file(tmp_path))
    made = send(
        steward, "post", BASE, {"name": "Kasse", "department": str(where.id), "kind": "sqlite", "path": path}
    )
    address = f"{BASE}{made.json()['id']}/check/"
    assert send(steward, "post", address).json()["problem"] == "path_closed"
    settings.SOURCES_ALLOWED_ROOTS = [str(tmp_path)]
    assert send(steward, "post", address).json()["outcome"] == "answered"


def test_a_retired_source_leaves_the_list_and_is_not_changed(steward: Client, where: Department) -> None:
    source = registered.server(where)
    assert send(steward, "post", f"{BASE}{source.id}/retire/").status_code == 204
    assert steward.get(BASE).json()["results"] == []
    assert send(steward, "patch", f"{BASE}{source.id}/", {"name": "x"}).status_code == 400


CALLS = [("get", ""), ("patch", ""), ("post", "check/"), ("post", "retire/")]


@pytest.mark.parametrize(("method", "address"), CALLS)
def test_another_departments_source_is_not_there(method: str, address: str) -> None:
    source = registered.server(factories.department())
    stranger = factories.signed_in("head", factories.department())
    assert send(stranger, method, f"{BASE}{source.id}/{address}").status_code == 404


@pytest.mark.parametrize(("method", "address"), CALLS[1:])
def test_who_only_reads_changes_nothing(where: Department, method: str, address: str) -> None:
    source = registered.server(where)
    assert send(factories.signed_in("auditor"), method, f"{BASE}{source.id}/{address}").status_code == 403


def test_an_analyst_gets_nothing(where: Department) -> None:
    source = registered.server(where)
    analyst = factories.signed_in("analyst", where)
    assert analyst.get(BASE).status_code == 403 and analyst.get(f"{BASE}{source.id}/").status_code == 403
    assert send(analyst, "post", BASE, new(where)).status_code in (400, 403)


def test_an_auditor_adds_nothing_and_a_steward_nothing_elsewhere(where: Department) -> None:
    assert send(factories.signed_in("auditor"), "post", BASE, new(where)).status_code == 403
    stranger = factories.signed_in("steward", factories.department())
    assert send(stranger, "post", BASE, new(where)).status_code == 400
    assert not Source.objects.exists()


def test_a_stranger_is_refused(where: Department) -> None:
    assert Client().get(BASE).status_code in (401, 403)
