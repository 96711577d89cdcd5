"""Rules about when: dates that do not exist, that fall outside, that say something else than their words. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rinde.capabilities.plans.choices import Recurrence
from rinde.capabilities.plans.rules.content import DeliverableContent, MilestoneContent
from rinde.capabilities.plans.rules.review.findings import Field, Remark, Repair, Severity
from rinde.capabilities.plans.rules.review.rule import Rule
from rinde.capabilities.plans.rules.review.subject import Row, Subject
from rinde.capabilities.plans.rules.schedules import Period, PlannedDate, expand, read_dates, write_dates
from rinde.foundations.text.schedules import ImpossibleDate, read_schedule

# What a year leaves unfinished is closed with its last follow-up, in the first quarter of the next.
CARRY_OVER_DAYS: Final = 92
# Above this share the period of the plan is the likelier mistake, not each of the dates.
MOST_OUTSIDE: Final = 0.5
# Three of four rows on the same stretch is a pattern; under eight rows it is chance.
PILED_UP: Final = 0.75
FEWEST_PILED_UP: Final = 8
FIRST_QUARTER_MONTHS: Final = 3

_RECURRENCES: Final = frozenset(Recurrence.values)
_CARRIED = re.compile(r"\brezago|\bcierre\b", re.IGNORECASE)
_NAMED_DATE = re.compile(r"(?P<name>[^\W\d_][^:\d,;]{2,58}?)\s*:\s*(?P<day>\d[^,;:]*)", re.IGNORECASE)


def planned(row: DeliverableContent) -> tuple[PlannedDate, ...]:
    """The dates of a deliverable as a form knows them."""
    return tuple(PlannedDate(one.due_on, one.starts_on, one.name) for one in row.milestones)


def schedule_of(row: DeliverableContent) -> str:
    """What stands in the cell of the dates: the plan's words, or the dates where it has none."""
    return row.schedule_text or write_dates(planned(row))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def impossible_dates(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        wrong = read_schedule(row.content.schedule_text, subject.context.period.start.year).impossible
        for one in wrong:
            yield Remark(
                f"La fecha «{one.text}» de la {row.label} no existe. Corríjala; puede ser {_day(one.suggestion)}.",
                (row.at(Field.DATES),),
                (one.text, row.content.schedule_text),
                _with_possible_date(row, one, subject.context.period) if len(wrong) == 1 else None,
            )


def _with_possible_date(row: Row, wrong: ImpossibleDate, period: Period) -> Repair | None:
    """The dates with the proposal in its place; nothing where it may be a beginning or a deadline."""
    now, meant = planned(row.content), wrong.suggestion
    opened = [one for one in now if one.starts_on and one.due_on == period.end]
    if len(now) == 1 and opened and opened[0].starts_on and opened[0].starts_on <= meant:
        dates: tuple[PlannedDate, ...] = (PlannedDate(meant, opened[0].starts_on),)
    elif not any(one.starts_on for one in now) and (len(now) != 1 or meant > now[0].due_on):
        dates = tuple(sorted({*now, PlannedDate(meant)}))
    else:
        return None
    return _new_dates(row, write_dates(dates), f"Usar {_day(meant)}")


def _new_dates(row: Row, after: str, says: str) -> Repair:
    return Repair(Field.DATES, schedule_of(row.content), after, says)


def backward_spans(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        for one in row.content.milestones:
            if one.starts_on and one.starts_on > one.due_on:
                yield Remark(
                    f"La {row.label} empieza el {_day(one.starts_on)} y vence antes, el {_day(one.due_on)}. "
                    "Corrija una de las dos fechas.",
                    (row.at(Field.DATES),),
                    (one.starts_on.isoformat(), one.due_on.isoformat()),
                )


def dates_outside(subject: Subject) -> Iterator[Remark]:
    period = subject.context.period
    outside = [(row, one) for row in subject.rows for one in row.content.milestones if one.due_on not in period]
    outside = [(row, one) for row, one in outside if not _is_carried(row, one)]
    total = sum(len(row.content.milestones) for row in subject.rows)
    if total and len({row.entry.content.key for row, _ in outside}) > 1 and len(outside) > total * MOST_OUTSIDE:
        yield Remark(
            f"De las {total} fechas del plan, {len(outside)} quedan fuera de su vigencia ({period.in_words}). "
            "Revise primero la vigencia en los datos del plan.",
            (subject.header(), *(row.at(Field.DATES) for row, _ in outside)),
            (period.in_words, str(len(outside))),
        )
        return
    for row, one in outside:
        yield _outside(row, one, period)


def _is_carried(row: Row, milestone: MilestoneContent) -> bool:
    """Whether the plan itself says that the date belongs to the close of the year before."""
    return bool(_CARRIED.search(milestone.name) or _CARRIED.search(row.content.schedule_text))


def _outside(row: Row, milestone: MilestoneContent, period: Period) -> Remark:
    due = milestone.due_on
    place, judged = (row.at(Field.DATES),), (due.isoformat(), period.in_words)
    if due < period.start:
        message = f"La {row.label} vence el {_day(due)}, antes de que empiece la vigencia. Corrija el año o la fecha."
        return Remark(message, place, judged)
    if due > period.end + timedelta(days=CARRY_OVER_DAYS):
        message = f"La {row.label} vence el {_day(due)}, mucho después de la vigencia. Corrija el año o la fecha."
        return Remark(message, place, judged)
    message = (
        f"La {row.label} vence el {_day(due)}, cuando la vigencia ya terminó. Si es el cierre del año, márquela como "
        "rezago; si no, corrija la fecha."
    )
    return Remark(message, place, judged, _marked_as_carried(row, milestone, period))


def _marked_as_carried(row: Row, milestone: MilestoneContent, period: Period) -> Repair | None:
    marked = tuple(
        PlannedDate(one.due_on, one.starts_on, one.name or ("Rezago" if one.due_on == milestone.due_on else ""))
        for one in planned(row.content)
    )
    after = write_dates(marked)
    if milestone.name or set(read_dates(after, period).dates) != set(marked):
        return None
    return _new_dates(row, after, "Marcar como rezago")


def before_approval(subject: Subject) -> Iterator[Remark]:
    approved = _approved_on(subject)
    for row in subject.rows if approved else ():
        early = [one.due_on for one in row.content.milestones if subject.context.period.start <= one.due_on < approved]
        if early and approved:
            yield Remark(
                f"La {row.label} vence el {_day(early[0])} y el plan se aprobó el {_day(approved)}. Confirme que ya "
                "estaba hecha, o mueva la fecha.",
                (row.at(Field.DATES),),
                (early[0].isoformat(), approved.isoformat()),
            )


def _approved_on(subject: Subject) -> date:
    """The day from which the plan binds; the first day there is where nobody knows."""
    signed = [one.signed_on for one in subject.content.signatories if one.role == "APPROVED" and one.signed_on]
    return subject.context.approved_on or max(signed, default=date.min)


def dates_and_words(subject: Subject) -> Iterator[Remark]:
    """Dates that the words of the same cell do not name, where the words name exact days."""
    period = subject.context.period
    for row in subject.rows:
        read = read_schedule(row.content.schedule_text, period.start.year)
        named = {day for day in (read.start, read.end, *read.deadlines) if day}
        if not named or read.impossible or read.recurrence or read.permanent or row.content.recurrence:
            continue
        if row.content.permanent or not row.content.milestones:
            continue
        kept = {day for one in row.content.milestones for day in (one.due_on, one.starts_on) if day}
        missing = sorted(named - kept)
        if missing and not (named & kept):
            due = ", ".join(_day(one.due_on) for one in row.content.milestones[:3])
            yield Remark(
                f"La {row.label} dice «{row.content.schedule_text[:80]}» y vence el {due}. Corrija el texto o las "
                "fechas para que digan lo mismo.",
                (row.at(Field.DATES),),
                (row.content.schedule_text, due),
            )


def recurrence_not_expanded(subject: Subject) -> Iterator[Remark]:
    period = subject.context.period
    for row in subject.rows:
        one = row.content
        read = read_schedule(one.schedule_text, period.start.year)
        recurrence = one.recurrence or (read.recurrence or "" if not read.deadlines else "")
        if recurrence not in _RECURRENCES:
            continue
        label = str(Recurrence(recurrence).label)
        dates = expand(period=period, start=read.start, end=read.end, recurrence=recurrence)
        if len(one.milestones) >= max(2, len(dates) - 1) or len(dates) < 2:
            continue
        whole = not (read.start or read.end) and not any(each.name for each in one.milestones)
        yield Remark(
            f"La {row.label} se cumple {label.lower()} y tiene {_count_dates(one.milestones)}. Ponga una fecha por "
            f"cada periodo ({len(dates)} en la vigencia).",
            (row.at(Field.DATES),),
            (recurrence, str(len(one.milestones))),
            _new_dates(row, label, f"Poner las {len(dates)} fechas") if whole else None,
        )


def _count_dates(milestones: Sequence[MilestoneContent]) -> str:
    if not milestones:
        return "ninguna fecha"
    return "una sola fecha" if len(milestones) == 1 else f"{len(milestones)} fechas"


def permanent_without_proof(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        if not row.content.permanent:
            continue
        shown = {one.due_on.year for one in row.content.milestones}
        bare = [year for year in subject.context.period.years if year not in shown]
        if bare:
            years = ", ".join(map(str, bare))
            safe = not any(one.name or one.starts_on for one in row.content.milestones) and not shown
            yield Remark(
                f"La {row.label} es permanente y en {years} no tiene fecha en la que se muestre la evidencia. Ponga "
                "al menos una por año.",
                (row.at(Field.DATES),),
                (years, row.content.schedule_text),
                _new_dates(row, "Permanente", "Mostrar evidencia al final de cada año") if safe else None,
            )


def unlabelled_dates(subject: Subject) -> Iterator[Remark]:
    """«Elaborado: 30/11, publicado: 31/12» whose names the dates have lost."""
    period = subject.context.period
    for row in subject.rows:
        text = row.content.schedule_text
        if ":" not in text or len(row.content.milestones) < 2 or any(one.name for one in row.content.milestones):
            continue
        lines = [f"{one['name'].strip()}: {one['day'].strip()}" for one in _NAMED_DATE.finditer(text)]
        read = read_dates("\n".join(lines), period)
        due = {one.due_on for one in row.content.milestones}
        if len(lines) == len(due) and {one.due_on for one in read.dates if one.name} == due and not read.problems:
            names = ", ".join(f"«{one.name}»" for one in read.dates)
            yield Remark(
                f"Cada fecha de la {row.label} tiene nombre ({names}) y en el plan quedaron sin él. Póngale a cada "
                "fecha el suyo.",
                (row.at(Field.DATES),),
                (text,),
                _new_dates(row, write_dates(read.dates), "Poner los nombres"),
            )


@dataclass(frozen=True, slots=True)
class _Pile:
    """Rows all of whose dates fall in one stretch of the year."""

    rows: tuple[Row, ...]
    dated: int

    @property
    def is_a_pattern(self) -> bool:
        return self.dated >= FEWEST_PILED_UP and len(self.rows) >= self.dated * PILED_UP


def _pile(subject: Subject, first: date, last: date) -> _Pile:
    dated = [row for row in subject.rows if row.content.milestones]
    inside = (row for row in dated if all(first <= one.due_on <= last for one in row.content.milestones))
    return _Pile(tuple(inside), len(dated))


def all_in_december(subject: Subject) -> Iterator[Remark]:
    end = subject.context.period.end
    pile = _pile(subject, end.replace(day=1), end)
    if pile.is_a_pattern:
        yield Remark(
            f"De las {pile.dated} actividades con fecha, {len(pile.rows)} vencen solo en el último mes de la vigencia. "
            "Ponga fechas intermedias, para que el seguimiento del año tenga qué mirar.",
            (subject.header(), *(row.at(Field.DATES) for row in pile.rows)),
            (str(end), *(row.entry.content.key for row in pile.rows)),
        )


def front_loaded(subject: Subject) -> Iterator[Remark]:
    start, end = subject.context.period.start, subject.context.period.end
    if (end - start).days < 360:
        return  # a plan for part of a year is as full as it looks
    last = date(start.year + (start.month + 2) // 12, (start.month + 2) % 12 + 1, 1) - timedelta(days=1)
    pile = _pile(subject, start, last)
    if pile.is_a_pattern:
        yield Remark(
            f"De las {pile.dated} actividades con fecha, {len(pile.rows)} vencen en los primeros "
            f"{FIRST_QUARTER_MONTHS} meses. Confirme que el resto del año no queda sin compromisos, o repártalas.",
            (subject.header(), *(row.at(Field.DATES) for row in pile.rows)),
            (str(last), *(row.entry.content.key for row in pile.rows)),
        )


def permanent_and_frequency(subject: Subject) -> Iterator[Remark]:
    """«Permanente» and «cada trimestre» in one cell: all the time, or four times."""
    for row in subject.rows:
        one = row.content
        if one.permanent and one.recurrence in _RECURRENCES:
            often = str(Recurrence(one.recurrence).label).lower()
            yield Remark(
                f"La {row.label} es permanente y también {often}: son dos cosas. Deje la frecuencia con la que se "
                "entrega, o solo «permanente» con lo que la demuestra.",
                (row.at(Field.DATES),),
                (one.recurrence, one.schedule_text),
            )


RULES: Final = (
    Rule(
        "permanent-and-frequency", "Permanente y con otra frecuencia", Severity.HINT,
        "Lo permanente se hace todo el año; lo trimestral, cuatro veces. Con las dos no se sabe cuándo se incumple.",
        "Fecha: «Permanente; cada trimestre»", "Fecha: «Permanente»; meta: «Informe semestral»",
        permanent_and_frequency,
    ),
    Rule(
        "impossible-date", "Fecha que no existe", Severity.ERROR,
        "El texto trae un día que no está en el calendario. Sin una fecha real, nadie puede decir si se cumplió a "
        "tiempo.",
        "Fecha: «30/02/2026»", "Fecha: «28/02/2026»", impossible_dates,
    ),
    Rule(
        "backward-span", "Termina antes de empezar", Severity.ERROR,
        "La fecha de inicio es posterior a la de vencimiento.",
        "Del 30/06/2026 al 01/02/2026", "Del 01/02/2026 al 30/06/2026", backward_spans,
    ),
    Rule(
        "outside-period", "Fecha fuera de la vigencia", Severity.WARNING,
        "Una fecha posterior a la vigencia puede ser un rezago legítimo, como el último seguimiento del año; entonces "
        "se marca así y cuenta en el seguimiento de cierre. Lo demás suele ser un año mal escrito.",
        "Plan de 2026: «28/02/2027»", "Plan de 2026: «Rezago: 28/02/2027»", dates_outside,
    ),
    Rule(
        "before-approval", "Vence antes de que se apruebe el plan", Severity.HINT,
        "Una actividad que venció antes de la aprobación nace cumplida o nace incumplida. Se permite, pero conviene "
        "que alguien lo confirme.",
        "Vence el 15/01/2026 y el plan se aprobó el 28/01/2026", "Vence el 31/01/2026 y se aprobó el 28/01/2026",
        before_approval,
    ),
    Rule(
        "dates-and-words", "El texto y las fechas no coinciden", Severity.WARNING,
        "Las palabras de la celda nombran unos días y las fechas guardadas son otras: quien lea el plan esperará unas "
        "y el sistema vencerá con las otras.",
        "«30 de abril de 2026» con vencimiento el 30/06/2026", "«Abril de 2026» con vencimiento el 30/04/2026",
        dates_and_words,
    ),
    Rule(
        "recurrence-not-expanded", "Periodicidad sin sus fechas", Severity.WARNING,
        "«Cada trimestre» son cuatro vencimientos. Con una sola fecha, los otros tres no se reportan ni se verifican.",
        "«Cada trimestre» con una sola fecha", "«Cada trimestre» con cuatro fechas", recurrence_not_expanded,
    ),
    Rule(
        "permanent-without-proof", "Permanente, sin fecha de evidencia", Severity.WARNING,
        "Lo permanente también se demuestra: al menos una vez por año hay que mostrar con qué.",
        "«Permanente», sin ninguna fecha", "«Permanente», con evidencia el 31/12/2026", permanent_without_proof,
    ),
    Rule(
        "unlabelled-dates", "Fechas que perdieron su nombre", Severity.HINT,
        "El plan dice qué vence en cada fecha, y las fechas guardadas no. Con su nombre, cada una se reporta por "
        "aparte.",
        "«Elaborado: 30/11/2026, publicado: 31/12/2026» con dos fechas sin nombre",
        "«30/11/2026 y 31/12/2026»", unlabelled_dates,
    ),
    Rule(
        "all-in-december", "Todo vence en el último mes", Severity.WARNING,
        "Si casi todo vence al final, los cortes intermedios no tienen qué medir y los problemas se ven cuando ya no "
        "hay tiempo.",
        "20 de 24 actividades vencen el 31/12/2026", "20 de 24 vencen en meses distintos", all_in_december,
    ),
    Rule(
        "front-loaded", "Todo vence en el primer trimestre", Severity.WARNING,
        "Un plan que se cumple en marzo deja sin compromisos al resto del año.",
        "19 de 20 actividades vencen antes del 31/03/2026", "5 de 20 vencen antes del 31/03/2026", front_loaded,
    ),
)  # fmt: skip
