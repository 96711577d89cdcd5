"""Who Villa Aurora talks to, what they wanted to be told about, and how the year's strategy was put on its feet."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from rinde.capabilities.dialogue.choices import Approach, Stage
from rinde.capabilities.dialogue.models import Topic, ValueGroup
from rinde.capabilities.dialogue.operations.outreach import keep_action, keep_group, write_stage
from rinde.capabilities.dialogue.operations.topics import (
    Priority,
    consult_topics,
    count_votes,
    prioritise,
    propose_topics,
)
from rinde.capabilities.dialogue.rules.outreach import ActionValues, GroupValues
from rinde.capabilities.followup.choices import Channel
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.surveys.models import Survey
from rinde.capabilities.surveys.operations.answering import receive_answer
from rinde.capabilities.surveys.operations.opening import open_survey
from rinde.capabilities.surveys.operations.publishing import publish_results
from rinde.capabilities.surveys.queries.surveys import versions_of
from rinde.sites.desk.demo.dialogue.sheets import filled_sheet
from rinde.sites.desk.demo.documents import Desk
from rinde.sites.desk.demo.follow_up.telling import Event, moment

YEAR = 2026
COUNTED = "Caracterización de febrero de 2026, Secretaría de Planeación"
CALLED_FOR, CLOSED_ON = date(2026, 2, 16), date(2026, 3, 6)
SHEETS = 36

JUNTAS, CHILDREN, YOUTH = "Juntas de acción comunal", "Niñas, niños y adolescentes", "Jóvenes"
RURAL_WOMEN, CABILDO, DISABILITY = "Mujeres rurales", "Cabildo indígena de San Isidro", "Personas con discapacidad"
VICTIMS, TRADERS, OVERSEERS = "Víctimas del conflicto", "Comerciantes y productores", "Veedurías ciudadanas"
_RURAL, _ALL = "Los cuatro corregimientos", "Todo el municipio"
GROUPS = (
    GroupValues(JUNTAS, "46 juntas de barrio y vereda.", 640, COUNTED, _ALL, (Channel.WHATSAPP, Channel.IN_PERSON)),
    GroupValues(
        CHILDREN, "Estudiantes de las once sedes.", 2310, COUNTED, _ALL, (Channel.IN_PERSON,), (Approach.CHILDREN,)
    ),
    GroupValues(YOUTH, "De 18 a 28 años.", 1480, COUNTED, _ALL, (Channel.INSTAGRAM, Channel.X), (Approach.YOUTH,)),
    GroupValues(
        RURAL_WOMEN, "Productoras y cuidadoras.", 1920, COUNTED, _RURAL, (Channel.RADIO, Channel.WHATSAPP),
        (Approach.GENDER,),
    ),
    GroupValues(CABILDO, "", 870, COUNTED, "San Isidro", (Channel.IN_PERSON, Channel.RADIO), (Approach.ETHNIC,)),
    GroupValues(
        DISABILITY, "Con certificado o en trámite.", 312, COUNTED, _ALL, (Channel.MAIL,), (Approach.DISABILITY,)
    ),
    GroupValues(VICTIMS, "Con mesa de participación.", 540, COUNTED, _ALL, (Channel.WHATSAPP,), (Approach.PEACE,)),
    GroupValues(TRADERS, "Plaza de mercado y asociaciones.", 410, COUNTED, _ALL, (Channel.FACEBOOK, Channel.RADIO)),
    GroupValues(OVERSEERS, "Inscritas en la Personería.", 28, COUNTED, _ALL, (Channel.MAIL, Channel.WHATSAPP)),
)  # fmt: skip
ROADS, WATER, HEALTH = "Vías y placas huella", "Agua y alcantarillado", "Salud en los corregimientos"
MONEY, BUS, SAFETY, CULTURE = "Presupuesto y contratos", "Transporte escolar", "Convivencia", "Cultura y deporte"
TOPICS = (ROADS, WATER, HEALTH, MONEY, BUS, SAFETY, CULTURE)
FIRST_BY_VOTES = 4
WHY_MONEY = "Lo pidieron menos personas, pero la ley manda rendir cuentas de cómo se gasta."
WHY_NOT = "Tiene su propia mesa en el año, con quienes lo viven cada día."
STAGES = (
    (
        Stage.READINESS,
        "Se conformó el equipo con la Resolución 031 y se caracterizaron nueve grupos.",
        date(2026, 2, 27),
    ),
    (Stage.DESIGN, "El comité aprobó la estrategia y se consultaron los temas con 36 personas.", date(2026, 3, 9)),
    (Stage.PREPARATION, "Se publicó el calendario de espacios y se formó a enlaces y veedurías.", date(2026, 5, 8)),
    (Stage.EXECUTION, "Van ocho espacios en la cabecera y los corregimientos. Falta El Retiro.", None),
)
MESSAGES = (
    (Channel.RADIO, "Cuándo y dónde son los diálogos de los corregimientos", RURAL_WOMEN, date(2026, 4, 6), True),
    (Channel.WHATSAPP, "Invitación a las juntas a la audiencia de mitad de año", JUNTAS, date(2026, 5, 25), True),
    (Channel.BOARD, "Calendario de espacios de diálogo en las once sedes", "", date(2026, 3, 27), True),
    (Channel.INSTAGRAM, "Cómo preguntar en la audiencia de octubre", YOUTH, date(2026, 10, 1), True),
    (Channel.FACEBOOK, "Qué se respondió y qué falta de la audiencia de octubre", "", date(2026, 11, 27), False),
)


def outreach_events(strategy: Plan, desk: Desk) -> Iterator[Event]:
    """The groups, the consultation of topics, and the stages of the strategy, each at its moment."""
    yield moment(date(2026, 2, 12)), partial(_groups, desk.at(moment(date(2026, 2, 12))))
    yield moment(CALLED_FOR), partial(_consult, desk.at(moment(CALLED_FOR)))
    yield moment(CLOSED_ON), partial(_decide, desk.at(moment(CLOSED_ON)))
    for stage, text, done_on in STAGES:
        on = moment(done_on or date(2026, 11, 9), 30)
        yield on, partial(_stage, strategy, desk.at(on), stage, text, done_on)


def _groups(desk: Desk) -> None:
    made = {one.name: keep_group(entity_id=desk.entity.pk, values=one, by=desk.by, now=desk.now).pk for one in GROUPS}
    for channel, message, group, planned, is_done in MESSAGES:
        values = ActionValues(
            channel, message, made.get(group), planned, planned if is_done and planned <= desk.today else None
        )
        keep_action(entity_id=desk.entity.pk, year=YEAR, values=values, by=desk.by, now=desk.now)


def _consult(desk: Desk) -> None:
    who: dict[str, Any] = {"entity_id": desk.entity.pk, "year": YEAR, "by": desk.by, "now": desk.now}
    propose_topics(names=TOPICS, **who)
    survey = consult_topics(**who)
    closes_at = moment(CLOSED_ON) - timedelta(hours=1)
    open_survey(survey_id=survey.pk, opens_at=desk.now, closes_at=closes_at, by=desk.by, now=desk.now)
    for number in range(SHEETS):
        at = desk.now + timedelta(hours=4 * number)
        answer(survey, number, at=at)


def answer(survey: Survey, number: int, *, at: datetime) -> None:
    """Somebody fills the survey in on a telephone."""
    [(_, questions), *_] = versions_of(survey)
    raw = filled_sheet(questions, number)
    receive_answer(survey_id=survey.pk, raw=raw, form_token=f"demo-{survey.pk}-{number}", now=at)


def _decide(desk: Desk) -> None:
    who: dict[str, Any] = {"entity_id": desk.entity.pk, "year": YEAR, "by": desk.by, "now": desk.now}
    topics = count_votes(**who)
    prioritise(priorities=_priorities(topics), **who)
    survey = Topic.objects.select_related("survey").filter(year=YEAR, survey__isnull=False)[0].survey
    keys = [one.key for one in versions_of(survey)[0][1] if one.options]
    publish_results(survey_id=survey.pk, keys=keys, by=desk.by, now=desk.now)


def _priorities(topics: Iterable[Topic]) -> dict[int, Priority]:
    """The four that most people asked for, and money, whatever its votes; the rest with a reason."""
    ordered = sorted(topics, key=lambda one: -(one.votes or 0))
    chosen = ordered[:FIRST_BY_VOTES]
    found = {one.pk: Priority(rank) for rank, one in enumerate(chosen, start=1)}
    for one in ordered[FIRST_BY_VOTES:]:
        found[one.pk] = Priority(FIRST_BY_VOTES + 1, WHY_MONEY) if one.name == MONEY else Priority(None, WHY_NOT)
    return found


def _stage(strategy: Plan, desk: Desk, stage: str, text: str, done_on: date | None) -> None:
    write_stage(
        entity_id=desk.entity.pk, plan_id=strategy.pk, stage=stage, text=text, done_on=done_on, by=desk.by, now=desk.now
    )


def groups_named(names: tuple[str, ...]) -> tuple[int, ...]:
    """The numbers of some groups of value."""
    return tuple(ValueGroup.objects.filter(name__in=names).values_list("pk", flat=True))


def topics_named(names: tuple[str, ...]) -> tuple[int, ...]:
    """The numbers of some topics of the year."""
    return tuple(Topic.objects.filter(year=YEAR, name__in=names).values_list("pk", flat=True))
