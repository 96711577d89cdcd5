"""Addresses of what a unit reports, below `/{entity}/gestion/seguimiento/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
