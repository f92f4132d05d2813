"""The one paginator: every row once, in order, in both directions."""

from datetime import UTC, datetime

import pytest
from django.http import Http404
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from config.web.paging import KeyPagination, page_of
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


def test_rows_of_the_same_moment_are_all_shown():
    at = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)
    Department.objects.bulk_create(Department(name=f"D{n:02}", closed_at=at) for n in range(7))
    seen, cursor = [], None
    while True:
        page = page_of(Department.objects.filter(closed_at=at), ("-closed_at", "id"), cursor, 3)
        seen += [row.name for row in page]
        if page.following is None:
            break
        cursor = page.following
    assert sorted(seen) == [f"D{n:02}" for n in range(7)]


def test_the_api_pages_through_many_rows_of_one_value():
    at = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    Department.objects.bulk_create(Department(name=f"D{n:04}", closed_at=at) for n in range(2_100))

    class ByClosing(KeyPagination):
        ordering = ("closed_at", "name")

    seen, url = [], "/?page_size=1000"
    while url:
        pages = ByClosing()
        request = Request(APIRequestFactory().get(url))
        seen += [row.name for row in pages.paginate_queryset(Department.objects.all(), request)]
        url = pages.get_paginated_response([]).data["next"]
    assert seen == [f"D{n:04}" for n in range(2_100)]
