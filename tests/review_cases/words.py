"""Cases of the rules about the texts."""

from dataclasses import replace

from review_cases.building import Case, activity, context, one, plan, row
from rinde.capabilities.plans.rules.content import PlanContent

LONG = "Se hará con los enlaces de cada dependencia y se cerrará con un informe."


def _described(first: str, second: str) -> PlanContent:
    return plan(
        activity("Publicar el informe", description=first, code="1.1"),
        activity("Formar a los servidores", description=second, code="1.2"),
    )


def _sharing(number: int) -> PlanContent:
    names = ("Conformar el equipo", "Divulgar los logros", "Abrir la mesa", "Publicar el cronograma", "Evaluar")
    rows = (row(product="Estrategia de rendición implementada") for _ in range(number))
    return plan(*(activity(names[n], one_row, code=f"1.{n + 1}") for n, one_row in enumerate(rows)))


CASES = (
    Case(
        "other-year",
        one(name="Adoptar la estrategia antitrámites 2024"),
        one(name="Publicar el informe de gestión de 2025"),
    ),
    Case(
        "other-year",
        one(name="Mejorar los trámites en el segundo semestre del 2024"),
        one(name="Aplicar el Decreto 1122 de 2024 y el plan de desarrollo 2024-2027"),
    ),
    Case("tags", one(name="<p>Publicar el informe</p>"), one(name="Publicar si el avance es < 60 % y > 10 %")),
    Case("spelling", one(name="Registrar el trámite en SUIIT"), one(name="Registrar el trámite en SUIT")),
    Case("copied-description", _described(LONG, LONG), _described("Anual", "Anual")),
    Case("same-product", _sharing(5), _sharing(3)),
    Case(
        "one-or-other",
        one(row(product="Publicación en la web y/o correo enviado")),
        one(row(product="Canales presenciales y/o virtuales abiertos")),
    ),
    Case(
        "one-or-other",
        one(row("1 publicación", expected_evidence=("Enlace y/o correo",))),
        one(row("1 publicación", expected_evidence=("Enlace", "Correo"))),
    ),
    Case(
        "attendance-list",
        one(row("1 jornada", product="Listado de asistencia")),
        one(row("1 jornada", product="Acta y totales de asistencia")),
    ),
    Case(
        "attendance-list",
        one(row("Listas de asistencia", product="Listas de asistencia")),
        one(row("Lista de chequeo", product="Lista de chequeo")),
    ),
    Case(
        "slogan",
        replace(one(), title="Programa ¡Unidos construimos futuro!"),
        replace(one(), objective="Consolidar el gobierno abierto y digital"),
    ),
    Case(
        "slogan",
        one(name="Difundir los logros de Puerto Claro Primero"),
        one(name="Difundir los logros de la entidad"),
        context(slogans=("Puerto Claro primero",)),
    ),
)
