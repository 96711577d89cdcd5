"""A plan as a careful planner writes it: the review has nothing to say of it."""

from plan_contents import an_assignment
from review_cases.building import activity, plan, row
from rinde.capabilities.plans.rules.content import ActivityContent, NodeContent

_CONTROL = an_assignment("Oficina de Control Interno")
_PRESS = (an_assignment("Oficina de Planeación"), an_assignment("Oficina de Prensa", role="SUPPORT"))
_OFFICES = an_assignment(*(f"Dependencia {n}" for n in range(1, 13)), group="Todas las dependencias")


def _does(code: str, name: str, target: str, when: str, **fields: object) -> ActivityContent:
    return activity(name, row(target, when, **fields), code=code)


_RISKS = (
    _does("1.1", "Revisar la política de riesgos con los líderes de proceso", "1 política ajustada", "27/02/2026"),
    _does(
        "1.2",
        "Actualizar el mapa de riesgos de corrupción",
        "100 % de los procesos con mapa",
        "31/03/2026",
        indicator="Procesos con mapa / total de procesos × 100",
    ),
    _does(
        "1.3",
        "Verificar los controles de los riesgos",
        "Cuatro (4) informes, uno trimestral",
        "Cada trimestre",
        product="Informe de controles",
        assignments=(_CONTROL,),
    ),
)
_INFORMATION = (
    _does("3.1", "Publicar el informe de gestión de 2025", "1 informe publicado", "30/01/2026", assignments=_PRESS),
    _does(
        "3.2",
        "Difundir el informe de gestión por radio y redes",
        "12 cápsulas emitidas",
        "Cada mes",
        product="Cápsulas de radio",
        assignments=_PRESS,
    ),
    _does("3.3", "Contar lo que se publica en cada canal", "1.200 publicaciones", "Cada mes"),
)
_DIALOGUE = (
    _does("3.4", "Convocar a la audiencia pública de rendición de cuentas", "1 convocatoria", "30/04/2026"),
    _does(
        "3.5",
        "Celebrar la audiencia pública de rendición de cuentas",
        "1 audiencia con acta y totales de asistencia",
        "29/05/2026",
    ),
    _does(
        "3.6",
        "Publicar las respuestas a las preguntas de la audiencia en quince (15) días hábiles",
        "1 documento de respuestas",
        "19/06/2026",
    ),
    _does("3.7", "Abrir una mesa de diálogo con los jóvenes", "2 mesas de diálogo", "30/06/2026\n30/10/2026"),
    _does(
        "3.8",
        "Formar a los servidores en control social",
        "Una (1) jornada por dependencia",
        "30/09/2026",
        assignments=(_OFFICES,),
    ),
    _does(
        "3.9",
        "Informe de rendición de cuentas del Acuerdo de Paz",
        "1 informe",
        "Elaborado: 30/11/2026\nPublicado: 18/12/2026",
    ),
)

CLEAN = plan(
    nodes=(
        NodeContent("Gestión de riesgos para la integridad", code="1", activities=_RISKS),
        NodeContent(
            "Rendición de cuentas",
            code="3",
            children=(
                NodeContent("Información", "SUBCOMPONENT", "3.1", activities=_INFORMATION),
                NodeContent("Diálogo", "SUBCOMPONENT", "3.2", activities=_DIALOGUE),
            ),
        ),
    ),
    scope="Toda la entidad y los jóvenes del municipio.",
)
