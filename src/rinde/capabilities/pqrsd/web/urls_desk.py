"""Addresses of this capability on the desk, below `/{entity}/gestion/peticiones/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
