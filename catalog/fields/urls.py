"""Addresses of this part."""

from django.urls import path

from catalog.fields.pages import catalogue, collections, export, fields, findings, overview, scans

urlpatterns = [
    path("overview/", overview.overview, name="overview"),
    path("catalog/", catalogue.catalog, name="catalog"),
    path("catalog/export.csv", export.catalog_csv, name="catalog_csv"),
    path("catalog/decide/", fields.fields_decide, name="fields_decide"),
    path("fields/<uuid:pk>/", fields.field, name="field"),
    path("fields/<uuid:pk>/decide/", fields.field_decide, name="field_decide"),
    path("collections/<uuid:pk>/", collections.collection, name="collection"),
    path("sources/<uuid:pk>/scans/", scans.source_scans, name="source_scans"),
    path("sources/<uuid:pk>/scan/", scans.scan_start, name="scan_start"),
    path("sources/<uuid:pk>/schedule/", scans.schedule_set, name="schedule_set"),
    path("scans/<uuid:pk>/", scans.scan, name="scan"),
    path("scans/<uuid:pk>/cancel/", scans.scan_cancel, name="scan_cancel"),
    path("findings/", findings.findings, name="findings"),
    path("findings/<uuid:pk>/", findings.finding, name="finding"),
]
