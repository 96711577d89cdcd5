"""Planning's voice in Villa Aurora: who does what, and a round each quarter with its notes."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import Actor
from rinde.capabilities.followup.choices import RoundRhythm, RoundStatus
from rinde.capabilities.followup.models import MonitoringRound
from rinde.capabilities.followup.operations.cut_offs import prepare_cut_offs
from rinde.capabilities.followup.operations.monitoring import close_round, open_round, set_policy, write_note
from rinde.capabilities.followup.rules.monitoring.notes import NoteValues, PolicyValues
from rinde.capabilities.followup.rules.monitoring.stretches import Stretch
from rinde.capabilities.plans.models import Activity, Plan
from rinde.capabilities.plans.operations.legal_dates import choose_cut_off_regime
from rinde.sites.desk.demo.acts import acting
from rinde.sites.desk.demo.documents import Desk
from rinde.sites.desk.demo.follow_up.telling import Event, moment

FOUR_MONTHLY = "FOUR_MONTHLY"
Notes = Mapping[str, tuple[str, int | None]]
_MARCH: Notes = {
    "1.4.2": ("El manual no llegó. Jurídica espera la guía nueva de la Contraloría; pedimos fecha para junio.", 40),
    "3.1.8": ("Quedó bien explicado. Sirve de modelo para el de 2027.", None),
    "4.1.4": ("Faltan los datos de las sedes que entrega Desarrollo Social.", 50),
}
_JUNE: Notes = {
    "0.2.1": ("Reportaron veinte dependencias de veintidós. La inspección no respondió dos recordatorios.", 91),
    "1.1.1": ("Falta la tesorería. El almacén tiene un avance sin cifra.", 86),
    "1.2.2": ("La ruta depende del visto bueno de Jurídica, que no ha reportado.", 50),
    "3.1.1": ("La revisión se hizo, pero nadie guardó la lista de verificación.", 75),
}
_SEPTEMBER: Notes = {
    "0.4.3": ("No habrá cartilla impresa este año. Propusimos cambiarla por una versión digital.", 0),
    "2.2.4": ("El acta adjunta parece la de junio. Pedimos la de septiembre.", 67),
    "3.3.3": ("La vía a El Retiro sigue cerrada. Se reprograma para diciembre.", 67),
}
ROUNDS: tuple[tuple[Stretch, date, date, Notes, str], ...] = (
    (
        Stretch(date(2026, 1, 1), date(2026, 3, 31)),
        date(2026, 4, 1),
        date(2026, 4, 10),
        _MARCH,
        "El trimestre cerró con una actividad vencida y otra a medias. Las demás se cumplieron a tiempo.",
    ),
    (
        Stretch(date(2026, 4, 1), date(2026, 6, 30)),
        date(2026, 7, 1),
        date(2026, 7, 17),
        _JUNE,
        "El semestre se reportó casi completo. Quedan atrasos en la inspección, la tesorería y la ruta de alertas.",
    ),
    (
        Stretch(date(2026, 7, 1), date(2026, 9, 30)),
        date(2026, 10, 1),
        date(2026, 10, 15),
        _SEPTEMBER,
        "El invierno atrasó lo de los corregimientos. La cartilla no se hará este año.",
    ),
)
OPEN_NOW = (Stretch(date(2026, 10, 1), date(2026, 12, 31)), date(2026, 11, 16))


def agree_on_who_does_what(plan: Plan, desk: Desk) -> None:
    """Planning monitors, internal control evaluates; the programme closes three times a year."""
    now = moment(date(2026, 2, 9))
    coordinator = acting(desk.entity, RoleCode.PLAN_COORDINATOR)
    values = PolicyValues(
        monitored_by=Actor.objects.get(name="Secretaría de Planeación").pk,
        evaluated_by=Actor.objects.get(name="Oficina de Control Interno").pk,
        rhythm=RoundRhythm.QUARTERLY,
        reply_days=2,
    )
    if plan.instrument == "PTEP":
        choose_cut_off_regime(plan_id=plan.pk, regime=FOUR_MONTHLY, by=coordinator, now=now)
    set_policy(plan_id=plan.pk, values=values, seen=None, by=coordinator, now=now)
    prepare_cut_offs(plan_id=plan.pk, by=acting(desk.entity, RoleCode.INTERNAL_CONTROL), now=now)


def round_events(plan: Plan, desk: Desk) -> Iterator[Event]:
    """Each quarter opened, noted and closed; the one of now stands open."""
    for stretch, opened, closed, notes, summary in ROUNDS:
        yield moment(opened, 200), partial(_open, plan, desk, stretch, opened)
        yield moment(closed, 200), partial(_close, plan, desk, notes, summary, closed)
    yield moment(OPEN_NOW[1], 200), partial(_open, plan, desk, *OPEN_NOW)


def _open(plan: Plan, desk: Desk, stretch: Stretch, on: date) -> None:
    open_round(plan_id=plan.pk, stretch=stretch, by=acting(desk.entity, RoleCode.PLAN_COORDINATOR), now=moment(on))


def _close(plan: Plan, desk: Desk, notes: Notes, summary: str, on: date) -> None:
    by, now = acting(desk.entity, RoleCode.PLAN_COORDINATOR), moment(on)
    found = MonitoringRound.objects.get(plan=plan, status=RoundStatus.OPEN)
    for code, (text, percent) in notes.items():
        key = Activity.objects.get(plan=plan, code=code).key
        values = NoteValues(text, None if percent is None else Decimal(percent))
        write_note(round_id=found.pk, activity_key=key, values=values, seen=None, by=by, now=now)
    close_round(round_id=found.pk, summary=summary, by=by, now=now)
