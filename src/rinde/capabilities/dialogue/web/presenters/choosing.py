"""What the forms of a space let people choose from, and what each kind of space is for."""

from datetime import date

from rinde.capabilities.dialogue.choices import SpaceKind, TopicStatus
from rinde.capabilities.dialogue.models import SpaceSeries, Topic, ValueGroup
from rinde.capabilities.dialogue.permissions import MANAGE, can_organise
from rinde.capabilities.dialogue.web.forms.spaces import SpaceChoices
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.queries import actors_on
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.permissions import OVER_ACTORS
from rinde.services.access import Principal

ABOUT_KINDS: dict[str, str] = {
    SpaceKind.PUBLIC_HEARING: "La entidad cuenta su gestión, la gente pregunta y recibe respuesta escrita.",
    SpaceKind.TRANSPARENCY_FAIR: "Varias dependencias atienden a la gente en un mismo lugar.",
    SpaceKind.TERRITORIAL_DIALOGUE: "Se va a un municipio, vereda o comuna a hablar de lo de allá.",
    SpaceKind.THEMATIC_TABLE: "Se conversa de un solo tema con quienes lo conocen.",
    SpaceKind.FORUM: "Varias voces exponen y el público pregunta.",
    SpaceKind.WORKSHOP: "Se trabaja en grupos sobre algo concreto.",
    SpaceKind.TRAINING: "Se enseña algo: asistencia, una página de acta y una encuesta corta.",
    SpaceKind.STREAM: "Se transmite por Internet.",
    SpaceKind.PRESS_ROUND: "Se informa a los medios.",
    SpaceKind.RADIO: "Se habla por la emisora.",
    SpaceKind.SITE_VISIT: "Se muestra una obra o una sede en el sitio.",
    SpaceKind.INTERNAL_MEETING: "Solo de la entidad: no tiene página pública.",
    SpaceKind.OTHER: "Lo que no está en la lista; usted escoge sus pasos.",
}


def space_choices(entity: Entity, *, by: Principal, year: int, today: date) -> SpaceChoices:
    """Everything that the form of a space offers to this person. Five queries.

    Args:
        year: of the space: topics and series of another year are not offered.
    """
    actors = [
        (str(one.pk), one.name) for one in actors_on(today) if by.may(MANAGE, **{OVER_ACTORS: [one.pk]})
    ]  # an actor whom this person may not organise for would only be refused
    plans = [(str(one.pk), f"{one.title} ({one.year})") for one in Plan.objects.filter(entity=entity).published()]
    series = SpaceSeries.objects.filter(entity=entity, year=year)
    topics = Topic.objects.filter(entity=entity, year=year).exclude(status=TopicStatus.LEFT_OUT)
    groups = ValueGroup.objects.filter(entity=entity, is_active=True)
    return SpaceChoices(
        actors=actors,
        plans=plans,
        series=[(str(one.pk), one.title) for one in series],
        topics=[(str(one.pk), one.name) for one in topics],
        groups=[(str(one.pk), one.name) for one in groups],
        whole_entity=can_organise(entity, by=by, actor_id=None),
    )


def kind_choices() -> list[dict[str, str]]:
    """Every kind with what it is for, for the page that asks for the kind first."""
    return [{"code": one.value, "label": str(one.label), "about": ABOUT_KINDS[one]} for one in SpaceKind]
