"""Addresses of decisions."""

from django.urls import path

from consent.decisions import api, pages

urlpatterns = [
    path("decisions/", pages.explain, name="decisions"),
    path("api/v1/decisions/", api.Decide.as_view(), name="api_decide"),
    path("api/v1/decisions/bulk/", api.DecideMany.as_view(), name="api_decide_many"),
]
