"""Rules about who answers: those who are gone, people instead of offices, several without a lead, groups. Pure."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from rinde.capabilities.plans.choices import AssignmentRole, MeasureUnit
from rinde.capabilities.plans.rules.content import AssignmentContent
from rinde.capabilities.plans.rules.measures import figure
from rinde.capabilities.plans.rules.review.findings import Field, Place, Remark, Severity
from rinde.capabilities.plans.rules.review.rule import Rule
from rinde.capabilities.plans.rules.review.subject import Row, Subject
from rinde.capabilities.plans.rules.review.wording import activities

_EVERYBODY = re.compile(r"^\W*tod[oa]s? (?:l[oa]s?|el personal)\b")
_TITLE = re.compile(r"^\W*(?:dra?|ing|arq|abg|abogad[oa]|lic|sra?|sr|don|doña|dona|prof|econ|adm)\.?\s+(?=[A-ZÁÉÍÓÚÑ])")
_TITLE_FOLDED = re.compile(r"^\W*(?:dra?\.|ing\.|arq\.|abg\.|lic\.|sra?\.|don |dona |prof\.)\s*")
_CONTRACTOR = re.compile(r"\bcontratistas?\b")
_FIRST_NAMES_IN_USE: Final = """
    adriana alba alberto alejandra alejandro alexander alfonso alicia alvaro amanda ana andrea andres angela
    angelica antonio armando arturo beatriz bernardo blanca camila camilo carlos carmen carolina catalina cecilia
    cesar clara claudia constanza cristian cristina daniel daniela david diana diego edgar edison eduardo efrain
    elena elizabeth elsa emilio enrique ernesto esperanza esteban fabian fabio felipe fernanda fernando francisco
    freddy gabriel gerardo german gilberto gladys gloria gonzalo guillermo gustavo hector henry hernan hernando hugo
    humberto ignacio ines isabel ivan jaime jairo javier jesus jhon jimena joaquin johana john jorge jose josefina
    juan juana juliana julian julio karen laura leidy leonardo leonor liliana lina lorena lucia luis luisa luz magda
    manuel marcela marco margarita maria mariana mario martha marta mauricio mercedes miguel milena monica nancy
    natalia nelson nestor nicolas nohora nora nubia olga omar orlando oscar pablo paola patricia paula pedro pilar
    rafael ramiro ramon raul ricardo roberto rocio rodolfo rodrigo ruben ruth samuel sandra santiago sara sebastian
    sergio silvia sofia sonia stella susana teresa tomas valentina vanessa victor victoria viviana wilson william
    ximena yaneth yolanda
"""
_FIRST_NAMES: Final = frozenset(_FIRST_NAMES_IN_USE.split())
_NAME_WORD = re.compile(r"(?:[A-ZÁÉÍÓÚÑ][a-záéíóúñü]+|[A-ZÁÉÍÓÚÑ]{3,}|[A-ZÁÉÍÓÚÑ]\.|de|del|la|los|DE|DEL|LA)")
_TWO_NAMES: Final = 2  # a first name and a surname at least; one word alone is more often a place («Santiago»)
_MOST_NAMES: Final = 6
_COLLECTIVE = re.compile(
    r"\b(?:l[oa]s|tod[oa]s|de|en|por)\s+(?P<n>\d{1,3})\s+(?P<noun>organismos|dependencias|secretarias|procesos|sedes)\b"
)
_TOTAL = re.compile(r"(?<![\w.,/-])(\d{1,3}(?:\.\d{3})+|\d+)(?![\w%/]|\s*%)")


def _assigned(subject: Subject) -> Iterator[tuple[Row, AssignmentContent]]:
    for row in subject.rows:
        yield from ((row, one) for one in row.content.assignments)


def gone(subject: Subject) -> Iterator[Remark]:
    known = subject.context.known_actors
    for row, one in _assigned(subject) if known else ():
        for actor in one.actors:
            if actor.id is None:
                continue
            known_actor = known.get(actor.id)
            ended = known_actor.ended_on if known_actor else date.min
            last = max((each.due_on for each in row.content.milestones), default=subject.context.today)
            if ended is None or (ended >= last and ended >= subject.context.today):
                continue
            when = "ya no está en el organigrama" if ended == date.min else f"existe hasta el {ended:%d/%m/%Y}"
            yield Remark(
                f"«{actor.name}», responsable de la {row.label}, {when}. Escoja quién responde ahora.",
                (row.at(Field.RESPONSIBLE),),
                (actor.name, ended.isoformat()),
            )


def people(subject: Subject) -> Iterator[Remark]:
    for row, one in _assigned(subject):
        if one.actors or one.group:
            continue
        if _is_person(subject, one.text):
            yield Remark(
                f"«{one.text}», de la {row.label}, parece una persona. Escriba el cargo o la dependencia, que siguen "
                "cuando la persona se va.",
                (row.at(Field.RESPONSIBLE),),
                (one.text,),
            )
        elif _CONTRACTOR.search(subject.folded(one.text)):
            yield Remark(
                f"«{one.text}» responde por la {row.label} y su contrato termina. Escriba la dependencia que lo "
                "supervisa.",
                (row.at(Field.RESPONSIBLE),),
                (one.text,),
            )


def _is_person(subject: Subject, text: str) -> bool:
    if _TITLE.match(text) or _TITLE_FOLDED.match(subject.folded(text)):
        return True
    words = text.strip(" .,;").split()
    if not _TWO_NAMES <= len(words) <= _MOST_NAMES or subject.folded(words[0]) not in _FIRST_NAMES:
        return False
    return subject.folded(words[1]) not in {"de", "del", "la", "los"} and all(map(_NAME_WORD.fullmatch, words))


def no_lead(subject: Subject) -> Iterator[Remark]:
    """Several who answer and none before the others: one finding for the plan, for it is one habit."""
    found: list[Row] = []
    for row in subject.rows:
        leads = [one for one in row.content.assignments if one.role == AssignmentRole.LEAD]
        supporting = len(row.content.assignments) - len(leads)
        if len(leads) == 1 or not row.content.assignments:
            continue
        if leads and (supporting or any(one.group for one in leads) or any(map(_is_collective, leads))):
            continue  # somebody was told apart, or all answer alike
        found.append(row)
    if found:
        have = "tienen" if len(found) > 1 else "tiene"
        yield Remark(
            f"{_capital(activities(row.label for row in found))} {have} varios responsables y ninguno va de líder. "
            "Marque uno como responsable y los demás como apoyo.",
            tuple(row.at(Field.RESPONSIBLE) for row in found),
            tuple(_named(one) for row in found for one in row.content.assignments),
        )


def _is_collective(one: AssignmentContent) -> bool:
    return len(one.actors) > 1


def _named(one: AssignmentContent) -> str:
    return one.group or (one.actors[0].name if len(one.actors) == 1 else one.text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def everybody(subject: Subject) -> Iterator[Remark]:
    """«Todas las dependencias» that nobody has spelled out: one finding for each way of saying it."""
    found: dict[str, list[Row]] = {}
    names: dict[str, str] = {}
    for row, one in _assigned(subject):
        name = one.group or one.text
        key = subject.folded(name).strip()
        if not one.actors and not one.conditional and _EVERYBODY.search(key):
            names.setdefault(key, name)
            found.setdefault(key, []).append(row)
    for key, rows in found.items():
        yield Remark(
            f"«{names[key]}» responde por {activities(row.label for row in rows)} y el plan no dice cuáles son. "
            "Escoja el grupo del organigrama, para que se sepa quién cumplió y quién no.",
            tuple(row.at(Field.RESPONSIBLE) for row in rows),
            (key,),
        )


def one_name_two_sizes(subject: Subject) -> Iterator[Remark]:
    sizes: dict[str, dict[int, list[Place]]] = {}
    names: dict[str, str] = {}
    for row, one in _assigned(subject):
        if one.group and one.actors and not one.conditional:
            key = subject.folded(one.group).strip()
            names.setdefault(key, one.group)
            sizes.setdefault(key, {}).setdefault(len(one.actors), []).append(row.at(Field.RESPONSIBLE))
    today = {subject.folded(name).strip(): size for name, size in subject.context.known_groups.items()}
    for key, by_size in sizes.items():
        if len(by_size) > 1:
            numbers = " y en otra ".join(map(str, sorted(by_size)))
            message = f"«{names[key]}» son en una actividad {numbers}. Confirme la lista, o use dos nombres."
        elif key in today and today[key] not in by_size:
            only = next(iter(by_size))
            message = f"«{names[key]}» son {only} en el plan y hoy son {today[key]}. Actualice la lista, o confírmela."
        else:
            continue
        places = tuple(place for ones in by_size.values() for place in ones)
        yield Remark(message, places, (names[key], *map(str, sorted(by_size)), str(today.get(key, ""))))
    yield from _counted_in_words(subject)


def _counted_in_words(subject: Subject) -> Iterator[Remark]:
    """«Las 28 dependencias» in one row and «las 26 dependencias» in another."""
    found: dict[str, dict[int, Row]] = {}
    for row in subject.rows:
        for match in _COLLECTIVE.finditer(
            f"{subject.folded(row.content.target)} {subject.folded(row.entry.content.name)}"
        ):
            found.setdefault(match["noun"], {}).setdefault(int(match["n"]), row)
    for noun, by_size in found.items():
        if len(by_size) > 1:
            said = " y ".join(f"{size} en la {row.label}" for size, row in sorted(by_size.items()))
            yield Remark(
                f"El plan habla de las {noun} con dos cuentas: {said}. Confirme cuántas son, o diga en qué se "
                "distinguen.",
                tuple(row.at(Field.TARGET) for row in by_size.values()),
                (noun, *map(str, sorted(by_size))),
            )


def group_total(subject: Subject) -> Iterator[Remark]:
    """«56 informes, dos por dependencia» where the group has 26 members."""
    for row in subject.rows:
        one, read = row.content, subject.quantity(row.content.target)
        members = sum(len(each.actors) for each in one.assignments if each.role == AssignmentRole.LEAD)
        if not read or not read.per_unit or members < 2 or one.target_unit == MeasureUnit.PERCENT:
            continue
        numbers = {Decimal(found.replace(".", "")) for found in _TOTAL.findall(one.target)}
        numbers |= {one.target_quantity} if one.target_quantity is not None else set()
        if len(numbers) != 2:
            continue
        each, total = min(numbers), max(numbers)
        if each * members != total and total > members:
            yield Remark(
                f"La {row.label} promete {figure(total)} en total y {figure(each)} por dependencia, pero "
                f"{figure(each)} × {members} = {figure(each * members)}. Corrija el total o la lista de responsables.",
                (row.at(Field.QUANTITY), row.at(Field.RESPONSIBLE)),
                (one.target, str(total), str(members)),
            )


def own_targets(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        one = row.content
        parts = [each.own_target for each in one.assignments if each.role == AssignmentRole.LEAD]
        known = [part for part in parts if part is not None]
        if len(known) < 2 or len(known) != len(parts) or one.target_quantity is None or one.target_per_actor:
            continue
        if one.target_unit == MeasureUnit.PERCENT or any(len(each.actors) > 1 for each in one.assignments):
            continue
        if sum(known) != one.target_quantity:
            added = " + ".join(map(figure, known))
            yield Remark(
                f"Lo que toca a cada responsable de la {row.label} suma {added} = {figure(sum(known, Decimal(0)))} y "
                f"la cantidad es {figure(one.target_quantity)}. Corrija la cantidad o el reparto.",
                (row.at(Field.QUANTITY), row.at(Field.RESPONSIBLE)),
                (added, figure(one.target_quantity)),
            )


RULES: Final = (
    Rule(
        "responsible-gone", "Responsable que ya no existe", Severity.ERROR,
        "La dependencia salió del organigrama, o sale antes de que venza lo que promete: nadie respondería.",
        "Secretaría suprimida el 30/06/2026 con una actividad que vence en diciembre",
        "La misma secretaría con una actividad que vence en mayo", gone,
    ),
    Rule(
        "person-responsible", "Responde una persona, no un cargo", Severity.WARNING,
        "Las personas cambian de cargo y los contratos terminan; la obligación es de la dependencia.",
        "Responsable: «Dra. Ana Pérez»", "Responsable: «Secretaría de la Mujer»", people,
    ),
    Rule(
        "no-lead", "Varios responsables y ninguno de líder", Severity.HINT,
        "Cuando todos responden por igual, nadie reporta. Uno lidera y los demás apoyan.",
        "Responsables: Planeación y Prensa, los dos como líderes", "Responsable: Planeación; apoyo: Prensa", no_lead,
    ),
    Rule(
        "everybody", "«Todas las dependencias», sin decir cuáles", Severity.WARNING,
        "Sin la lista, no se sabe cuántas deben cumplir ni cuál falló.",
        "Responsable: «Todas las dependencias», sin grupo", "El grupo «Todas las dependencias», con sus 28", everybody,
    ),
    Rule(
        "one-name-two-sizes", "Un mismo nombre con dos tamaños", Severity.WARNING,
        "Si «todos los organismos» son 28 en una fila y 26 en otra, los totales del plan no se pueden explicar.",
        "«Todos los organismos» son 28 y en otra actividad 26", "28 organismos y 26 organismos misionales",
        one_name_two_sizes,
    ),
    Rule(
        "group-total", "El total no es tantos por cada uno", Severity.WARNING,
        "56 = 2 × 28. Con otra lista, o el total o lo de cada una está mal.",
        "«56 informes, dos (2) por dependencia», con 26 dependencias",
        "«56 informes, dos (2) por dependencia», con 28 dependencias", group_total,
    ),
    Rule(
        "own-targets", "El reparto no suma la cantidad", Severity.WARNING,
        "Lo que toca a cada responsable no suma lo que el plan promete.",
        "Cantidad: 10; a uno le tocan 4 y al otro 5", "Cantidad: 9; a uno le tocan 4 y al otro 5", own_targets,
    ),
)  # fmt: skip
