"""Cases of the rules about targets, indicators and quantities."""

from datetime import date
from decimal import Decimal

from review_cases.building import Case, one, row
from rinde.capabilities.plans.rules.content import MilestoneContent


def _parts(*quantities: int) -> tuple[MilestoneContent, ...]:
    return tuple(
        MilestoneContent(date(2026, 3 * number, 28), expected_quantity=Decimal(quantity))
        for number, quantity in enumerate(quantities, start=1)
    )


THREE_PARTS = {"milestones": _parts(3, 3, 3), "schedule_text": "", "target_unit": "COUNT", "product": "Talleres hechos"}

MAPS = {"product": "Mapa de riesgos aprobado", "indicator": "Mapas / total"}

CASES = (
    Case("people-and-things", one(row("500 personas", **MAPS)), one(row("5 mapas", **MAPS))),
    Case(
        "people-and-things",
        one(row("Quinientas (500) personas", **MAPS)),
        one(row("500 personas", product="Mapa aprobado", indicator="Personas formadas en mapas / inscritas")),
    ),
    Case(
        "people-and-things",
        one(row("500 servidores", **MAPS)),
        one(row("500 personas", product="Talleres realizados", indicator="Talleres / programados")),
    ),
    Case(
        "people-and-things",
        one(row("4 informes", product="Rendición hecha", indicator="Servidores capacitados / citados")),
        one(row("4 informes", product="Informe publicado", indicator="Ciudadanos que lo leen / meta")),
    ),
    Case(
        "people-and-things",
        one(row("20 ciudadanos", product="Mapa", indicator="Riesgos identificados")),
        one(row("20 ciudadanos", product="Mapa de 20 ciudadanos", indicator="Riesgos identificados")),
    ),
    Case("target-without-unit", one(row("3")), one(row("3", product="Jornada de formación"))),
    Case("target-without-unit", one(row("100 %")), one(row("100 %", indicator="Contratos publicados / suscritos"))),
    Case("impossible-quantity", one(row("120 % de las solicitudes")), one(row("Aumentar 120 % las visitas"))),
    Case("impossible-quantity", one(row("0 informes")), one(row("1 informe"))),
    Case("words-and-figures", one(row("Tres (4) informes")), one(row("Cuatro (4) informes"))),
    Case(
        "quantity-and-target",
        one(row("Cuatro (4) informes", target_quantity=Decimal(3))),
        one(row("Una (1) publicación trimestral", "Cada trimestre", target_quantity=Decimal(4))),
    ),
    Case(
        "quantity-and-frequency",
        one(row("Una (1) publicación trimestral", "Cada trimestre")),
        one(row("Cuatro (4) publicaciones, una trimestral", "Cada trimestre")),
    ),
    Case(
        "quantity-and-frequency",
        one(row("(4) informes semestrales", "Cada semestre")),
        one(row("(4) piezas semestrales", "Cada semestre")),  # two at a time
    ),
    Case(
        "quantity-and-frequency",
        one(row("1 publicación por mes", "31/12/2026")),
        one(row("1 publicación en el mes de junio", "30/06/2026")),
    ),
    Case(
        "quantity-and-frequency",
        one(row("Una (1) publicación mensual por tema", "Cada trimestre")),
        one(row("Una (1) publicación mensual por tema, según su relevancia", "Cada trimestre")),
    ),
    Case(
        "frequency-and-dates",
        one(row("Sitio actualizado cada trimestre", "31/12/2026")),
        one(row("Sitio actualizado cada trimestre", "Cada trimestre")),
    ),
    Case(
        "quantity-and-dates",
        one(row("Tres (3) informes", "31/01/2026\n30/04/2026\n31/07/2026\n31/10/2026")),
        one(row("Un (1) informe", "elaborado: 30/11/2026\npublicado: 31/12/2026")),
    ),
    Case(
        "quantity-and-dates",
        one(row("Un (1) espacio", "30/06/2026\n30/09/2026")),
        one(row("Al menos un (1) espacio", "30/06/2026\n30/09/2026")),
    ),
    Case(
        "parts-and-total",
        one(row("", target_quantity=Decimal(10), **THREE_PARTS)),
        one(row("", target_quantity=Decimal(9), **THREE_PARTS)),
    ),
    Case(
        "indicator-and-target",
        one(row("1 plan de comunicaciones", indicator="Porcentaje de avance")),
        one(row("4 informes", indicator="Informes publicados / informes programados × 100")),
    ),
    Case(
        "indicator-and-target",
        one(row("100 % de los procesos", indicator="Número de procesos")),
        one(row("100 % de los procesos", indicator="Número de procesos revisados / total de procesos")),
    ),
    Case(
        "indicator-and-target",
        one(row("100 % de los procesos", indicator="Procesos", indicator_unit="Número")),
        one(row("100 % de los procesos", indicator="Procesos", indicator_unit="Porcentaje")),
    ),
    Case("huge-count", one(row("5.000 publicaciones", "31/12/2026")), one(row("5.000 publicaciones", "Cada mes"))),
    Case("huge-count", one(row("400 videos", "31/12/2026")), one(row("400 personas formadas", "31/12/2026"))),
    Case("several-targets", one(row("3 talleres; 2 ferias")), one(row("4 informes; uno por dependencia"))),
    Case(
        "universe-and-target",
        one(row("100 % de los 3 mapas", universe=("Compras", "Archivo"))),
        one(row("100 % de los 3 mapas", universe=("Compras", "Archivo", "Predial"))),
    ),
)
