"""Addresses of planning's board and rounds, below `/{entity}/gestion/seguimiento/`."""

from django.urls import path

from rinde.capabilities.followup.web.converters import FOLLOWED, NUMBERED
from rinde.capabilities.followup.web.desk.monitoring import boards, notes, policies, reminders, rounds

_PLAN = "planes/<int:plan_id>/"
_ROUND = f"{_PLAN}rondas/<{NUMBERED}:number>/"

urlpatterns = [
    path("planes/", boards.follow_up, name="follow_up"),
    path(_PLAN, boards.board, name="board"),
    path(f"{_PLAN}quien-hace-que/", policies.follow_up_policy, name="follow_up_policy"),
    path(f"{_PLAN}rondas/", rounds.round_list, name="round_list"),
    path(f"{_PLAN}rondas/abrir/", rounds.round_open, name="round_open"),
    path(_ROUND, rounds.round_detail, name="round_detail"),
    path(f"{_ROUND}notas/<{FOLLOWED}:key>/", notes.round_note, name="round_note"),
    path(f"{_ROUND}recordar/", reminders.round_remind, name="round_remind"),
    path(f"{_ROUND}cerrar/", rounds.round_close, name="round_close"),
    path(f"{_ROUND}ronda.<slug:extension>", rounds.round_file, name="round_file"),
]
