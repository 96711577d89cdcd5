"""Addresses of this capability on the public site, below `/{entity}/encuestas/`."""

from django.urls import URLPattern, path

from rinde.capabilities.surveys.web import public, visitors

urlpatterns: list[URLPattern] = [
    path("", public.surveys, name="surveys"),
    path("<int:number>/", visitors.survey, name="survey"),
    path("<int:number>/gracias/", visitors.thanks, name="survey_thanks"),
    path("<int:number>/resultados/", public.results, name="survey_results"),
    path("<int:number>/resultados.<slug:extension>", public.results_file, name="survey_results_file"),
]
