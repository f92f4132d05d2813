"""Addresses of purposes and of notices: pages and API."""

from django.urls import URLPattern, path

from consent.purposes.api import notices as api_notices
from consent.purposes.pages import notices, purposes

_PURPOSES = [
    path("purposes/", purposes.purposes, name="purposes"),
]
_NOTICES: list[URLPattern] = [
    path("notices/", notices.notices, name="notices"),
    path("notices/new/", notices.notice_new, name="notice_new"),
    path("notices/<uuid:pk>/", notices.notice, name="notice"),
    path("notices/<uuid:pk>/draft/", notices.notice_draft, name="notice_draft"),
    path("notices/<uuid:pk>/<int:number>/assess/", notices.notice_assess, name="notice_assess"),
    path("notices/<uuid:pk>/<int:number>/decide/", notices.notice_decide, name="notice_decide"),
    path("notices/<uuid:pk>/<int:number>/<slug:language>/", notices.notice_version, name="notice_version"),
    path("api/v1/notices/", api_notices.Notices.as_view(), name="api_notices"),
    path("api/v1/notices/<uuid:pk>/versions/", api_notices.Versions.as_view(), name="api_notice_versions"),
    path(
        "api/v1/notices/<uuid:pk>/versions/<int:number>/assess/",
        api_notices.Assess.as_view(),
        name="api_notice_assess",
    ),
    path(
        "api/v1/notices/<uuid:pk>/versions/<int:number>/decide/",
        api_notices.Decide.as_view(),
        name="api_notice_decide",
    ),
    path(
        "api/v1/notices/<uuid:pk>/versions/<int:number>/<slug:language>/copy/",
        api_notices.Copy.as_view(),
        name="api_notice_copy",
    ),
]

urlpatterns = [*_PURPOSES, *_NOTICES]
