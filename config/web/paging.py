"""The one paginator: by key, so that page 1,000 costs what page 1 costs and no row is skipped.

A page is cut at the values of its ordering fields (keyset pagination). They travel in a signed
cursor: a reader can bookmark it, not forge it. Ordering fields must not be null, the last one unique.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

_SALT = "config.web.paging"
PAGE_SIZE = 50


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows and the cursors of the pages beside it (None where there is none)."""

    rows: Sequence[Any]
    following: str | None
    preceding: str | None

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page_of(
    queryset: QuerySet[Any], ordering: Sequence[str], cursor: str | None, size: int = PAGE_SIZE
) -> Page:
    """Return the page at `cursor` of a queryset in `ordering` ("field" or "-field" each).

    Raises Http404 for a cursor that was not made by this function for this ordering.
    """
    back, key = _read(cursor, ordering)
    rows = queryset.order_by(*(_flip(name) if back else name for name in ordering))
    if key is not None:
        rows = rows.filter(_beyond(ordering, key, back))
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    if not found:
        return Page((), None, None)
    after = _write(found[-1], ordering, back=False) if more or back else None
    before = _write(found[0], ordering, back=True) if (more if back else key is not None) else None
    return Page(found, after, before)


class KeyPagination(BasePagination):
    """The same for the API: `?cursor=` with `next` and `previous` addresses in the body.

    The framework's own cursor pages by the first field alone and counts on from there: a thousand rows
    of one value would end it. Views set `ordering` to one field or several, as page_of takes them.
    """

    ordering: str | Sequence[str] = "id"
    page_size_query_param = "page_size"
    max_page_size = 1_000

    def paginate_queryset(  # type: ignore[override]
        self, queryset: QuerySet[Any], request: Request, view: APIView | None = None
    ) -> list[Any]:
        """Return the rows of the page that the request asks for."""
        ordering = (self.ordering,) if isinstance(self.ordering, str) else tuple(self.ordering)
        self._request = request
        try:
            self._page = page_of(queryset, ordering, request.query_params.get("cursor"), self._size(request))
        except Http404 as error:
            sentence = _("This is not a cursor of this list: take it from `next` or `previous`.")
            raise ValidationError({"cursor": [sentence]}) from error
        return list(self._page.rows)

    def get_paginated_response(self, data: Any) -> Response:
        """Wrap the rows with the addresses of the pages beside them."""
        return Response(
            {
                "next": self._url(self._page.following),
                "previous": self._url(self._page.preceding),
                "results": data,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe the wrapped rows."""
        address = {"type": "string", "nullable": True, "format": "uri"}
        return {
            "type": "object",
            "required": ["results"],
            "properties": {"next": address, "previous": address, "results": schema},
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """Describe the parameters."""
        return [
            {"name": "cursor", "required": False, "in": "query", "schema": {"type": "string"}},
            {
                "name": self.page_size_query_param,
                "required": False,
                "in": "query",
                "schema": {"type": "integer", "minimum": 1, "maximum": self.max_page_size},
            },
        ]

    def _size(self, request: Request) -> int:
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return PAGE_SIZE
        if not (asked.isascii() and asked.isdecimal() and 0 < int(asked) <= self.max_page_size):
            sentence = _("Give a whole number from 1 to %(most)d.") % {"most": self.max_page_size}
            raise ValidationError({self.page_size_query_param: [sentence]})
        return int(asked)

    def _url(self, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        return replace_query_param(self._request.build_absolute_uri(), "cursor", cursor)


def _beyond(ordering: Sequence[str], key: Sequence[Any], back: bool) -> Q:
    """Rows after (or before) the key in the lexical order of its fields."""
    names = [name.lstrip("-") for name in ordering]
    rise = [name.startswith("-") == back for name in ordering]
    if len(names) > 1 and len(set(rise)) == 1:
        # PostgreSQL enters an index at a row; of the same in "or" and "and" it passes all rows before
        lookup = TupleGreaterThan if rise[0] else TupleLessThan
        return Q(lookup(Tuple(*(F(name) for name in names)), key))
    found, equal = Q(), Q()
    for field, rising, value in zip(names, rise, key, strict=True):
        found |= equal & Q(**{f"{field}__{'gt' if rising else 'lt'}": value})
        equal &= Q(**{field: value})
    return found


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _write(row: Any, ordering: Sequence[str], *, back: bool) -> str:
    key = [_value(row, name.lstrip("-")) for name in ordering]
    return signing.dumps([list(ordering), back, key], salt=_SALT, serializer=_Serializer, compress=True)


def _value(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = row[part] if isinstance(row, dict) else getattr(row, part)
    return row


def _read(cursor: str | None, ordering: Sequence[str]) -> tuple[bool, list[Any] | None]:
    if not cursor:
        return False, None
    try:
        made_for, back, key = signing.loads(cursor, salt=_SALT, serializer=_Serializer)
    except (signing.BadSignature, ValueError):
        raise Http404("The address of this page is not complete.") from None
    if made_for != list(ordering):
        return False, None  # sorted anew since: begin at the first page
    return back, key


class _Encoder(DjangoJSONEncoder):
    """Dates, decimals and uuids as text, which the database reads back exactly.

    Django's own cuts times to milliseconds: rows of the same moment would be skipped at a page's end.
    """

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


class _Serializer(signing.JSONSerializer):
    """JSON that keeps a key as exact as the database does."""

    def dumps(self, obj: Any) -> bytes:
        return _Encoder(separators=(",", ":")).encode(obj).encode()
