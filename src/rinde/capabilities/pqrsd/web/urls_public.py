"""Addresses of this capability on the public site, below `/{entity}/peticiones/`."""

from django.urls import path

from rinde.capabilities.pqrsd.web import public, visitors

urlpatterns = [
    path("", visitors.lookup, name="petition_lookup"),
    path("estado/<str:token>/", visitors.status, name="petition_status"),
    path("publicas/", public.petition_list, name="petition_list"),
]
