"""Addresses of what citizens say of an activity, below `/{entity}/gestion/seguimiento/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
