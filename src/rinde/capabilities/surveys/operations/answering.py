"""Taking in a sheet: by the page without an account, or typed in by staff from paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.surveys.choices import AnswerChannel, Audience, SurveyStatus
from rinde.capabilities.surveys.models import Survey, SurveyAnswer, SurveyToken, SurveyVersion
from rinde.capabilities.surveys.operations.locking import locked, next_number
from rinde.capabilities.surveys.operations.tokens import answered_mark, hash_of
from rinde.capabilities.surveys.permissions import check_enter
from rinde.capabilities.surveys.rules.periods import Paper, paper_gaps, receives, waits_to_begin
from rinde.capabilities.surveys.rules.sheets import Raw, Sheet, personal_signs, read_sheet, to_stored
from rinde.capabilities.surveys.rules.tokens import tidied
from rinde.foundations.law.terms import long_day
from rinde.foundations.refusals import NotReady, TransitionNotAllowed, refuse_gaps
from rinde.services.access import ANONYMOUS, Principal
from rinde.services.audit.operations import record

CONSENT_FIELD = "autoriza"  # beside which field of the form a refusal is told, besides the keys of the questions
KEY_FIELD = "clave"
NOT_RECEIVED = "Todavía no recibimos su respuesta."


class SheetRefused(NotReady):
    """A sheet that cannot be taken as it came; `by_key` says what is wrong beside which question."""

    def __init__(self, by_key: Mapping[str, str], signs: Mapping[str, str] | None = None) -> None:
        super().__init__(NOT_RECEIVED, tuple(by_key.values()))
        self.by_key, self.signs = dict(by_key), dict(signs or {})


@dataclass(frozen=True, slots=True)
class Received:
    """An answer that stands; `is_new` is False where this very form had come in before."""

    answer: SurveyAnswer
    is_new: bool


@transaction.atomic
def receive_answer(
    *,
    survey_id: int,
    raw: Raw,
    form_token: str,
    now: datetime,
    version_number: int | None = None,
    token: str = "",
    consents: bool = False,
    keeps_signs: bool = False,
) -> Received:
    """Take in a visitor's sheet. The same form again gives the answer that it already made.

    Args:
        version_number: the version that they read; None or unknown: the current one.
        token: the key of one use, as typed.
        consents: to the use of what says who they are.
        keeps_signs: whether they want to send what looks like personal data in a free text.

    Raises:
        TransitionNotAllowed: where answers are not received.
        SheetRefused: with everything that is wrong, by question.
    """
    survey = locked(survey_id)
    if before := SurveyAnswer.objects.filter(survey=survey, form_token=form_token).first():
        return Received(before, is_new=False)
    _refuse_outside(survey, now)
    version = _version(survey, version_number)
    sheet, gaps = read_sheet(version.question_list, raw)
    gaps |= _whole_gaps(sheet, gaps, consents=consents)
    signs = {} if keeps_signs else personal_signs(version.question_list, sheet)
    gaps |= {key: _sign_words(words) for key, words in signs.items()}
    found = _token(survey, token, gaps)
    if gaps:
        raise SheetRefused(gaps, signs)
    _use(found)
    answer = _write(
        survey,
        version,
        sheet,
        channel=AnswerChannel.WEB,
        form_token=form_token,
        token_mark=answered_mark(token) if found else None,
        by=ANONYMOUS,
        now=now,
    )
    return Received(answer, is_new=True)


def _refuse_outside(survey: Survey, now: datetime) -> None:
    if receives(survey.status, opens_at=survey.opens_at, closes_at=survey.closes_at, now=now):
        return
    if waits_to_begin(survey.status, opens_at=survey.opens_at, now=now) and survey.opens_at:
        raise TransitionNotAllowed(
            f"Esta encuesta empieza el {long_day(timezone.localdate(survey.opens_at))}. Vuelva ese día."
        )
    raise TransitionNotAllowed("Esta encuesta ya se cerró y no recibe más respuestas. No se guardó la suya.")


def _version(survey: Survey, number: int | None) -> SurveyVersion:
    """The version that somebody read: an answer to the one before the last change is an answer all the same."""
    current = survey.current_version
    assert current is not None  # noqa: S101 - the table does not hold an open survey without one
    if number is None or number == current.number:
        return current
    found: SurveyVersion | None = SurveyVersion.objects.filter(survey=survey, number=number).first()
    return found or current


def _whole_gaps(sheet: Sheet, gaps: Mapping[str, str], *, consents: bool) -> dict[str, str]:
    found = {}
    if sheet.personal and not consents:
        found[CONSENT_FIELD] = "Márquela para dejar esos datos, o bórrelos y envíe sin ellos."
    if sheet.is_blank and not gaps:
        found[""] = "La hoja está en blanco. Responda al menos una pregunta."
    return found


def _sign_words(words: str) -> str:
    return (
        f"Parece que escribió {words}. No hace falta: bórrelo y envíe de nuevo. "
        "Si no es de nadie, marque «Enviar así» al final."
    )


def _token(survey: Survey, typed: str, gaps: dict[str, str]) -> SurveyToken | None:
    """The key that lets this answer in; what is wrong with it is told beside it. None where none is asked for."""
    if survey.audience != Audience.TOKEN:
        return None
    if not typed.strip():
        gaps[KEY_FIELD] = "Escriba la clave de su hoja. Tiene doce letras y números, en tres grupos."
        return None
    found: SurveyToken | None = (
        SurveyToken.objects.select_for_update().filter(survey=survey, sha256=hash_of(typed)).first()
        if tidied(typed)
        else None
    )
    if found is None:
        gaps[KEY_FIELD] = (
            "Esa clave no es de esta encuesta. Revísela letra por letra; no lleva la O, la I, la L, el 0 ni el 1."
        )
    elif found.voided_at:
        gaps[KEY_FIELD] = "La entidad anuló esa clave. Pídale otra; lo que respondió sigue aquí."
    elif found.is_used:
        gaps[KEY_FIELD] = (
            "Con esa clave ya se respondió, y cada una sirve una sola vez. Si no fue usted, pida otra a la entidad."
        )
    return found


def _use(token: SurveyToken | None) -> None:
    if token is not None:
        token.is_used = True
        token.save(update_fields=["is_used"])


@transaction.atomic
def enter_answer(
    *,
    survey_id: int,
    raw: Raw,
    paper: Paper,
    form_token: str,
    by: Principal,
    now: datetime,
    version_number: int | None = None,
    token: str = "",
    consents: bool = False,
) -> Received:
    """Type in a sheet of paper, marked as such with its place and day. What was left out on it stays out.

    Sheets that were filled in in time may be typed in after the closing, until the results are published.

    Args:
        token: the key that the sheet came with, in a survey that asks for one.
        consents: whether the person signed the paper for the use of their data.

    Raises:
        NotAllowed: for whoever may not enter paper.
        TransitionNotAllowed: before the opening, or once the results are published.
        SheetRefused: with everything that is wrong, by question.
        NotReady: for a place or a day that cannot be.
    """
    survey = locked(survey_id)
    check_enter(survey, by=by)
    if before := SurveyAnswer.objects.filter(survey=survey, form_token=form_token).first():
        return Received(before, is_new=False)
    refuse_closed_to_paper(survey)
    paper = Paper(" ".join(paper.place.split()), paper.given_on)
    opens_on, closes_on = days_of(survey)
    refuse_gaps(
        "No se guardó la hoja.",
        *paper_gaps(paper, opens_on=opens_on, closes_on=closes_on, today=timezone.localdate(now)),
    )
    version = _version(survey, version_number)
    sheet, gaps = read_sheet(version.question_list, raw, on_paper=True)
    gaps |= _whole_gaps(sheet, gaps, consents=consents)
    found = _token(survey, token, gaps)
    if gaps:
        raise SheetRefused(gaps)
    _use(found)
    answer = _write(
        survey,
        version,
        sheet,
        channel=AnswerChannel.PAPER,
        form_token=form_token,
        token_mark=answered_mark(token) if found else None,
        paper=paper,
        by=by,
        now=now,
    )
    return Received(answer, is_new=True)


def refuse_closed_to_paper(survey: Survey) -> None:
    """Raises TransitionNotAllowed before the opening and once the results are out."""
    if survey.status == SurveyStatus.DRAFT:
        raise TransitionNotAllowed("La encuesta todavía no se abre. Ábrala y después entre las hojas.")
    if survey.shows_results:
        raise TransitionNotAllowed("Los resultados ya están publicados. Retírelos para entrar las hojas que faltan.")


def days_of(survey: Survey) -> tuple[date | None, date | None]:
    """The first and the last day of a survey; None where one is not known yet."""
    moment = timedelta(microseconds=1)
    ends = [one - moment for one in (survey.closes_at,) if one] + [one for one in (survey.closed_at,) if one]
    opens_on = timezone.localdate(survey.opens_at) if survey.opens_at else None
    return opens_on, timezone.localdate(min(ends)) if ends else None


def _write(
    survey: Survey,
    version: SurveyVersion,
    sheet: Sheet,
    *,
    channel: str,
    form_token: str,
    token_mark: str | None,
    by: Principal,
    now: datetime,
    paper: Paper | None = None,
) -> SurveyAnswer:
    answer: SurveyAnswer = SurveyAnswer.objects.create(
        entity_id=survey.entity_id,
        survey=survey,
        version=version,
        number=next_number(SurveyAnswer.objects.filter(survey=survey)),
        content=to_stored(sheet),
        personal=dict(sheet.personal),
        consented_at=now if sheet.personal else None,
        channel=channel,
        place=paper.place if paper else "",
        given_on=paper.given_on if paper else None,
        received_at=now,
        entered_by_id=by.user_id,
        form_token=form_token,
        token_mark=token_mark,
    )
    facts = {"number": answer.number, "version": version.number, "channel": channel}
    action = "surveys.answer" if channel == AnswerChannel.WEB else "surveys.enter"
    record(entity_id=survey.entity_id, action=action, target=survey, by=by, now=now, facts=facts)
    return answer
