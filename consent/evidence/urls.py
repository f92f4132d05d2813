"""Addresses of this part: the ledger, its entries, its state, and the same in the API."""

from django.urls import path

from consent.evidence import api, pages

urlpatterns = [
    path("evidence/", pages.ledger, name="evidence"),
    path("evidence/state/", pages.state, name="evidence_state"),
    path("evidence/state/verify/", pages.verify, name="evidence_verify"),
    path("evidence/checkpoints/<int:size>/", pages.checkpoint, name="evidence_checkpoint"),
    path("evidence/<uuid:entry_id>/", pages.entry, name="evidence_entry"),
    path("evidence/<uuid:entry_id>/proof/", pages.bundle, name="evidence_bundle"),
    path("api/v1/evidence/", api.Entries.as_view(), name="api_evidence"),
    path("api/v1/evidence/checkpoint/", api.NewestCheckpoint.as_view(), name="api_evidence_checkpoint"),
    path("api/v1/evidence/consistency/", api.Consistency.as_view(), name="api_evidence_consistency"),
    path("api/v1/evidence/<uuid:entry_id>/", api.OneEntry.as_view(), name="api_evidence_entry"),
    path("api/v1/evidence/<uuid:entry_id>/proof/", api.Proof.as_view(), name="api_evidence_proof"),
]
