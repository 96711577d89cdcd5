"""What people and staff do in a consultation of Villa Aurora, as the pages would do it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.consultations.choices import CommentChannel
from rinde.capabilities.consultations.models import Consultation
from rinde.capabilities.consultations.operations import (
    enter_comment,
    hide_comment,
    receive_comment,
    show_comment,
    write_reply,
)
from rinde.capabilities.consultations.rules.comments import CommentValues
from rinde.capabilities.consultations.rules.replies import ReplyValues
from rinde.capabilities.plans.models import Activity
from rinde.sites.desk.demo.acts import acting
from rinde.sites.desk.demo.documents import Desk

HOW_ON_PAPER: Final = (
    "En la ventanilla de la alcaldía, de lunes a viernes, y en las mesas de los corregimientos que anuncia la emisora."
)


@dataclass(frozen=True, slots=True)
class Said:
    """A comment of the story. With `place` it came on paper; `shown` is None while nobody has looked at it."""

    text: str
    about: str = ""  # the code of an activity
    name: str = ""
    kind: str = ""
    place: str = ""
    shown: bool | None = True
    hidden_because: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply of the story, to the comments with these numbers."""

    numbers: tuple[int, ...]
    outcome: str
    text: str
    changes: str = ""  # the code of the activity in which it promises a change


def say(consultation: Consultation, number: int, said: Said, desk: Desk) -> None:
    """Bring in a comment and have the communications office look at it the same hour."""
    looks_after = acting(desk.entity, RoleCode.COMMUNICATIONS)
    about: dict[str, Any] = {"consultation_id": consultation.pk, "form_token": f"demo-{number}", "now": desk.now}
    if said.place:
        values = _values(consultation, said, given_on=desk.today)
        enter_comment(**about, values=values, by=acting(desk.entity, RoleCode.CITIZEN_SERVICE))
        return
    receive_comment(**about, values=_values(consultation, said), confirm_link=str)
    moderated: dict[str, Any] = {
        "consultation_id": consultation.pk,
        "number": number,
        "by": looks_after,
        "now": desk.now,
    }
    if said.hidden_because:
        hide_comment(**moderated, reason=said.hidden_because)
    elif said.shown:
        show_comment(**moderated)


def _values(consultation: Consultation, said: Said, *, given_on: date | None = None) -> CommentValues:
    return CommentValues(
        said.text,
        activity_key=activity_of(consultation, said.about).key if said.about else "",
        author_name=said.name,
        author_kind=said.kind,
        shows_name=bool(said.name),
        consents=bool(said.name),
        channel=CommentChannel.PAPER if said.place else CommentChannel.WEB,
        place=said.place,
        given_on=given_on,
    )


def answer(consultation: Consultation, answered: Answered, desk: Desk) -> None:
    """Write a reply, which the public reads with the summary."""
    promised = activity_of(consultation, answered.changes).pk if answered.changes else None
    values = ReplyValues(answered.numbers, answered.outcome, answered.text, bool(promised), promised)
    write_reply(consultation_id=consultation.pk, values=values, by=desk.by, now=desk.now)


def activity_of(consultation: Consultation, code: str) -> Activity:
    """An activity of the draft by its code."""
    found: Activity = Activity.objects.get(plan_id=consultation.plan_id, code=code)
    return found
