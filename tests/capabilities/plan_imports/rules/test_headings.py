"""Headings: what columns are called, cut, misspelt, turned and all."""

import pytest

from rinde.capabilities.plan_imports.rules.headings import HEADINGS, Role
from rinde.capabilities.plan_imports.rules.lexicon import fold_heading, other_table, roles_of


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Actividades", Role.ACTIVITY),
        ("Actividades Programadas", Role.ACTIVITY),
        ("ACCIÓN", Role.ACTIVITY),
        ("dadivitcA", Role.ACTIVITY),
        ("Tarea", Role.DESCRIPTION),
        ("Descripción", Role.DESCRIPTION),
        ("Subcomponente\nProcesos", Role.SUBCOMPONENT),
        ("Sub-Componente", Role.SUBCOMPONENT),
        ("Componente", Role.COMPONENT),
        ("Subcomponen te / procesos", Role.SUBCOMPONENT),
        ("Estrategia / Subcomponente", Role.SUBCOMPONENT),
        ("PROCESO / SUBCOMPONENTE", Role.SUBCOMPONENT),
        ("Subcomponente o proceso", Role.SUBCOMPONENT),
        ("Proceso y/o subcompo nente", Role.SUBCOMPONENT),
        ("Eje / Estrategia", Role.GROUP),
        ("Elemen", Role.GROUP),
        ("Gestión", Role.GROUP),
        ("Objetivo estratégico", Role.GROUP),
        ("Acción estratégica", Role.GROUP),
        ("Meta", Role.TARGET),
        ("Meta o producto", Role.TARGET_OR_PRODUCT),
        ("Metas y/o Productos", Role.TARGET_OR_PRODUCT),
        ("Producto entregable", Role.PRODUCT),
        ("Entregable", Role.PRODUCT),
        ("Fórmula del indicador", Role.INDICATOR),
        ("Recursos", Role.RESOURCES),
        ("Respons", Role.RESPONSIBLE),
        ("Responsa\nble", Role.RESPONSIBLE),
        ("Reponsable", Role.RESPONSIBLE),
        ("Dependencia responsable", Role.RESPONSIBLE),
        ("Ejecutor", Role.RESPONSIBLE),
        ("Fecha programada", Role.SCHEDULE),
        ("Fecha de cumplimiento", Role.SCHEDULE),
        ("Cronograma 2024", Role.SCHEDULE),
        ("Inicio", Role.START),
        ("Fecha final", Role.END),
        ("Fecha de inicio", Role.START),
        ("F. Inicial", Role.START),
        ("Inicia", Role.START),
        ("Desde", Role.START),
        ("Fecha de termina ción", Role.END),
        ("Fecha de culminación", Role.END),
        ("Termina", Role.END),
        ("Hasta", Role.END),
        ("Cierre", Role.END),
        ("N°", Role.CODE),
        ("Periodicidad", Role.FREQUENCY),
        ("Actividades realizadas", Role.FOLLOW_UP),
        ("% de avance", Role.FOLLOW_UP),
        ("Fecha de seguimiento 30/04/2017", Role.FOLLOW_UP),
    ],
)
def test_a_heading_means_its_role(heading: str, role: Role) -> None:
    assert roles_of(heading)[0][0] is role


@pytest.mark.parametrize(
    "content",
    [
        "Estrategia publicada",
        "Publicar informes de gestión",
        "Estrategia / política publicada",
        "Registro de respuestas",
        "Secretaría de Planeación",
        "X",
        "Funcionamiento",
    ],
)
def test_content_is_no_heading(content: str) -> None:
    assert roles_of(content) == ()


def test_every_heading_of_the_table_is_a_valid_pattern() -> None:
    assert all(heading.pattern.pattern and 0 < heading.sure <= 1.1 for heading in HEADINGS)


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (["Fecha", "Versión", "Descripción"], "changes"),
        (["Elaboró", "Revisó", "Aprobó"], "signatures"),
        (["Norma", "Descripción"], "norms"),
        (["Riesgo", "Causa", "Probabilidad", "Impacto"], "risk"),
        (["Actividad", "Responsable", "Fecha"], None),
    ],
)
def test_other_table_names_what_is_no_plan(headings: list[str], kind: str | None) -> None:
    assert other_table(headings) == kind


def test_fold_heading_is_the_key_of_a_mapping() -> None:
    assert fold_heading("  Meta y/o\nPRODUCTO (N.º) ") == "meta y o producto n"
