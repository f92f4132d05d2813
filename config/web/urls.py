"""Addresses of the frame itself."""

from django.urls import path

from config.web import language, pages

urlpatterns = [
    path("language/", language.switch, name="set_language"),
    path("health/", pages.health, name="health"),
]
