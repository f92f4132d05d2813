"""Addresses of this part."""

from django.urls import path

from catalog.sources import api
from catalog.sources.pages import reading, writing

urlpatterns = [
    path("sources/", reading.sources, name="sources"),
    path("sources/new/", writing.choose, name="source_new"),
    path("sources/new/<slug:kind>/", writing.add, name="source_add"),
    path("sources/<uuid:pk>/", reading.source, name="source"),
    path("sources/<uuid:pk>/change/", writing.change, name="source_change"),
    path("sources/<uuid:pk>/check/", writing.check, name="source_check"),
    path("sources/<uuid:pk>/retire/", writing.retire, name="source_retire"),
    path("api/v1/sources/", api.Sources.as_view(), name="api_sources"),
    path("api/v1/sources/<uuid:pk>/", api.OneSource.as_view(), name="api_source"),
    path("api/v1/sources/<uuid:pk>/check/", api.CheckSource.as_view(), name="api_source_check"),
    path("api/v1/sources/<uuid:pk>/retire/", api.RetireSource.as_view(), name="api_source_retire"),
]
