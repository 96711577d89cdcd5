"""What a commitment must say, when it is due and late, and what keeps its report from being sent. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rinde.capabilities.dialogue.choices import CommitmentStatus, Outcome
from rinde.foundations.law.business_days import WorkCalendar
from rinde.foundations.law.terms import TermUnit, plain_day
from rinde.foundations.text.personal_data import in_words, signs_in_text
from rinde.foundations.text.typed import length_gap

LONGEST_TEXT, LONGEST_NAME, LONGEST_EVIDENCE, LONGEST_REASON, LONGEST_REPORT = 2_000, 160, 300, 500, 4_000
MOST_DAYS = 1_000
FARTHEST = timedelta(days=5 * 366)  # longer than any government; a slip of the year
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class CommitmentValues:
    """What a person writes of a commitment. The date stands as such, or as days from the day on which it was made."""

    text: str
    obtained_by: str
    evidence_expected: str
    actor_id: int | None
    made_on: date | None
    due_on: date | None = None
    days: int | None = None
    unit: str = TermUnit.BUSINESS_DAYS
    question_id: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a commitment; `in_words` is its arithmetic, empty where a person wrote the date."""

    due_on: date
    in_words: str = ""


def value_gaps(values: CommitmentValues) -> tuple[str, ...]:
    """List in Spanish everything that keeps a commitment from being written down."""
    return tuple(_value_gaps(values))


def _value_gaps(values: CommitmentValues) -> Iterator[str]:
    if not values.text.strip():
        yield "Escriba a qué se comprometió la entidad."
    if not values.obtained_by.strip():
        yield "Escriba qué comunidad o colectivo lo obtuvo: «Junta de Acción Comunal de La Palma»."
    if not values.evidence_expected.strip():
        yield "Escriba con qué se sabrá que se cumplió: un acta, una foto de la obra, una resolución."
    for text, most, name in (
        (values.text, LONGEST_TEXT, "El compromiso"),
        (values.obtained_by, LONGEST_NAME, "Quién lo obtuvo"),
        (values.evidence_expected, LONGEST_EVIDENCE, "La prueba esperada"),
    ):
        if len(text) > most:
            yield length_gap(text, most=most, name=name, rest="o dígalo más corto")
        if found := in_words(signs_in_text(text)):
            yield f"{name} parece tener {found}, y será público. Quítelo: basta el nombre de la comunidad."
    yield from _day_gaps(values)


def _day_gaps(values: CommitmentValues) -> Iterator[str]:
    if values.made_on is None:
        yield "Escriba el día en que se hizo el compromiso."
        return
    if (values.due_on is None) == (values.days is None):
        yield "Escriba la fecha límite, o el plazo en días: una de las dos cosas."
        return
    if values.days is not None and not 1 <= values.days <= MOST_DAYS:
        yield f"El plazo va de 1 a {MOST_DAYS} días. Usted escribió {values.days}."
    if values.unit not in {TermUnit.BUSINESS_DAYS, TermUnit.CALENDAR_DAYS}:
        yield "El plazo se cuenta en días hábiles o en días calendario."
    if values.due_on is not None and values.due_on < values.made_on:
        yield (
            f"La fecha límite ({plain_day(values.due_on)}) es anterior al día en que se hizo el compromiso "
            f"({plain_day(values.made_on)}). Revise las dos."
        )
    if values.due_on is not None and values.due_on > values.made_on + FARTHEST:
        yield f"La fecha límite queda a más de cinco años ({plain_day(values.due_on)}). Revise el año."


def due_of(values: CommitmentValues, calendar: WorkCalendar) -> Due:
    """The last day of a commitment from which `value_gaps` finds nothing missing.

    Source of the count: Ley 4/1913 art. 62, as every term in days.

    Raises:
        UnknownYear: where business days lead into a year whose holidays nobody has entered.
    """
    assert values.made_on is not None  # noqa: S101 - `value_gaps` asks for it
    if values.due_on is not None:
        return Due(values.due_on)
    assert values.days is not None  # noqa: S101 - `value_gaps` asks for one of the two
    if values.unit == TermUnit.BUSINESS_DAYS:
        counted = calendar.add_business_days(values.made_on, values.days)
    else:
        counted = calendar.calendar_days(values.made_on, values.days)
    return Due(counted.due_on, f"Desde el {plain_day(values.made_on)}, que no cuenta. {counted.in_words}")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a commitment stands on a day. `days_late` counts days of the calendar; 0 where it is not late."""

    is_late: bool
    days_late: int
    is_soon: bool = False


def standing_of(
    *,
    status: str,
    outcome: str,
    due_on: date,
    late_since: date | None,
    done_on: date | None,
    today: date,
    closed_on: date | None = None,
) -> Standing:
    """Tell whether a commitment is late, and by how much. Late stays late, also under a later date and once it is kept.

    Args:
        late_since: the last day that had passed when its date was moved; None where it never was late before.
        done_on: the day of the fact, where the entity says that it was kept; what is kept in part runs on until it is
            closed.
        closed_on: the day on which it was closed: what was not kept is late until then.
    """
    if status == CommitmentStatus.DRAFT:
        return Standing(is_late=False, days_late=0)
    counted_from = min(late_since, due_on) if late_since else due_on
    is_open = status == CommitmentStatus.OPEN
    is_done = outcome == Outcome.KEPT or (outcome == Outcome.PARTLY and not is_open)
    until = done_on if done_on and is_done else (closed_on or today)
    late = max(0, (until - counted_from).days)
    return Standing(late > 0, late, is_soon=is_open and not is_done and not late and due_on <= today + SOON)


def move_gaps(*, due_on: date, new_due_on: date, made_on: date, reason: str, today: date) -> tuple[str, ...]:
    """List in Spanish what keeps the date of a published commitment from being moved."""
    gaps = []
    if new_due_on == due_on:
        gaps.append("La fecha es la misma que ya tenía.")
    if new_due_on < today:
        gaps.append(f"El {plain_day(new_due_on)} ya pasó. Escriba una fecha que esté por llegar.")
    if new_due_on > made_on + FARTHEST:
        gaps.append(f"La fecha límite queda a más de cinco años ({plain_day(new_due_on)}). Revise el año.")
    return (*gaps, *reason_gaps(reason, "Diga por qué cambia la fecha. La ciudadanía leerá el motivo."))


def late_since_after_move(*, due_on: date, late_since: date | None, today: date) -> date | None:
    """The day since which a commitment is late once its date was moved: a date that had passed is not washed off."""
    if late_since is not None:
        return late_since
    return due_on if today > due_on else None


def reason_gaps(reason: str, missing: str) -> tuple[str, ...]:
    """What is wrong with a reason that everybody reads."""
    if not reason.strip():
        return (missing,)
    if found := in_words(signs_in_text(reason)):
        return (f"El motivo parece tener {found}, y será público. Quítelo.",)
    return (
        (f"El motivo tiene {len(reason)} caracteres; caben {LONGEST_REASON}.",) if len(reason) > LONGEST_REASON else ()
    )


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a unit says that it did."""

    text: str
    outcome: str  # of Outcome; empty: it goes on
    happened_on: date | None
    without_proof: str = ""


def report_gaps(facts: ReportFacts, *, made_on: date, today: date, proofs: int) -> tuple[str, ...]:
    """List in Spanish what keeps a report from being sent.

    Args:
        proofs: how many files and links it offers.
    """
    return tuple(_report_gaps(facts, made_on, today, proofs))


def _report_gaps(facts: ReportFacts, made_on: date, today: date, proofs: int) -> Iterator[str]:
    if not facts.text.strip():
        yield "Cuente qué se hizo."
    if len(facts.text) > LONGEST_REPORT:
        yield length_gap(facts.text, most=LONGEST_REPORT, name="El avance", rest="o póngalo en un archivo")
    if found := in_words(signs_in_text(facts.text)):
        yield f"El avance parece tener {found}, y será público. Quítelo."
    if facts.outcome and facts.outcome not in Outcome.values:
        yield "Escoja cómo va de la lista."
    if facts.outcome in {Outcome.KEPT, Outcome.PARTLY} and facts.happened_on is None:
        yield "Escriba el día en que se cumplió."
    if facts.happened_on is not None and facts.happened_on > today:
        yield f"El {plain_day(facts.happened_on)} todavía no llega. Escriba el día en que pasó."
    if facts.happened_on is not None and facts.happened_on < made_on:
        yield f"El {plain_day(facts.happened_on)} es anterior al compromiso ({plain_day(made_on)}). Revise la fecha."
    if not proofs and facts.outcome in {Outcome.KEPT, Outcome.PARTLY} and not facts.without_proof.strip():
        yield "Agregue una prueba, o diga por qué no la hay."


def closing_gaps(*, outcome: str, text: str, done_on: date | None, made_on: date, today: date) -> tuple[str, ...]:
    """List in Spanish what keeps a commitment from being closed."""
    gaps = []
    if outcome not in Outcome.values:
        gaps.append("Escoja si se cumplió, se cumplió en parte o no se cumplió.")
    if outcome in {Outcome.KEPT, Outcome.PARTLY} and done_on is None:
        gaps.append("Escriba el día en que se cumplió.")
    if done_on is not None and done_on > today:
        gaps.append(f"El {plain_day(done_on)} todavía no llega. Escriba el día en que pasó.")
    if done_on is not None and done_on < made_on:
        gaps.append(f"El {plain_day(done_on)} es anterior al compromiso ({plain_day(made_on)}). Revise la fecha.")
    missing = "Diga en una frase por qué lo cierra así. La ciudadanía lo leerá."
    return (*gaps, *reason_gaps(text, missing))
