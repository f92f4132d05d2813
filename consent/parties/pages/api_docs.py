"""The API's description as a page of ours: no script, readable by keyboard, screen reader and in the dark."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from consent.parties.api_description import groups_of


@login_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show every call of the API, made from the same OpenAPI description that programs load."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    return render(
        request,
        "parties/api_docs.html",
        {"groups": groups_of(schema), "address": request.build_absolute_uri("/").rstrip("/")},
    )
