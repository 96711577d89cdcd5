"""Rules about how much: quantities, units, indicators, and what the dates and the frequency make of them. Pure."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from rinde.capabilities.plans.choices import Accumulation, MeasureUnit
from rinde.capabilities.plans.rules.measures import figure, quantity_in_words
from rinde.capabilities.plans.rules.review.amounts import amount_of, cadence_of, is_as_needed
from rinde.capabilities.plans.rules.review.dates import schedule_of
from rinde.capabilities.plans.rules.review.findings import Field, Remark, Repair, Severity
from rinde.capabilities.plans.rules.review.rule import Rule
from rinde.capabilities.plans.rules.review.subject import Row, Subject
from rinde.foundations.text.quantities import Quantity

# More than one publication a week cannot be shown one by one at the end of the year: it is counted as it goes.
HUGE_COUNT: Final = Decimal(60)
FEWEST_CUTS: Final = 4
# Up to one a month, a number of reports and a number of dates are meant to match.
MOST_REPORTS: Final = 12
WHOLE: Final = Decimal(100)

_BARE = re.compile(r"\W*(?:(?:una?|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)\W+)?\d+(?:[.,]\d+)*\W*")
_NUMBERED = re.compile(r"\b(?:numero|cantidad|n°|nro\.?|no\.) de\b")
_SHARE = re.compile(r"%|/|\b(?:porcentaje|por ciento|proporcion|tasa|nivel|sobre|respecto|indice|promedio|grado)\b")
_PERCENTAGE = re.compile(r"^\W*(?:%|porcentaje|por ciento|nivel de (?:avance|cumplimiento|ejecucion))")
_GROWTH = re.compile(r"\b(?:aument|increment|crec|super|reduc|disminu)")
_POSTS = re.compile(
    r"\b(?:publicaci(?:on|ones)|posts?|tweets?|tuits?|trinos|videos?|mensajes|piezas|boletines|historias|reels|"
    r"comunicados|correos|notas|contenidos)\b"
)
_REPORTS = re.compile(r"\b(?:informes?|seguimientos?|reportes?|boletin(?:es)?|monitoreos?|evaluaci(?:on|ones))\b")
_ITEM = re.compile(r"(?:^|\n|;|•|·| - |\d\)\s)\s*")
_LIST_NUMBER = re.compile(r"\(?\d{1,2}[).]\s")
_COUNTED = re.compile(
    r"^\W*(?:\d{1,3}(?:[.,]\d{3})*|una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce)\b(?!\s*(?:%|[/°º:]))"
    r"\W*(?:\(\d+\)\s*)?[^\W\d_]{4,}"
)
_OF_HOW_MANY = re.compile(r"\b(?:los|las|de|total de)\s+(\d{1,4})\s+[^\W\d_]{4,}")


def quantity_cell(row: Row) -> str:
    """The cell of the quantity as a person types it."""
    one = row.content
    if one.target_quantity is None:
        return ""
    return quantity_in_words(one.target_quantity, one.target_unit, per_actor=one.target_per_actor)


def target_without_unit(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        one = row.content
        if one.indicator.strip() or one.product.strip() not in {"", one.target.strip()}:
            continue
        bare = one.target.strip() or quantity_cell(row)
        if not bare or not _BARE.fullmatch(subject.folded(bare)):
            continue
        example = "«100 % de los contratos publicados»" if "%" in bare else "«4 informes publicados»"
        yield Remark(
            f"La meta de la {row.label} es «{bare}» y no dice de qué. Escriba qué se entrega; por ejemplo {example}.",
            (row.at(Field.TARGET),),
            (bare,),
        )


def impossible_quantity(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        amount = amount_of(subject, row)
        if amount is None or (amount.value > 0 and not (amount.is_percent and amount.value > WHOLE)):
            continue
        words = f"{subject.promise(row)} {subject.folded(row.entry.content.name)}"
        if amount.value > 0 and _GROWTH.search(words):
            continue
        said = f"{figure(amount.value)} %" if amount.is_percent else figure(amount.value)
        why = "más que el todo" if amount.value > 0 else "nada por cumplir"
        yield Remark(
            f"La cantidad de la {row.label} es {said}: {why}. Corrija la cantidad.",
            (row.at(Field.QUANTITY),),
            (said,),
        )


def words_and_figures(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        for field, text in _stated(row):
            read = subject.quantity(text)
            if read and read.words_say is not None:
                yield Remark(
                    f"La {row.label} dice {read.words_say} en letras y {read.value:g} en números. Corrija una.",
                    (row.at(field),),
                    (text,),
                )


def _stated(row: Row) -> Iterator[tuple[Field, str]]:
    one = row.content
    yield Field.TARGET, one.target
    if one.product != one.target:
        yield Field.PRODUCT, one.product


def quantity_and_target(subject: Subject) -> Iterator[Remark]:
    """The kept quantity against the one that the words of the target state."""
    for row in subject.rows:
        one, read = row.content, subject.quantity(row.content.target)
        if one.target_quantity is None or read is None or _is_same(subject, row, read):
            continue
        value, unit = Decimal(str(read.value)), MeasureUnit.PERCENT if read.unit == "percent" else MeasureUnit.COUNT
        after = quantity_in_words(value, unit, per_actor=read.per_unit)
        yield Remark(
            f"La meta de la {row.label} dice «{one.target[:80]}» y la cantidad es {quantity_cell(row)}. Cambie una "
            "de las dos.",
            (row.at(Field.QUANTITY), row.at(Field.TARGET)),
            (one.target, quantity_cell(row)),
            Repair(Field.QUANTITY, quantity_cell(row), after, f"Poner {after}"),
        )


def _is_same(subject: Subject, row: Row, read: Quantity) -> bool:
    one, value = row.content, Decimal(str(read.value))
    kept = one.target_quantity or Decimal(0)
    if (read.unit == "percent") != (one.target_unit == MeasureUnit.PERCENT):
        return False
    cadence = cadence_of(subject, row)
    if cadence and kept == value * cadence.periods:
        return True  # «una cada trimestre» kept as the four of the year
    members = sum(len(each.actors) for each in one.assignments)
    if read.per_unit and not one.target_per_actor and members > 1:
        return kept in {value, value * members}
    return kept == value or one.target_per_actor != read.per_unit


def quantity_and_frequency(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        cadence, amount = cadence_of(subject, row), amount_of(subject, row)
        if not cadence or not amount or cadence.contradicts != "quantity":
            continue
        said = figure(amount.value)
        repair = None
        if row.content.target_quantity is not None and len(row.content.milestones) == cadence.periods:
            after = quantity_in_words(
                Decimal(cadence.periods), MeasureUnit.COUNT, per_actor=row.content.target_per_actor
            )
            if amount.value == 1:
                repair = Repair(Field.QUANTITY, quantity_cell(row), after, f"Poner {after} en la vigencia")
        yield Remark(
            f"La {row.label} dice «{cadence.words}» ({cadence.periods} veces en sus fechas) y la cantidad es {said}. "
            "Escriba la cantidad de toda la vigencia, o corrija la periodicidad.",
            (row.at(Field.QUANTITY), row.at(Field.DATES)),
            (cadence.words, said, str(cadence.periods)),
            repair,
        )


def frequency_and_dates(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        cadence = cadence_of(subject, row)
        if not cadence or cadence.contradicts != "dates":
            continue
        only = row.content.milestones[0]
        safe = not only.name and not only.starts_on and only.due_on == subject.context.period.end
        label = str(cadence.recurrence.label)
        yield Remark(
            f"La {row.label} dice «{cadence.words}» y tiene una sola fecha, {only.due_on:%d/%m/%Y}. Ponga una fecha "
            "por cada periodo.",
            (row.at(Field.DATES),),
            (cadence.words, only.due_on.isoformat()),
            Repair(Field.DATES, schedule_of(row.content), label, f"Poner {cadence.periods} fechas") if safe else None,
        )


def quantity_and_dates(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        one, amount, dates = row.content, amount_of(subject, row), len(row.content.milestones)
        if amount is None or amount.is_percent or dates < 2 or cadence_of(subject, row):
            continue
        if any(each.name or each.expected_quantity is not None for each in one.milestones) or ":" in one.schedule_text:
            continue  # the plan says what each date is for
        read = subject.quantity(one.target)
        if is_as_needed(subject, row) or (read and read.at_least and amount.value < dates):
            continue  # «al menos una»: more dates than that are no contradiction
        if one.indicator_accumulation != Accumulation.SUM or not _clashes(subject, row, amount.value, dates):
            continue
        yield Remark(
            f"La {row.label} promete {figure(amount.value)} y tiene {dates} fechas. Deje tantas fechas como entregas, "
            "o escriba cuánto va en cada una.",
            (row.at(Field.QUANTITY), row.at(Field.DATES)),
            (figure(amount.value), str(dates), one.schedule_text),
        )


def _clashes(subject: Subject, row: Row, value: Decimal, dates: int) -> bool:
    if value < dates:
        return True
    of_reports = _REPORTS.search(subject.promise(row))
    return bool(of_reports and value <= MOST_REPORTS and value % dates)


def parts_and_total(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        one = row.content
        parts = [each.expected_quantity for each in one.milestones if each.expected_quantity is not None]
        if one.target_quantity is None or one.target_unit == MeasureUnit.PERCENT or len(parts) != len(one.milestones):
            continue
        if not parts or one.indicator_accumulation != Accumulation.SUM or sum(parts) == one.target_quantity:
            continue
        added = " + ".join(map(figure, parts))
        safe = not one.target.strip() and not one.target_per_actor
        after = figure(sum(parts, Decimal(0)))
        yield Remark(
            f"Las fechas de la {row.label} suman {added} = {after} y la cantidad es {figure(one.target_quantity)}. "
            "Corrija la cantidad o lo que va en cada fecha.",
            (row.at(Field.QUANTITY), row.at(Field.DATES)),
            (added, figure(one.target_quantity)),
            Repair(Field.QUANTITY, quantity_cell(row), after, f"Poner {after}") if safe else None,
        )


def indicator_and_target(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        one, amount = row.content, amount_of(subject, row)
        if amount is None or not (one.indicator or one.indicator_unit):
            continue
        measured = _measured_in(subject, row)
        if measured is None or measured == amount.is_percent:
            continue
        has, gives = ("un porcentaje", "cantidades") if amount.is_percent else ("una cantidad", "porcentajes")
        yield Remark(
            f"La meta de la {row.label} es {has} ({quantity_cell(row) or one.target[:60]}) y su indicador da {gives} "
            f"(«{(one.indicator or one.indicator_unit)[:60]}»). Cambie uno de los dos para que hablen de lo mismo.",
            (row.at(Field.INDICATOR), row.at(Field.TARGET)),
            (one.indicator, one.indicator_formula, one.indicator_unit, str(amount.value), str(amount.is_percent)),
        )


def _measured_in(subject: Subject, row: Row) -> bool | None:
    """Whether the indicator gives percentages (True) or counts (False); None where it may be either."""
    one = row.content
    unit = subject.folded(one.indicator_unit)
    if unit:
        counts = re.match(r"\W*(?:numero|cantidad|unidad)", unit)
        return True if "%" in unit or "porcentaje" in unit else False if counts else None
    words = subject.folded(f"{one.indicator} {one.indicator_formula}".strip())
    if _NUMBERED.match(words.lstrip(' («"')) and not _SHARE.search(words):
        return False
    # «Hechas / programadas» also counts, in its numerator: only a plain percentage cannot measure a count.
    return True if _PERCENTAGE.match(words) and "/" not in words and " sobre " not in words else None


def huge_count(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        one, amount = row.content, amount_of(subject, row)
        if amount is None or amount.is_percent or amount.value < HUGE_COUNT:
            continue
        if not 0 < len(one.milestones) < FEWEST_CUTS:
            continue
        named = f"{subject.promise(row)} {subject.folded(one.indicator)} {subject.folded(row.entry.content.name)}"
        if not _POSTS.search(named):
            continue
        safe = len(one.milestones) == 1 and not one.milestones[0].name and not one.milestones[0].starts_on
        safe = safe and one.milestones[0].due_on == subject.context.period.end and not cadence_of(subject, row)
        yield Remark(
            f"La {row.label} promete {figure(amount.value)} con {_dates(len(one.milestones))}. Ponga cortes, cada mes "
            "o cada trimestre, para contar lo hecho con una evidencia por corte.",
            (row.at(Field.DATES), row.at(Field.QUANTITY)),
            (figure(amount.value), str(len(one.milestones))),
            Repair(Field.DATES, schedule_of(one), "Cada mes", "Contar cada mes") if safe else None,
        )


def _dates(number: int) -> str:
    return "una sola fecha" if number == 1 else f"{number} fechas"


def several_targets(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        text = row.content.target or row.content.product
        pieces = [piece.strip() for piece in _ITEM.split(text) if piece.strip()]
        counted = [piece for piece in pieces if _COUNTED.match(subject.folded(piece)) and not _LIST_NUMBER.match(piece)]
        if len(counted) > 1 and len(counted) == len(pieces):
            named = ", ".join(f"«{piece[:40]}»" for piece in counted[:3])
            yield Remark(
                f"La meta de la {row.label} promete varias cosas: {named}. Separe cada una en su propio producto, para "
                "que cada una tenga su cantidad y su avance.",
                (row.at(Field.TARGET),),
                (text,),
            )


def universe_and_target(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        one = row.content
        found = _OF_HOW_MANY.search(subject.folded(one.target)) if one.universe else None
        if found and int(found[1]) != len(one.universe):
            yield Remark(
                f"La meta de la {row.label} habla de {found[1]} y su lista tiene {len(one.universe)}. Complete la "
                "lista o corrija la meta.",
                (row.at(Field.TARGET),),
                (one.target, str(len(one.universe))),
            )


RULES: Final = (
    Rule(
        "target-without-unit", "Meta sin unidad", Severity.WARNING,
        "«1» o «100 %» no dicen de qué. Quien lee no sabe qué se prometió, y quien verifica no sabe qué contar.",
        "Meta: «3»; sin producto ni indicador", "Meta: «3»; producto: «Jornada de formación»", target_without_unit,
    ),
    Rule(
        "impossible-quantity", "Cantidad imposible", Severity.ERROR,
        "Una meta de cero o de más del ciento por ciento no se puede cumplir ni incumplir.",
        "Meta: «120 % de las solicitudes»", "Meta: «aumentar 120 % las visitas»", impossible_quantity,
    ),
    Rule(
        "words-and-figures", "Letras y números no coinciden", Severity.WARNING,
        "La cantidad dice una cosa en letras y otra en números.",
        "Meta: «Tres (4) informes»", "Meta: «Cuatro (4) informes»", words_and_figures,
    ),
    Rule(
        "quantity-and-target", "La cantidad no es la de la meta", Severity.WARNING,
        "La cantidad con la que se mide el avance es otra que la que el texto promete.",
        "Meta: «Cuatro (4) informes»; cantidad: 3", "Meta: «Un informe cada trimestre»; cantidad: 4",
        quantity_and_target,
    ),
    Rule(
        "quantity-and-frequency", "La cantidad contradice la periodicidad", Severity.WARNING,
        "Una publicación cada trimestre son cuatro en el año. Si la cantidad dice otra cosa, el avance saldrá mal con "
        "cualquiera de las dos.",
        "Meta: «Una (1) publicación trimestral»; cantidad: 1", "Meta: «Cuatro (4) publicaciones, una trimestral»",
        quantity_and_frequency,
    ),
    Rule(
        "frequency-and-dates", "Periodicidad con una sola fecha", Severity.WARNING,
        "El texto dice cada cuánto se hace, y solo hay una fecha de vencimiento.",
        "«Sitio actualizado cada trimestre», vence el 31/12/2026",
        "«Sitio actualizado cada trimestre», con cuatro fechas", frequency_and_dates,
    ),
    Rule(
        "quantity-and-dates", "La cantidad contradice las fechas", Severity.WARNING,
        "Tres informes con cuatro fechas: en una de ellas no hay qué entregar, o falta uno en la cantidad.",
        "Meta: «Tres (3) informes», con cuatro fechas", "Meta: «Un (1) informe»: elaborado 30/11, publicado 31/12",
        quantity_and_dates,
    ),
    Rule(
        "parts-and-total", "Las partes no suman el total", Severity.WARNING,
        "Lo que se espera en cada fecha no suma la cantidad de la meta.",
        "Cantidad: 10; fechas: 3 + 3 + 3", "Cantidad: 9; fechas: 3 + 3 + 3", parts_and_total,
    ),
    Rule(
        "indicator-and-target", "El indicador no puede medir la meta", Severity.WARNING,
        "Una cantidad no se mide con un porcentaje de avance, ni un porcentaje con un número de cosas.",
        "Meta: 1; indicador: «Porcentaje de avance»", "Meta: 4; indicador: «Informes publicados / programados»",
        indicator_and_target,
    ),
    Rule(
        "huge-count", "Cantidad enorme sin cortes", Severity.WARNING,
        "Cinco mil publicaciones no se demuestran una por una en diciembre: se cuentan por mes, con una evidencia por "
        "mes.",
        "Meta: «5.000 publicaciones», vence el 31/12/2026", "Meta: «5.000 publicaciones», cada mes", huge_count,
    ),
    Rule(
        "several-targets", "Varias metas en una celda", Severity.HINT,
        "Si una celda promete varias cosas, el avance de una tapa el atraso de la otra.",
        "Meta: «3 talleres; 2 ferias»", "Meta: «4 informes; uno por trimestre»", several_targets,
    ),
    Rule(
        "universe-and-target", "La lista no tiene los que dice la meta", Severity.WARNING,
        "La meta dice cuántos son en total y la lista de lo que se cuenta tiene otro número.",
        "Meta: «100 % de los 39 mapas»; la lista tiene 38", "Meta: «100 % de los 39 mapas»; la lista tiene 39",
        universe_and_target,
    ),
)  # fmt: skip
