"""Names and mails of those who asked are erased once they served; the question and a name shown on request stay."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from rinde.capabilities.dialogue.choices import AnswerState, QuestionStatus
from rinde.capabilities.dialogue.models import Question
from rinde.capabilities.dialogue.operations.locking import locked, note
from rinde.capabilities.dialogue.rules.questions import KEEP_ASKERS_FOR
from rinde.capabilities.entities.queries import each_entity
from rinde.services.access import ANONYMOUS

_NAMED = ~Q(email="") | ~Q(asked_by="") & Q(shows_name=False)


def forget_askers(*, now: datetime) -> int:
    """Erase in every entity what has served; gives how many questions lost it. Asking again erases none."""
    return sum(_forget_space(space_id, now=now) for _ in each_entity() for space_id in _spaces(now))


def _served(now: datetime) -> Q:
    """Filed, so that the petition holds and forgets who asked; or long over, and waiting for nothing."""
    unread = Q(answer=AnswerState.WAITING, status__in=[QuestionStatus.SHOWN, QuestionStatus.PENDING])
    waits = Q(answer=AnswerState.WRITTEN) | unread
    return _NAMED & (Q(petition__isnull=False) | Q(space__ends_at__lt=now - KEEP_ASKERS_FOR) & ~waits)


def _spaces(now: datetime) -> list[int]:
    return sorted(set(Question.objects.filter(_served(now)).order_by().values_list("space_id", flat=True)))


@transaction.atomic
def _forget_space(space_id: int, *, now: datetime) -> int:
    space = locked(space_id)
    ids = list(Question.objects.filter(_served(now), space=space).values_list("pk", flat=True))
    Question.objects.filter(pk__in=ids).update(email="")
    Question.objects.filter(pk__in=ids, shows_name=False).update(asked_by="")
    note(space, "askers_forget", by=ANONYMOUS, now=now, questions=len(ids))
    return len(ids)
