"""Every address of the product; each part brings its own."""

from django.urls import include, path

from config.web import problems

urlpatterns = [
    path("", include("config.web.urls")),
    path("", include("config.checks.urls")),
    path("", include("consent.parties.urls")),
    path("", include("consent.evidence.urls")),
    path("", include("consent.subjects.urls")),
    path("", include("consent.purposes.urls")),
    path("", include("consent.consents.urls")),
    path("", include("consent.decisions.urls")),
    path("", include("catalog.sources.urls")),
    path("", include("catalog.fields.urls")),
    path("", include("catalog.enrolment.urls")),
    path("", include("catalog.activities.urls")),
]

handler400 = problems.bad_request
handler403 = problems.forbidden
handler404 = problems.not_found
handler429 = "consent.parties.limits.too_often"  # allauth's; Django knows none
handler500 = problems.server_error
