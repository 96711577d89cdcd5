"""Addresses of this capability on the public site, below `/{entity}/planes/{year}/{plan}/`."""

from django.urls import path

from rinde.capabilities.followup.web import public, visitors
from rinde.capabilities.followup.web.converters import FOLLOWED, NUMBERED

_REMARK = f"actividades/<{FOLLOWED}:key>/esto-no-paso/"

urlpatterns = [
    path(_REMARK, visitors.remark, name="remark"),
    path(f"{_REMARK}recibida/<{NUMBERED}:number>/", visitors.remark_thanks, name="remark_thanks"),
    path("notas/", public.remarks, name="remarks"),
]
