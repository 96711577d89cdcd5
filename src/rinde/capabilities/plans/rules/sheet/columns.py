"""The columns of the working sheet: titles that a planning officer understands, and what each one is for. Pure."""

from dataclasses import dataclass
from typing import Literal

from rinde.foundations.text.folding import fold

Part = Literal["code", "activity", "deliverable"]


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is the name in code, `title` what people read and by which the column is known again."""

    key: str
    title: str
    width: int  # in characters
    help: str
    part: Part = "deliverable"
    aliases: tuple[str, ...] = ()


ACTIVITY_CODE = "activity_code"
DELIVERABLE_CODE = "deliverable_code"
ACTION = "action"
MARK = "mark"  # the plan's mark when the sheet was written
DELETE = "eliminar"  # what «Acción» may say

COLUMNS = (
    Column(
        ACTIVITY_CODE,
        "Código de la actividad en Rinde",
        11,
        "No cambie este código: por él se reconoce la actividad. En una actividad nueva se deja en blanco.",
        "code",
    ),
    Column(
        DELIVERABLE_CODE,
        "Código del producto en Rinde",
        9,
        "No cambie este código. En un producto nuevo se deja en blanco, y se repite el código de su actividad.",
        "code",
    ),
    Column(MARK, "Marca de la descarga", 9, "No la cambie: dice de cuándo es lo que trae la fila.", "code"),
    Column(ACTION, "Acción", 10, "Escriba «eliminar» para quitar la fila del plan. En blanco, la fila sigue.", "code"),
    Column(
        "place",
        "Componente o subcomponente",
        30,
        "Escójalo de la lista. Con otro de la lista, la actividad se pasa allá.",
        "activity",
        ("Componente", "Subcomponente", "Lugar"),
    ),
    Column("code", "Código", 9, "El que imprime el plan: 3.1.2", "activity", ("Código impreso", "No.", "N°")),
    Column("name", "Actividad", 46, "Qué se va a hacer.", "activity"),
    Column("description", "Descripción", 34, "Detalle de la actividad.", "activity"),
    Column(
        "objectives",
        "Objetivos",
        11,
        "Números de los objetivos específicos a los que sirve, separados por punto y coma: 1; 3",
        "activity",
        ("Objetivos específicos",),
    ),
    Column("task", "Tarea", 28, "Solo si la actividad se divide en tareas, cada una con su producto."),
    Column("target", "Meta", 26, "Cuánto se va a lograr, con las palabras del plan."),
    Column("quantity", "Cantidad", 10, "La cifra de la meta."),
    Column("unit", "Unidad", 11, "Cantidad o Porcentaje.", aliases=("Unidad de la meta",)),
    Column("per_actor", "De cada responsable", 12, "«Sí» si la cantidad la cumple cada responsable por aparte."),
    Column("product", "Producto", 28, "Qué queda hecho."),
    Column("indicator", "Indicador", 24, "Cómo se mide."),
    Column("formula", "Fórmula del indicador", 24, "Con qué operación se calcula.", aliases=("Fórmula",)),
    Column("indicator_unit", "Unidad del indicador", 14, "Informes, personas, porcentaje…"),
    Column("baseline", "Línea base", 10, "De dónde se parte, en la unidad del indicador."),
    Column("accumulation", "Acumulación", 14, "Cómo se juntan los valores de varios periodos."),
    Column("resources", "Recursos", 18, "Con qué recursos."),
    Column("evidence", "Evidencias", 26, "Una por línea. Con cualquiera de ellas basta.", aliases=("Evidencia",)),
    Column(
        "leads",
        "Responsables",
        30,
        "Separados por punto y coma, como en la hoja «Listas». Un grupo lleva (grupo); la parte de alguien, (meta 12).",
        aliases=("Responsable",),
    ),
    Column("supports", "Apoyan", 24, "Quienes ayudan sin responder.", aliases=("Apoyo",)),
    Column(
        "dates",
        "Fecha programada",
        24,
        "Una por línea: 30/06/2026, 01/02/2026 a 30/06/2026, publicado: 31/12/2026 (3), cada trimestre, permanente.",
        aliases=("Fechas", "Fecha", "Fechas programadas"),
    ),
    Column(
        "universe",
        "Lista de lo que se cuenta",
        26,
        "Una por línea: los 39 mapas de «100 % de los mapas».",
        aliases=("Universo",),
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
_BY_TITLE = {fold(title): column for column in COLUMNS for title in (column.title, *column.aliases)}


def column_of(title: str) -> Column | None:
    """The column that a heading names, whatever its capital letters, accents and line breaks."""
    return _BY_TITLE.get(fold(title))
