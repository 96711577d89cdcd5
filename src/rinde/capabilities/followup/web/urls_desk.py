"""Addresses of this capability on the desk, below `/{entity}/gestion/seguimiento/`."""

from rinde.capabilities.followup.web.urls import alerts, evaluation, evidence, monitoring, remarks, reporting, reports

urlpatterns = [
    *reporting.urlpatterns,
    *evidence.urlpatterns,
    *monitoring.urlpatterns,
    *evaluation.urlpatterns,
    *reports.urlpatterns,
    *alerts.urlpatterns,
    *remarks.urlpatterns,
]
