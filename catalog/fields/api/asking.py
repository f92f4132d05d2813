"""Open questions and proposals in the API: list them, answer, accept, decline."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.classify.questions import Question
from catalog.fields.api.problems import told
from catalog.fields.api.serializers import DecidedSerializer
from catalog.fields.models import Field, FieldDecision
from catalog.fields.pages.proposals import must_see
from catalog.fields.questions import ASKED, question_of
from catalog.fields.remembering import open_proposals, told_of
from catalog.fields.searching import fields_for
from catalog.fields.services.answering import answer
from catalog.fields.services.decisions import seen_state
from catalog.fields.services.proposing import MOST_PROPOSALS, accept_proposals, decline_proposals
from config.web.paging import KeyPagination
from consent.parties.permissions import Permission
from consent.parties.principals import principal_of, require, visible_or_404


class _ByAttention(KeyPagination):
    ordering = ("rank", "sort_name", "id")


class ChoiceSerializer(serializers.Serializer[Any]):
    """One answer that is offered; `key` is what is sent."""

    key = serializers.CharField()
    category = serializers.CharField()
    de = serializers.CharField()
    en = serializers.CharField()


class QuestionSerializer(serializers.Serializer[Any]):
    """What is asked of a field; `seen` goes into the answer, so that nobody is overwritten."""

    field = serializers.UUIDField()
    de = serializers.CharField()
    en = serializers.CharField()
    choices = ChoiceSerializer(many=True)
    seen = serializers.CharField()


class AnswerSerializer(serializers.Serializer[Any]):
    """The key of the chosen answer."""

    answer = serializers.CharField(max_length=60)
    seen = serializers.CharField(required=False, max_length=64)


class ProposalSerializer(serializers.Serializer[Any]):
    """What was decided elsewhere; department, place and reason are empty where the caller may not see them."""

    mark = serializers.CharField(help_text="names the proposal as it stands now; send it to settle it")
    field = serializers.UUIDField(source="field.pk")
    category = serializers.CharField()
    origin = serializers.UUIDField()
    at = serializers.DateTimeField()
    department = serializers.CharField()
    place = serializers.CharField()
    reason = serializers.CharField()


class MarksSerializer(serializers.Serializer[Any]):
    """The proposals to settle, by their marks."""

    proposals = serializers.ListField(
        child=serializers.CharField(max_length=140), min_length=1, max_length=MOST_PROPOSALS
    )


class DeclinedSerializer(serializers.Serializer[Any]):
    """How many proposals were declined."""

    declined = serializers.IntegerField()


class Questions(generics.ListAPIView[Field]):
    """The questions that would settle the fields of which the rules are unsure."""

    serializer_class = QuestionSerializer
    pagination_class = _ByAttention
    queryset = Field.objects.none()

    def get_queryset(self) -> QuerySet[Field]:
        """Return the unsure fields that the caller may see."""
        principal = principal_of(self.request)
        require(principal, Permission.CATALOG_READ)
        return fields_for(principal).filter(ASKED)

    @extend_schema(operation_id="questions")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List open questions, of the specially protected fields first."""
        rows = self.paginate_queryset(self.get_queryset()) or []
        asked = [(one, question_of(one)) for one in rows]
        return self.get_paginated_response([_asked(one, question) for one, question in asked if question])


class AnswerQuestion(APIView):
    """Answer the question that a field puts."""

    @extend_schema(operation_id="field_answer", request=AnswerSerializer, responses=DecidedSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Decide by an answer; 409 where nothing is asked any more or `seen` no longer holds."""
        principal = principal_of(request)
        require(principal, Permission.FIELD_DECIDE)
        rows = Field.objects.select_related("source")
        field = visible_or_404(rows, principal, Permission.FIELD_DECIDE, "source__department", pk=pk)
        sent = AnswerSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with told():
            decision = answer(
                field, sent.validated_data["answer"], principal, seen=sent.validated_data.get("seen")
            )
        return Response(_done(decision))


class Proposals(generics.ListAPIView[Field]):
    """What was decided for the same column elsewhere, for the fields on which the caller may decide."""

    serializer_class = ProposalSerializer
    pagination_class = _ByAttention
    queryset = Field.objects.none()

    def get_queryset(self) -> QuerySet[Field]:
        """Return the fields with an open proposal."""
        principal = principal_of(self.request)
        require(principal, Permission.FIELD_DECIDE)
        return open_proposals(principal).select_related("source").defer("reasons")

    @extend_schema(operation_id="proposals")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List open proposals."""
        rows = self.paginate_queryset(self.get_queryset()) or []
        found = told_of(list(rows), principal_of(request))
        return self.get_paginated_response(ProposalSerializer(found, many=True).data)


class AcceptProposals(APIView):
    """Accept proposals."""

    @extend_schema(
        operation_id="proposals_accept", request=MarksSerializer, responses=DecidedSerializer(many=True)
    )
    def post(self, request: Request) -> Response:
        """Decide as was decided elsewhere, one decision for each ruling; 409 where one no longer stands."""
        marks = _marks(request)
        with told():
            done = accept_proposals(marks, principal_of(request))
        return Response(DecidedSerializer([_done(one) for one in done], many=True).data)


class DeclineProposals(APIView):
    """Decline proposals."""

    @extend_schema(operation_id="proposals_decline", request=MarksSerializer, responses=DeclinedSerializer)
    def post(self, request: Request) -> Response:
        """Remember that they do not hold; they are not proposed again."""
        marks = _marks(request)
        with told():
            number = decline_proposals(marks, principal_of(request))
        return Response({"declined": number})


def _asked(field: Field, question: Question) -> dict[str, Any]:
    choices = [
        {"key": one.key, "category": one.category, "de": one.de, "en": one.en} for one in question.choices
    ]
    seen = seen_state([(field.pk, field.revision)])
    return {"field": field.pk, "de": question.de, "en": question.en, "choices": choices, "seen": seen}


def _marks(request: Request) -> set[str]:
    principal = principal_of(request)
    require(principal, Permission.FIELD_DECIDE)
    sent = MarksSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    marks = set(sent.validated_data["proposals"])
    with told():
        must_see(marks, principal)
    return marks


def _done(decision: FieldDecision) -> dict[str, Any]:
    return {"decision": decision.pk, "count": decision.count, "evidence": decision.evidence}
