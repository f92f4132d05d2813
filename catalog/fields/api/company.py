"""The company's own words in the API: read, propose, see what would change, put into force."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.fields.api.problems import told
from catalog.fields.models import CompanyChange, CompanyWords
from catalog.fields.services.company import apply_words, changes_for, propose_words, withdraw_words
from catalog.fields.services.previewing import ask_preview
from config.web.paging import KeyPagination
from consent.parties.permissions import Permission
from consent.parties.principals import principal_of, require


class CompanyWordsSerializer(serializers.ModelSerializer[CompanyWords]):
    """A version with its text and state."""

    class Meta:
        model = CompanyWords
        fields = (
            "number", "text", "reason", "state", "proposed_by", "proposed_at", "applied_by", "applied_at",
            "withdrawn_by", "withdrawn_at", "previewed_at", "previewed_over", "tables_total", "tables_done",
            "tables_unread",
        )  # fmt: skip
        read_only_fields = fields


class ProposedWordsSerializer(serializers.Serializer[Any]):
    """A TOML text and why it is needed."""

    text = serializers.CharField(trim_whitespace=False)
    reason = serializers.CharField(max_length=2_000)


class WordsActionSerializer(serializers.Serializer[Any]):
    """What to do with a version."""

    action = serializers.ChoiceField(["preview", "apply", "withdraw"])


class CompanyChangeSerializer(serializers.ModelSerializer[CompanyChange]):
    """One field that a version judges otherwise."""

    table = serializers.CharField(source="field.table_name")
    name = serializers.CharField(source="field.name")

    class Meta:
        model = CompanyChange
        fields = ("field", "table", "name", "before", "after")
        read_only_fields = fields


class _Newest(KeyPagination):
    ordering = ("-number",)


class _ById(KeyPagination):
    ordering = ("id",)


class Versions(generics.ListAPIView[CompanyWords]):
    """The versions, newest first; POST proposes one."""

    serializer_class = CompanyWordsSerializer
    pagination_class = _Newest
    queryset = CompanyWords.objects.none()

    def get_queryset(self) -> QuerySet[CompanyWords]:
        """Return all versions: they count for the whole company."""
        require(principal_of(self.request), Permission.WORDS_READ)
        return CompanyWords.objects.all()

    @extend_schema(operation_id="company_words")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List versions."""
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="company_words_propose",
        request=ProposedWordsSerializer,
        responses={201: CompanyWordsSerializer},
    )
    def post(self, request: Request) -> Response:
        """Store a draft; 400 names the entry that cannot be used."""
        principal = principal_of(request)
        require(principal, Permission.WORDS_PROPOSE)
        asked = ProposedWordsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        with told():
            words = propose_words(asked.validated_data["text"], asked.validated_data["reason"], principal)
        return Response(CompanyWordsSerializer(words).data, status=status.HTTP_201_CREATED)


class OneVersion(APIView):
    """One version; POST previews, applies or withdraws it."""

    @extend_schema(operation_id="company_version", responses=CompanyWordsSerializer)
    def get(self, request: Request, number: int) -> Response:
        """Return the version."""
        require(principal_of(request), Permission.WORDS_READ)
        return Response(CompanyWordsSerializer(get_object_or_404(CompanyWords, number=number)).data)

    @extend_schema(
        operation_id="company_version_act", request=WordsActionSerializer, responses=CompanyWordsSerializer
    )
    def post(self, request: Request, number: int) -> Response:
        """Carry out the action; 409 where the version's state no longer allows it."""
        principal = principal_of(request)
        require(principal, Permission.WORDS_PROPOSE)
        words = get_object_or_404(CompanyWords, number=number)
        asked = WordsActionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        action = asked.validated_data["action"]
        with told():
            if action == "apply":
                apply_words(words, principal)
            elif action == "withdraw":
                withdraw_words(words, principal)
            else:
                ask_preview(words)
        words.refresh_from_db()
        return Response(CompanyWordsSerializer(words).data)


class Changes(generics.ListAPIView[CompanyChange]):
    """What a version would change, of the fields that the caller may see."""

    serializer_class = CompanyChangeSerializer
    pagination_class = _ById
    queryset = CompanyChange.objects.none()

    def get_queryset(self) -> QuerySet[CompanyChange]:
        """Return the changes of the version."""
        principal = principal_of(self.request)
        require(principal, Permission.WORDS_READ)
        return changes_for(get_object_or_404(CompanyWords, number=self.kwargs["number"]), principal)

    @extend_schema(operation_id="company_version_changes")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List the changes."""
        return super().get(request, *args, **kwargs)
