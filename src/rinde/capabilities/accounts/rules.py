"""Roles as readable classes: what each person may do. Pure; the permission matrix of the manual is made from here.

A permission is «capability.verb». A role over a part of the entity (a plan, some units) has the same permissions there
and none elsewhere; see `rinde.services.access.Scope`.
"""

from dataclasses import dataclass

from rinde.capabilities.accounts.choices import RoleCode

PERMISSIONS: dict[str, str] = {
    "desk.open": "Entrar al escritorio de la entidad",
    "entities.edit": "Cambiar los datos de la entidad y su organigrama",
    "accounts.manage": "Invitar personas y cambiar sus roles",
    "audit.read": "Leer el rastro de auditoría",
    "plans.read_draft": "Leer planes en borrador",
    "plans.edit": "Crear y editar planes en borrador",
    "plans.publish": "Publicar una versión del plan",
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
            "Mantiene los datos de la entidad, su organigrama y las personas. No toca planes.",
            frozenset({"desk.open", "entities.edit", "accounts.manage", "audit.read", "plans.read_draft"}),
        ),
        Role(
            RoleCode.PLAN_COORDINATOR,
            "Sube, revisa, edita y publica los planes. A menudo es la oficina de planeación.",
            frozenset(
                {"desk.open", "entities.edit", "plans.read_draft", "plans.edit", "plans.publish", "plan_imports.upload"}
            ),
        ),
        Role(
            RoleCode.UNIT_LIAISON,
            "Ve los planes y responde por las actividades de su dependencia.",
            frozenset({"desk.open", "plans.read_draft"}),
        ),
        Role(
            # Control interno recommends and verifies; it never edits what it evaluates (Ley 87/1993 art. 12, parágrafo).
            RoleCode.INTERNAL_CONTROL,
            "Lee todo, también el rastro de auditoría. Nunca edita planes.",
            frozenset({"desk.open", "audit.read", "plans.read_draft"}),
        ),
        Role(
            RoleCode.COMMUNICATIONS,
            "Prepara la publicación y la difusión. Lee los borradores.",
            frozenset({"desk.open", "plans.read_draft"}),
        ),
        Role(
            RoleCode.CITIZEN_SERVICE,
            "Atiende a la ciudadanía. Lee los planes publicados y el escritorio.",
            frozenset({"desk.open"}),
        ),
        Role(RoleCode.READER, "Lee, sin cambiar nada.", frozenset({"desk.open", "plans.read_draft"})),
    )
}


def permissions_of(role: str) -> frozenset[str]:
    """The permissions of a role; none for a role that no longer exists, so that old data never opens a door."""
    known = ROLES.get(role)
    return known.permissions if known else frozenset()
