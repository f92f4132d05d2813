"""Addresses of this part."""

from django.urls import path

from catalog.activities import api
from catalog.activities.pages import activities, stating

urlpatterns = [
    path("activities/", activities.activities, name="activities"),
    path("activities/new/", activities.activity_new, name="activity_new"),
    path("activities/<uuid:pk>/", activities.activity, name="activity"),
    path("activities/<uuid:pk>/change/", activities.activity_change, name="activity_change"),
    path("activities/<uuid:pk>/end/", activities.activity_end, name="activity_end"),
    path("fields/<uuid:pk>/purpose/", stating.field_purpose, name="field_purpose"),
    path("api/v1/activities/", api.Activities.as_view(), name="api_activities"),
    path("api/v1/activities/<uuid:pk>/", api.OneActivity.as_view(), name="api_activity"),
    path("api/v1/activities/<uuid:pk>/end/", api.EndActivity.as_view(), name="api_activity_end"),
    path("api/v1/fields/<uuid:pk>/purpose/", api.FieldPurpose.as_view(), name="api_field_purpose"),
]
