"""`/` and `/{entity}/…`: what everybody may read."""

from django.urls import path

from rinde.sites.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.root, name="root"),
    path("<slug:entity_slug>/", views.home, name="home"),
]
