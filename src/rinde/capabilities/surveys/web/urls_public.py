"""Addresses of this capability on the public site, below `/{entity}/encuestas/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
