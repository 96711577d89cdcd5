"""What the live questions of a space show on its pages."""

from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.dialogue.choices import SpaceStatus
from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.permissions import can_moderate
from rinde.capabilities.dialogue.queries.questions import counts_of, is_taking, with_questions_step
from rinde.capabilities.dialogue.rules.questions import QuestionCount, has_questions
from rinde.capabilities.dialogue.web.presenters.panels import Panel
from rinde.services.access import Principal

TITLE = "Preguntas"


def desk_panels(space: DialogueSpace, principal: Principal) -> list[Panel]:
    """How many questions there are, and the way to them for whoever moderates. Three queries at most."""
    if not has_questions(space.kind) or space.status in {SpaceStatus.DRAFT, SpaceStatus.CANCELLED}:
        return []
    count = counts_of(space)
    kind, word = _standing(space, count)
    if not can_moderate(space, by=principal):
        return [Panel(TITLE, (count.in_words,), status=word, status_kind=kind)]
    url = reverse("desk:question_list", kwargs={"entity_slug": space.entity.slug, "space_id": space.pk})
    return [Panel(TITLE, (count.in_words,), url, "Moderar las preguntas", word, kind)]


def _standing(space: DialogueSpace, count: QuestionCount) -> tuple[str, str]:
    if count.pending:
        return "due", f"{count.pending} por revisar"
    return ("info", "Se reciben preguntas") if _takes(space) else ("off", "Ya no se reciben")


def _takes(space: DialogueSpace) -> bool:
    found = with_questions_step(DialogueSpace.objects.filter(pk=space.pk)).get()
    return is_taking(found, timezone.now())


def public_panels(space: DialogueSpace) -> list[Panel]:
    """Asking while it is possible, and what was asked. Two queries."""
    if not has_questions(space.kind) or space.status == SpaceStatus.CANCELLED:
        return []
    takes, count, kept = _takes(space), counts_of(space), {"entity_slug": space.entity.slug, "slug": space.slug}
    panels = []
    if takes:
        lines = ("Sin cuenta y sin dar su nombre. Lo que no se responda en vivo se responde por escrito.",)
        panels.append(Panel("Pregunte", lines, reverse("portal:ask", kwargs=kept), "Hacer una pregunta", is_main=True))
    if count.asked:
        listed = reverse("portal:questions", kwargs=kept)
        panels.append(Panel(TITLE, (count.in_words,), listed, "Leer y apoyar" if takes else "Leer las preguntas"))
    return panels
