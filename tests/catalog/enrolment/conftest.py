"""A shop and a service desk with people in them, scanned and declared; keys in a folder of the test's own."""

import pytest

from catalog.enrolment.services.declaring import Column, Declaration, declare
from catalog.enrolment.states import IdentifierKind
from catalog.fields.models import Collection, Field
from tests import factories
from tests.catalog.fields import systems

KUNDEN = "CREATE TABLE kunden (kunden_nr INTEGER PRIMARY KEY, nachname TEXT, email TEXT, geboren TEXT)"
PEOPLE = [
    (1001, "Meyer", "anna@example.com", "1980-05-01"),
    (1002, "Meyer", "familie@example.com", "1975-01-01"),
    (1003, "Meyer", "familie@example.com", "2020-02-02"),
]
TICKETS = "CREATE TABLE tickets (nr TEXT PRIMARY KEY, absender TEXT, kunde TEXT)"
ASKED = [("T-1", "ANNA@example.com", None), ("T-2", "familie@example.com", None), ("T-3", None, "K-1002")]


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.KEYS = tmp_path / "keys"
    settings.KEY_STORE_BACKUPS = [str(tmp_path / "copy")]
    settings.SOURCES_ALLOWED_ROOTS = [str(tmp_path)]
    return tmp_path


@pytest.fixture
def department():
    return factories.department("Versand")


@pytest.fixture
def steward(department):
    return factories.principal("steward", department)


@pytest.fixture
def shop(tmp_path, department):
    rows = [f"INSERT INTO kunden VALUES {row}" for row in PEOPLE]
    shop = systems.source(department, systems.system(tmp_path, [KUNDEN, *rows]), "Laden")
    systems.scanned(shop)
    return shop


@pytest.fixture
def desk(tmp_path):
    rows = [f"INSERT INTO tickets VALUES {row}".replace("None", "NULL") for row in ASKED]
    of = factories.department("Service")
    desk = systems.source(of, systems.system(tmp_path, [TICKETS, *rows], "desk.db"), "Service")
    systems.scanned(desk)
    return desk


def field(name):
    return Field.objects.get(name=name).pk


def table(source):
    return Collection.objects.get(source=source)


def customers(source):
    columns = [
        Column(field("kunden_nr"), IdentifierKind.CUSTOMER_NUMBER),
        Column(field("email"), IdentifierKind.EMAIL),
    ]
    return Declaration(field("kunden_nr"), True, columns, born=field("geboren"))


def tickets(shop):
    columns = [
        Column(field("absender"), IdentifierKind.EMAIL),
        Column(field("kunde"), IdentifierKind.CUSTOMER_NUMBER, shop.pk, "K-"),
    ]
    return Declaration(field("nr"), False, columns)


@pytest.fixture
def declared(shop, steward):
    declare(steward, table(shop), customers(shop))
    return shop
