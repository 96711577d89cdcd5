"""Every rule by which a draft is checked: severity, title and explanation. The manual's table is made from it."""

from dataclasses import dataclass

from rinde.capabilities.plan_imports.rules.draft import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that a person should look at. ``title`` and ``explanation`` are Spanish, for people."""

    id: str
    severity: Severity
    title: str
    explanation: str


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            "impossible-date",
            "error",
            "Fecha que no existe",
            (
                "El documento trae una fecha que no está en el calendario, como el 30 de febrero, o un "
                "año mal escrito. Se conserva el texto y se propone la fecha más probable."
            ),
        ),
        Rule(
            "negative-quantity",
            "error",
            "Cantidad negativa en una fecha",
            (
                "Detrás de una fecha, entre paréntesis, va cuánto debe estar hecho ese día: «30/04/2026 (3)». "
                "Una cantidad por debajo de cero no dice nada. Escríbala sin el signo menos, o quítela."
            ),
        ),
        Rule(
            "no-date",
            "error",
            "Actividad sin fecha",
            (
                "La fila no dice cuándo se cumple: ni fecha, ni periodo, ni mes marcado. Sin fecha no "
                "se puede hacer seguimiento. Una cuadrícula de meses vacía puede ser un sombreado que "
                "se perdió al convertir el archivo."
            ),
        ),
        Rule(
            "no-responsible",
            "error",
            "Actividad sin responsable",
            "La fila no dice quién responde. Indique al menos una dependencia, comité o cargo.",
        ),
        Rule(
            "no-target",
            "warning",
            "Actividad sin meta ni producto",
            "La fila no dice qué se entrega ni cuánto. Indique la meta o el producto.",
        ),
        Rule(
            "repeated-page",
            "warning",
            "Página repetida",
            ("Varias filas seguidas aparecen dos veces iguales. Se dejó la primera aparición y se retiró la copia."),
        ),
        Rule(
            "repeated-row",
            "warning",
            "Fila repetida",
            (
                "Una fila aparece dos veces igual en todo. Si la copia está en otra página se retira; "
                "si está en la misma tabla se conserva para que usted decida."
            ),
        ),
        Rule(
            "row-without-subcomponent",
            "warning",
            "Fila sin subcomponente",
            "Otras filas de su tabla tienen subcomponente y esta no. Escoja a cuál pertenece.",
        ),
        Rule(
            "other-year",
            "warning",
            "Año distinto al del plan",
            (
                "La fila nombra un año que no es el del plan. Puede ser un rezago válido o un texto "
                "copiado del año anterior."
            ),
        ),
        Rule(
            "text-cut",
            "warning",
            "Texto cortado en el documento",
            "El texto termina a media frase en el propio documento. Complételo con el original.",
        ),
        Rule(
            "quantity-mismatch",
            "warning",
            "Letras y números no coinciden",
            "La cantidad dice una cosa en letras y otra en números. Se leyó el número.",
        ),
        Rule(
            "inherited-cell",
            "notice",
            "Celda tomada de la fila anterior",
            ("El texto pegado perdió las celdas combinadas: el dato vacío se tomó de la fila de arriba."),
        ),
        Rule(
            "unruled-table",
            "warning",
            "Tabla sin líneas",
            ("La tabla no tiene líneas y las columnas se dedujeron por la posición del texto. Revise cada fila."),
        ),
        Rule(
            "no-header",
            "warning",
            "Tabla sin encabezado",
            (
                "La tabla no tiene encabezado y las columnas se dedujeron por su contenido. Confirme "
                "qué contiene cada una."
            ),
        ),
        Rule(
            "hidden-row",
            "notice",
            "Fila oculta",
            ("La hoja tiene filas ocultas que no se leyeron. Muéstrelas en el original si hacen parte del plan."),
        ),
        Rule(
            "no-table",
            "error",
            "No se encontró la tabla del plan",
            (
                "El documento no tiene una tabla con actividades que se pueda reconocer. Suba el "
                "archivo original en Word o Excel, o digite las filas."
            ),
        ),
        Rule(
            "other-table",
            "notice",
            "Tabla que no es del plan",
            (
                "Se dejó fuera una tabla que no contiene actividades del plan: control de cambios, "
                "firmas, normas o mapa de riesgos."
            ),
        ),
        Rule(
            "risk-map",
            "warning",
            "Mapa de riesgos leído como plan",
            ("El documento es un mapa de riesgos. Se leyeron como filas las acciones que tratan los riesgos."),
        ),
        Rule(
            "stray-text",
            "notice",
            "Texto suelto fuera de la tabla",
            "Debajo de la tabla hay un texto suelto que no forma una fila. Se dejó fuera.",
        ),
        Rule(
            "no-year",
            "warning",
            "El documento no dice su año",
            ("No se encontró la vigencia. Indíquela: sin ella las fechas sin año no se pueden completar."),
        ),
    )
}
