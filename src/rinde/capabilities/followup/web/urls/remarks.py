"""Addresses of what citizens say of an activity, below `/{entity}/gestion/seguimiento/`."""

from django.urls import path

from rinde.capabilities.followup.web.converters import NUMBERED
from rinde.capabilities.followup.web.desk import remarks

_HERE = "planes/<int:plan_id>/notas/"
_ONE = f"{_HERE}<{NUMBERED}:number>/"

urlpatterns = [
    path(_HERE, remarks.remark_list, name="remark_list"),
    path(f"{_ONE}mostrar/", remarks.remark_show, name="remark_show"),
    path(f"{_ONE}ocultar/", remarks.remark_hide, name="remark_hide"),
    path(f"{_ONE}responder/", remarks.remark_answer, name="remark_answer"),
]
