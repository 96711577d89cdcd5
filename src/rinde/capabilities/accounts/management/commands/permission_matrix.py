"""`rinde permission-matrix`: the page of the manual that says who may do what, made from the roles themselves."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from rinde.capabilities.accounts.rules import ROLES, permission_matrix

SCOPES = (
    "Un rol puede valer para toda la entidad, para un plan o para algunas dependencias: dentro de ese alcance da los "
    "mismos permisos, y fuera de él, ninguno."
)


class Command(BaseCommand):
    help = "Imprime la tabla de permisos de cada rol en Markdown, como está en el manual."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="imprime JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"]:
            matrix = {code: sorted(role.permissions) for code, role in ROLES.items()}
            self.stdout.write(json.dumps(matrix, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(in_markdown(), ending="")


def in_markdown() -> str:
    """The whole page: what each role is for, then role by role what it may do."""
    roles = list(ROLES.values())
    lines = [
        "# Quién puede hacer qué",
        "",
        "Esta página se genera con `rinde permission-matrix`; no la edite a mano.",
        "",
        SCOPES,
        "",
        "## Los roles",
        "",
        *(f"- **{role.name}.** {role.purpose}" for role in roles),
        "",
        "## Los permisos",
        "",
        f"| Permiso | {' | '.join(role.name for role in roles)} |",
        f"|---|{':-:|' * len(roles)}",
        *(
            f"| {row.meaning} | {' | '.join('sí' if held else 'no' for held in row.held)} |"
            for row in permission_matrix()
        ),
        "",
        "Quien opera la plataforma crea entidades y ve su lista; no entra a ninguna sin una invitación.",
        "",
    ]
    return "\n".join(lines)
