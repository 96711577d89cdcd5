"""Addresses of proofs, below `/{entity}/gestion/seguimiento/`."""

from django.urls import URLPattern, path

from rinde.capabilities.followup.web.desk import evidence

_ONE = "pruebas/<int:evidence_id>/"

urlpatterns: list[URLPattern] = [
    path(_ONE, evidence.evidence_detail, name="evidence_detail"),
    path(f"{_ONE}original/", evidence.evidence_original, name="evidence_original"),
    path(f"{_ONE}copia/<slug:kind>/", evidence.evidence_copy, name="evidence_copy"),
    path(f"{_ONE}publicar/", evidence.evidence_public, name="evidence_public"),
    path(f"{_ONE}totales/", evidence.evidence_totals, name="evidence_totals"),
    path(f"{_ONE}copia-propia/", evidence.evidence_redacted, name="evidence_redacted"),
    path(f"{_ONE}quien-la-ve/", evidence.evidence_visibility, name="evidence_visibility"),
    path(f"{_ONE}retirar/", evidence.evidence_withdraw, name="evidence_withdraw"),
    path("planes/<int:plan_id>/pruebas/", evidence.evidence_list, name="evidence_list"),
    path("planes/<int:plan_id>/pruebas.zip", evidence.evidence_zip, name="evidence_zip"),
]
