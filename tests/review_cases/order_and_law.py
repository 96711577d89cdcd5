"""Cases of the rules about order, legal terms and dialogue."""

from dataclasses import replace

from plan_contents import an_assignment
from review_cases.building import CONTEXT, NO_HOLIDAYS, Case, activity, context, one, plan, row
from rinde.capabilities.plans.rules.content import NodeContent, PlanContent
from rinde.capabilities.plans.rules.templates import template

PAAC = template("PAAC_2015")
FOUR_MONTHLY = context(template=PAAC, cut_offs=PAAC.default_cut_offs, calendar=NO_HOLIDAYS)
OCI = {"assignments": (an_assignment("Oficina de Control Interno"),)}


def _pair(first: tuple[str, str], second: tuple[str, str]) -> PlanContent:
    return plan(
        activity(first[0], row("1 documento", first[1]), code="1.1"),
        activity(second[0], row("1 pieza", second[1]), code="1.2"),
    )


def _accounts(*names: str) -> PlanContent:
    rows = (activity(name, row("1 entrega"), code=f"3.{n}") for n, name in enumerate(names, start=1))
    return plan(nodes=(NodeContent("Rendición de cuentas", code="3", activities=tuple(rows)),))


PUBLISHED = ("Publicar el informe de gestión", "Difundir el informe de gestión por radio", "Actualizar el micrositio",
             "Publicar la ejecución del presupuesto")  # fmt: skip

CASES = (
    Case(
        "spread-too-early",
        _pair(
            ("Publicar el informe de gestión anual", "31/03/2026"),
            ("Difundir el informe de gestión anual", "27/02/2026"),
        ),
        _pair(
            ("Publicar el informe de gestión anual", "27/02/2026"),
            ("Difundir el informe de gestión anual", "31/03/2026"),
        ),
    ),
    Case(
        "spread-too-early",
        _pair(("Publicar el mapa", "31/03/2026"), ("Difundir la anterior publicación en redes", "27/02/2026")),
        _pair(("Publicar el mapa", "31/03/2026"), ("Difundir la oferta de empleo en redes", "27/02/2026")),
    ),
    Case(
        "spread-too-early",
        _pair(("Publicar el mapa", "31/03/2026"), ("Divulgar el anterior informe por la emisora", "27/02/2026")),
        _pair(("Publicar el mapa", "31/03/2026"), ("Divulgar los logros de la anterior vigencia", "27/02/2026")),
    ),
    Case(
        "spread-too-early",
        _pair(("Adoptar la política", "30/06/2026"), ("Socializar el resultado de la actividad 1.1", "27/02/2026")),
        _pair(("Adoptar la política", "30/06/2026"), ("Socializar el resultado de la actividad 1.1", "31/07/2026")),
    ),
    Case(
        "event-order",
        _pair(
            ("Celebrar la audiencia pública", "30/06/2026"), ("Publicar la evaluación de la audiencia", "31/03/2026")
        ),
        _pair(
            ("Celebrar la audiencia pública", "30/06/2026"), ("Publicar la evaluación de la audiencia", "31/07/2026")
        ),
    ),
    Case(
        "event-order",
        _pair(("Celebrar la audiencia pública", "30/06/2026"), ("Convocar a la audiencia pública", "31/08/2026")),
        _pair(("Celebrar la audiencia pública", "30/06/2026"), ("Convocar a la audiencia pública", "29/05/2026")),
    ),
    Case(
        "follow-up-report-date",
        one(row("2 informes", "14/05/2026\n30/08/2026", **OCI), name="Publicar el seguimiento al plan anticorrupción"),
        one(row("2 informes", "14/05/2026\n14/09/2026", **OCI), name="Publicar el seguimiento al plan anticorrupción"),
        FOUR_MONTHLY,
    ),
    Case(
        "follow-up-report-date",
        one(row("2 informes", "31/05/2026\n14/09/2026", **OCI), name="Publicar el seguimiento al plan anticorrupción"),
        one(row("2 informes", "31/05/2026\n31/10/2026"), name="Publicar el seguimiento al plan anticorrupción"),
        FOUR_MONTHLY,
    ),
    Case(
        "plan-published-late",
        one(row("1 plan", "27/02/2026"), name="Publicar el plan anticorrupción"),
        one(row("1 plan", "27/02/2026"), name="Publicar la actualización del plan anticorrupción"),
        FOUR_MONTHLY,
    ),
    Case(
        "answers-too-late",
        one(row("1 documento"), name="Responder las preguntas de la audiencia en treinta (30) días hábiles"),
        one(row("1 documento"), name="Responder las preguntas de la audiencia en quince (15) días hábiles"),
    ),
    Case("too-few-spaces", _accounts(*PUBLISHED), _accounts(*PUBLISHED, "Celebrar dos audiencias públicas")),
    Case(
        "group-without-dialogue",
        replace(_accounts("Celebrar la audiencia pública"), scope="Para los jóvenes del municipio"),
        replace(_accounts("Abrir una mesa de diálogo con los jóvenes"), scope="Para los jóvenes del municipio"),
    ),
    Case(
        "group-without-dialogue",
        _accounts("Celebrar la audiencia pública"),
        _accounts("Celebrar el foro con los transportadores"),
        replace(CONTEXT, value_groups=("Transportadores",)),
    ),
)
