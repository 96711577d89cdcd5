"""Addresses of this capability on the public site, below `/{entity}/planes/{year}/{plan}/`."""

from django.urls import path

from rinde.capabilities.followup.web import public, public_files, visitors
from rinde.capabilities.followup.web.converters import FOLLOWED, NUMBERED

_REMARK = f"actividades/<{FOLLOWED}:key>/esto-no-paso/"

urlpatterns = [
    path(_REMARK, visitors.remark, name="remark"),
    path(f"{_REMARK}recibida/<{NUMBERED}:number>/", visitors.remark_thanks, name="remark_thanks"),
    path("notas/", public.remarks, name="remarks"),
    path("pruebas.zip", public_files.evidence_zip, name="plan_proofs"),
    path(f"actividades/<{FOLLOWED}:key>/pruebas.zip", public_files.evidence_zip, name="activity_proofs"),
]
