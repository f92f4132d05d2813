"""Names stand where a German reader looks for them, and lists page by the same key."""

import pytest

from config.web.paging import page_of
from consent.parties.models import Department, User

pytestmark = pytest.mark.django_db


def test_umlauts_accents_and_small_letters_stand_where_readers_look():
    names = [
        "Zoll",
        "Ärger",
        "einkauf",
        "Öffentliches",
        "Übung",
        "Élan",
        "Straße",
        "Strasbourg",
        "Łódź",
        "Adel",
    ]
    User.objects.bulk_create(User(name=name, email=f"{n}@example.com") for n, name in enumerate(names))
    assert [one.name for one in User.objects.order_by("sort_name")] == [
        "Adel", "Ärger", "einkauf", "Élan", "Łódź", "Öffentliches", "Strasbourg", "Straße", "Übung", "Zoll",
    ]  # fmt: skip


def test_pages_continue_at_an_umlaut():
    Department.objects.bulk_create(Department(name=name) for name in ("Zoll", "Ärger", "Übung", "Adel"))
    order = ("sort_name", "id")
    first = page_of(Department.objects.all(), order, None, 2)
    second = page_of(Department.objects.all(), order, first.following, 2)
    assert [[one.name for one in page] for page in (first, second)] == [["Adel", "Ärger"], ["Übung", "Zoll"]]
    assert [one.name for one in page_of(Department.objects.all(), order, second.preceding, 2)] == [
        "Adel",
        "Ärger",
    ]


def test_a_new_name_gets_a_new_place():
    Department.objects.create(name="Adel")
    other = Department.objects.create(name="Zoll")
    other.name = "Ablage"
    other.save()
    assert [one.name for one in Department.objects.order_by("sort_name")] == ["Ablage", "Adel"]
