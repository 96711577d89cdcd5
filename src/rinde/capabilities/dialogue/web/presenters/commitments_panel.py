"""What the commitments of a space and its improvement plan show on its pages."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.dialogue.choices import CommitmentStatus, SpaceStatus, StepKind
from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.permissions import can_manage
from rinde.capabilities.dialogue.queries.commitments import ListedCommitment, commitments_of_space, tally_of, with_words
from rinde.capabilities.dialogue.queries.improvement import improvement_of, newest_version
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.capabilities.dialogue.web.presenters.commitments import public_url
from rinde.capabilities.dialogue.web.presenters.panels import Panel
from rinde.services.access import Principal

_BEGUN = {SpaceStatus.LIVE, SpaceStatus.HELD, SpaceStatus.CLOSED}
TITLE = "Compromisos y plan de mejoramiento"


def desk_panels(space: DialogueSpace, principal: Principal) -> list[Panel]:
    """The commitments made here, and whether their plan is out. Five queries."""
    if space.status not in _BEGUN or StepKind.COMMITMENTS not in steps_of_kind(space.kind).all:
        return []
    listed = with_words(commitments_of_space(space), today=timezone.localdate())
    drafts = sum(1 for one in listed if one.commitment.status == CommitmentStatus.DRAFT)
    version = newest_version(improvement_of(space))
    lines = [_line(listed)] if listed else ["Todavía no se ha escrito ningún compromiso."]
    if drafts:
        lines.append(f"{drafts} en borrador.")
    url = reverse("desk:improvement_plan", kwargs={"entity_slug": space.entity.slug, "space_id": space.pk})
    action = "Escribir y publicar" if can_manage(space, by=principal) and version is None else "Ver el plan"
    kind, word = ("ok", f"Publicado, versión {version.number}") if version else ("draft", "Plan sin publicar")
    return [Panel(TITLE, tuple(lines), url, action, word, kind)]


def public_panels(space: DialogueSpace) -> list[Panel]:
    """The public commitments made here, with the way to their plan, or to each while there is none. Five queries."""
    listed = with_words(commitments_of_space(space).in_public(), today=timezone.localdate())
    version = newest_version(improvement_of(space))
    if version is None and not listed:
        return []
    place = {"entity_slug": space.entity.slug}
    if version is not None:
        url = reverse("portal:space_improvement", kwargs=place | {"slug": space.slug})
        return [Panel(TITLE, (_line(listed),), url, "Leer el plan de mejoramiento")]
    only = public_url(listed[0].commitment) if len(listed) == 1 else reverse("portal:commitments", kwargs=place)
    return [Panel("Compromisos", (_line(listed),), only, "Leer los compromisos")]


def _line(listed: Sequence[ListedCommitment]) -> str:
    tally = tally_of(listed)
    if not tally.total:
        return "Sin compromisos."
    parts = [f"{tally.total} compromiso{'s' if tally.total > 1 else ''}"]
    parts += [f"{tally.kept} cumplido{'s' if tally.kept > 1 else ''}"] if tally.kept else []
    parts += [f"{tally.late} vencido{'s' if tally.late > 1 else ''}"] if tally.late else []
    parts += [f"{tally.contested} con palabras distintas"] if tally.contested else []
    return f"{', '.join(parts)}."
