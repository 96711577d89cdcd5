"""Addresses of this capability on the public site, below `/{entity}/planes/{year}/{plan}/consulta/`."""

from django.urls import path

from rinde.capabilities.consultations.web import public, visitors
from rinde.capabilities.consultations.web.converters import NATURAL

_ONE = f"<{NATURAL}:number>/"

urlpatterns = [
    path("", public.consultation, name="consultation"),
    path("comentar/", visitors.comment, name="consultation_comment"),
    path(f"comentar/recibido/<{NATURAL}:number>/", visitors.thanks, name="consultation_thanks"),
    path("confirmar/<str:token>/", visitors.confirm, name="consultation_confirm"),
    path(_ONE, public.consultation, name="consultation"),
    path(f"{_ONE}comentarios/", public.comments, name="consultation_comments"),
    path(f"{_ONE}resumen/", public.summary, name="consultation_summary"),
    path(f"{_ONE}texto.json", public.text, name="consultation_text"),
    path(f"{_ONE}descargas/comentarios.<slug:extension>", public.download, name="consultation_download"),
    path(f"{_ONE}descargas/diccionario.csv", public.dictionary, name="consultation_dictionary"),
]
