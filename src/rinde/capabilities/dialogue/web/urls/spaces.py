"""Addresses of spaces: on the desk, and on the public site."""

from django.urls import URLPattern, path

from rinde.capabilities.dialogue.web.desk import cells, documents, sharing, steps, surveys, team, turns
from rinde.capabilities.dialogue.web.desk import spaces as desk_spaces
from rinde.capabilities.dialogue.web.public import calendars
from rinde.capabilities.dialogue.web.public import spaces as public_spaces

_DESK = "espacios/<int:space_id>/"
_STEP = f"{_DESK}pasos/<slug:step>/"
_DOCUMENT = "documentos/<int:document_id>/"
_PUBLIC = "espacios/<slug:slug>/"

desk: list[URLPattern] = [
    path("", desk_spaces.space_list, name="space_list"),
    path("espacios/nuevo/", desk_spaces.space_new, name="space_new"),
    path(_DESK, desk_spaces.space_detail, name="space_detail"),
    path(f"{_DESK}datos/", desk_spaces.space_edit, name="space_edit"),
    path(f"{_DESK}pasar/<slug:turn>/", turns.space_turn, name="space_turn"),
    path(f"{_DESK}fecha/", turns.space_move, name="space_move"),
    path(f"{_DESK}cancelar/", turns.space_cancel, name="space_cancel"),
    path(f"{_STEP}hecho/", steps.step_done, name="step_done"),
    path(f"{_STEP}dejar/", steps.step_leave, name="step_leave"),
    path(f"{_STEP}retomar/", steps.step_take_up, name="step_take_up"),
    path(f"{_DESK}plan/", cells.space_cells, name="space_cells"),
    path(f"{_DESK}equipo/", team.space_team, name="space_team"),
    path(f"{_DESK}documentos/", documents.space_documents, name="space_documents"),
    path(f"{_DESK}conclusiones/", documents.space_results, name="space_results"),
    path(f"{_DESK}encuesta/", surveys.space_survey, name="space_survey"),
    path(f"{_DESK}difundir/", sharing.space_sharing, name="space_sharing"),
    path(f"{_DESK}difundir/texto.txt", sharing.space_text, name="space_text"),
    path(f"{_DESK}difundir/afiche/", sharing.space_poster, name="space_poster"),
    path(f"{_DOCUMENT}archivo/", documents.document_file, name="document_file"),
    path(f"{_DOCUMENT}publicar/", documents.document_publish, name="document_publish"),
    path(f"{_DOCUMENT}retirar/", documents.document_remove, name="document_remove"),
]
public: list[URLPattern] = [
    path(_PUBLIC, public_spaces.dialogue_space, name="dialogue_space"),
    path(f"{_PUBLIC}fecha.ics", calendars.space_date, name="space_date"),
    path(f"{_PUBLIC}documentos/<int:document_id>/", public_spaces.space_file, name="space_file"),
    path("c/<slug:code>/", public_spaces.space_code, name="space_code"),
]
