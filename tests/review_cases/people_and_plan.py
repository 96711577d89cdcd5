"""Cases of the rules about who answers and about the plan as a whole."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from plan_contents import an_assignment
from review_cases.building import Case, activity, component, context, one, plan, row
from rinde.capabilities.plans.rules.content import AssignmentContent, NodeContent, PlanContent
from rinde.capabilities.plans.rules.review import KnownActor

ENDS_IN_JUNE = context(known_actors={1: KnownActor("Secretaría de Planeación", date(2026, 6, 30))})
OFFICES = tuple(f"Oficina {n}" for n in range(1, 29))
LAST_YEAR = plan(
    activity("Publicar el informe de gestión de la entidad"),
    period_start=date(2025, 1, 1),
    period_end=date(2025, 12, 31),
)
PUBLISH = "Publicar el informe de gestión de la entidad"


def _text(text: str, **fields: object) -> PlanContent:
    return one(row("1 informe", assignments=(AssignmentContent(text, **fields),)))


def _own(name: str, quantity: int, **fields: object) -> AssignmentContent:
    return an_assignment(name, own_target=Decimal(quantity), **fields)


def _group(size: int, target: str = "1 informe") -> object:
    return row(target, assignments=(an_assignment(*OFFICES[:size], group="Todos los organismos"),))


def _coded(*codes: str) -> PlanContent:
    names = ("Publicar el informe", "Revisar el mapa", "Formar a los servidores")
    return plan(*(activity(names[n], code=code, key=f"k{n}") for n, code in enumerate(codes)))


def _twice(first: str, second: str) -> PlanContent:
    name = "Informar a los usuarios sus derechos y deberes"
    return plan(
        nodes=(
            component(activity(name, row(first), code="4.2"), name="Atención", code="4"),
            component(activity(name, row(second), code="5.1"), name="Transparencia", code="5"),
        )
    )


def _parts(first: str, second: str) -> PlanContent:
    children = tuple(
        NodeContent(name, "SUBCOMPONENT", code, activities=(activity(f"Publicar el boletín {code}", code=f"{code}.1"),))
        for name, code in ((first, "1"), (second, "2"))
    )
    return plan(nodes=(NodeContent("Rendición", code="3", children=children),))


def _served(*served: str) -> PlanContent:
    rows = (activity(f"Publicar el informe {n}", code=f"1.{n}", objectives=(text,)) for n, text in enumerate(served, 1))
    return plan(*rows, objectives=("Informar", "Dialogar"))


def _additional(name: str) -> PlanContent:
    child = NodeContent(name, "SUBCOMPONENT", activities=(activity(),))
    return plan(nodes=(NodeContent("Iniciativas adicionales", code="4", children=(child,)),))


CASES = (
    Case(
        "responsible-gone",
        one(row("1 informe", "30/09/2026")),
        one(row("1 informe", "29/05/2026")),
        ENDS_IN_JUNE,
    ),
    Case("person-responsible", _text("Dra. Ana Pérez"), _text("Secretaría de la Mujer")),
    Case("person-responsible", _text("María Fernanda López"), _text("Santiago de Tolú")),
    Case("person-responsible", _text("Contratista de apoyo"), _text("Oficina de Contratación")),
    Case(
        "no-lead",
        one(row("1 informe", assignments=(an_assignment("Planeación"), an_assignment("Prensa")))),
        one(row("1 informe", assignments=(an_assignment("Planeación"), an_assignment("Prensa", role="SUPPORT")))),
    ),
    Case(
        "everybody",
        _text("Todas las dependencias"),
        one(row("1 informe", assignments=(an_assignment(*OFFICES, group="Todas las dependencias"),))),
    ),
    Case("everybody", _text("Todos los organismos"), _text("Todos los organismos", conditional=True)),
    Case(
        "one-name-two-sizes",
        plan(activity("Publicar el informe", _group(28)), activity("Formar a servidores", _group(26), code="1.2")),
        plan(activity("Publicar el informe", _group(28)), activity("Formar a servidores", _group(28), code="1.2")),
    ),
    Case(
        "one-name-two-sizes",
        one(_group(26)),
        one(_group(28)),
        context(known_groups={"Todos los organismos": 28}),
    ),
    Case(
        "one-name-two-sizes",
        plan(activity("Formar a las 28 dependencias"), activity("Visitar a las 26 dependencias", code="1.2")),
        plan(activity("Formar a las 28 dependencias"), activity("Visitar a las 28 dependencias", code="1.2")),
    ),
    Case(
        "group-total",
        one(_group(26, "56 informes, dos (2) por dependencia")),
        one(_group(28, "56 informes, dos (2) por dependencia")),
    ),
    Case(
        "own-targets",
        one(row("10 informes", assignments=(_own("Planeación", 4), _own("Prensa", 5, group="Equipo")))),
        one(row("9 informes", assignments=(_own("Planeación", 4), _own("Prensa", 5, group="Equipo")))),
    ),
    Case(
        "repeated-row",
        one(row("Informe publicado", "30/03/2026"), row("Informe publicado", "15/12/2026")),
        one(row("Informe de enero publicado"), row("Informe de julio publicado")),
    ),
    Case("repeated-activity", _twice("Plegable entregado", "Plegable entregado"), _twice("Plegable", "Cartelera")),
    Case("duplicate-code", _coded("1.1", "1.1"), _coded("1.1", "1.2")),
    Case("missing-code", _coded("1.1", "1.3"), _coded("1.1", "1.2", "1.3")),
    Case("missing-code", _coded("1.1", "1.2", "1.4"), _coded("1.2", "1.4", "1.6")),
    Case("repeated-part", _parts("Diálogo", "Diálogo"), _parts("Diálogo", "Información")),
    Case("objective-without-activity", _served("Informar"), _served("Informar", "Dialogar")),
    Case(
        "same-as-last-year",
        one(name=PUBLISH),
        plan(activity(PUBLISH, carried_from="PTEP 2025, actividad 1.1")),
        context(previous=LAST_YEAR),
    ),
    Case(
        "same-as-last-year",
        one(name=PUBLISH),
        one(name="Publicar el informe de gestión del concejo"),
        context(previous=LAST_YEAR, previous_unfinished=frozenset({"a-1.1"})),
    ),
    Case(
        "permanent-without-deliverable",
        one(row("Permanente", "Permanente")),
        one(row("Informe semestral publicado", "Permanente\n30/06/2026")),
    ),
    Case("replaced-instrument", replace(one(), instrument="PAAC"), one()),
    Case("policy-elsewhere", _additional("Racionalización de trámites"), _additional("Código de integridad")),
)
