"""The words with which plans head their columns, and what each one means.

Data, in one place: to teach Rinde a new heading, add a line here. Patterns are matched against folded text (lower
case, no accents, no punctuation). The weight says how sure the word alone makes us; content decides the rest.
"""

import re
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz, process


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


# Columns that tell what was done, not what is planned.
FOLLOW_UP = re.compile(
    r"\bavances?\b|\bobservacion|\bseguimiento|\b(?:actividad(?:es)?|acciones|metas?|gestion) (?:\w+ )?(?:realizad|cumplid|ejecutad|adelantad|desarrollad)"
    r"|\b(?:ejecutad|realizad|cumplid|adelantad|alcanzad|logrado)\w*\b|\bcumplimiento\b|\bverificacion\b|\banotacion|\bsoportes?\b"
    r"|\bmonitoreo\b|\bestado\b|\bsemaforo\b|\bcalificacion\b|\bhallazgo|\brecomendacion|\befectividad\b|\bcorte\b|\breporte\b"
    r"|\bejecucion\b|\blinks?\b|\benlace|\bcomentario|\bautoevaluacion\b|\bnivel de\b|^%|\bevaluacion\b"
)
# What these words say is planned all the same: «fecha de cumplimiento», «indicador de cumplimiento».
NOT_FOLLOW_UP = re.compile(
    r"^(?:fechas?|plazos?|periodo|tiempos?|termino) (?:limite |maxima |programada |final |estimada |de inicio )?(?:de |para )?(?:(?:la|el|su) )?"
    r"(?:cumplimiento|ejecucion|entrega|realizacion|logro|verificacion|terminacion|reporte)"
    r"|^indicador|^formula|^meta (?:de|o)|^responsables? (?:de|del|por) (?:la |el |su )?(?:ejecucion|cumplimiento|reporte|realizacion)"
    r"|^medios? de verificacion|^actividades (?:a ser |por ser )?(?:programad|planead)|^evidencia"
)

_HEADINGS: tuple[tuple[str, Role, float], ...] = (
    (r"(?:meta|metas)\b.{0,8}\b(?:productos?|entregables?|resultados?)(?: esperados?| programad\w+)?", Role.TARGET_OR_PRODUCT, 1.0),
    (r"(?:productos?|entregables?|resultados?)\b.{0,8}\b(?:meta|metas)(?: esperadas?| programad\w+)?", Role.TARGET_OR_PRODUCT, 1.0),
    (r"(?:meta|producto) o", Role.TARGET_OR_PRODUCT, 0.9),
    (r"(?:sub ?componentes?|sub ?procesos?)(?: (?:o )?(?:procesos?|estrategia|tema|tematica))*(?: (?:no|n))?", Role.SUBCOMPONENT, 1.0),
    (r"componentes?(?: (?:del )?(?:paac|ptep|plan|programa))?", Role.COMPONENT, 1.0),
    (r"(?:nombre de la |descripcion de (?:la|las) |listado de |principales )?(?:actividad|actividades)(?: (?:programad|propuest|planead|planificad|especific|principal|general|formulad|a desarrollar|a realizar|a ejecutar|por realizar|de gestion|o accion|accion|y acciones|del plan|planteada|clave|prevista).*)?", Role.ACTIVITY, 1.0),
    (r"(?:accion|acciones)(?: (?:a |de |del |propuest|programad|especific|planead|o |y |por |preventiv|concret|asociad).*)?", Role.ACTIVITY, 0.95),
    (r"(?:accion estrategica|acciones estrategicas|linea de accion|lineas de accion)(?: (?:no|n|del? .{3,30}))?", Role.GROUP, 1.0),
    (r"(?:tarea|tareas|sub ?actividad|sub ?actividades|hito|hitos|accion especifica|paso|pasos|actividad especifica)(?: .*)?", Role.DESCRIPTION, 0.9),
    (r"(?:que se va a hacer|que vamos a hacer|que hacer|que)", Role.ACTIVITY, 0.8),
    (r"(?:compromiso|compromisos|iniciativa|iniciativas|medida|medidas)(?: .*)?", Role.ACTIVITY, 0.7),
    (r"(?:codigo y |no codigo y )?(?:descripcion|detalle|alcance|descripcion general|como|como se va a hacer|observaciones a la actividad)(?: (?:de la |del |de las )?(?:actividad|actividades|accion|alcance))?", Role.DESCRIPTION, 0.9),
    (r"(?:no codigo y descripcion|codigo y descripcion|no y descripcion|codigo descripcion)", Role.ACTIVITY, 0.85),
    (r"(?:no|n|nro|num|numero|item|items|id|codigo|cod|consecutivo|orden|ord|ref|numeral|actividad no|no actividad|no de actividad|codigo actividad|codigo de la actividad|numero de actividad)", Role.CODE, 1.0),
    (r"(?:meta|metas)(?: (?:programad|anual|propuest|cuantitativ|del|de|para|planead|fisica|esperad|vigencia|\d{4}|cuatrienio|total).*)?", Role.TARGET, 1.0),
    (r"(?:cantidad|cantidad programada|unidades|valor esperado|cuanto|unidad de medida y meta)", Role.TARGET, 0.8),
    (r"(?:producto|productos|entregable|entregables|producto entregable|productos entregables|bien o servicio|resultado esperado|resultados esperados|producto esperado|productos esperados)(?: (?:del?|final|finales|a entregar|programad\w+|esperad\w+|o servicio|y .*|planead\w+|\d{4})(?: .{0,30})?)?", Role.PRODUCT, 1.0),
    (r"(?:evidencia|evidencias|registro|registros|medio de verificacion|medios de verificacion|resultado|resultados|evidencia o producto)(?: (?:esperad\w+|de cumplimiento|de la actividad|o .*|y .*|del? indicador))?", Role.PRODUCT, 0.55),
    (r"(?:indicador|indicadores|formula|formulas|formula del indicador|variables?|linea base|unidad de medida|meta del indicador)(?: (?:del?|y|o|formula|cumplimiento|gestion|verificable\w*|asociad\w+|clave|propuest\w+|para|resultado)(?: .{0,40})?)?", Role.INDICATOR, 1.0),
    (r"(?:recurso|recursos|presupuesto|costo|costos|valor|fuente de financiacion|tipo de recursos?|insumos)(?: (?:y|o|del?|requerid\w+|necesari\w+|asignad\w+|estimad\w+|disponible\w*|en|fisic\w+|human\w+|\d{4})(?: .{0,40})?)?", Role.RESOURCES, 0.9),
    (r"(?:responsable|responsables|encargado|encargados|ejecutor|ejecutores|responsable directo|area responsable|areas responsables|dependencia responsable|dependencias responsables|unidad responsable|proceso responsable|cargo responsable|lider responsable|organismo responsable|entidad responsable|quien|quienes|a cargo de|responsabilidad)(?: (?:del?|por|y|o|cargo|area|dependencia|proceso|nombre|principal|directo|ejecucion|lider|a|la|actividad|es)(?: .{0,50})?)?", Role.RESPONSIBLE, 1.0),
    (r"(?:dependencia|dependencias|organismo|organismos|oficina|area|areas|secretaria|lider|lideres|cargo|actor|actores)(?: (?:responsables?|encargad\w+|lider|a cargo|ejecutor\w*|o .*|y .*|que .*))?", Role.RESPONSIBLE, 0.7),
    (r"(?:corresponsables?|dependencias? de apoyo|apoyo|participantes|areas? de apoyo|linea de coordinacion)", Role.RESPONSIBLE, 0.45),
    (r"(?:fechas? (?:de )?(?:inicio|inicial|inicia)|inicio|inicial|inicia|desde|fecha desde|f inicio|comienzo)(?: (?:de la actividad|planead\w|programad\w|dd mm aaaa).*)?", Role.START, 1.0),
    (r"(?:fechas? (?:de )?(?:fin|final|finalizacion|terminacion|cierre|termina|finaliza)|fin|final|terminacion|finalizacion|hasta|fecha hasta|f fin|termino|fecha limite de terminacion)(?: (?:de la actividad|planead\w|programad\w|dd mm aaaa).*)?", Role.END, 1.0),
    (r"(?:fecha|fechas)(?: (?:programad|limite|maxim|propuest|previst|planead|estimad|de |del |para |implementacion|compromiso|ejecucion|tentativ|establecid|\d{4}|y hora|o periodo|entrega).*)?", Role.SCHEDULE, 1.0),
    (r"(?:cronograma|programacion|calendario|plazo|plazos|plazo de ejecucion|periodo|periodo de ejecucion|tiempo|tiempos|tiempo de ejecucion|cuando|vencimiento|meses|mes|vigencia|termino de ejecucion|trimestre|cuatrimestre|semestre|tiempo programado|ano)(?: (?:del?|para|en|mensual\w*|anual\w*|programad\w*|planead\w*|y|o|previst\w*|limite|maxim\w*|\d{4}|ejecucion|vigencia|actividades)(?: .{0,40})?)?", Role.SCHEDULE, 0.85),
    (r"(?:periodicidad|frecuencia)(?: .{0,30})?", Role.FREQUENCY, 0.9),
    (r"(?:elemento|elementos|gestion|estrategia|estrategias|objetivo|objetivos|eje|ejes|linea|lineas|programa|programas|proceso|procesos|etapa|etapas|fase|fases|dimension|dimensiones|politica|politicas|categoria|categorias|tema|temas|tematica|pilar|pilares|lineamiento|lineamientos|momento|macroproceso|capitulo|grupo|ambito|frente|reto|retos|componente subcomponente|mecanismo|estrategia mecanismo medida)(?: (?:estrategic\w*|especific\w*|general|institucional|asociad\w+|relacionad\w+|del? (?:la |el |los |las )?(?:plan|mipg|gestion|paac|ptep|desarrollo|politica|rendicion|accion|intervencion).{0,40}|o .{0,40}|y .{0,40}|no|n|mipg|transversal\w*|misional\w*))?", Role.GROUP, 0.8),
)  # fmt: skip
HEADINGS = tuple((re.compile(pattern), role, weight) for pattern, role, weight in _HEADINGS)

# Whole words that a cell may have cut («Elemen», «Respons») or a typist misspelt («Reponsable»).
_WHOLE = {
    word: word
    for word in (
        "actividad actividades subcomponente componente responsable responsables elemento indicador indicadores "
        "producto productos entregable cronograma cuatrimestre trimestre programada descripcion recursos estrategia "
        "fecha metas inicio acciones periodicidad observaciones seguimiento presupuesto objetivo subcomponentes".split()  # noqa: SIM905
    )
}
_CUT = re.compile(r"^(?:activ|subcomp|compon|respon|elemen|indicad|product|entreg|cronogr|cuatrim|trimes|program|descrip|recurs|estrat)[a-z]*$")

RISK_WORDS = frozenset(
    "riesgo riesgos causa causas consecuencia consecuencias probabilidad impacto inherente residual control controles "
    "zona tratamiento materializacion amenaza vulnerabilidad afectacion efecto efectos frecuencia".split()  # noqa: SIM905
)
_OTHER_TABLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("changes", re.compile(r"\bcontrol de cambios\b|\bversion\b|\bcambios? (?:realizad|introducid)|\bmodificacion(?:es)?\b.*\bversion\b|\bhistorial\b")),
    ("signatures", re.compile(r"\b(?:elaboro|reviso|aprobo|proyecto|elaborado por|revisado por|aprobado por)\b.*\b(?:reviso|aprobo|revisado|aprobado|firma|cargo)\b")),
    ("norms", re.compile(r"\b(?:norma|normas|normatividad|marco (?:legal|normativo)|normograma|ley|decreto)\b.*\b(?:descripcion|articulo|titulo|expedid|aplicacion|epigrafe|contenido|tema)\b")),
    ("budget", re.compile(r"\b(?:rubro|apropiacion|cdp|codigo bpin|bpin|valor total|presupuesto inicial)\b")),
    ("contents", re.compile(r"\b(?:tabla de contenido|contenido pagina|pag(?:ina)?)\b")),
    ("glossary", re.compile(r"^(?:termino|sigla|concepto)s? (?:definicion|significado)")),
)  # fmt: skip
NOISE_LINE = re.compile(
    r"^(?:notas?|fuentes?|elaboro|reviso|aprobo|proyecto|elaborado por|revisado por|aprobado por|firma|pagina|pag|version|"
    r"formato guia|codigo formato|convenciones|total|subtotal|observaciones?|vo ?bo|original firmado|cargo|nombre)\b"
)


def fold_heading(text: str) -> str:
    """Fold the text of a heading: letters and figures only, single spaces. The key of a remembered mapping."""
    return _fold_heading(text)


@lru_cache(maxsize=2048)
def _fold_heading(text: str) -> str:
    folded = text.lower().translate(_PLAIN)
    return " ".join(re.sub(r"[^a-z0-9%]+", " ", folded).split())


_PLAIN = str.maketrans("áéíóúüñàèìòùº°ª", "aeiouunaeiou   ")


@lru_cache(maxsize=2048)
def roles_of(heading: str) -> tuple[tuple[Role, float], ...]:
    """Every role that a heading may mean, surest first. Long texts mean none: they are content."""
    folded = _fold_heading(heading)
    if not folded or len(folded) > 90:
        return ()
    found = _matches(folded) or _matches(folded.replace(" ", "")) or _matches(_repaired(folded)) or _matches(_repaired(folded[::-1]))
    if FOLLOW_UP.search(folded) and not NOT_FOLLOW_UP.search(folded) and len(folded) <= 60:
        found = {Role.FOLLOW_UP: 1.0}
    return tuple(sorted(found.items(), key=lambda item: -item[1]))


def _matches(folded: str) -> dict[Role, float]:
    found: dict[Role, float] = {}
    words = folded.count(" ") + 1
    for pattern, role, weight in HEADINGS:
        if pattern.fullmatch(folded):
            sure = weight if words <= 5 else weight * 0.7
            found[role] = max(found.get(role, 0.0), sure)
    return found


def _repaired(folded: str) -> str:
    """Heal words that are cut or misspelt, each by itself; a heading of many words is left as it is."""
    words = folded.split()
    if len(words) > 4:
        return folded
    return " ".join(_healed(word) for word in words)


@lru_cache(maxsize=1024)
def _healed(word: str) -> str:
    if len(word) < 5 or word in _WHOLE:
        return word
    if _CUT.match(word):
        whole = next((known for known in _WHOLE if known.startswith(word)), None)
        if whole:
            return whole
    near = process.extractOne(word, _WHOLE.keys(), scorer=fuzz.ratio, score_cutoff=85)
    return str(near[0]) if near else word


def other_table(headings: list[str]) -> str | None:
    """Name the kind of a table that is no plan by its headings: changes, signatures, norms, budget, contents, risk."""
    folded = [_fold_heading(heading) for heading in headings]
    whole = " ".join(folded)
    risky = sum(1 for heading in folded if RISK_WORDS.intersection(heading.split()))
    if risky >= 3:
        return "risk"
    return next((kind for kind, pattern in _OTHER_TABLES if pattern.search(whole)), None)
