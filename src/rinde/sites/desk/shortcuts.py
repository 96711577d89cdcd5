"""What each role does most, one step away."""

from dataclasses import dataclass

from django.urls import reverse

from rinde.capabilities.entities.models import Entity
from rinde.services.access import Principal


@dataclass(frozen=True, slots=True)
class Shortcut:
    label: str
    text: str
    icon: str
    url: str


# Permission, words, icon and address, in the order in which they are offered.
OFFERED: tuple[tuple[str, str, str, str, str], ...] = (
    ("plan_imports.upload", "Subir un plan", "PDF, Word, Excel o texto pegado.", "document-arrow-up", "import_upload"),
    ("plans.read_draft", "Ver los planes", "Borradores y publicados.", "clipboard-document-list", "plan_list"),
    ("accounts.manage", "Invitar a una persona", "Con un enlace a su correo.", "user-plus", "invite"),
    ("entities.edit", "Actualizar el organigrama", "Una por una o con un Excel.", "rectangle-group", "org_chart"),
    ("audit.read", "Leer el rastro", "Quién hizo qué y cuándo.", "shield-check", "audit"),
    ("desk.open", "Qué puede hacer cada rol", "La tabla de permisos.", "key", "permissions"),
)


def shortcuts_of(by: Principal, entity: Entity) -> list[Shortcut]:
    """The shortcuts that this person may use here."""
    return [
        Shortcut(label, text, icon, reverse(f"desk:{name}", kwargs={"entity_slug": entity.slug}))
        for permission, label, text, icon, name in OFFERED
        if by.may_somewhere(permission)
    ]
