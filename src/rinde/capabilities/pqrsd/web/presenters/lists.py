"""A row of the desk's list. No query."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from rinde.capabilities.plans.rules.labels import shortened
from rinde.capabilities.pqrsd.choices import AnswerStatus, PetitionStatus
from rinde.capabilities.pqrsd.models import Petition
from rinde.capabilities.pqrsd.web.presenters.states import answer_markup, due_in_words, state_of
from rinde.foundations.design.icons import status_markup


@dataclass(frozen=True, slots=True)
class Row:
    """A petition as the list prints it: never with the name of whoever asks."""

    petition: Petition
    about: str
    state: SafeString
    due: str
    next_step: SafeString | str
    priority: SafeString | str


def row_of(petition: Petition, today: date) -> Row:
    """A row, with the state of its answer as the query annotated it."""
    return Row(
        petition=petition,
        about=petition.subject or shortened(petition.text, 110),
        state=state_of(petition, today).markup,
        due=due_in_words(petition),
        next_step=_next_step(petition),
        priority=status_markup("due", "Prioritaria") if petition.priority else "",
    )


def _next_step(petition: Petition) -> SafeString | str:
    if petition.status == PetitionStatus.RECEIVED:
        return status_markup("due", "Por clasificar")
    newest: str | None = petition.answer_status  # type: ignore[attr-defined]  # of the query's annotation
    if petition.status == PetitionStatus.IN_PROGRESS and newest:
        return answer_markup(AnswerStatus(newest))
    return "Por responder" if petition.status == PetitionStatus.IN_PROGRESS else ""
