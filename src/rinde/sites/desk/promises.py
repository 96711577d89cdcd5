"""What the start page tells of commitments: those of one's units that press, and what waits for whoever coordinates."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.dialogue.permissions import MANAGE, MODERATE
from rinde.capabilities.dialogue.queries.commitments import pressing_commitments
from rinde.capabilities.dialogue.queries.words import waiting_comments
from rinde.capabilities.plans.permissions import OVER_ACTORS
from rinde.foundations.design.spanish import spanish_number
from rinde.services.access import Principal
from rinde.sites.desk.step import Step


def told_of_commitments(by: Principal, *, entity_slug: str, today: date) -> Iterator[Step]:
    """What waits of commitments, for whoever may do it. Three queries at most."""
    url = reverse("desk:commitment_list", kwargs={"entity_slug": entity_slug})
    if by.may_somewhere(MANAGE) and RoleCode.INTERNAL_CONTROL not in by.roles:
        yield from _pressing(by, url, today)
    if by.may(MODERATE) and (count := waiting_comments()):
        text = "Quien obtuvo un compromiso dio su palabra; su comentario espera que alguien lo mire."
        yield Step(f"Comentarios por revisar: {spanish_number(count)}", text, url, "Revisarlos", "due", "Por revisar")


def _pressing(by: Principal, url: str, today: date) -> Iterator[Step]:
    waiting = pressing_commitments(_own_actors(by), today=today)
    if waiting.late:
        text = "La fecha pasó y la ciudadanía lo ve. Cuente qué se hizo, o mueva la fecha con su motivo."
        title = f"Compromisos vencidos: {spanish_number(waiting.late)}"
        yield Step(title, text, f"{url}?estado=vencidos", "Ver los vencidos", "late", "Vencidos")
    if waiting.soon:
        text = "Se prometieron en un espacio de diálogo y vencen en dos semanas o menos."
        title = f"Compromisos que vencen pronto: {spanish_number(waiting.soon)}"
        yield Step(title, text, f"{url}?estado=abiertos", "Ver cuáles", "due", "Vencen pronto")
    if waiting.returned:
        title = f"Avances devueltos: {spanish_number(waiting.returned)}"
        text = "La coordinación dijo qué hay que corregir."
        yield Step(title, text, f"{url}?estado=abiertos", "Corregirlos", "late", "Devueltos")
    if waiting.to_decide and by.may(MANAGE):
        title = f"Avances de compromisos por aceptar: {spanish_number(waiting.to_decide)}"
        text = "La dependencia contó qué hizo; será público cuando se acepte."
        yield Step(title, text, f"{url}?estado=abiertos", "Revisarlos", "due", "Por aceptar")


def _own_actors(by: Principal) -> frozenset[int] | None:
    """The units whose commitments this person answers for; None for those of the whole entity."""
    if by.may(MANAGE):
        return None
    giving = (one for one in by.grants if MANAGE in one.permissions and one.scope.kind == OVER_ACTORS)
    return frozenset(actor for one in giving for actor in one.scope.ids)
