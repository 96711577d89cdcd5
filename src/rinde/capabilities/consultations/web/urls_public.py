"""Addresses of this capability on the public site, below `/{entity}/planes/{year}/{plan}/consulta/`."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from rinde.capabilities.consultations.web import public, visitors


class NaturalConverter(IntConverter):
    """1, 2, 3…: no consultation gets to a million comments, and every database can compare these."""

    regex = "[1-9][0-9]{0,5}"


register_converter(NaturalConverter, "natural")

_ONE = "<natural:number>/"

urlpatterns = [
    path("", public.consultation, name="consultation"),
    path("comentar/", visitors.comment, name="consultation_comment"),
    path("comentar/recibido/<natural:number>/", visitors.thanks, name="consultation_thanks"),
    path("confirmar/<str:token>/", visitors.confirm, name="consultation_confirm"),
    path(_ONE, public.consultation, name="consultation"),
    path(f"{_ONE}comentarios/", public.comments, name="consultation_comments"),
    path(f"{_ONE}resumen/", public.summary, name="consultation_summary"),
    path(f"{_ONE}texto.json", public.text, name="consultation_text"),
    path(f"{_ONE}descargas/comentarios.<slug:extension>", public.download, name="consultation_download"),
    path(f"{_ONE}descargas/diccionario.csv", public.dictionary, name="consultation_dictionary"),
]
