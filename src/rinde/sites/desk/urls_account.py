"""`/cuenta/…`: sign-in and second factor by allauth, invitations, and the list of one's entities."""

from django.urls import include, path

from rinde.sites.desk import views

urlpatterns = [
    path("", views.my_entities, name="my_entities"),
    path("plataforma/", views.platform, name="platform"),
    path("", include("rinde.capabilities.accounts.web.urls_account")),
]
