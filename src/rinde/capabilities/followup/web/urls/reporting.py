"""Addresses of what a unit reports, below `/{entity}/gestion/seguimiento/`."""

from django.urls import path

from rinde.capabilities.followup.web.desk.reporting import counting, filling, lists, reading, reviewing

_DATE = "<int:deliverable_id>/<int:milestone_id>/"
_REPORT = "reportes/<int:report_id>/"

urlpatterns = [
    path("", lists.my_cells, name="my_cells"),
    # Actor 0: the cell of somebody whom nobody has matched yet.
    path(f"reportar/{_DATE}<int:actor_id>/", filling.report_cell, name="report_cell"),
    path(f"grupos/{_DATE}", lists.cell_group, name="cell_group"),
    path("contadores/<int:deliverable_id>/<int:actor_id>/", counting.counters, name="counters"),
    path("contadores/<int:deliverable_id>/<int:actor_id>/muestras/", counting.counter_sample, name="counter_sample"),
    path("revisar/", reviewing.review_list, name="review_list"),
    path(_REPORT, reading.report_detail, name="report_detail"),
    path(f"{_REPORT}pruebas/", reading.report_prove, name="report_prove"),
    path(f"{_REPORT}revisar/", reviewing.report_review, name="report_review"),
    path(f"{_REPORT}descartar/", filling.report_discard, name="report_discard"),
]
