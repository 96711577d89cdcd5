"""Addresses of questions: on the desk, and on the public site."""

from django.urls import URLPattern, path

from rinde.capabilities.dialogue.web.desk import questions as at_desk
from rinde.capabilities.dialogue.web.public import questions as in_public

_DESK = "espacios/<int:space_id>/preguntas/"
_PUBLIC = "espacios/<slug:slug>/preguntas/"

desk: list[URLPattern] = [
    path(_DESK, at_desk.question_list, name="question_list"),
    path(f"{_DESK}nueva/", at_desk.question_enter, name="question_enter"),
    path(f"{_DESK}cerrar/", at_desk.questions_end, name="questions_end"),
    path(f"{_DESK}<int:number>/", at_desk.question_act, name="question_act"),
    path(f"{_DESK}<int:number>/respuesta/", at_desk.question_answer, name="question_answer"),
    path("espacios/<int:space_id>/pantalla/", at_desk.question_screen, name="question_screen"),
]
public: list[URLPattern] = [
    path("espacios/<slug:slug>/preguntar/", in_public.ask, name="ask"),
    path("c/<slug:code>/p/", in_public.ask_code, name="ask_code"),
    path(_PUBLIC, in_public.questions, name="questions"),
    path(f"{_PUBLIC}apoyar/", in_public.question_support, name="question_support"),
    path(f"{_PUBLIC}cambios/", in_public.question_changes, name="question_changes"),
    path(f"{_PUBLIC}<int:number>/", in_public.question, name="question"),
]
