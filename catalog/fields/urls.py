"""Addresses of this part."""

from django.urls import path

from catalog.fields.api import asking as api_asking
from catalog.fields.api import company as api_company
from catalog.fields.api import fields as api_fields
from catalog.fields.api import findings as api_findings
from catalog.fields.api import scans as api_scans
from catalog.fields.pages import (
    catalogue,
    collections,
    company,
    export,
    fields,
    findings,
    overview,
    proposals,
    questions,
    scans,
)

urlpatterns = [
    path("overview/", overview.overview, name="overview"),
    path("catalog/", catalogue.catalog, name="catalog"),
    path("catalog/export.csv", export.catalog_csv, name="catalog_csv"),
    path("catalog/decide/", fields.fields_decide, name="fields_decide"),
    path("fields/<uuid:pk>/", fields.field, name="field"),
    path("fields/<uuid:pk>/decide/", fields.field_decide, name="field_decide"),
    path("fields/<uuid:pk>/answer/", questions.field_answer, name="field_answer"),
    path("questions/", questions.questions, name="questions"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/settle/", proposals.proposals_settle, name="proposals_settle"),
    path("collections/<uuid:pk>/", collections.collection, name="collection"),
    path("sources/<uuid:pk>/scans/", scans.source_scans, name="source_scans"),
    path("sources/<uuid:pk>/scan/", scans.scan_start, name="scan_start"),
    path("sources/<uuid:pk>/schedule/", scans.schedule_set, name="schedule_set"),
    path("scans/<uuid:pk>/", scans.scan, name="scan"),
    path("scans/<uuid:pk>/cancel/", scans.scan_cancel, name="scan_cancel"),
    path("findings/", findings.findings, name="findings"),
    path("findings/<uuid:pk>/", findings.finding, name="finding"),
    path("company-words/", company.company_words, name="company_words"),
    path("company-words/<int:number>/", company.company_version, name="company_version"),
    path("company-words/<int:number>/words.toml", company.company_toml, name="company_toml"),
    path("api/v1/company-words/", api_company.Versions.as_view(), name="api_company_words"),
    path("api/v1/company-words/<int:number>/", api_company.OneVersion.as_view(), name="api_company_version"),
    path(
        "api/v1/company-words/<int:number>/changes/",
        api_company.Changes.as_view(),
        name="api_company_changes",
    ),
    path("api/v1/scans/", api_scans.Scans.as_view(), name="api_scans"),
    path("api/v1/scans/<uuid:pk>/", api_scans.OneScan.as_view(), name="api_scan"),
    path("api/v1/scans/<uuid:pk>/cancel/", api_scans.CancelScan.as_view(), name="api_scan_cancel"),
    path("api/v1/collections/", api_scans.Collections.as_view(), name="api_collections"),
    path("api/v1/fields/", api_fields.Fields.as_view(), name="api_fields"),
    path("api/v1/fields/decide/", api_fields.DecideFields.as_view(), name="api_fields_decide"),
    path("api/v1/fields/<uuid:pk>/", api_fields.OneField.as_view(), name="api_field"),
    path("api/v1/fields/<uuid:pk>/decide/", api_fields.DecideField.as_view(), name="api_field_decide"),
    path("api/v1/fields/<uuid:pk>/answer/", api_asking.AnswerQuestion.as_view(), name="api_field_answer"),
    path("api/v1/questions/", api_asking.Questions.as_view(), name="api_questions"),
    path("api/v1/proposals/", api_asking.Proposals.as_view(), name="api_proposals"),
    path("api/v1/proposals/accept/", api_asking.AcceptProposals.as_view(), name="api_proposals_accept"),
    path("api/v1/proposals/decline/", api_asking.DeclineProposals.as_view(), name="api_proposals_decline"),
    path("api/v1/findings/", api_findings.Findings.as_view(), name="api_findings"),
    path("api/v1/findings/<uuid:pk>/", api_findings.OneFinding.as_view(), name="api_finding"),
    path("api/v1/overview/", api_findings.Overview.as_view(), name="api_overview"),
]
