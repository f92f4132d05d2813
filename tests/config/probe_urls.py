"""Addresses that fail in every way, and pages that show every piece of the frame: for tests only."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from config import urls as product
from config.web import confirm
from config.web.filters import filter_of
from config.web.sorting import sort_of


class Sample(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name", help_text="As in the contract.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    read = forms.BooleanField(label="Read", help_text="Tick it.")
    many = forms.MultipleChoiceField(
        label="Many", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, required=False
    )


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret of the fault")


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("secret of the request")


def refused(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def pieces(request: HttpRequest) -> HttpResponse:
    form = Sample(request.POST) if request.method == "POST" else Sample()
    shown: dict[str, Any] = {
        "form": form,
        "sort": sort_of(request, {"name": ("name", "id"), "size": ("size", "id")}, "name"),
        "filters": [filter_of(request, "kind", "Kind", [("a", "A", 1200), ("b", "B", 3)])],
    }
    return render(request, "probe/pieces.html", shown)


def step(request: HttpRequest) -> HttpResponse:
    if not confirm.confirmed(request):
        return confirm.ask(
            request,
            confirm.Step("Delete?", "12 fields go.", "Delete 12 fields", "/", facts=[("Fields", "12")]),
        )
    return HttpResponse("done: " + ",".join(request.POST.getlist("field")))


@api_view(["GET"])
def api_fail(request: Request) -> Response:
    raise RuntimeError("secret of the fault")


urlpatterns = [
    path("probe/fail/", fail),
    path("probe/suspicious/", suspicious),
    path("probe/refused/", refused),
    path("probe/pieces/", pieces),
    path("probe/step/", step),
    path("api/probe/fail/", api_fail),
    path("", include(product.urlpatterns)),
]
handler400 = product.handler400
handler403 = product.handler403
handler404 = product.handler404
handler500 = product.handler500
