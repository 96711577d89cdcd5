"""What keeps a report from going out, and what a reply, an answer or a signed scan lacks. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rinde.capabilities.followup.choices import CutOffStatus
from rinde.capabilities.plans.rules.acts import reason_gaps
from rinde.foundations.law import long_day
from rinde.foundations.refusals import TransitionNotAllowed

TEXT_LENGTH = 4000  # of an observation, a recommendation, a reply, an answer
CONCLUSION_LENGTH = 20_000
NAME_LENGTH = 150  # of the table
MOST_RECOMMENDATIONS = 50
SHORTEST_ANSWER = 10
SCAN_BYTES = 25 * 1024 * 1024
SCAN_TYPES = {"application/pdf": "PDF", "image/jpeg": "JPEG"}


@dataclass(frozen=True, slots=True)
class DraftValues:
    """What internal control writes of a report.

    `observations`: by the heading of the component. `addressees`: whose a recommendation is where an activity has
    several actors, by its key. `recommendations`: of the plan in general.
    """

    conclusion: str = ""
    observations: Mapping[str, str] = field(default_factory=dict)
    recommendations: Sequence[str] = ()
    addressees: Mapping[str, int] = field(default_factory=dict)
    signed_by_name: str = ""
    signed_by_post: str = ""


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """A reply that waits for its answer: whose, and about which activity."""

    actor: str
    activity: str


def draft_gaps(values: DraftValues) -> Iterator[str]:
    """Find everything that does not fit."""
    if len(values.conclusion) > CONCLUSION_LENGTH:
        yield f"La conclusión tiene más de {CONCLUSION_LENGTH} caracteres. Acórtela."
    for component, text in values.observations.items():
        if len(text) > TEXT_LENGTH:
            yield f"La observación de «{component}» tiene más de {TEXT_LENGTH} caracteres. Acórtela."
    if len(values.recommendations) > MOST_RECOMMENDATIONS:
        yield f"Caben {MOST_RECOMMENDATIONS} recomendaciones generales. Una las que dicen lo mismo."
    if any(len(text) > TEXT_LENGTH for text in values.recommendations):
        yield f"Una recomendación general tiene más de {TEXT_LENGTH} caracteres. Acórtela."
    for text, name in ((values.signed_by_name, "El nombre"), (values.signed_by_post, "El cargo")):
        if len(text) > NAME_LENGTH:
            yield f"{name} de quien firma tiene más de {NAME_LENGTH} caracteres. Acórtelo."


def verdict_missing(activities: Iterable[str]) -> Iterator[str]:
    """Name every activity that still has no verdict: half an evaluation is no report.

    Args:
        activities: code and name of each.
    """
    for label in activities:
        yield f"Falta el concepto de la actividad {label}."


def final_gaps(
    *,
    undecided: Iterable[str],
    unanswered: Iterable[ReplyFacts],
    replies_until: date | None,
    today: date,
    silent: Sequence[str],
    name: str,
    post: str,
) -> Iterator[str]:
    """Find everything that keeps a final report from going out.

    Args:
        undecided: the activities without a verdict.
        silent: the units that have neither replied nor said that they agree.
    """
    yield from verdict_missing(undecided)
    for one in unanswered:
        yield f"Falta responder la réplica de {one.actor} sobre la actividad {one.activity}."
    if term_is_running(replies_until, today) and silent:
        yield f"{_waiting(silent)} hasta el {long_day(replies_until)} para responder el preliminar."  # type: ignore[arg-type]
    if not name.strip():
        yield "Falta el nombre de quien firma el informe."
    if not post.strip():
        yield "Falta el cargo de quien firma el informe."


def _waiting(silent: Sequence[str]) -> str:
    if len(silent) == 1:
        return f"{silent[0]} no ha respondido y tiene"
    return f"{len(silent)} dependencias no han respondido y tienen"


def term_is_running(replies_until: date | None, today: date) -> bool:
    """Whether units may still reply in time: the last day counts until its midnight."""
    return replies_until is not None and today <= replies_until


def silent_units(
    concerned: Mapping[int | None, str], replied: Collection[int | None]
) -> tuple[tuple[int | None, str], ...]:
    """Which units said nothing yet of the preliminary report, in their order.

    Args:
        concerned: the name of each unit with something due, by its number.
    """
    return tuple((number, name) for number, name in concerned.items() if number not in replied)


def check_replies_open(status: str) -> None:
    """Refuse a reply, and its answer, before the preliminary report is out and once the final one is.

    Raises:
        TransitionNotAllowed: saying what to wait for, or that it is over.
    """
    if status == CutOffStatus.FINAL:
        raise TransitionNotAllowed("El informe definitivo ya se publicó: no recibe más réplicas ni respuestas.")
    if status != CutOffStatus.PRELIMINARY:
        raise TransitionNotAllowed("Control interno todavía no envía el informe preliminar: aún no hay qué responder.")


def reply_gaps(text: str) -> Iterator[str]:
    """Find what a unit's reply lacks."""
    if not text.strip():
        yield "Escriba en qué no está de acuerdo y por qué."
    elif len(text.strip()) > TEXT_LENGTH:
        yield f"La réplica tiene más de {TEXT_LENGTH} caracteres. Acórtela."


def answer_gaps(text: str) -> Iterator[str]:
    """Find what internal control's answer lacks: accepted or not, the unit reads why."""
    missing = "Escriba por qué acepta o no acepta la réplica: la dependencia y la ciudadanía lo leen."
    yield from reason_gaps(text, missing=missing, longest=TEXT_LENGTH, shortest=SHORTEST_ANSWER)


def scan_gaps(content_type: str, *, is_replacing: bool, reason: str) -> Iterator[str]:
    """Find what keeps a file from being the signed scan of a report."""
    if content_type not in SCAN_TYPES:
        yield "El informe firmado se sube en PDF o como foto JPEG. Guárdelo así y súbalo de nuevo."
    if is_replacing:
        missing = "Este informe ya tiene su copia firmada. Escriba por qué la cambia: queda en el rastro."
        yield from reason_gaps(reason, missing=missing)
