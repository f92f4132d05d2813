"""The list of fields as a CSV file for the data protection officer, with the filter of the page."""

import csv
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.fields.models import Field
from catalog.fields.pages.asked import read
from catalog.fields.searching import search_fields
from catalog.fields.words import DECISIONS, subjects_name
from config.web.templatetags.web import category_name
from config.web.templatetags.words import day
from consent.law import clock
from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of

_ARTICLES = {"art9": "Art. 9", "art10": "Art. 10"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """A file that hands back what is written, so that rows leave as they are made."""

    def write(self, text: str) -> str:
        return text


@require_safe
@needs(Permission.CATALOG_READ)
def catalog_csv(request: HttpRequest) -> HttpResponseBase:
    """Stream the list; with a byte order mark and semicolons, as spreadsheets in Germany read it."""
    asked = read(request, principal_of(request))
    found, _search = search_fields(asked.principal, asked.search)
    rows = found.select_related("source__department").defer("reasons")
    # Everything in the reader's language is said before the first byte: a stream outlives the request
    header = _header()
    lines = _lines(rows.order_by("source__sort_name", "table_name", "position", "id"), header)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"{_('fields')}-{clock.now():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _header() -> list[str]:
    return [
        _("Department"), _("Source"), _("Table"), _("Field"), _("Type"), _("Personal data"), _("Category"),
        _("Specially protected"), _("Data subjects"), _("Certainty (percent)"), _("Decision"), _("Decided on"),
        _("First found"), _("Last found"), _("Comment"),
    ]  # fmt: skip


def _lines(rows: Any, header: list[str]) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=";")
    yield "\ufeff" + writer.writerow(header)
    for one in rows.iterator(chunk_size=2_000):
        yield writer.writerow([_harmless(text) for text in _cells(one)])


def _cells(one: Field) -> list[str]:
    return [
        one.source.department.name,
        one.source.name,
        one.table_name,
        one.name,
        one.type,
        _("yes") if one.personal else _("no"),
        category_name(one.category),
        _ARTICLES.get(one.special or "", ""),
        subjects_name(one.subjects),
        str(round(one.category_confidence * 100)),
        str(DECISIONS[one.decision]),
        day(one.decided_at),
        day(one.first_seen),
        day(one.last_seen),
        one.comment,
    ]


def _harmless(text: str) -> str:
    """Keep a foreign name or comment from being run as a formula by a spreadsheet."""
    return f"'{text}" if text.startswith(_FORMULA) else text
