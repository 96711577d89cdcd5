"""Rules that rest on a norm, a guide or the plan's template: deadlines that the plan itself breaks. Pure."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from rinde.capabilities.plans.choices import Instrument
from rinde.capabilities.plans.rules.review.dates import planned, schedule_of
from rinde.capabilities.plans.rules.review.findings import Field, Remark, Repair, Severity
from rinde.capabilities.plans.rules.review.rule import Rule
from rinde.capabilities.plans.rules.review.subject import Entry, Part, Row, Subject
from rinde.capabilities.plans.rules.schedules import PlannedDate, write_dates
from rinde.capabilities.plans.rules.templates import CountIn, CutOffRegime
from rinde.foundations.law.business_days import UnknownYear

# A report this close to a cut-off is meant for it.
DAYS_BEFORE_CUT_OFF: Final = 20
DAYS_AFTER_TERM: Final = 45
# Ley 1757 of 2015, art. 56: questions of a hearing are answered in writing within 15 days.
ANSWER_DAYS: Final = 15
# Ley 1757 of 2015, art. 53: who holds no other spaces holds two hearings a year.
HEARINGS_A_YEAR: Final = 2
FEWEST_ROWS: Final = 4  # a component with fewer is a summary, not a plan of spaces

_FOLLOW_UP = re.compile(r"\b(?:seguimientos?|verificacion|evaluacion)\b")
_OF_THE_PLAN = re.compile(
    r"\b(?:paac|ptep|plan anti ?corrupcion|programa de transparencia|mapa de riesgos de corrupcion)\b"
)
_INTERNAL_CONTROL = re.compile(r"\bcontrol interno\b|\boci\b")
_PUBLISHES_PLAN = re.compile(
    r"^\W*(?:publicar|publicacion)\s+(?:de\s+|del\s+|el\s+|la\s+|en la pagina web\s+)*"
    r"(?:plan anti ?corrupcion|paac|ptep|programa de transparencia|mapa de riesgos de corrupcion|"
    r"matriz de riesgos de corrupcion)\b"
)
_AGAIN = re.compile(r"\b(?:actualiz|modific|ajust|seguimient|version|avance|monitore|cambio)")
_ANSWER = re.compile(r"\b(?:respuestas?|responder|contestar)\b")
_QUESTIONS = re.compile(r"\b(?:preguntas|inquietudes|intervenciones)\b")
_HEARING = re.compile(r"\baudiencias?\b")
_TERM = re.compile(
    r"\b(\d{1,3})\s*\)?\s*dias\b|\b(veinte|veinticinco|treinta|cuarenta|sesenta|noventa)\b[^.;]{0,12}\bdias\b"
)
_WORDS: Final = {"veinte": 20, "veinticinco": 25, "treinta": 30, "cuarenta": 40, "sesenta": 60, "noventa": 90}
_ACCOUNTABILITY = re.compile(r"\brendicion de cuentas\b")
_SPACE = re.compile(
    r"\b(?:audiencias?|foros?|ferias?|mesas?|dialogos?|encuentros?|reunion(?:es)?|conversatorios?|asambleas?|talleres|"
    r"cabildos?|rendir cuentas|espacios?|veredal(?:es)?|grupos? focal(?:es)?|jornadas?|comites?|transmision)\b"
)
_VALUE_GROUPS: Final = {
    "niños, niñas y adolescentes": re.compile(r"\bnin[oa]s\b|\badolescentes\b|\binfan|\bnna\b"),
    "jóvenes": re.compile(r"\bjovenes\b|\bjuventud|\bjuvenil"),
    "mujeres": re.compile(r"\bmujer(?:es)?\b"),
    "personas mayores": re.compile(r"\b(?:personas? mayor(?:es)?|adult[oa]s? mayor(?:es)?)\b"),
    "personas con discapacidad": re.compile(r"\bdiscapacidad\b"),
    "víctimas": re.compile(r"\bvictimas\b"),
    "pueblos indígenas": re.compile(r"\bindigenas?\b"),
    "comunidades negras, afrocolombianas, raizales y palenqueras": re.compile(
        r"\bafro|\bcomunidades negras\b|\bnarp\b"
    ),
    "campesinos": re.compile(r"\bcampesin"),
    "población LGBTIQ+": re.compile(r"\blgbt"),
}


def follow_up_reports(subject: Subject) -> Iterator[Remark]:
    """Internal control's reports on the plan against the cut-offs and the term of its template."""
    regime = subject.context.cut_offs
    for row in subject.rows if regime else ():
        if regime and _is_follow_up(subject, row):
            for due in sorted({one.due_on for one in row.content.milestones}):
                yield from _misplaced(subject, row, due, regime)


def _is_follow_up(subject: Subject, row: Row) -> bool:
    name = f"{subject.folded(row.entry.content.name)} {subject.folded(row.content.target)}"
    if not (_FOLLOW_UP.search(name) and _OF_THE_PLAN.search(name)):
        return False
    who = " ".join(f"{one.text} {' '.join(each.name for each in one.actors)}" for one in row.content.assignments)
    return bool(_INTERNAL_CONTROL.search(subject.folded(who)) and len(row.content.milestones) > 1)


def _misplaced(subject: Subject, row: Row, due: date, regime: CutOffRegime) -> Iterator[Remark]:
    windows = [(cut, _term_end(subject, cut, regime)) for cut in _cut_offs(regime, due)]
    if any(cut <= due and (end is None or due <= end) for cut, end in windows):
        return
    meant = next(
        (
            (cut, end)
            for cut, end in windows
            if end and cut - timedelta(days=DAYS_BEFORE_CUT_OFF) <= due <= end + timedelta(days=DAYS_AFTER_TERM)
        ),
        None,
    )
    if meant is None:
        return
    cut, end = meant
    why = f"antes del corte ({cut:%d/%m/%Y})" if due < cut else f"después del plazo del informe ({end:%d/%m/%Y})"
    yield Remark(
        f"La {row.label} pone el informe de control interno el {due:%d/%m/%Y}, {why}. Cambie la fecha por "
        f"{end:%d/%m/%Y} o confirme el corte que usa la entidad ({regime.basis.in_words}).",
        (row.at(Field.DATES),),
        (due.isoformat(), cut.isoformat(), str(end)),
        _moved(row, due, end) if end and end <= subject.context.period.end else None,
    )


def _cut_offs(regime: CutOffRegime, due: date) -> tuple[date, ...]:
    """The cut-offs around a day, nearest first."""
    around = (*regime.in_year(due.year - 1)[-1:], *regime.in_year(due.year))
    return tuple(sorted(around, key=lambda cut: abs(cut - due)))


def _term_end(subject: Subject, cut: date, regime: CutOffRegime) -> date | None:
    if regime.report_count is CountIn.CALENDAR_DAYS:
        return cut + timedelta(days=regime.report_days)
    calendar = subject.context.calendar
    try:
        return calendar.add_business_days(cut, regime.report_days).due_on if calendar else None
    except UnknownYear:
        return None


def _moved(row: Row, due: date, to: date) -> Repair:
    dates = {PlannedDate(to, None, one.name) if one.due_on == due else one for one in planned(row.content)}
    return Repair(Field.DATES, schedule_of(row.content), write_dates(sorted(dates)), f"Usar {to:%d/%m/%Y}")


def plan_published_late(subject: Subject) -> Iterator[Remark]:
    template = subject.context.template
    for entry in subject.entries if template else ():
        name = subject.folded(entry.content.name)
        if not template or not _PUBLISHES_PLAN.match(name) or _AGAIN.search(name) or not entry.content.due_dates:
            continue
        first = entry.content.due_dates[0]
        last_day, basis = template.publication.in_year(first.year)
        if first > last_day and str(first.year + 1) not in name:
            yield Remark(
                f"La {entry.label} publica el {first:%d/%m/%Y}, después del {last_day:%d/%m/%Y}, la fecha para hacerlo "
                f"({basis.in_words}). Adelante la fecha, o diga que es una actualización.",
                (entry.at(Field.DATES),),
                (entry.content.name, first.isoformat()),
            )


def answers_too_late(subject: Subject) -> Iterator[Remark]:
    for entry in subject.entries:
        folded = _said(subject, entry)
        if not (_ANSWER.search(folded) and _QUESTIONS.search(folded) and _is_of_a_hearing(subject, entry, folded)):
            continue
        days = [int(found[1]) if found[1] else _WORDS[found[2]] for found in _TERM.finditer(folded)]
        if days and max(days) > ANSWER_DAYS:
            yield Remark(
                f"La {entry.label} da {max(days)} días para responder las preguntas de la audiencia, y el plazo es de "
                f"{ANSWER_DAYS}. Corrija el plazo.",
                (entry.at(Field.NAME),),
                (folded, str(max(days))),
            )


def _said(subject: Subject, entry: Entry) -> str:
    """The name and the targets of an activity, folded."""
    return " ".join(map(subject.folded, (entry.content.name, *(one.target for one in entry.content.deliverables))))


def _is_of_a_hearing(subject: Subject, entry: Entry, folded: str) -> bool:
    places = f"{entry.component.name} {entry.subcomponent.name if entry.subcomponent else ''}"
    return bool(_HEARING.search(folded) or _ACCOUNTABILITY.search(subject.folded(places)))


def too_few_spaces(subject: Subject) -> Iterator[Remark]:
    for part, entries in _accountability(subject):
        if len(entries) < FEWEST_ROWS:
            continue
        if not any(_SPACE.search(_said(subject, entry)) for entry in entries):
            yield Remark(
                f"{part.label} no tiene ningún espacio de diálogo. Agregue los espacios del año, o al menos "
                f"{HEARINGS_A_YEAR} audiencias públicas participativas.",
                (part.at(Field.NAME),),
                tuple(entry.content.name for entry in entries),
            )


def _accountability(subject: Subject) -> Iterator[tuple[Part, list[Entry]]]:
    """Each component that renders accounts, with its activities."""
    for part in subject.parts:
        if len(part.path) == 1 and _ACCOUNTABILITY.search(subject.folded(part.content.name)):
            yield part, [entry for entry in subject.entries if entry.component is part.content]


def groups_without_dialogue(subject: Subject) -> Iterator[Remark]:
    """Groups of value that the plan says it serves, and no space of dialogue names."""
    entries = [entry for _, ones in _accountability(subject) for entry in ones]
    if subject.content.instrument == Instrument.RDC:
        entries = list(subject.entries)
    spaces = [text for text in (_said(subject, entry) for entry in entries) if _SPACE.search(text)]
    if not spaces:
        return
    said = subject.folded(f"{subject.content.objective} {subject.content.scope} {' '.join(subject.content.objectives)}")
    for name, pattern in _groups(subject):
        if (name in subject.context.value_groups or pattern.search(said)) and not any(map(pattern.search, spaces)):
            yield Remark(
                f"El plan cuenta con {name} y ningún espacio de diálogo es para ese grupo. Diga en cuál participa, o "
                "agregue uno.",
                (subject.header(),),
                (name,),
            )


def _groups(subject: Subject) -> Iterator[tuple[str, re.Pattern[str]]]:
    yield from _VALUE_GROUPS.items()
    for name in subject.context.value_groups:
        if name not in _VALUE_GROUPS and name.strip():
            yield name, re.compile(rf"\b{re.escape(subject.folded(name))}\b")


RULES: Final = (
    Rule(
        "follow-up-report-date", "Informe de control interno a destiempo", Severity.WARNING,
        "El informe de seguimiento se hace después de cada corte y dentro de su plazo. Antes del corte no hay qué "
        "medir.",
        "Corte 31/08/2026; informe el 30/08/2026", "Corte 31/08/2026; informe el 14/09/2026", follow_up_reports,
        "GUIA_PAAC_2015_SEGUIMIENTO",
    ),
    Rule(
        "plan-published-late", "El plan se publica después de su fecha", Severity.WARNING,
        "El plan se publica a más tardar el 31 de enero, con el plan de acción. Una actualización sí puede ser "
        "después.",
        "«Publicar el plan anticorrupción»: 28/02/2026", "«Publicar la actualización del plan anticorrupción»: "
        "28/02/2026",
        plan_published_late, "LEY_1474_2011_ART_74",
    ),
    Rule(
        "answers-too-late", "Respuestas de la audiencia fuera de plazo", Severity.ERROR,
        "Las preguntas de una audiencia pública se responden por escrito dentro de los quince días siguientes y se "
        "publican.",
        "«Responder las preguntas de la audiencia en treinta (30) días»",
        "«Responder las preguntas de la audiencia en quince (15) días»", answers_too_late, "LEY_1757_2015_ART_56",
    ),
    Rule(
        "too-few-spaces", "Rendición de cuentas sin diálogo", Severity.WARNING,
        "Rendir cuentas es también dialogar. La entidad que no abre otros espacios hace al menos dos audiencias al "
        "año.",
        "Un componente de rendición de cuentas con solo publicaciones",
        "El mismo componente con una audiencia y dos mesas de trabajo", too_few_spaces, "LEY_1757_2015_ART_53",
    ),
    Rule(
        "group-without-dialogue", "Grupo de valor sin espacio de diálogo", Severity.HINT,
        "Si el plan dice que es para un grupo, alguno de sus espacios de diálogo debería nombrarlo.",
        "El alcance nombra a los jóvenes y ningún espacio los menciona", "«Mesa de diálogo con los jóvenes»",
        groups_without_dialogue,
    ),
)  # fmt: skip
