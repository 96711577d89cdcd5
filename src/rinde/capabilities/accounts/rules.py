"""Roles as readable classes: what each person may do. Pure; the permission matrix of the manual is made from here.

A permission is «capability.verb». A role over a part of the entity (a plan, some units) has the same permissions there
and none elsewhere; see `rinde.services.access.Scope`.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rinde.capabilities.accounts.choices import RoleCode, ScopeKind

PERMISSIONS: dict[str, str] = {
    "desk.open": "Entrar al escritorio de la entidad",
    "entities.edit": "Cambiar los datos de la entidad y su organigrama",
    "accounts.manage": "Invitar personas y cambiar sus roles",
    "audit.read": "Leer el rastro de auditoría",
    "plans.read_draft": "Leer planes en borrador",
    "plans.edit": "Crear y editar planes en borrador",
    "plans.publish": "Publicar una versión del plan",
    "plans.register_act": "Registrar el acto que aprueba un plan o sus cambios, con segundo factor",
    "plans.request_change": "Pedir un cambio a un plan publicado",
    "followup.read": "Leer los reportes, las pruebas internas y los tableros de seguimiento",
    "followup.report": "Reportar el avance, responder a control interno y escribir acciones de mejora",
    "followup.monitor": "Monitorear: aceptar o devolver reportes, y llevar las rondas",
    "followup.evaluate": "Evaluar los cortes y publicar el informe de seguimiento",
    "followup.read_reserved": "Leer las pruebas reservadas",
    "followup.moderate": "Moderar y responder lo que la ciudadanía dice de una actividad",
    "followup.set_policy": "Decir quién monitorea y evalúa un plan, y cuándo se avisa",
    "consultations.manage": "Abrir y cerrar la consulta pública de un borrador y responderla",
    "consultations.moderate": "Moderar los comentarios de una consulta y entrar los que llegan en papel",
    "dialogue.read": "Leer los espacios de diálogo, sus pasos y sus compromisos, sin datos de las personas",
    "dialogue.manage": "Preparar y llevar los espacios de diálogo, sus actas, informes y compromisos",
    "dialogue.moderate": "Moderar las preguntas y registrar la asistencia de los espacios en cuyo equipo está",
    "dialogue.evaluate": "Evaluar los espacios de diálogo y los planes de mejoramiento",
    "surveys.read": "Leer las encuestas y sus resultados completos, sin datos de las personas",
    "surveys.manage": "Preparar, abrir y cerrar encuestas, y publicar sus resultados",
    "surveys.enter": "Entrar las respuestas de una encuesta que llegan en papel",
    "pqrsd.read": "Leer las peticiones con los datos de quien pide",
    "pqrsd.file": "Radicar lo que la ciudadanía pide",
    "pqrsd.triage": "Decir de qué tipo es una petición, trasladarla, prorrogarla y pedir que se complete",
    "pqrsd.answer": "Proyectar la respuesta de una petición de su dependencia",
    "pqrsd.approve": "Revisar y enviar la respuesta de una petición",
    "plan_imports.upload": "Subir un documento y revisar lo leído",
}


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its code, what it is for in one sentence, and what it may do."""

    code: RoleCode
    purpose: str
    permissions: frozenset[str]

    @property
    def name(self) -> str:
        return str(self.code.label)


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            RoleCode.ENTITY_ADMIN,
            "Mantiene los datos de la entidad, su organigrama y las personas, y registra los actos. No edita planes.",
            frozenset(
                {
                    "desk.open",
                    "entities.edit",
                    "accounts.manage",
                    "audit.read",
                    "plans.read_draft",
                    "plans.register_act",
                    "followup.read",
                    "followup.set_policy",
                    "dialogue.read",
                    "surveys.read",
                }
            ),
        ),
        Role(
            RoleCode.PLAN_COORDINATOR,
            "Sube, revisa, edita y publica los planes. A menudo es la oficina de planeación.",
            frozenset(
                {
                    "desk.open",
                    "entities.edit",
                    "plans.read_draft",
                    "plans.edit",
                    "plans.publish",
                    "plans.register_act",
                    "plans.request_change",
                    "plan_imports.upload",
                    "consultations.manage",
                    "consultations.moderate",
                    "followup.read",
                    "followup.report",
                    "followup.monitor",
                    "followup.read_reserved",
                    "followup.moderate",
                    "followup.set_policy",
                    "dialogue.read",
                    "dialogue.manage",
                    "dialogue.moderate",
                    "surveys.read",
                    "surveys.manage",
                    "surveys.enter",
                    "pqrsd.read",
                    "pqrsd.file",
                    "pqrsd.triage",
                    "pqrsd.answer",
                    "pqrsd.approve",
                }
            ),
        ),
        Role(
            RoleCode.UNIT_LIAISON,
            "Reporta las actividades de su dependencia con sus pruebas, y pide cambios con su motivo.",
            frozenset(
                {
                    "desk.open",
                    "plans.read_draft",
                    "plans.request_change",
                    "followup.read",
                    "followup.report",
                    "dialogue.read",
                    "dialogue.manage",
                    "dialogue.moderate",
                    "surveys.read",
                    "surveys.enter",
                    "pqrsd.answer",
                }
            ),
        ),
        Role(
            RoleCode.UNIT_HEAD,
            "Ve cómo va su dependencia, recibe los avisos de lo que se venció y puede reportar.",
            frozenset(
                {
                    "desk.open",
                    "plans.read_draft",
                    "plans.request_change",
                    "followup.read",
                    "followup.report",
                    "dialogue.read",
                    "dialogue.manage",
                    "surveys.read",
                    "pqrsd.answer",
                    "pqrsd.approve",
                }
            ),
        ),
        Role(
            # It recommends and verifies, and never edits what it evaluates (Ley 87/1993 art. 12, parágrafo).
            RoleCode.INTERNAL_CONTROL,
            "Lee todo, también el rastro de auditoría, y evalúa cada corte. No edita planes ni lo que otros reportan.",
            frozenset(
                {
                    "desk.open",
                    "audit.read",
                    "plans.read_draft",
                    "followup.read",
                    "followup.read_reserved",
                    "followup.evaluate",
                    "dialogue.read",
                    "dialogue.evaluate",
                    "surveys.read",
                    "pqrsd.read",
                }
            ),
        ),
        Role(
            RoleCode.COMMUNICATIONS,
            "Prepara la publicación y la difusión. Lee los borradores.",
            frozenset(
                {
                    "desk.open",
                    "plans.read_draft",
                    "consultations.moderate",
                    "followup.read",
                    "followup.moderate",
                    "dialogue.read",
                    "dialogue.moderate",
                    "surveys.read",
                    "surveys.manage",
                    "surveys.enter",
                }
            ),
        ),
        Role(
            RoleCode.CITIZEN_SERVICE,
            "Atiende a la ciudadanía: modera los comentarios a los borradores y entra los que llegan en papel.",
            frozenset(
                {
                    "desk.open",
                    "consultations.moderate",
                    "followup.moderate",
                    "dialogue.read",
                    "dialogue.moderate",
                    "surveys.read",
                    "surveys.enter",
                    "pqrsd.read",
                    "pqrsd.file",
                    "pqrsd.triage",
                    "pqrsd.answer",
                    "pqrsd.approve",
                }
            ),
        ),
        Role(
            RoleCode.READER,
            "Lee, sin cambiar nada.",
            frozenset({"desk.open", "plans.read_draft", "followup.read", "dialogue.read", "surveys.read"}),
        ),
    )
}


def permissions_of(role: str) -> frozenset[str]:
    """The permissions of a role; none for a role that no longer exists, so that old data never opens a door."""
    known = ROLES.get(role)
    return known.permissions if known else frozenset()


# Whoever operates the platform creates entities and sees their list; what is inside them stays shut.
OPERATOR_ROLE = "PLATFORM_OPERATOR"
OPERATOR_PERMISSIONS = frozenset({"platform.manage"})


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One permission and, role by role in the order of `ROLES`, whether the role holds it."""

    permission: str
    meaning: str
    held: tuple[bool, ...]


def permission_matrix() -> tuple[MatrixRow, ...]:
    """Lay out who may do what, for the manual and for the desk."""
    return tuple(
        MatrixRow(code, meaning, tuple(code in role.permissions for role in ROLES.values()))
        for code, meaning in PERMISSIONS.items()
    )


INVITATION_TERM = timedelta(days=7)


class InvitationState(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


# What the person who follows the link reads, with the way out.
REFUSED_INVITATION: dict[InvitationState, str] = {
    InvitationState.ACCEPTED: "Esta invitación ya se usó. Ingrese con su correo y su contraseña.",
    InvitationState.WITHDRAWN: "La entidad retiró esta invitación. Si la necesita, pida una nueva a quien la invitó.",
    InvitationState.EXPIRED: "La invitación venció a los siete días. Pida a quien la invitó que la envíe de nuevo.",
}


def token_hash(token: str) -> str:
    """SHA-256 of a link's token in hexadecimal; a token has 256 random bits, so no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_state(*, accepted: bool, withdrawn: bool, expires_at: datetime, now: datetime) -> InvitationState:
    """Tell what has become of an invitation; it can be used until the very moment at which it expires."""
    if accepted:
        return InvitationState.ACCEPTED
    if withdrawn:
        return InvitationState.WITHDRAWN
    return InvitationState.EXPIRED if now > expires_at else InvitationState.PENDING


def leaves_without_administrator(administrators: Iterable[int], user_id: int) -> bool:
    """Tell whether nobody would administer the entity once this person no longer does."""
    return set(administrators) <= {user_id}


def scope_gaps(role: str, scope_kind: str, *, chosen: int) -> tuple[str, ...]:
    """List in Spanish what keeps a role from being given over a part of the entity.

    Args:
        chosen: how many plans, parts of a plan or units were chosen.
    """
    gaps: list[str] = []
    if role not in ROLES:
        gaps.append("Escoja un rol de la lista.")
    if scope_kind not in ScopeKind.values:
        gaps.append("Escoja sobre qué parte de la entidad vale el rol.")
    elif scope_kind != ScopeKind.ENTITY:
        if role == RoleCode.ENTITY_ADMIN:
            gaps.append("La administración vale para toda la entidad. Escoja «Toda la entidad» u otro rol.")
        if not chosen:
            gaps.append("Escoja al menos una dependencia o un plan, o «Toda la entidad».")
    return tuple(gaps)
