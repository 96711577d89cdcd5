"""`/` and `/{entity}/…`: what everybody may read. Addresses are stable: mails, feeds and other sites point at them."""

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import IntConverter, StringConverter

from rinde.capabilities.followup.datasets import DATASETS
from rinde.capabilities.followup.web.public_files import evidence_file
from rinde.capabilities.plans.rules.addresses import KEY
from rinde.sites.portal.open_data import DICTIONARY
from rinde.sites.portal.views import (
    agenda,
    downloads,
    entity,
    feeds,
    following,
    open_data,
    plans,
    platform,
    progress,
    search,
    versions,
)

app_name = "portal"


class ActivityKeyConverter(StringConverter):
    """«3.1.2»: the code that people know, as it stands in an address."""

    regex = KEY.pattern


class YearConverter(IntConverter):
    """Four digits. A year that no calendar has is no address of ours, and never reaches the database."""

    regex = "[1-9][0-9]{3}"


class VersionNumberConverter(IntConverter):
    """1, 2, 3…: no plan gets to a million versions, and every database can compare these."""

    regex = "[1-9][0-9]{0,5}"


class DatasetConverter(StringConverter):
    """«avance», «notas»: the open data that a plan has. Anything else is some other page's address."""

    regex = "|".join((*DATASETS, DICTIONARY))


register_converter(DatasetConverter, "dataset")
register_converter(ActivityKeyConverter, "activity_key")
register_converter(YearConverter, "year")
register_converter(VersionNumberConverter, "version_number")

plan_urls: list[URLPattern | URLResolver] = [
    path("", plans.plan, name="plan"),
    path("actividades/<activity_key:key>/", plans.activity, name="activity"),
    path("actividades/<activity_key:key>/fechas.ics", agenda.activity_dates, name="activity_dates"),
    path("actividades/<activity_key:key>/novedades.rss", feeds.activity_news, name="activity_news"),
    path("actividades/<activity_key:key>/seguir/", following.follow_activity, name="follow_activity"),
    path("novedades.rss", feeds.plan_news, name="plan_news"),
    path("seguir/", following.follow_plan, name="follow"),
    path("cambios/", versions.changes, name="changes"),
    path("fechas-legales/", versions.legal_dates, name="legal_dates"),
    path("versiones/", versions.versions, name="versions"),
    path("versiones/comparar/", versions.comparison, name="comparison"),
    path("versiones/<version_number:number>/", plans.version_page, name="version_page"),
    path(
        "versiones/<version_number:number>/actividades/<activity_key:key>/",
        plans.version_activity,
        name="version_activity",
    ),
    path("versiones/<version_number:number>/plan.json", downloads.version, name="version"),
    path("versiones/<version_number:number>/plan.<slug:extension>", downloads.version, name="version_file"),
    path("versiones/<version_number:number>/acto/", downloads.act_file, name="act_file"),
    path("descargas/plan.<slug:extension>", downloads.plan, name="download"),
    path("avance/", progress.due, name="due"),
    path("avance/cortes/<version_number:number>/", progress.cut_off, name="cut_off"),
    path("datos/", open_data.open_data, name="open_data"),
    path("<dataset:dataset>.<slug:extension>", open_data.data_file, name="data_file"),
    path("consulta/", include("rinde.capabilities.consultations.web.urls_public")),
    path("", include("rinde.capabilities.followup.web.urls_public")),
]

entity_urls: list[URLPattern | URLResolver] = [
    path("", entity.home, name="home"),
    path("planes/", plans.plans, name="plans"),
    path("planes/<year:year>/<slug:plan_slug>/", include(plan_urls)),
    path("pruebas/<int:evidence_id>/", evidence_file, name="evidence_file"),
    path("dialogo/", include("rinde.capabilities.dialogue.web.urls_public")),
    path("peticiones/", include("rinde.capabilities.pqrsd.web.urls_public")),
    path("encuestas/", include("rinde.capabilities.surveys.web.urls_public")),
    path("calendario/", agenda.calendar, name="calendar"),
    path("calendario.ics", agenda.feed, name="calendar_feed"),
    path("buscar/", search.search_page, name="search"),
    path("novedades.rss", entity.news, name="news"),
    path("escudo.png", entity.entity_shield, name="entity_shield"),
    path("avisos/<str:token>/", following.following, name="following"),
    path("avisos/<str:token>/dejar/", following.leave_at_once, name="leave_at_once"),
    path("politicas/", entity.policies, name="policies"),
    path("sitemap.xml", entity.sitemap, name="entity_sitemap"),
]

urlpatterns = [
    path("", platform.root, name="root"),
    path("salud/", platform.health, name="health"),
    path("robots.txt", platform.robots, name="robots"),
    path("sitemap.xml", platform.sitemap, name="sitemap"),
    path("<slug:entity_slug>/", include(entity_urls)),
]
