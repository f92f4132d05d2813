"""Addresses of the vault."""

from django.urls import path

from consent.subjects import pages

urlpatterns = [
    path("keys/", pages.keys, name="keys"),
    path("keys/change/", pages.change_keys, name="change_keys"),
]
