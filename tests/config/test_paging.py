"""The one paginator: every row once, in order, in both directions."""

import pytest
from django.http import Http404

from config.web.paging import page_of
from consent.parties.models import Department

pytestmark = pytest.mark.django_db
ORDER = ("name", "id")


def walk(cursor=None, size=3):
    names, cursors = [], []
    while True:
        page = page_of(Department.objects.all(), ORDER, cursor, size)
        names += [row.name for row in page]
        cursors.append(page.preceding)
        if page.following is None:
            return names, page, cursors
        cursor = page.following


def test_it_shows_every_row_once_and_in_order():
    Department.objects.bulk_create(Department(name=f"D{n:02}") for n in range(10))
    names, last, cursors = walk()
    assert names == [f"D{n:02}" for n in range(10)]
    assert cursors[0] is None
    assert last.following is None


def test_it_goes_back_to_the_same_rows():
    Department.objects.bulk_create(Department(name=f"D{n:02}") for n in range(7))
    first = page_of(Department.objects.all(), ORDER, None, 3)
    second = page_of(Department.objects.all(), ORDER, first.following, 3)
    again = page_of(Department.objects.all(), ORDER, second.preceding, 3)
    assert [r.name for r in again] == [r.name for r in first]
    assert again.preceding is None
    assert again.following is not None


def test_a_row_added_before_the_cursor_moves_nothing():
    Department.objects.bulk_create(Department(name=f"D{n:02}") for n in range(6))
    first = page_of(Department.objects.all(), ORDER, None, 3)
    Department.objects.create(name="A")
    assert [r.name for r in page_of(Department.objects.all(), ORDER, first.following, 3)] == [
        "D03",
        "D04",
        "D05",
    ]


def test_a_forged_cursor_is_not_found():
    with pytest.raises(Http404):
        page_of(Department.objects.all(), ORDER, "W10:forged", 3)


def test_a_cursor_of_another_ordering_begins_anew():
    Department.objects.bulk_create(Department(name=f"D{n:02}") for n in range(6))
    first = page_of(Department.objects.all(), ORDER, None, 3)
    turned = page_of(Department.objects.all(), ("-name", "-id"), first.following, 3)
    assert [r.name for r in turned] == ["D05", "D04", "D03"]
