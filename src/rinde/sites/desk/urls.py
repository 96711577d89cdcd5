"""`/{entity}/gestion/…`: the start page, and each capability's own branch."""

from django.urls import include, path

from rinde.capabilities.entities.web.urls_desk import entity_urlpatterns
from rinde.capabilities.plans.web.urls_desk import calendar_urlpatterns
from rinde.sites.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.start, name="start"),
    path("organigrama/", include("rinde.capabilities.entities.web.urls_desk")),
    path("entidad/", include(entity_urlpatterns)),
    path("entidad/dias/", include(calendar_urlpatterns)),
    path("personas/", include("rinde.capabilities.accounts.web.urls_desk")),
    path("planes/", include("rinde.capabilities.plans.web.urls_desk")),
    path("seguimiento/", include("rinde.capabilities.followup.web.urls_desk")),
    path("dialogo/", include("rinde.capabilities.dialogue.web.urls_desk")),
    path("peticiones/", include("rinde.capabilities.pqrsd.web.urls_desk")),
    path("encuestas/", include("rinde.capabilities.surveys.web.urls_desk")),
    path("documentos/", include("rinde.capabilities.plan_imports.web.urls_desk")),
    path("", include("rinde.capabilities.consultations.web.urls_desk")),
    path("rastro/", views.audit, name="audit"),
]
