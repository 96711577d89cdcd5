"""Addresses of proofs, below `/{entity}/gestion/seguimiento/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
