"""What the answers of a space show on its pages."""

from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.dialogue.choices import SpaceStatus, StepKind, StepStatus
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceStep
from rinde.capabilities.dialogue.queries.answers import AnswerRow, answer_rows
from rinde.capabilities.dialogue.rules.answers import AnswerStanding
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.capabilities.dialogue.web.presenters.panels import Panel
from rinde.services.access import Principal

_BEGUN = {SpaceStatus.LIVE, SpaceStatus.HELD, SpaceStatus.CLOSED}
TITLE = "Respuestas a las preguntas"


def _step(space: DialogueSpace) -> SpaceStep | None:
    if space.status not in _BEGUN or StepKind.ANSWERS not in steps_of_kind(space.kind).all:
        return None
    found: SpaceStep | None = SpaceStep.objects.filter(space=space, kind=StepKind.ANSWERS).first()
    return None if found is not None and found.status == StepStatus.SKIPPED else found


def desk_panels(space: DialogueSpace, principal: Principal) -> list[Panel]:  # noqa: ARG001 - whoever reads the space
    """How many answers are owed. Three queries."""
    if _step(space) is None:
        return []
    rows = answer_rows(space, today=timezone.localdate())
    url = reverse("desk:answer_list", kwargs={"entity_slug": space.entity.slug, "space_id": space.pk})
    kind, word = _state(list(rows))
    return [Panel(TITLE, (_line(list(rows)),), url, "Ver las respuestas", word, kind)]


def public_panels(space: DialogueSpace) -> list[Panel]:
    """The same for everybody. Three queries."""
    if space.called_at is None or _step(space) is None:
        return []
    rows = list(answer_rows(space, today=timezone.localdate()))
    if not rows:
        return []
    url = reverse("portal:space_answers", kwargs={"entity_slug": space.entity.slug, "slug": space.slug})
    kind, word = _state(rows)
    return [Panel(TITLE, (_line(rows),), url, "Leer las respuestas", word, kind)]


def _line(rows: list[AnswerRow]) -> str:
    owed = [one for one in rows if one.state.standing not in {AnswerStanding.JOINED, AnswerStanding.LEFT_OUT}]
    settled = sum(1 for one in owed if one.state.is_settled)
    if not owed:
        return "Nadie ha preguntado."
    return f"{settled} de {len(owed)} pregunta{'s' if len(owed) > 1 else ''} con respuesta."


def _state(rows: list[AnswerRow]) -> tuple[str, str]:
    waiting = [one for one in rows if not one.state.is_settled]
    late = sum(1 for one in waiting if one.state.days_late)
    if late:
        return "late", f"{late} vencida{'s' if late > 1 else ''}"
    if waiting:
        return "due", f"Falta{'n' if len(waiting) > 1 else ''} {len(waiting)}"
    return "ok", "Completas"
