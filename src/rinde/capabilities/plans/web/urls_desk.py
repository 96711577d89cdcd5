"""Addresses of this capability on the desk, below `/{entity}/gestion/planes/`."""

from django.urls import path

from rinde.capabilities.plans.web.desk import (
    activities,
    approval,
    arranging,
    legal_dates,
    parts,
    plans,
    publishing,
    review,
    rows,
    sheets,
    work_calendar,
)

_PLAN = "<int:plan_id>/"

urlpatterns = [
    path("", plans.plan_list, name="plan_list"),
    path("nuevo/", plans.plan_new, name="plan_new"),
    path(_PLAN, plans.plan_detail, name="plan_detail"),
    path(f"{_PLAN}datos/", plans.plan_edit, name="plan_edit"),
    path(f"{_PLAN}aprobacion/", approval.plan_approval, name="plan_approval"),
    path(f"{_PLAN}aprobacion/consolidar/", approval.plan_consolidate, name="plan_consolidate"),
    path(f"{_PLAN}aprobacion/devolver/", approval.plan_return, name="plan_return"),
    path(f"{_PLAN}aprobacion/acto/", approval.act_new, name="act_new"),
    path(f"{_PLAN}aprobacion/acto/anular/", approval.act_annul, name="act_annul"),
    path(f"{_PLAN}aprobacion/ya-aprobado/", approval.plan_already_approved, name="plan_already_approved"),
    path(f"{_PLAN}aprobacion/actos/<int:act_id>/archivo/", approval.act_file, name="act_file"),
    path(f"{_PLAN}fechas-legales/", legal_dates.legal_dates, name="legal_dates"),
    path(f"{_PLAN}cerrar/", approval.plan_close, name="plan_close"),
    path(f"{_PLAN}publicar/", publishing.plan_publish, name="plan_publish"),
    path(f"{_PLAN}versiones/<int:number>/", publishing.plan_version_download, name="plan_version"),
    path(f"{_PLAN}revision/", review.plan_review, name="plan_review"),
    path(f"{_PLAN}revision/aplicar/", review.finding_apply, name="finding_apply"),
    path(f"{_PLAN}revision/dejar/", review.finding_leave, name="finding_leave"),
    path(f"{_PLAN}revision/mirar-de-nuevo/<int:decision_id>/", review.finding_again, name="finding_again"),
    path(f"{_PLAN}hoja/", sheets.plan_sheet, name="plan_sheet"),
    path(f"{_PLAN}hoja/descargar/<str:extension>/", sheets.sheet_download, name="sheet_download"),
    path(f"{_PLAN}hoja/<int:sheet_import_id>/", sheets.sheet_report, name="sheet_report"),
    path(f"{_PLAN}hoja/<int:sheet_import_id>/aplicar/", sheets.sheet_apply, name="sheet_apply"),
    path(f"{_PLAN}hoja/<int:sheet_import_id>/revisar/", sheets.sheet_check, name="sheet_check"),
    path(f"{_PLAN}hoja/<int:sheet_import_id>/pedir/", sheets.sheet_request, name="sheet_request"),
    path(f"{_PLAN}componentes/nuevo/", parts.node_new, name="node_new"),
    path(f"{_PLAN}componentes/<int:node_id>/editar/", parts.node_edit, name="node_edit"),
    path(f"{_PLAN}componentes/<int:node_id>/eliminar/", parts.node_delete, name="node_delete"),
    path(f"{_PLAN}actividades/nueva/", activities.activity_new, name="activity_new"),
    path(f"{_PLAN}actividades/<int:activity_id>/editar/", activities.activity_edit, name="activity_edit"),
    path(f"{_PLAN}actividades/<int:activity_id>/eliminar/", activities.activity_delete, name="activity_delete"),
    path(
        f"{_PLAN}actividades/<int:activity_id>/responsables/<int:assignment_id>/",
        activities.assignment_members,
        name="assignment_members",
    ),
    path(f"{_PLAN}actividades/<int:activity_id>/fila/", rows.activity_row, name="activity_row"),
    path(f"{_PLAN}actividades/<int:activity_id>/correr/", rows.activity_shift, name="activity_shift"),
    path(f"{_PLAN}actividades/<int:activity_id>/copiar/", rows.activity_copy, name="activity_copy"),
    path(f"{_PLAN}actividades/<int:activity_id>/mover/", arranging.activity_move, name="activity_move"),
    path(f"{_PLAN}actividades/<int:activity_id>/dividir/", arranging.activity_split, name="activity_split"),
    path(f"{_PLAN}actividades/<int:activity_id>/unir/", arranging.activity_join, name="activity_join"),
    path(f"{_PLAN}componentes/<int:node_id>/correr/", rows.node_shift, name="node_shift"),
    path(f"{_PLAN}imprimir/", plans.plan_print, name="plan_print"),
    path(f"{_PLAN}acciones/nueva/", parts.announcement_new, name="announcement_new"),
    path(f"{_PLAN}acciones/<int:announcement_id>/editar/", parts.announcement_edit, name="announcement_edit"),
    path(f"{_PLAN}acciones/<int:announcement_id>/eliminar/", parts.announcement_delete, name="announcement_delete"),
]

# Below `/{entity}/gestion/entidad/dias/`: a day off of the entity moves the legal dates of its plans.
calendar_urlpatterns = [
    path("", work_calendar.calendar, name="non_working_days"),
    path("sabados/", work_calendar.saturdays, name="saturdays"),
    path("<int:day_id>/quitar/", work_calendar.day_remove, name="non_working_day_remove"),
]
