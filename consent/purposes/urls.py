"""Addresses of purposes and of notices: pages and API."""

from django.urls import URLPattern, path

from consent.purposes.api import notices as api_notices
from consent.purposes.api import purposes as api
from consent.purposes.pages import notices, purposes, purposes_deciding, purposes_lacking, purposes_proposing

_ONE = "purposes/<slug:key>/"
_VERSION = f"{_ONE}versions/<int:number>/"

_PURPOSES = [
    path("purposes/", purposes.purposes, name="purposes"),
    path("purposes/lacking/", purposes_lacking.lack, name="purposes_lacking"),
    path("purposes/new/", purposes_proposing.propose_purpose, name="purpose_new"),
    path(_ONE, purposes.purpose, name="purpose"),
    path(f"{_ONE}propose/", purposes_proposing.propose_basis, name="purpose_propose"),
    path(f"{_ONE}end/", purposes_deciding.end, name="purpose_end"),
    path(f"{_ONE}differs-from/<slug:other>/", purposes_deciding.distinguish, name="purpose_distinguish"),
    path(_VERSION, purposes.version, name="purpose_version"),
    path(f"{_VERSION}change/", purposes_proposing.change_proposal, name="purpose_change"),
    path(f"{_VERSION}opinion/", purposes_deciding.opinion, name="purpose_opinion"),
    path(f"{_VERSION}decision/", purposes_deciding.decision, name="purpose_decision"),
    path("api/v1/purposes/", api.Purposes.as_view(), name="api_purposes"),
    path(f"api/v1/{_ONE}", api.OnePurpose.as_view(), name="api_purpose"),
    path(f"api/v1/{_ONE}versions/", api.Versions.as_view(), name="api_purpose_versions"),
    path(f"api/v1/{_ONE}version-at/", api.VersionAt.as_view(), name="api_purpose_version_at"),
    path(f"api/v1/{_ONE}difference/", api.Difference.as_view(), name="api_purpose_difference"),
    path(f"api/v1/{_ONE}end/", api.End.as_view(), name="api_purpose_end"),
    path(f"api/v1/{_ONE}differs-from/<slug:other>/", api.TellApart.as_view(), name="api_purpose_tell_apart"),
    path(f"api/v1/{_VERSION}", api.OneVersion.as_view(), name="api_purpose_version"),
    path(f"api/v1/{_VERSION}opinion/", api.Opinion.as_view(), name="api_purpose_opinion"),
    path(f"api/v1/{_VERSION}decision/", api.Decision.as_view(), name="api_purpose_decision"),
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
