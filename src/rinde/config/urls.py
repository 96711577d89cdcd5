"""The addresses of an installation: the platform's own, then one branch an entity."""

from django.urls import include, path

urlpatterns = [
    path("cuenta/", include("rinde.sites.desk.urls_account")),
    path("<slug:entity_slug>/gestion/", include("rinde.sites.desk.urls")),
    path("", include("rinde.sites.portal.urls")),
]
