"""Addresses of purposes and of notices: pages and API."""

from django.urls import URLPattern, path

from consent.purposes.pages import purposes

_PURPOSES = [
    path("purposes/", purposes.purposes, name="purposes"),
]
_NOTICES: list[URLPattern] = []

urlpatterns = [*_PURPOSES, *_NOTICES]
