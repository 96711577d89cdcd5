"""Addresses of this capability on the desk, below `/{entity}/gestion/encuestas/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
