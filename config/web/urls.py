"""Addresses of the frame itself; the outbox exists only where mail stays on the machine."""

from django.conf import settings
from django.urls import path

from config.web import language, outbox_pages, pages

urlpatterns = [
    path("", pages.start, name="start"),
    path("about/", pages.about, name="about"),
    path("robots.txt", pages.robots, name="robots"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("language/", language.switch, name="set_language"),
    path("health/", pages.health, name="health"),
]
if settings.EMBEDDED:
    urlpatterns += [
        path("outbox/", outbox_pages.messages, name="outbox"),
        path("outbox/<uuid:message_id>/", outbox_pages.message, name="outbox_message"),
        path("outbox/<uuid:message_id>/message.eml", outbox_pages.download, name="outbox_download"),
    ]
