"""Addresses of this capability on the desk, below `/{entity}/gestion/planes/`."""

from django.urls import path

from rinde.capabilities.plans.web.desk import (
    activities,
    approval,
    arranging,
    legal_dates,
    parts,
    placements,
    plans,
    publishing,
    review,
    rows,
    sheets,
    starting,
    work_calendar,
)
from rinde.capabilities.plans.web.desk.change_requests import asking, board, deciding

_PLAN = "<int:plan_id>/"

urlpatterns = [
    path("", plans.plan_list, name="plan_list"),
    path("nuevo/", starting.plan_new, name="plan_new"),
    path("nuevo/desde/<int:plan_id>/", starting.plan_carry, name="plan_carry"),
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
    path(f"{_PLAN}cambios/", board.change_list, name="change_list"),
    path(f"{_PLAN}cambios/nuevo/", asking.change_new, name="change_new"),
    path(f"{_PLAN}cambios/nuevo/fecha/", asking.change_date, name="change_date"),
    path(f"{_PLAN}cambios/nuevo/actividad/", asking.change_add, name="change_add"),
    path(f"{_PLAN}cambios/nuevo/retirar/", asking.change_remove, name="change_remove"),
    path(f"{_PLAN}cambios/nuevo/datos/", asking.change_header, name="change_header"),
    path(f"{_PLAN}cambios/nuevo/componente/", asking.change_node, name="change_node"),
    path(f"{_PLAN}cambios/nuevo/responsables/", asking.change_members, name="change_members"),
    path(f"{_PLAN}cambios/decidir/", deciding.change_decide, name="change_decide"),
    path(f"{_PLAN}cambios/publicar/", deciding.change_publish, name="change_publish"),
    path(f"{_PLAN}cambios/<int:change_id>/", board.change_detail, name="change_detail"),
    path(f"{_PLAN}cambios/<int:change_id>/concepto/", board.change_opinion, name="change_opinion"),
    path(f"{_PLAN}cambios/<int:change_id>/negar/", board.change_reject, name="change_reject"),
    path(f"{_PLAN}cambios/<int:change_id>/retirar/", board.change_withdraw, name="change_withdraw"),
    path(f"{_PLAN}cambios/<int:change_id>/de-nuevo/", board.change_again, name="change_again"),
    path(f"{_PLAN}imprimir/", plans.plan_print, name="plan_print"),
    path(f"{_PLAN}actividades/<int:activity_id>/otros-planes/", placements.activity_places, name="activity_places"),
    path(
        f"{_PLAN}actividades/<int:activity_id>/otros-planes/<int:placement_id>/quitar/",
        placements.placement_delete,
        name="placement_delete",
    ),
    path(f"{_PLAN}acciones/nueva/", parts.announcement_new, name="announcement_new"),
    path(f"{_PLAN}acciones/<int:announcement_id>/editar/", parts.announcement_edit, name="announcement_edit"),
    path(f"{_PLAN}acciones/<int:announcement_id>/eliminar/", parts.announcement_delete, name="announcement_delete"),
    path(
        f"{_PLAN}acciones/<int:announcement_id>/programar/", parts.announcement_schedule, name="announcement_schedule"
    ),
]

# Below `/{entity}/gestion/entidad/dias/`: a day off of the entity moves the legal dates of its plans.
calendar_urlpatterns = [
    path("", work_calendar.calendar, name="non_working_days"),
    path("sabados/", work_calendar.saturdays, name="saturdays"),
    path("<int:day_id>/quitar/", work_calendar.day_remove, name="non_working_day_remove"),
]
