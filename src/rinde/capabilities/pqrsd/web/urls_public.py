"""Addresses of this capability on the public site, below `/{entity}/peticiones/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
