"""Addresses of the vault."""

from django.urls import path

from consent.subjects.pages import ending, keys, proofs

urlpatterns = [
    path("keys/", keys.keys, name="keys"),
    path("keys/change/", keys.change_keys, name="change_keys"),
    path("keys/proofs/", proofs.proofs, name="proofs"),
    path("keys/proofs/<uuid:pk>/", proofs.proof, name="proof"),
    path("keys/proofs/<uuid:pk>/openings/<int:opening>/", proofs.answer, name="proof_answer"),
    path("keys/people/<uuid:subject>/erase/", ending.erase_person, name="erase_person"),
]
