"""Addresses of the frame itself."""

from django.urls import path
from django.views.i18n import set_language

from config.web import pages

urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("health/", pages.health, name="health"),
]
