"""Addresses of one's own account, in Spanish. allauth's views keep their names, which allauth looks up by itself.

Left out on purpose, for nothing needs them here: changing and confirming mails, codes by mail, a first password.
"""

from typing import Any

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as codes_views
from allauth.mfa.totp import views as totp_views
from django.urls import URLPattern, path, re_path

from rinde.capabilities.accounts.web import account, second_factor
from rinde.services.access import signed_in_page, visitor_page

# What allauth's own views open to. Those of a visitor do their own checking: a key, a pending sign-in, a rate limit.
VISITOR_VIEWS: dict[str, tuple[str, Any]] = {
    "account_login": ("ingresar/", account.LoginView.as_view()),
    "account_signup": ("registro/", account_views.signup),  # says that one enters by invitation
    "account_inactive": ("cuenta-inactiva/", account_views.account_inactive),
    "account_reset_password": ("clave/olvidada/", account_views.password_reset),
    "account_reset_password_done": ("clave/olvidada/enviado/", account_views.password_reset_done),
    "account_reset_password_from_key_done": ("clave/nueva/lista/", account_views.password_reset_from_key_done),
    "mfa_authenticate": ("segundo-factor/codigo/", mfa_views.authenticate),
}
SIGNED_IN_VIEWS: dict[str, tuple[str, Any]] = {
    "account_logout": ("salir/", account_views.logout),
    "account_reauthenticate": ("confirmar/", account_views.reauthenticate),
    "account_change_password": ("clave/cambiar/", account_views.password_change),
    "mfa_index": ("segundo-factor/", mfa_views.index),
    "mfa_reauthenticate": ("segundo-factor/confirmar/", mfa_views.reauthenticate),
    "mfa_activate_totp": ("segundo-factor/activar/", second_factor.ActivateView.as_view()),
    "mfa_deactivate_totp": ("segundo-factor/desactivar/", totp_views.deactivate_totp),
    "mfa_view_recovery_codes": ("segundo-factor/codigos/", second_factor.CodesView.as_view()),
    "mfa_generate_recovery_codes": ("segundo-factor/codigos/nuevos/", codes_views.generate_recovery_codes),
    "mfa_download_recovery_codes": ("segundo-factor/codigos/descargar/", codes_views.download_recovery_codes),
}

urlpatterns: list[URLPattern] = [
    path("invitacion/<str:token>/", account.accept, name="accept_invitation"),
    path("datos/", account.profile, name="profile"),
    *(path(route, visitor_page(view), name=name) for name, (route, view) in VISITOR_VIEWS.items()),
    *(path(route, signed_in_page(view), name=name) for name, (route, view) in SIGNED_IN_VIEWS.items()),
    re_path(
        r"^clave/nueva/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        visitor_page(account_views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
