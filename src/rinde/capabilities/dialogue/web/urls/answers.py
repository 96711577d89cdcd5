"""Addresses of answers: on the desk, and on the public site."""

from django.urls import URLPattern

desk: list[URLPattern] = []
public: list[URLPattern] = []
