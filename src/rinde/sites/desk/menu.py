"""The desk's menu: what a person may open, in the order of their work."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from rinde.services.access import Principal


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the menu. `url_name` leads there; `permission` says who sees it; empty for everybody signed in."""

    label: str
    icon: str  # of heroicons, outline
    url_name: str
    permission: str = ""
    or_permission: str = ""  # of those who see only their part of the same place


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry as a page shows it."""

    label: str
    icon: str
    url: str
    current: bool


DESK: tuple[Entry, ...] = (
    Entry("¿Qué sigue?", "home", "desk:start", "desk.open"),
    Entry("Reportar", "pencil-square", "desk:my_cells", "followup.report"),
    Entry("Planes", "clipboard-document-list", "desk:plan_list", "plans.read_draft"),
    Entry("Seguimiento", "chart-bar", "desk:follow_up", "followup.read"),
    Entry("Evaluación", "scale", "desk:evaluation_home", "followup.evaluate"),
    Entry("Avisos", "bell", "desk:alert_list", "desk.open"),
    Entry("Consultas", "chat-bubble-left-right", "desk:consultation_list", "consultations.moderate"),
    Entry("Peticiones", "inbox-arrow-down", "desk:petition_list", "pqrsd.read", "pqrsd.answer"),
    Entry("Encuestas", "clipboard-document-check", "desk:survey_list", "surveys.read"),
    Entry("Diálogo", "megaphone", "desk:space_list", "dialogue.read"),
    Entry("Documentos", "document-arrow-up", "desk:import_list", "plan_imports.upload"),
    Entry("Organigrama", "rectangle-group", "desk:org_chart", "desk.open"),
    Entry("Entidad", "building-office-2", "desk:entity_data", "desk.open"),
    Entry("Personas", "users", "desk:people", "accounts.manage"),
    Entry("Permisos", "key", "desk:permissions", "desk.open"),
    Entry("Rastro", "shield-check", "desk:audit", "audit.read"),
)
ACCOUNT: tuple[Entry, ...] = (
    Entry("Mis entidades", "building-office-2", "my_entities"),
    Entry("Mis datos", "user-circle", "profile"),
    Entry("Segundo factor", "device-phone-mobile", "mfa_index"),
    Entry("Contraseña", "lock-closed", "account_change_password"),
    Entry("Plataforma", "server-stack", "platform", "platform.manage"),
)


def menu_of(request: HttpRequest, principal: Principal, entity_slug: str | None) -> list[MenuItem]:
    """The entries that this person may open, with the one that they are in."""
    entries = DESK if entity_slug else ACCOUNT
    arguments = {"entity_slug": entity_slug} if entity_slug else None
    allowed = [entry for entry in entries if _is_allowed(entry, principal)]
    urls = [reverse(entry.url_name, kwargs=arguments) for entry in allowed]
    here = _closest(request.path, urls)
    return [MenuItem(entry.label, entry.icon, url, url == here) for entry, url in zip(allowed, urls, strict=True)]


def _is_allowed(entry: Entry, principal: Principal) -> bool:
    either = [one for one in (entry.permission, entry.or_permission) if one]
    return not either or any(principal.may_somewhere(one) for one in either)


def _closest(path: str, urls: list[str]) -> str:
    """The longest address that the path begins with: a page inside «Personas» is not «¿Qué sigue?»."""
    return max((url for url in urls if path.startswith(url)), key=len, default="")
