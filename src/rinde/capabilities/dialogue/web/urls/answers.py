"""Addresses of answers: on the desk, and on the public site."""

from django.urls import URLPattern, path

from rinde.capabilities.dialogue.web.desk import answers as desk_answers
from rinde.capabilities.dialogue.web.public import answers

_DESK = "espacios/<int:space_id>/respuestas/"
_PUBLIC = "espacios/<slug:slug>/respuestas/"

desk: list[URLPattern] = [
    path(_DESK, desk_answers.answer_list, name="answer_list"),
    path(f"{_DESK}radicar/", desk_answers.answers_file, name="answers_file"),
    path(f"{_DESK}completas/", desk_answers.answers_finish, name="answers_finish"),
]
public: list[URLPattern] = [
    path(_PUBLIC, answers.space_answers, name="space_answers"),
    path(f"{_PUBLIC}respuestas.<slug:extension>", answers.space_answers_download, name="space_answers_download"),
]
