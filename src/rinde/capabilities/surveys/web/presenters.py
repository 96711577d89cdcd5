"""What pages print of a survey: its state in a word, its days, and its results as bars that are their own table."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.safestring import SafeString

from rinde.capabilities.surveys.choices import Audience, QuestionKind, SurveyStatus
from rinde.capabilities.surveys.models import Survey
from rinde.capabilities.surveys.rules.periods import is_past, receives, waits_to_begin
from rinde.capabilities.surveys.rules.questions import TEXTS
from rinde.capabilities.surveys.rules.results import FEWEST, OptionResult, QuestionResult
from rinde.foundations.design.icons import status_markup
from rinde.foundations.design.spanish import spanish_date, spanish_number

_MOMENT = timedelta(microseconds=1)


def state_markup(survey: Survey, now: datetime) -> SafeString:
    """The state as icon and word: whether one can answer today comes before what the table says."""
    if waits_to_begin(survey.status, opens_at=survey.opens_at, now=now):
        return status_markup("due", "Por empezar")
    if is_past(survey.status, closes_at=survey.closes_at, now=now):
        return status_markup("off", "Plazo cumplido")
    if survey.shows_results:
        return status_markup("info", "Con resultados")
    kinds = {SurveyStatus.DRAFT: "draft", SurveyStatus.OPEN: "ok", SurveyStatus.CLOSED: "off"}
    return status_markup(kinds[SurveyStatus(survey.status)], str(SurveyStatus(survey.status).label))


def takes_answers(survey: Survey, now: datetime) -> bool:
    return receives(survey.status, opens_at=survey.opens_at, closes_at=survey.closes_at, now=now)


def last_moment(survey: Survey) -> datetime | None:
    """The last moment that counts, whose day is the last day: the announced one, or that of a closing before it."""
    announced = survey.closes_at - _MOMENT if survey.closes_at else None
    return min(filter(None, (announced, survey.closed_at)), default=None)


def days_in_words(survey: Survey, now: datetime) -> str:
    """«Puede responder hasta el 12 de marzo de 2026.», «Empieza el …», «Se cerró el …»"""
    last = last_moment(survey)
    if waits_to_begin(survey.status, opens_at=survey.opens_at, now=now) and survey.opens_at:
        return f"Empieza el {spanish_date(survey.opens_at, 'long')}."
    if takes_answers(survey, now):
        return f"Puede responder hasta el {spanish_date(last, 'long')}." if last else "Se puede responder."
    return f"Se cerró el {spanish_date(last, 'long')}." if last else ""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """An option with its figure in words; `width` of its bar from 0 to 100."""

    label: str
    figure: str
    width: int
    is_hidden: bool = False
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class ResultBlock:
    """A question with its rows, and how its figures are made."""

    result: QuestionResult
    rows: tuple[ResultRow, ...]
    how: tuple[str, ...]
    versions: str
    mean: str

    @property
    def is_text(self) -> bool:
        return self.result.kind in TEXTS


def blocks_of(questions: tuple[QuestionResult, ...], *, public: bool) -> list[ResultBlock]:
    """The results of a page, each question with its own table."""
    several = len({one.versions for one in questions}) > 1
    return [
        ResultBlock(
            result=one,
            rows=tuple(_row(option) for option in one.options),
            how=tuple(_how(one, public=public)),
            versions=_versions(one) if several else "",
            mean=spanish_number(one.mean) if one.mean is not None else "",
        )
        for one in questions
    ]


def _row(option: OptionResult) -> ResultRow:
    if option.count is None or option.ratio is None:
        figure = "no se muestra" if option.suppressed else "0"
        return ResultRow(option.label, figure, 0, option.suppressed, option.is_unknown)
    width = max(1, round(100 * option.ratio)) if option.count else 0
    figure = f"{spanish_number(option.count)} de {spanish_number(option.denominator)} ({percent(option.ratio)})"
    return ResultRow(option.label, figure, width, is_unknown=option.is_unknown)


def percent(ratio: float) -> str:
    """«37 %»; what is over nought and under one is «menos de 1 %»."""
    whole = round(100 * ratio)
    return "menos de 1 %" if ratio > 0 and whole == 0 else f"{whole} %"


def _versions(one: QuestionResult) -> str:
    numbers = [str(number) for number in one.versions]
    if len(numbers) == 1:
        return f"Se preguntó solo en la versión {numbers[0]} de la encuesta."
    return f"Suma las versiones {', '.join(numbers[:-1])} y {numbers[-1]}, que la preguntaron igual."


def _people(count: int) -> str:
    return "1 persona" if count == 1 else f"{spanish_number(count)} personas"


def _how(one: QuestionResult, *, public: bool) -> list[str]:
    if public and one.withheld:
        return ["Con menos de cinco respuestas no se muestra nada, para que nadie pueda saber quién respondió qué."]
    seen = f"La pregunta la vieron {_people(one.received)}: la respondieron {spanish_number(one.answered)} y la dejaron"
    said = [f"{seen} en blanco {spanish_number(one.blank)}."]
    if one.options:
        said.append(
            "Cada cifra dice cuántas personas escogieron la opción, de cuántas respondieron, con las que dijeron "
            "«No sé»; el porcentaje es esa división, sin decimales."
        )
    if one.kind == QuestionKind.SEVERAL:
        said.append("Cada persona pudo marcar varias, así que los porcentajes suman más de 100.")
    if one.mean is not None:
        said.append(
            "El promedio suma los valores y los divide entre quienes escogieron uno "
            f"({_people(one.mean_of)}); «No sé» no cuenta."
        )
    if one.numbers:
        said.append("El promedio suma los números y los divide entre las personas que escribieron uno.")
    if public and one.hides_some:
        said.append(
            f"Las cifras de una a {FEWEST - 1} personas no se muestran, para que nadie pueda saber quién respondió "
            "qué. Se esconden también las más pequeñas de las demás, si con ellas se podría calcular."
        )
    return said


def audience_in_words(survey: Survey) -> str:
    return str(Audience(survey.audience).label)
