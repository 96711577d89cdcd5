"""Internal control's voice in Villa Aurora: two cut-offs of the programme evaluated, the strategy's waiting to be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.followup.models import CutOff, FrozenActivity
from rinde.capabilities.followup.operations.cut_offs import draw_sample
from rinde.capabilities.followup.operations.freezing import freeze_due_cut_offs
from rinde.capabilities.followup.operations.verdicts import decide_rest, write_verdict
from rinde.capabilities.followup.queries.evaluation import evaluation_of
from rinde.capabilities.followup.rules.verdicts import VerdictValues
from rinde.capabilities.plans.models import Activity, Plan
from rinde.sites.desk.demo.acts import acting
from rinde.sites.desk.demo.documents import Desk
from rinde.sites.desk.demo.follow_up.telling import Event, moment


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One cut-off of the programme: when each thing happened, and the verdicts that needed words."""

    facts_until: date
    frozen_on: date
    judged_on: date
    seed: str
    verdicts: Mapping[str, VerdictValues]


APRIL = Evaluated(
    date(2026, 4, 30),
    date(2026, 5, 9),
    date(2026, 5, 11),
    "Personería, 11 de mayo",
    {
        "1.4.2": VerdictValues(
            is_done=False,
            observation="El manual no se había actualizado a la fecha de corte.",
            recommendation="Adoptar el manual con las reglas de debida diligencia y publicarlo.",
        ),
        # The cells say that it was done; internal control looked at the list and says otherwise.
        "3.2.3": VerdictValues(
            is_done=False,
            reason="La lista cuenta el mismo equipo dos veces: fueron dos talleres y no tres.",
            ratio=Decimal("0.6667"),
            observation="El taller se hizo, pero no alcanzó a los tres equipos que dice el reporte.",
            recommendation="Completar el taller con el equipo que faltó y llevar una lista por sesión.",
        ),
        "3.2.5": VerdictValues(
            is_done=False,
            observation="El comité no reportó su parte.",
            recommendation="Definir en el comité quién reporta los reconocimientos.",
        ),
    },
)
AUGUST = Evaluated(
    date(2026, 8, 31),
    date(2026, 9, 8),
    date(2026, 9, 9),
    "Personería, 9 de septiembre",
    {
        "0.2.1": VerdictValues(
            is_done=False,
            ratio=Decimal("0.9091"),
            observation="Veinte de veintidós dependencias reportaron con prueba.",
            recommendation="Designar un enlace en la inspección y corregir el reporte de la biblioteca.",
        ),
        "1.2.2": VerdictValues(
            is_done=False,
            observation="Las señales están definidas; la ruta no.",
            recommendation="Fijar una fecha para la ruta de reporte y asignar a quien la firma.",
        ),
        "3.1.1": VerdictValues(
            is_done=False,
            observation="No hay prueba de la revisión de junio.",
            recommendation="Guardar la lista de verificación de cada trimestre.",
        ),
    },
)


def cut_off_events(programme: Plan, desk: Desk) -> Iterator[Event]:
    """The night's job after each close, and internal control's days after it. The strategy's still waits for them."""
    for one in (APRIL, AUGUST):
        yield moment(one.frozen_on, -420), partial(_freeze, desk, one.frozen_on)
        yield moment(one.judged_on, 60), partial(_judge, programme, desk, one)
    for on in (date(2026, 7, 9), date(2026, 9, 9)):  # whatever regime its template has
        yield moment(on, -410), partial(_freeze, desk, on)


def _freeze(desk: Desk, on: date) -> None:
    freeze_due_cut_offs(entity_id=desk.entity.pk, now=moment(on, -420))


def _judge(plan: Plan, desk: Desk, one: Evaluated) -> None:
    by, now = acting(desk.entity, RoleCode.INTERNAL_CONTROL), moment(one.judged_on, 60)
    cut_off = CutOff.objects.get(plan=plan, facts_until=one.facts_until)
    draw_sample(cut_off_id=cut_off.pk, size=6, seed=one.seed, by=by, now=now)
    for code, values in one.verdicts.items():
        key = Activity.objects.get(plan=plan, code=code).key
        if FrozenActivity.objects.filter(cut_off=cut_off, key=key).exists():
            write_verdict(cut_off_id=cut_off.pk, key=key, values=values, seen=None, by=by, now=now)
    cut_off.refresh_from_db()
    rest = evaluation_of(cut_off).rest(with_all=True)
    decide_rest(cut_off_id=cut_off.pk, expected=len(rest), with_all=True, by=by, now=now)
