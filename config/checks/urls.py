"""Addresses of the hosting page."""

from django.urls import path

from config.checks import pages

urlpatterns = [path("hosting/", pages.hosting, name="hosting")]
