"""The words with which plans head their columns, and what each one means: data, to be added to freely.

Each entry gives a role, how sure the words alone make us, the ``stems`` that head such a column and the ``tails`` with
which a stem may go on. Both are lists with commas, of regular expressions on folded text (lower case, no accents, no
punctuation). A stem must be the whole heading, unless one of the tails follows it: «Estrategia» heads a column,
«Estrategia publicada» is content.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a column holds. The values appear in the public JSON of a draft (``columns``)."""

    CODE = "code"
    COMPONENT = "component"
    SUBCOMPONENT = "subcomponent"
    GROUP = "group"
    ACTIVITY = "activity"
    DESCRIPTION = "description"
    TARGET = "target"
    PRODUCT = "product"
    TARGET_OR_PRODUCT = "target_or_product"
    INDICATOR = "indicator"
    RESOURCES = "resources"
    RESPONSIBLE = "responsible"
    SCHEDULE = "schedule"
    START = "start"
    END = "end"
    FREQUENCY = "frequency"
    PERIOD = "period"
    FOLLOW_UP = "follow_up"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Heading:
    """One way of heading a column."""

    role: Role
    sure: float
    stems: str
    tails: str = ""

    @property
    def pattern(self) -> re.Pattern[str]:
        tail = f"(?: (?:{_either(self.tails)}).{{0,60}})?" if self.tails else ""
        return re.compile(f"(?:{_either(self.stems)}){tail}")

    @property
    def squeezed(self) -> re.Pattern[str]:
        """The stems without spaces, for headings whose words were cut in the middle."""
        return re.compile(_either(self.stems).replace(" ", ""))


def _either(words: str) -> str:
    return "|".join(" ".join(part.split()) for part in words.split(", ") if part.strip())


HEADINGS: tuple[Heading, ...] = (
    Heading(
        Role.TARGET_OR_PRODUCT,
        1.1,  # «Meta y/o producto» is more than a «Meta» that goes on
        r"metas?\b.{0,8}\b(?:productos?|entregables?|resultados?), "
        r"(?:productos?|entregables?|resultados?)\b.{0,8}\bmetas?",
        "esperad, programad",
    ),
    Heading(Role.TARGET_OR_PRODUCT, 0.9, "meta o, producto o, metas?[oy]productos?, meta[oy]producto"),
    Heading(
        Role.SUBCOMPONENT,
        1.0,
        "sub ?componentes?, sub ?procesos?, subcomponentes? procesos?, subcomponentes? o procesos?",
        "no$, n$, procesos?$, estrategia$, tema",
    ),
    Heading(Role.COMPONENT, 1.0, "componentes?", "del? (?:paac|ptep|plan|programa), paac, ptep"),
    Heading(
        Role.ACTIVITY,
        1.0,
        "(?:nombre de la |listado de |principales )?actividad(?:es)?",
        "programad, propuest, planead, planificad, especific, principal, general, formulad, a desarrollar, "
        "a realizar, a ejecutar, a implementar, por realizar, de gestion, de control, o accion, accion, y acciones, "
        "del plan, planteada, clave, prevista, o tareas, estrategic, a cumplir, definid, concret",
    ),
    Heading(
        Role.ACTIVITY,
        0.95,
        "accion(?:es)?",
        "a ., del? ., propuest, programad, especific, planead, o ., y ., por ., preventiv, concret, asociad, formulad",
    ),
    Heading(Role.GROUP, 1.0, "accion estrategica, acciones estrategicas, lineas? de accion", "no, n, del? ., \\d"),
    Heading(
        Role.DESCRIPTION,
        0.9,
        "tareas?, sub ?actividad(?:es)?, hitos?, accion(?:es)? especificas?, pasos?, actividad(?:es)? especificas?",
        "a ., del? ., o ., y ., programad, especific, propuest",
    ),
    Heading(Role.ACTIVITY, 0.8, "que se va a hacer, que vamos a hacer, que hacer, que se hara, que"),
    Heading(Role.ACTIVITY, 0.7, "compromisos?, iniciativas?, medidas?", "a ., del? ., o ., y ., adicional, propuest"),
    Heading(Role.ACTIVITY, 0.6, "descripcion de (?:la|las) (?:actividad|actividades|accion|acciones)"),
    Heading(Role.ACTIVITY, 0.85, "(?:no )?(?:codigo )?y descripcion, codigo descripcion"),
    Heading(
        Role.DESCRIPTION,
        0.9,
        "(?:codigo y |no codigo y )?descripcion(?: general)?, detalle, alcance, como, como se va a hacer",
        "del? ., de la ., actividad, accion",
    ),
    Heading(
        Role.CODE,
        1.0,
        "no, n, nro, num, numero, items?, id, codigo, cod, consecutivo, orden, ord, ref, numeral, actividad no, "
        "no (?:de )?(?:la )?actividad, codigo (?:de )?(?:la )?actividad, numero de (?:la )?actividad",
    ),
    Heading(
        Role.TARGET,
        1.0,
        "metas?",
        r"programad, anual, propuest, cuantitativ, del, de ., para ., planead, fisica, esperad, vigencia, \d{4}, "
        "cuatrienio, total, numerica, y ., a alcanzar",
    ),
    Heading(
        Role.TARGET, 0.8, "cantidad, cantidad programada, unidades, valor esperado, cuanto, unidad de medida y meta"
    ),
    Heading(
        Role.PRODUCT,
        1.0,
        "productos?, entregables?, productos? entregables?, bien o servicio, bienes? y servicios?, "
        "resultados? esperados?, productos? esperados?, productos? o entregables?",
        r"del? ., finales?$, a entregar, programad, esperad, o servicio, o evidencia, y ., planead, \d{4}, intermedio",
    ),
    Heading(
        Role.PRODUCT,
        0.55,
        "evidencias?, registros?, medios? de verificacion, resultados?, evidencia o producto",
        "esperad, de cumplimiento, de la actividad, o ., y ., del? indicador",
    ),
    Heading(
        Role.INDICATOR,
        1.0,
        "indicador(?:es)?, formulas?, variables?, linea base, unidad de medida, meta del indicador, "
        "nombre del indicador",
        "del? ., y ., o ., formula, cumplimiento, gestion, verificable, asociad, clave, propuest, para ., resultado, "
        "producto",
    ),
    Heading(
        Role.RESOURCES,
        0.9,
        "recursos?, presupuesto, costos?, valor, fuente de financiacion, tipo de recursos?, insumos",
        r"y ., o ., del? ., requerid, necesari, asignad, estimad, disponible, en ., fisic, human, financier, \d{4}",
    ),
    Heading(
        Role.RESPONSIBLE,
        1.0,
        "responsables?, encargados?, encargadas?, ejecutor(?:es)?, areas? responsables?, dependencias? responsables?, "
        "unidad(?:es)? responsables?, procesos? responsables?, cargos? responsables?, lider(?:es)? responsables?, "
        "organismos? responsables?, entidad(?:es)? responsables?, quien, quienes, a cargo de, responsabilidad, "
        "funcionarios? responsables?, secretarias? responsables?, oficinas? responsables?",
        "del? ., por ., y ., o ., cargo, area, dependencia, proceso, nombre, principal, directo, ejecucion, lider, "
        "a ., la ., actividad, es$, s$",
    ),
    Heading(
        Role.RESPONSIBLE,
        0.7,
        "dependencias?, organismos?, oficinas?, areas?, secretarias?, lider(?:es)?, cargos?, actor(?:es)?",
        "responsable, encargad, lider$, a cargo, ejecutor, o ., y ., que .",
    ),
    Heading(
        Role.RESPONSIBLE,
        0.45,
        "corresponsables?, dependencias? de apoyo, apoyo, participantes, areas? de apoyo, linea de coordinacion",
    ),
    # «Fecha de inicio» is more than a «Fecha» that goes on.
    Heading(
        Role.START,
        1.1,
        "(?:fechas?|f|dia|plazo) (?:de |del |en que |desde )?(?:la |el )?"
        "(?:inicio|inicial|inicia|iniciacion|iniciar|comienzo|comienza|apertura), "
        "inicio, inicial, inicia, iniciacion, comienzo, comienza, desde, fechas? desde, desde el, inicio fecha",
        "de la actividad, del? ., planead, programad, previst, estimad, propuest, dd, aaaa, \\d",
    ),
    Heading(
        Role.END,
        1.1,
        "(?:fechas?|f|dia|plazo) (?:de |del |en que |hasta )?(?:la |el )?"
        "(?:fin|final|finalizacion|finaliza|finalizar|terminacion|termina|terminar|termino|cierre|culminacion|"
        "culmina), "
        "fin, final, finaliza, finalizacion, termina, terminacion, termino, cierre, culmina, culminacion, hasta, "
        "fechas? hasta, hasta el, fin fecha, fecha limite de terminacion",
        "de la actividad, del? ., planead, programad, previst, estimad, propuest, dd, aaaa, \\d",
    ),
    Heading(
        Role.SCHEDULE,
        1.0,
        "fechas?",
        r"programad, limite, maxim, propuest, previst, planead, estimad, de ., del ., para ., implementacion, "
        r"compromiso, ejecucion, tentativ, establecid, \d{4}, y hora, o periodo, entrega, cumplimiento, realizacion, "
        "dd, y frecuencia",
    ),
    Heading(
        Role.SCHEDULE,
        0.85,
        "cronograma, programacion, calendario, plazos?, plazo de ejecucion, periodos?, tiempos?, cuando, vencimiento, "
        "meses, mes, vigencia, termino de ejecucion, bimestres?, trimestres?, cuatrimestres?, semestres?, ano",
        r"del? ., para ., en ., mensual, anual, programad, planead, y ., o ., previst, limite, maxim, \d{4}, "
        "ejecucion, vigencia, actividades, estimad",
    ),
    Heading(Role.FREQUENCY, 0.9, "periodicidad, frecuencia", "del? ., y ., o ., reporte, ejecucion, seguimiento"),
    Heading(
        Role.GROUP,
        0.8,
        "elementos?, gestion, estrategias?, objetivos?, ejes?, lineas?, programas?, procesos?, etapas?, fases?, "
        "dimension(?:es)?, politicas?, categorias?, temas?, tematicas?, pilar(?:es)?, lineamientos?, momento, "
        "macroprocesos?, capitulo, grupo, ambito, frente, retos?, componente subcomponente, mecanismos?, "
        "estrategia mecanismo medida",
        r"estrategic, especific, general, institucional, asociad, relacionad, o ., y ., no$, n$, mipg, transversal, "
        r"misional, del? (?:la |el |los |las )?(?:plan|mipg|gestion|paac|ptep|desarrollo|politica|rendicion|accion|"
        r"intervencion|trabajo)",
    ),
)

# Columns that tell what was done, not what is planned.
FOLLOW_UP = re.compile(
    r"\bavances?\b|\bobservacion|\bseguimiento|\bmonitoreo\b|\bestado\b|\bsemaforo\b|\bcalificacion\b|\bhallazgo|"
    r"\b(?:actividad(?:es)?|acciones|metas?|gestion) (?:\w+ )?(?:realizad|cumplid|ejecutad|adelantad|desarrollad)|"
    r"\b(?:ejecutad|realizad|cumplid|adelantad|alcanzad|logrado)\w*\b|\bcumplimiento\b|\bverificacion\b|"
    r"\banotacion|\bsoportes?\b|\brecomendacion|\befectividad\b|\bcorte\b|\breporte\b|\bejecucion\b|\blinks?\b|"
    r"\benlace|\bcomentario|\bautoevaluacion\b|\bnivel de\b|^%|\bevaluacion\b"
)
# What these words say is planned all the same: «fecha de cumplimiento», «indicador de cumplimiento».
NOT_FOLLOW_UP = re.compile(
    r"^(?:fechas?|plazos?|periodo|tiempos?|termino|cronograma) (?:limite |maxima |programada |final |"
    r"estimada |de inicio )?"
    r"(?:de |para )?(?:(?:la|el|su) )?"
    r"(?:cumplimiento|ejecucion|entrega|realizacion|logro|verificacion|terminacion|reporte)|"
    r"^indicador|^formula|^meta (?:de|o)|^medios? de verificacion|^evidencia|^periodicidad|^frecuencia|"
    r"^responsables? (?:de|del|por) (?:la |el |su )?(?:ejecucion|cumplimiento|reporte|realizacion)|"
    r"^actividades (?:a ser |por ser )?(?:programad|planead)"
)

# Whole words that a cell may have cut («Elemen», «Respons») or a typist misspelt («Reponsable»).
_WHOLE_WORDS = (
    "actividad actividades subcomponente subcomponentes componente responsable responsables elemento indicador "
    "indicadores producto productos entregable cronograma cuatrimestre trimestre programada descripcion recursos "
    "estrategia fecha metas inicio acciones periodicidad observaciones seguimiento presupuesto objetivo"
)
WHOLE_WORDS = tuple(_WHOLE_WORDS.split())
CUT_WORD = re.compile(
    r"^(?:activ|subcomp|compon|respon|elemen|indicad|product|entreg|cronogr|cuatrim|trimes|program|descrip|recurs|"
    r"estrat)[a-z]*$"
)

_RISK_WORDS = (
    "riesgo riesgos causa causas consecuencia consecuencias probabilidad impacto inherente residual control controles "
    "zona tratamiento materializacion amenaza vulnerabilidad afectacion efecto efectos frecuencia"
)
RISK_WORDS = frozenset(_RISK_WORDS.split())

# Tables that are no plan, by all their headings together.
OTHER_TABLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "changes",
        re.compile(r"\bcontrol de cambios\b|\bversion\b|\bcambios? (?:realizad|introducid)|\bhistorial\b"),
    ),
    (
        "signatures",
        re.compile(
            r"\b(?:elaboro|reviso|aprobo|proyecto|(?:elaborado|revisado|aprobado) por)\b.*"
            r"\b(?:reviso|aprobo|revisado|aprobado|firma|cargo)\b"
        ),
    ),
    (
        "norms",
        re.compile(
            r"\b(?:normas?|normatividad|marco (?:legal|normativo)|normograma|ley|decreto)\b.*"
            r"\b(?:descripcion|articulo|titulo|expedid|aplicacion|epigrafe|contenido|tema)\b"
        ),
    ),
    ("budget", re.compile(r"\b(?:rubro|apropiacion|cdp|codigo bpin|bpin|valor total|presupuesto inicial)\b")),
    ("contents", re.compile(r"\b(?:tabla de contenido|contenido pagina|pag(?:ina)?)\b")),
    ("glossary", re.compile(r"^(?:termino|sigla|concepto)s? (?:definicion|significado)")),
)
NOISE_LINE = re.compile(
    r"^(?:notas?|fuentes?|elaboro|reviso|aprobo|proyecto|elaborado por|revisado por|aprobado por|firma|pagina|pag|"
    r"version|formato guia|codigo formato|convenciones|total|subtotal|observaciones?|vo ?bo|original firmado|cargo|"
    r"nombre)\b"
)
