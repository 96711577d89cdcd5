"""Addresses of cut-offs, verdicts and recommendations, below `/{entity}/gestion/seguimiento/`."""

from django.urls import URLPattern, path

from rinde.capabilities.followup.web.converters import FOLLOWED, NUMBERED
from rinde.capabilities.followup.web.desk.evaluation import activities, cut_offs, working

_CUT_OFFS = "planes/<int:plan_id>/cortes/"
_CUT_OFF = f"{_CUT_OFFS}<{NUMBERED}:number>/"

urlpatterns: list[URLPattern] = [
    path("evaluacion/", cut_offs.evaluation_home, name="evaluation_home"),
    path(_CUT_OFFS, cut_offs.cut_off_list, name="cut_off_list"),
    path(f"{_CUT_OFFS}programar/", cut_offs.cut_offs_prepare, name="cut_offs_prepare"),
    path(f"{_CUT_OFFS}nuevo/", cut_offs.cut_off_new, name="cut_off_new"),
    path(_CUT_OFF, working.cut_off_detail, name="cut_off_detail"),
    path(f"{_CUT_OFF}fechas/", cut_offs.cut_off_edit, name="cut_off_edit"),
    path(f"{_CUT_OFF}quitar/", cut_offs.cut_off_discard, name="cut_off_discard"),
    path(f"{_CUT_OFF}muestra/", working.sample_draw, name="sample_draw"),
    path(f"{_CUT_OFF}conceptos/", working.verdicts_rest, name="verdicts_rest"),
    path(f"{_CUT_OFF}congelado.jsonl", working.cut_off_snapshot, name="cut_off_snapshot"),
    path(f"{_CUT_OFF}actividades/<{FOLLOWED}:key>/", activities.frozen_activity, name="frozen_activity"),
]
