"""Addresses of this capability on the desk, below `/{entity}/gestion/planes/`."""

from django.urls import path

from rinde.capabilities.plans.web.desk import activities, parts, plans, publishing

_PLAN = "<int:plan_id>/"

urlpatterns = [
    path("", plans.plan_list, name="plan_list"),
    path("nuevo/", plans.plan_new, name="plan_new"),
    path(_PLAN, plans.plan_detail, name="plan_detail"),
    path(f"{_PLAN}datos/", plans.plan_edit, name="plan_edit"),
    path(f"{_PLAN}publicar/", publishing.plan_publish, name="plan_publish"),
    path(f"{_PLAN}versiones/<int:number>/", publishing.plan_version_download, name="plan_version"),
    path(f"{_PLAN}componentes/nuevo/", parts.node_new, name="node_new"),
    path(f"{_PLAN}componentes/<int:node_id>/editar/", parts.node_edit, name="node_edit"),
    path(f"{_PLAN}componentes/<int:node_id>/eliminar/", parts.node_delete, name="node_delete"),
    path(f"{_PLAN}actividades/nueva/", activities.activity_new, name="activity_new"),
    path(f"{_PLAN}actividades/<int:activity_id>/editar/", activities.activity_edit, name="activity_edit"),
    path(f"{_PLAN}actividades/<int:activity_id>/eliminar/", activities.activity_delete, name="activity_delete"),
    path(f"{_PLAN}acciones/nueva/", parts.announcement_new, name="announcement_new"),
    path(f"{_PLAN}acciones/<int:announcement_id>/editar/", parts.announcement_edit, name="announcement_edit"),
    path(f"{_PLAN}acciones/<int:announcement_id>/eliminar/", parts.announcement_delete, name="announcement_delete"),
]
