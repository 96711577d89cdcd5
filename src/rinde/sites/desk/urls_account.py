"""`/cuenta/…`: sign-in and second factor by allauth, invitations, and the list of one's entities."""

from django.urls import include, path

from rinde.sites.desk import views

urlpatterns = [
    path("", views.my_entities, name="my_entities"),
    path("", include("rinde.capabilities.accounts.web.urls_account")),
    path("", include("allauth.account.urls")),
    path("segundo-factor/", include("allauth.mfa.urls")),
]
