"""A hearing that is going on as somebody looks at the demo, and one that is still to come."""

from datetime import timedelta
from pathlib import Path

from rinde.capabilities.dialogue.choices import Accessibility, Mode, SpaceKind, TeamTask
from rinde.capabilities.dialogue.models import DialogueSpace, Registration
from rinde.capabilities.dialogue.operations.checking_in import arrive
from rinde.capabilities.dialogue.operations.registering import register
from rinde.capabilities.dialogue.operations.spaces import call_space, make_space, open_space
from rinde.capabilities.dialogue.operations.surveys import prepare_survey
from rinde.capabilities.dialogue.operations.team import join_team
from rinde.capabilities.dialogue.queries.consent import words_in_force
from rinde.capabilities.dialogue.rules.attendance import RegistrationValues
from rinde.capabilities.dialogue.rules.spaces import SpaceValues
from rinde.capabilities.plans.models import Plan
from rinde.sites.desk.demo.acts import acting
from rinde.sites.desk.demo.dialogue.asking import ask_all
from rinde.sites.desk.demo.dialogue.people import (
    BUS,
    CULTURE,
    JUNTAS,
    MONEY,
    OVERSEERS,
    ROADS,
    WATER,
    YOUTH,
    groups_named,
    topics_named,
)
from rinde.sites.desk.demo.dialogue.script import SaidQuestion, read_questions
from rinde.sites.desk.demo.dialogue.spaces import HEARING_LINK
from rinde.sites.desk.demo.documents import Desk

_SITE = "https://villa-aurora.example"
_NAMES = ("Ana Botina", "Luis Cuasquer", "Rosa Piandoy", "Jairo Yandún", "Nubia Botina", "Efraín Cuasquer")
_SINCE_CALLED, _UNTIL_COMING = timedelta(days=31), timedelta(days=13)


def hold_and_call(strategy: Plan, desk: Desk, folder: Path) -> None:
    """Tell the hearing of today up to this minute, and call people to the last one of the year."""
    questions = read_questions(folder)
    _today(strategy, desk, [one for one in questions if one.space == "hoy"])
    _coming(strategy, desk, [one for one in questions if one.space == "cierre"])


def _today(strategy: Plan, desk: Desk, asked: list[SaidQuestion]) -> None:
    began = desk.now - timedelta(minutes=55)
    values = SpaceValues(
        kind=SpaceKind.PUBLIC_HEARING,
        title="Audiencia pública del presupuesto 2027",
        starts_at=began,
        ends_at=began + timedelta(hours=3),
        purpose="Explicar en qué se va a gastar la plata de 2027 y oír qué cambiaría la gente antes de que el concejo "
        "vote.",
        mode=Mode.HYBRID,
        place="Salón del Concejo Municipal",
        link=HEARING_LINK,
        capacity=120,
        accessibility=(Accessibility.SIGN_LANGUAGE, Accessibility.SUBTITLES),
        plan_id=strategy.pk,
        topic_ids=topics_named((MONEY, ROADS, WATER, CULTURE)),
        group_ids=groups_named((JUNTAS, YOUTH, OVERSEERS)),
    )
    called = desk.at(began - _SINCE_CALLED)
    space = _called(values, called)
    for number in range(46):
        _register(space, number, called.at(called.now + timedelta(hours=9 * number)))
    at = desk.at(began + timedelta(minutes=1))
    open_space(space_id=space.pk, by=at.by, now=at.now)
    for one in Registration.objects.filter(space=space).order_by("number")[:31]:
        arrive(space_id=space.pk, number=one.number, by=at.by, now=at.now)
    ask_all(space, asked, at, begins=began + timedelta(minutes=5))


def _coming(strategy: Plan, desk: Desk, asked: list[SaidQuestion]) -> None:
    day = (desk.now + _UNTIL_COMING).replace(hour=14, minute=0, second=0, microsecond=0)
    values = SpaceValues(
        kind=SpaceKind.PUBLIC_HEARING,
        title="Audiencia pública de cierre del año",
        starts_at=day,
        ends_at=day + timedelta(hours=3),
        purpose="Contar qué se cumplió de lo prometido en el año, qué no, y qué queda para el siguiente.",
        mode=Mode.HYBRID,
        place="Coliseo municipal",
        link=HEARING_LINK,
        capacity=200,
        how_to_take_part="Inscríbase, o llegue desde las 8:30. Si no puede venir, pregunte desde aquí.",
        accessibility=(Accessibility.SIGN_LANGUAGE, Accessibility.STEP_FREE, Accessibility.TRANSPORT),
        plan_id=strategy.pk,
        topic_ids=topics_named((ROADS, WATER, BUS, MONEY)),
        group_ids=groups_named((JUNTAS, YOUTH, OVERSEERS)),
    )
    called = desk.at(desk.now - timedelta(days=17))
    space = _called(values, called)
    for number in range(27):
        _register(space, number, called.at(called.now + timedelta(hours=11 * number)))
    ask_all(space, asked, desk, begins=desk.now - timedelta(days=2))


def _called(values: SpaceValues, desk: Desk) -> DialogueSpace:
    space = make_space(entity_id=desk.entity.pk, values=values, by=desk.by, now=desk.now)
    for role, task in (("COMMUNICATIONS", TeamTask.MODERATE), ("CITIZEN_SERVICE", TeamTask.CHECK_IN)):
        helper = acting(desk.entity, role).user_id
        assert helper is not None  # noqa: S101 - the people of the demo have accounts
        join_team(space_id=space.pk, user_id=helper, task=task, by=desk.by, now=desk.now)
    prepare_survey(space_id=space.pk, by=desk.by, now=desk.now)
    return call_space(space_id=space.pk, by=desk.by, now=desk.now)


def _register(space: DialogueSpace, number: int, desk: Desk) -> None:
    names = groups_named((JUNTAS, YOUTH, OVERSEERS))
    values = RegistrationValues(
        name=f"{_NAMES[number % len(_NAMES)]} {number + 1}",
        phone=f"300 555 {1000 + number}",
        group_id=names[number % len(names)] if names and number % 4 else None,  # no groups before February
        need="Silla de ruedas" if number == 7 else "",
        consents=True,
    )
    register(
        space_id=space.pk,
        values=values,
        consent_digest=words_in_force(desk.entity).digest,
        form_token=f"demo-{space.pk}-{number}",
        site=_SITE,
        now=min(desk.now, space.starts_at - timedelta(hours=1)),
    )
