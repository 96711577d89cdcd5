"""Addresses of notices, their settings and the wall page, below `/{entity}/gestion/seguimiento/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
