"""Addresses of spaces: on the desk, and on the public site."""

from django.urls import URLPattern, path

from rinde.capabilities.dialogue.web.desk import spaces as desk_spaces
from rinde.capabilities.dialogue.web.public import spaces as public_spaces

_DESK = "espacios/<int:space_id>/"

desk: list[URLPattern] = [
    path("", desk_spaces.space_list, name="space_list"),
    path(_DESK, desk_spaces.space_detail, name="space_detail"),
]
public: list[URLPattern] = [
    path("espacios/<slug:slug>/", public_spaces.dialogue_space, name="dialogue_space"),
    path("c/<slug:code>/", public_spaces.space_code, name="space_code"),
]
