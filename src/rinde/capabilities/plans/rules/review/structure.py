"""Rules about the plan as a whole: repeated rows, codes, objectives, what no longer belongs here. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from rinde.capabilities.plans.choices import Instrument
from rinde.capabilities.plans.rules.content import DeliverableContent, NodeContent
from rinde.capabilities.plans.rules.labels import activity_labels, shortened
from rinde.capabilities.plans.rules.review.findings import Field, Remark, Severity
from rinde.capabilities.plans.rules.review.rule import Rule
from rinde.capabilities.plans.rules.review.subject import Entry, Row, Subject
from rinde.capabilities.plans.rules.review.wording import activities

FEWEST_WORDS: Final = 4  # shorter names («Elaborar informe») are rightly the same in several places
MOST_MISSING: Final = 2  # more gaps than this are another way of numbering
# The decree that replaced the PAAC is of 30 August 2024: a plan that begins later is a PTEP.
PTEP_SINCE: Final = date(2025, 1, 1)

_NUMBERED = re.compile(r"(?P<prefix>(?:\d{1,4}\.){0,6})(?P<last>\d{1,4})\.?")
_ADDITIONAL = re.compile(r"\biniciativas adicionales\b")
_ELSEWHERE = re.compile(
    r"\b(?:racionalizacion de tramites|servicio al ciudadano|atencion al ciudadano|gobierno digital|"
    r"participacion ciudadana)\b"
)
_YEARS = re.compile(r"\b20\d\d\b")
_EMPTY_DELIVERABLE = re.compile(r"\W*(?:(?:actividad )?permanente|continu[oa]|n/?a|no aplica|por definir|100\s*%)?\W*")


def _promise(subject: Subject, one: DeliverableContent) -> tuple[object, ...]:
    said = tuple(subject.plain(text) for text in (one.description, one.target, one.product, one.indicator))
    return (*said, one.target_quantity)


def repeated_rows(subject: Subject) -> Iterator[Remark]:
    """The same promise under the same activity twice, whatever its date."""
    for entry, rows in _rows_by_entry(subject):
        if len(rows) == 1:
            continue
        seen: dict[tuple[object, ...], Row] = {}
        for row in rows:
            key = (*_promise(subject, row.content), tuple(one.text for one in row.content.assignments))
            first = seen.setdefault(key, row)
            if first is not row:
                yield Remark(
                    f"La {entry.label} promete dos veces lo mismo (productos {first.position + 1} y "
                    f"{row.position + 1}). Quite uno, o diga en qué se distinguen.",
                    (row.at(Field.PRODUCT), first.at(Field.PRODUCT)),
                    (row.content.target, row.content.product, str(row.position)),
                )


def _rows_by_entry(subject: Subject) -> Iterator[tuple[Entry, list[Row]]]:
    rows: dict[int, list[Row]] = {}
    for row in subject.rows:
        rows.setdefault(id(row.entry), []).append(row)
    yield from ((ones[0].entry, ones) for ones in rows.values())


def repeated_activities(subject: Subject) -> Iterator[Remark]:
    by_name: dict[str, list[Entry]] = {}
    for entry in subject.entries:
        name = subject.plain(entry.content.name)
        if name.count(" ") + 1 >= FEWEST_WORDS:
            by_name.setdefault(name, []).append(entry)
    for entries in (same for alike in by_name.values() if len(alike) > 1 for same in _alike(subject, alike)):
        if len(entries) > 1:
            places = ", ".join(dict.fromkeys(f"«{shortened(_place(one).heading, 40)}»" for one in entries))
            yield Remark(
                f"{_capital(activities(one.label for one in entries))} son iguales y están en {places}. Deje una sola; "
                "si hace parte de otro componente, muéstrela también allá.",
                tuple(one.at(Field.NAME) for one in entries),
                (entries[0].content.name, str(len(entries))),
            )


def _alike(subject: Subject, entries: list[Entry]) -> Iterable[list[Entry]]:
    """Activities of one name, parted by what they promise."""
    found: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries:
        promises = sorted(map(str, (_promise(subject, one) for one in entry.content.deliverables)))
        found.setdefault(tuple(promises), []).append(entry)
    return found.values()


def _place(entry: Entry) -> NodeContent:
    return entry.subcomponent or entry.component


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def duplicate_codes(subject: Subject) -> Iterator[Remark]:
    for node, entries in _by_node(subject):
        for code, times in Counter(one.content.code for one in entries if one.content.code).items():
            if times > 1:
                same = [one for one in entries if one.content.code == code]
                yield Remark(
                    f"El código {code} está {times} veces en «{shortened(node.heading, 50)}». Dé a cada actividad el "
                    "suyo.",
                    tuple(one.at(Field.CODE) for one in same),
                    (code, *(one.content.name for one in same)),
                )


def _by_node(subject: Subject) -> Iterator[tuple[NodeContent, list[Entry]]]:
    found: dict[int, list[Entry]] = {}
    for entry in subject.entries:
        found.setdefault(id(_place(entry)), []).append(entry)
    yield from ((_place(entries[0]), entries) for entries in found.values())


def missing_codes(subject: Subject) -> Iterator[Remark]:
    """«5.1, 5.3»: the hole that a lost row leaves."""
    for node, entries in _by_node(subject):
        codes = [_NUMBERED.fullmatch(one.content.code) for one in entries]
        if len(codes) < 2 or not all(codes) or len({code["prefix"] for code in codes if code}) != 1:
            continue
        numbers = [int(code["last"]) for code in codes if code]
        holes = [number for number in range(1, max(numbers)) if number not in numbers]
        if numbers != sorted(set(numbers)) or numbers[0] != 1 or not 0 < len(holes) <= MOST_MISSING:
            continue
        prefix = codes[0]["prefix"] if codes[0] else ""
        named = " y ".join(f"{prefix}{hole}" for hole in holes)
        yield Remark(
            f"En «{shortened(node.heading, 50)}» falta el código {named}. Confirme que no se perdió una fila, o "
            "corrija la numeración.",
            tuple(one.at(Field.CODE) for one in entries),
            tuple(one.content.code for one in entries),
        )


def repeated_parts(subject: Subject) -> Iterator[Remark]:
    seen: dict[tuple[tuple[int, ...], str], str] = {}
    for part in subject.parts:
        key = (part.path[:-1], subject.plain(part.content.name))
        if key[1] and key in seen:
            yield Remark(
                f"{part.label} está dos veces. Una sus actividades en uno solo, o cambie un nombre.",
                (part.at(Field.NAME),),
                (part.content.name, str(part.path)),
            )
        seen.setdefault(key, part.label)


def objectives_without_activity(subject: Subject) -> Iterator[Remark]:
    served = {text for entry in subject.entries for text in entry.content.objectives}
    objectives = subject.content.objectives
    if not subject.entries:
        return
    if objectives and not served:
        yield Remark(
            f"El plan tiene {len(objectives)} {'objetivo' if len(objectives) == 1 else 'objetivos'} y ninguna "
            "actividad dice a cuál sirve. Enlace cada actividad con su objetivo.",
            (subject.header(),),
            objectives,
        )
        return
    for text in objectives:
        if text not in served:
            yield Remark(
                f"Ninguna actividad sirve al objetivo «{shortened(text, 90)}». Enlace las que le correspondan, agregue "
                "una, o quite el objetivo.",
                (subject.header(),),
                (text,),
            )


def same_as_last_year(subject: Subject) -> Iterator[Remark]:
    previous = subject.context.previous
    if previous is None:
        return
    placed = tuple(previous.placed())
    labels = activity_labels(placed)
    unfinished = subject.context.previous_unfinished
    before = {
        _without_years(subject, one.activity.name): labels[one.activity.key]
        for one in placed
        if unfinished is None or one.activity.key in unfinished
    }
    same = [
        (entry, before[name])
        for entry in subject.entries
        if not entry.content.carried_from
        and (name := _without_years(subject, entry.content.name)) in before
        and name.count(" ") + 1 >= FEWEST_WORDS
    ]
    if unfinished is None:
        yield from _all_alike(subject, [entry for entry, _ in same])
        return
    for entry, label in same:
        yield Remark(
            f"La {entry.label} es igual a la {label} de {previous.year}, que no se terminó. Diga que viene de allá, "
            "para que el rezago no se pierda.",
            (entry.at(Field.NAME),),
            (entry.content.name, label),
        )


def _without_years(subject: Subject, text: str) -> str:
    return _YEARS.sub("", subject.plain(text)).strip()


def _all_alike(subject: Subject, same: list[Entry]) -> Iterator[Remark]:
    if same and subject.context.previous:
        yield Remark(
            f"{_capital(activities(one.label for one in same))}: texto igual al del plan de "
            f"{subject.context.previous.year}. Confirme que no son rezagos; si lo son, diga de qué actividad vienen.",
            tuple(one.at(Field.NAME) for one in same),
            tuple(one.content.name for one in same),
        )


def permanent_without_deliverable(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        one = row.content
        said: Iterable[str] = (one.target, one.product)
        if one.permanent and all(_EMPTY_DELIVERABLE.fullmatch(subject.folded(text)) for text in said):
            if one.indicator.strip() or one.expected_evidence:
                continue
            yield Remark(
                f"La {row.label} es permanente y no dice qué se entrega. Escriba con qué se demuestra; por ejemplo, un "
                "informe por semestre.",
                (row.at(Field.PRODUCT),),
                (one.target, one.product),
            )


def replaced_instrument(subject: Subject) -> Iterator[Remark]:
    if subject.content.instrument == Instrument.PAAC and subject.content.period_start >= PTEP_SINCE:
        yield Remark(
            "Desde el 30 de agosto de 2024, donde las normas dicen plan anticorrupción se lee programa de "
            "transparencia y ética pública. Cambie el instrumento si ya adoptó el programa.",
            (subject.header(),),
            (subject.content.instrument, str(subject.content.period_start)),
        )


def policies_elsewhere(subject: Subject) -> Iterator[Remark]:
    """What goes in the action plan, put into the programme as an additional initiative."""
    if subject.content.instrument != Instrument.PTEP:
        return
    additional = [part.path for part in subject.parts if _ADDITIONAL.search(subject.folded(part.content.name))]
    for part in subject.parts:
        inside = any(part.path[: len(path)] == path and part.path != path for path in additional)
        found = _ELSEWHERE.search(subject.folded(part.content.name)) if inside else None
        if found:
            yield Remark(
                f"{part.label} está en las iniciativas adicionales. Muévalo al plan de acción institucional, donde se "
                "formula esa política, y muéstrelo aquí si quiere.",
                (part.at(Field.NAME),),
                (part.content.name,),
            )


RULES: Final = (
    Rule(
        "repeated-row", "Producto repetido en la actividad", Severity.WARNING,
        "Dos productos iguales en una misma actividad suelen ser una fila copiada: se contaría dos veces.",
        "Productos 1 y 2: «Informe publicado», del mismo responsable", "«Informe de enero» e «Informe de julio»",
        repeated_rows,
    ),
    Rule(
        "repeated-activity", "Actividad repetida", Severity.WARNING,
        "La misma promesa en dos lugares se reporta dos veces y se cuenta dos veces.",
        "«Informar a los usuarios sus derechos» en los componentes 4 y 5, con el mismo producto",
        "La misma frase con productos distintos", repeated_activities,
    ),
    Rule(
        "duplicate-code", "Código repetido", Severity.WARNING,
        "El código es como la gente cita una actividad. Dos con el mismo no se distinguen.",
        "Dos actividades 3.1 en el mismo subcomponente", "3.1 en el componente 1 y 3.1 en el componente 4",
        duplicate_codes,
    ),
    Rule(
        "missing-code", "Salto en la numeración", Severity.HINT,
        "Un número que falta suele ser una fila que se perdió al copiar el plan.",
        "5.1, 5.3", "5.1, 5.2, 5.3", missing_codes,
    ),
    Rule(
        "repeated-part", "Componente repetido", Severity.WARNING,
        "El mismo componente dos veces parte en dos lo que debe leerse y medirse junto.",
        "Dos veces «Diálogo» en el mismo componente", "«Diálogo» en dos componentes distintos", repeated_parts,
    ),
    Rule(
        "objective-without-activity", "Objetivo sin actividad", Severity.WARNING,
        "Un objetivo al que no sirve ninguna actividad no se va a cumplir.",
        "Tres objetivos y actividades enlazadas solo con dos", "Cada objetivo con una actividad al menos",
        objectives_without_activity,
    ),
    Rule(
        "same-as-last-year", "Igual a la del año anterior", Severity.HINT,
        "Si la actividad quedó sin terminar, el plan nuevo debe decir que viene de allá; si se repite cada año, basta "
        "con confirmarlo.",
        "El mismo texto que en el plan de 2025", "El mismo texto, con «viene de PTEP 2025, actividad 3.1»",
        same_as_last_year,
    ),
    Rule(
        "permanent-without-deliverable", "Permanente, sin nada que entregar", Severity.WARNING,
        "Una actividad permanente que no dice qué entrega no se puede verificar nunca.",
        "Meta: «Permanente»", "Meta: «Informe semestral»; fecha: «Permanente»", permanent_without_deliverable,
    ),
    Rule(
        "replaced-instrument", "Plan que fue reemplazado por otro", Severity.HINT,
        "El plan anticorrupción se lee hoy como programa de transparencia y ética pública.",
        "Plan anticorrupción de 2026", "Plan anticorrupción de 2023", replaced_instrument, "DECRETO_1122_2024_ART_2",
    ),
    Rule(
        "policy-elsewhere", "Política que va en el plan de acción", Severity.HINT,
        "Servicio al ciudadano, racionalización de trámites, participación y gobierno digital se formulan en el plan "
        "de acción institucional, no como iniciativas adicionales del programa.",
        "Iniciativas adicionales › Racionalización de trámites", "Iniciativas adicionales › Código de integridad",
        policies_elsewhere, "CONCEPTO_DAFP_654781_2024",
    ),
)  # fmt: skip
