"""Addresses of notices, their settings and the wall page, below `/{entity}/gestion/seguimiento/`."""

from django.urls import URLPattern, path

from rinde.capabilities.followup.web.desk import alerts, walls

urlpatterns: list[URLPattern] = [
    path("avisos/", alerts.alert_list, name="alert_list"),
    path("avisos/resumen/", alerts.digest_choice, name="digest_choice"),
    path("avisos/enviados/", alerts.alert_log, name="alert_log"),
    path("avisos/cuando/", alerts.alert_settings, name="alert_settings"),
    path("avisos/muro/", walls.wall_list, name="wall_list"),
    path("avisos/muro/todas/", walls.wall_all, name="wall_all"),
    path("avisos/muro/<int:actor_id>/", walls.wall, name="wall"),
]
