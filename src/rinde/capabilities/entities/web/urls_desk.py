"""Addresses of this capability on the desk."""

from django.urls import URLPattern, path

from rinde.capabilities.entities.web import desk, desk_entity

urlpatterns: list[URLPattern] = [
    path("", desk.org_chart, name="org_chart"),
    path("nueva/", desk.actor_new, name="actor_new"),
    path("<int:actor_id>/", desk.actor_edit, name="actor_edit"),
    path("<int:actor_id>/cerrar/", desk.actor_close, name="actor_close"),
    path("grupos/", desk.groups, name="groups"),
    path("grupos/nuevo/", desk.group_new, name="group_new"),
    path("grupos/<int:group_id>/", desk.group_edit, name="group_edit"),
    path("importar/", desk_entity.org_chart_upload, name="org_chart_upload"),
    path("importar/modelo/", desk_entity.org_chart_model, name="org_chart_model"),
    path("importar/<int:import_id>/", desk_entity.org_chart_import, name="org_chart_import"),
    path("importar/<int:import_id>/aplicar/", desk_entity.org_chart_apply, name="org_chart_apply"),
]

entity_urlpatterns: list[URLPattern] = [
    path("", desk_entity.entity_data, name="entity_data"),
    path("escudo/", desk_entity.entity_shield, name="entity_shield"),
]
