"""`/cuenta/…`: sign-in and second factor by allauth, invitations, and the list of one's entities."""

from django.urls import include, path

from rinde.sites.desk import holidays, views

urlpatterns = [
    path("", views.my_entities, name="my_entities"),
    path("plataforma/", views.platform, name="platform"),
    path("plataforma/festivos/", holidays.holidays, name="holidays"),
    path("plataforma/festivos/<int:holiday_id>/nombre/", holidays.holiday_rename, name="holiday_rename"),
    path("plataforma/festivos/<int:holiday_id>/quitar/", holidays.holiday_remove, name="holiday_remove"),
    path("plataforma/festivos/<int:holiday_id>/volver/", holidays.holiday_restore, name="holiday_restore"),
    path("", include("rinde.capabilities.accounts.web.urls_account")),
]
