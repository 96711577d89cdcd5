"""Addresses of outreach: on the desk, and on the public site."""

from django.urls import URLPattern, path

from rinde.capabilities.dialogue.web.converters import DIALOGUE_YEAR
from rinde.capabilities.dialogue.web.desk import groups, series, strategy, terms, topics
from rinde.capabilities.dialogue.web.public import calendars
from rinde.capabilities.dialogue.web.public import strategy as public_strategy

desk: list[URLPattern] = [
    path("grupos/", groups.group_list, name="value_group_list"),
    path("grupos/nuevo/", groups.group_new, name="value_group_new"),
    path("grupos/<int:value_group_id>/", groups.group_edit, name="value_group_edit"),
    path("cobertura/", groups.coverage, name="coverage"),
    path("temas/", topics.topic_list, name="topic_list"),
    path("temas/consultar/", topics.topic_consult, name="topic_consult"),
    path("temas/contar/", topics.topic_count, name="topic_count"),
    path("temas/quitar/", topics.topic_drop, name="topic_drop"),
    path("temas/priorizar/", topics.topic_prioritise, name="topic_prioritise"),
    path("estrategia/", strategy.strategy, name="strategy"),
    path("estrategia/etapas/<slug:stage>/", strategy.stage_edit, name="stage_edit"),
    path("estrategia/comunicacion/nueva/", strategy.action_new, name="action_new"),
    path("estrategia/comunicacion/<int:communication_id>/", strategy.action_edit, name="action_edit"),
    path("estrategia/comunicacion/<int:communication_id>/quitar/", strategy.action_drop, name="action_drop"),
    path("series/", series.series_list, name="series_list"),
    path("series/nueva/", series.series_new, name="series_new"),
    path("series/<int:series_id>/", series.series_detail, name="series_detail"),
    path("series/<int:series_id>/datos/", series.series_edit, name="series_edit"),
    path("plazos/", terms.step_terms, name="step_terms"),
]
public: list[URLPattern] = [
    path("", public_strategy.dialogue_home, name="dialogue_home"),
    path("espacios.ics", calendars.space_calendar, name="space_calendar"),
    path(f"<{DIALOGUE_YEAR}:year>/", public_strategy.dialogue_year, name="dialogue_year"),
    path("series/<slug:slug>/", public_strategy.dialogue_series, name="dialogue_series"),
]
