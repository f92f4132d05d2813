"""Fields in the API: the list with the page's filters, one with reasons and history, decisions."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.fields.api.problems import told
from catalog.fields.api.serializers import (
    AnnouncedSerializer,
    BulkRulingSerializer,
    DecidedSerializer,
    FieldDetailSerializer,
    FieldSerializer,
    RulingSerializer,
)
from catalog.fields.counting import are_few
from catalog.fields.models import Field, FieldDecision, FieldHistory
from catalog.fields.pages.asked import Asked
from catalog.fields.planning import HITS_FIRST, planned
from catalog.fields.precedence import Ruling
from catalog.fields.searching import Search, fields_for, search_fields
from catalog.fields.services.decisions import announce, decide
from catalog.fields.services.problems import NotPossible
from catalog.fields.states import Decision
from config.web.paging import KeyPagination
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, principal_of, require, visible_or_404

_FILTERS = [
    OpenApiParameter("q", OpenApiTypes.STR, description="a question in words, such as: health data about customers"),
    OpenApiParameter("text", OpenApiTypes.STR, description="words to be found literally in names and comments"),
    *(OpenApiParameter(name, OpenApiTypes.STR, many=True) for name in ("category", "subjects", "decision")),
    *(OpenApiParameter(name, OpenApiTypes.UUID, many=True) for name in ("department", "source")),
    OpenApiParameter("collection", OpenApiTypes.UUID),
    *(OpenApiParameter(name, OpenApiTypes.STR, enum=["yes"]) for name in ("special", "personal", "gone")),
]  # fmt: skip
_OF_THE_PAGE = {"cursor", "field", "sort"}  # in the address of the list, but nothing that selects


class _ByAttention(KeyPagination):
    """Specially protected first, then personal, then the rest; by name within each."""

    ordering = ("rank", "sort_name", "id")


class Fields(generics.ListAPIView[Field]):
    """The fields that the caller may see, filtered as the catalogue's address does it."""

    serializer_class = FieldSerializer
    pagination_class = _ByAttention
    queryset = Field.objects.none()

    def get_queryset(self) -> QuerySet[Field]:
        """Return the fields that the filters leave."""
        principal = principal_of(self.request)
        require(principal, Permission.CATALOG_READ)
        found, search = search_fields(principal, _understood(self.request.query_params, principal))
        self._worded = bool(search.words)
        return found.select_related("source").defer("reasons")

    def paginate_queryset(self, queryset: Any) -> Any:
        """Return the page; the few hits of a word are fetched and sorted."""
        with planned(HITS_FIRST if self._worded and are_few(queryset) else {}):
            return super().paginate_queryset(queryset)

    @extend_schema(operation_id="fields", parameters=_FILTERS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List fields."""
        return super().get(request, *args, **kwargs)


class OneField(APIView):
    """One field."""

    @extend_schema(operation_id="field", responses=FieldDetailSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Say everything that the catalogue knows of it."""
        principal = principal_of(request)
        require(principal, Permission.CATALOG_READ)
        rows = Field.objects.select_related("source")
        one = visible_or_404(rows, principal, Permission.CATALOG_READ, "source__department", pk=pk)
        history = FieldHistory.objects.filter(field=one).select_related("decision").order_by("-pk")
        one.events = list(history.defer("reasons")[:200])
        return Response(FieldDetailSerializer(one).data)


class DecideField(APIView):
    """Decide on one field."""

    @extend_schema(operation_id="field_decide", request=RulingSerializer, responses=DecidedSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Confirm, change or reject its category; 409 where `seen` no longer holds."""
        principal = principal_of(request)
        require(principal, Permission.FIELD_DECIDE)
        rows = Field.objects.all()
        visible_or_404(rows, principal, Permission.FIELD_DECIDE, "source__department", pk=pk)
        asked = _read(RulingSerializer, request)
        with told():
            decision = decide(
                rows.filter(pk=pk), principal, _ruling(asked), asked["reason"], seen=asked.get("seen")
            )
        return Response(_done(decision))


class DecideFields(APIView):
    """Decide on many fields."""

    @extend_schema(
        operation_id="fields_decide",
        request=BulkRulingSerializer,
        responses={200: DecidedSerializer, 202: AnnouncedSerializer},
    )
    def post(self, request: Request) -> Response:
        """Without `seen`: say in numbers what would happen (202). With it: do it, or 409."""
        principal = principal_of(request)
        require(principal, Permission.FIELD_DECIDE)
        asked = _read(BulkRulingSerializer, request)
        with told():
            fields = _selected(asked, principal)
            if "seen" not in asked:
                announced = announce(fields, principal, _ruling(asked))
                return Response(AnnouncedSerializer(announced).data, status=202)
            decision = decide(fields, principal, _ruling(asked), asked["reason"], seen=asked["seen"])
        return Response(_done(decision))


def _understood(parameters: QueryDict, principal: Principal) -> Search:
    """Return what is searched for. A filter that is not understood would show more than was asked for."""
    asked = Asked(parameters, principal)
    if wrong := asked.not_understood():
        sentence = _("No such value here, or you may not see what it names: see the schema for the choices.")
        raise ValidationError({name: [sentence] for name in wrong})
    return asked.search


def _read(serializer: type[RulingSerializer], request: Request) -> dict[str, Any]:
    asked = serializer(data=request.data)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


def _ruling(asked: dict[str, Any]) -> Ruling:
    return Ruling(Decision(asked["action"]), asked.get("category", ""), asked.get("subjects"))


def _selected(asked: dict[str, Any], principal: Any) -> QuerySet[Field]:
    if asked.get("fields"):
        return fields_for(principal).filter(pk__in=asked["fields"])
    if asked.get("query") is None:
        raise NotPossible("Name the fields, or give the query that finds them.")
    found, _search = search_fields(principal, _understood(_query(asked["query"]), principal))
    return found


def _query(text: str) -> QueryDict:
    """Read a query; a misspelt filter would select more than was meant."""
    query = QueryDict(text)
    known = {one.name for one in _FILTERS}
    if unknown := query.keys() - known - _OF_THE_PAGE:
        names = {"unknown": ", ".join(sorted(unknown)), "names": ", ".join(sorted(known))}
        raise ValidationError({"query": [_("There is no filter %(unknown)s. Known are: %(names)s.") % names]})
    return query


def _done(decision: FieldDecision) -> dict[str, Any]:
    return {"decision": decision.pk, "count": decision.count, "evidence": decision.evidence}
