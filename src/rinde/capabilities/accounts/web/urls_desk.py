"""Addresses of this capability on the desk."""

from django.urls import URLPattern, path

from rinde.capabilities.accounts.web import desk

urlpatterns: list[URLPattern] = [
    path("", desk.people, name="people"),
    path("invitar/", desk.invite, name="invite"),
    path("permisos/", desk.permissions, name="permissions"),
    path("invitaciones/<int:invitation_id>/enviar-de-nuevo/", desk.resend, name="invitation_resend"),
    path("invitaciones/<int:invitation_id>/retirar/", desk.withdraw, name="invitation_withdraw"),
    path("<int:membership_id>/", desk.membership, name="membership"),
    path("<int:membership_id>/terminar/", desk.end, name="membership_end"),
]
