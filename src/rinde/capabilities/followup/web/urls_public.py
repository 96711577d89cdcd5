"""Addresses of this capability on the public site, below `/{entity}/planes/{year}/{plan}/`."""

from django.urls import path

from rinde.capabilities.followup.web import public, public_files, public_reports, visitors
from rinde.capabilities.followup.web.converters import DAY, FOLLOWED, NUMBERED

_REPORT = f"seguimiento/<{DAY}:facts_until>/"
_REMARK = f"actividades/<{FOLLOWED}:key>/esto-no-paso/"

urlpatterns = [
    path(_REMARK, visitors.remark, name="remark"),
    path(f"{_REMARK}recibida/<{NUMBERED}:number>/", visitors.remark_thanks, name="remark_thanks"),
    path("notas/", public.remarks, name="remarks"),
    path(_REPORT, public_reports.follow_up_report, name="follow_up_report"),
    path(f"{_REPORT}informe.<slug:extension>", public_reports.report_file, name="follow_up_report_file"),
    path(f"{_REPORT}firmado/", public_reports.signed_scan, name="follow_up_report_scan"),
    path("pruebas.zip", public_files.evidence_zip, name="plan_proofs"),
    path(f"actividades/<{FOLLOWED}:key>/pruebas.zip", public_files.evidence_zip, name="activity_proofs"),
]
