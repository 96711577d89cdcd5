"""How a petition stands, as a kind and a word for the `status` tag. No query."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.safestring import SafeString

from rinde.capabilities.pqrsd.choices import AnswerStatus, PetitionStatus
from rinde.capabilities.pqrsd.models import Petition
from rinde.capabilities.pqrsd.rules.pressing import SOON
from rinde.foundations.design.icons import status_markup
from rinde.foundations.design.spanish import spanish_date

_ENDS = {
    PetitionStatus.ANSWERED: ("ok", "Respondida"),
    PetitionStatus.TRANSFERRED: ("info", "Trasladada"),
    PetitionStatus.WITHDRAWN: ("off", "Desistida"),
    PetitionStatus.ARCHIVED: ("off", "Archivada"),
}
ANSWER_KINDS = {
    AnswerStatus.DRAFT: "draft",
    AnswerStatus.IN_REVIEW: "due",
    AnswerStatus.RETURNED: "late",
    AnswerStatus.APPROVED: "info",
    AnswerStatus.SENT: "ok",
    AnswerStatus.REPLACED: "off",
}


@dataclass(frozen=True, slots=True)
class State:
    """A state for the `status` tag: kind and word."""

    kind: str
    word: str

    @property
    def markup(self) -> SafeString:
        return status_markup(self.kind, self.word)


def state_of(petition: Petition, today: date) -> State:
    """How a petition stands for whoever asks and whoever answers."""
    if petition.status in _ENDS:
        kind, word = _ENDS[PetitionStatus(petition.status)]
        if petition.status == PetitionStatus.ANSWERED and was_late(petition):
            return State("late", "Respondida tarde")
        return State(kind, word)
    if petition.status == PetitionStatus.INCOMPLETE:
        return State("info", "Espera a la persona")
    return term_state(petition.due_on, today)


def term_state(due_on: date | None, today: date) -> State:
    """How long there is, in a word: «Vencida hace 3 días», «Vence hoy», «Vence en 5 días»."""
    if due_on is None:
        return State("info", "Sin plazo")
    left = (due_on - today).days
    if left < 0:
        return State("late", f"Vencida hace {_days(-left)}")
    if left == 0:
        return State("due", "Vence hoy")
    return State("due" if left <= SOON.days else "info", f"Vence en {_days(left)}")


def _days(count: int) -> str:
    return "1 día" if count == 1 else f"{count} días"


def was_late(petition: Petition) -> bool:
    """Whether it ended after its term."""
    closed = petition.closed_at
    return bool(closed and petition.due_on and timezone.localdate(closed) > petition.due_on)


def due_in_words(petition: Petition) -> str:
    """«24 abr 2026»; empty for what has no term."""
    return spanish_date(petition.due_on) if petition.due_on else ""


def answer_markup(status: str) -> SafeString:
    """The state of a version as icon and word."""
    return status_markup(ANSWER_KINDS[AnswerStatus(status)], str(AnswerStatus(status).label))
