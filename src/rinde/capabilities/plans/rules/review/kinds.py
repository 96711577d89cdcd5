"""Whether a target and its indicator count the same kind of thing: people, or what is left written or built. Pure.

Only plain words of either kind are judged. A workshop is left out of both lists: who counts workshops may count whoever
came to them.
"""

import re
from collections.abc import Iterator
from typing import Final

from rinde.capabilities.plans.rules.review.amounts import amount_of
from rinde.capabilities.plans.rules.review.findings import Field, Remark, Severity
from rinde.capabilities.plans.rules.review.rule import Rule
from rinde.capabilities.plans.rules.review.subject import Row, Subject

_PEOPLE = (
    r"(?:personas?|ciudadan[oa]s?|servidor(?:es|as?)?|funcionari[oa]s?|emplead[oa]s?|contratistas?|colaborador(?:es|as?)?|"
    r"usuari[oa]s?|asistentes?|participantes?|beneficiari[oa]s?|estudiantes|docentes|jovenes|niñ[oa]s|ninos|ninas|mujeres|"
    r"hombres|lideres(?:as)?|veedor(?:es|as)|habitantes|vecin[oa]s|campesin[oa]s|victimas|pacientes|proveedor(?:es|as)|"
    r"capacitad[oa]s|formad[oa]s|inscrit[oa]s|convocad[oa]s|atendid[oa]s|sensibilizad[oa]s)"
)
_THINGS = (
    r"(?:mapas?|matri(?:z|ces)|informes?|documentos?|actas?|manual(?:es)?|procedimientos?|protocolos?|politicas?|"
    r"boletin(?:es)?|guias?|cartillas?|formatos?|resolucion(?:es)?|decretos?|riesgos?|tramites?|inventarios?|"
    r"bases? de datos|conjuntos? de datos|publicaci(?:on|ones)|sedes?|equipos?)"
)
_NUMBER = r"^\W*(?:(?:[a-z]+\W+){0,3}\(?\d[\d.,]*\)?|una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)\s+"
_COUNTS_PEOPLE = re.compile(rf"{_NUMBER}{_PEOPLE}\b")
_COUNTS_THINGS = re.compile(rf"{_NUMBER}{_THINGS}\b")
_NAMES_PEOPLE = re.compile(rf"\b{_PEOPLE}\b")
_NAMES_THINGS = re.compile(rf"\b{_THINGS}\b")


def people_and_things(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        one, amount = row.content, amount_of(subject, row)
        if amount is None or amount.is_percent or not one.indicator.strip():
            continue
        if found := _of_another_kind(subject, row):
            counts, gives = found
            yield Remark(
                f"La meta de la {row.label} cuenta {counts} («{one.target[:60]}») y su indicador cuenta {gives} "
                f"(«{one.indicator[:60]}»). Cambie uno de los dos para que hablen de lo mismo.",
                (row.at(Field.INDICATOR), row.at(Field.TARGET)),
                (one.target, one.product, one.indicator, one.indicator_formula, one.indicator_unit),
            )


def _of_another_kind(subject: Subject, row: Row) -> tuple[str, str] | None:
    """What the target counts and what the indicator does; None where they agree or may agree."""
    one = row.content
    target = subject.folded(one.target)
    measure = subject.folded(f"{one.indicator} {one.indicator_formula} {one.indicator_unit}")
    beside = f"{measure} {subject.folded(one.product)}"
    if _COUNTS_PEOPLE.search(target):
        differs = _NAMES_THINGS.search(measure) and not _NAMES_PEOPLE.search(beside)
        return ("personas", "cosas") if differs else None
    if _COUNTS_THINGS.search(target):
        differs = _NAMES_PEOPLE.search(measure) and not _NAMES_THINGS.search(beside)
        return ("cosas", "personas") if differs else None
    return None


RULES: Final = (
    Rule(
        "people-and-things", "El indicador cuenta otra cosa que la meta", Severity.WARNING,
        "Con un indicador de mapas nunca se sabrá si se llegó a quinientas personas.",
        "Meta: «500 personas»; indicador: «Mapas / total»", "Meta: «500 personas»; indicador: «Personas / invitados»",
        people_and_things,
    ),
)  # fmt: skip
