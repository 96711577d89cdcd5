"""Addresses of cut-offs, verdicts and recommendations, below `/{entity}/gestion/seguimiento/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
