"""Internal control's voice in Villa Aurora: two cut-offs of the programme evaluated, each published after the replies.

The strategy's cut-offs are frozen and wait.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import Actor
from rinde.capabilities.followup.models import CutOff
from rinde.capabilities.followup.operations.cut_offs import draw_sample
from rinde.capabilities.followup.operations.follow_up_reports.drafting import save_report_draft
from rinde.capabilities.followup.operations.follow_up_reports.issuing import issue_final, issue_preliminary
from rinde.capabilities.followup.operations.follow_up_reports.replies import answer_reply, mark_of, write_reply
from rinde.capabilities.followup.operations.freezing import freeze_due_cut_offs
from rinde.capabilities.followup.operations.verdicts import decide_rest, write_verdict
from rinde.capabilities.followup.queries.evaluation import evaluation_of
from rinde.capabilities.followup.rules.follow_up_report.gaps import DraftValues
from rinde.capabilities.followup.rules.verdicts import VerdictValues
from rinde.capabilities.plans.models import Activity, Plan
from rinde.sites.desk.demo.acts import acting
from rinde.sites.desk.demo.documents import Desk
from rinde.sites.desk.demo.follow_up.telling import Event, liaison_of, moment

CHIEF = ("Álvaro Guerrero Insuasty", "Jefe de control interno")


@dataclass(frozen=True, slots=True)
class Replied:
    """What a unit answered to the preliminary report, and what internal control made of it."""

    code: str
    unit: str
    on: date
    text: str
    is_accepted: bool
    answer: str


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One cut-off of the programme: when each thing happened, and the verdicts that needed words."""

    facts_until: date
    frozen_on: date
    judged_on: date  # and the preliminary report went out
    published_on: date
    seed: str
    verdicts: Mapping[str, VerdictValues]
    replies: tuple[Replied, ...]
    conclusion: str
    general: tuple[str, ...] = ()
    addressees: Mapping[str, str] = field(default_factory=dict)  # whose a recommendation is, by activity


APRIL = Evaluated(
    date(2026, 4, 30),
    date(2026, 5, 9),
    date(2026, 5, 11),
    date(2026, 5, 15),
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
    replies=(
        Replied(
            "3.2.3",
            "Unidad de Talento Humano",
            date(2026, 5, 13),
            "El equipo de obras asistió en dos grupos porque estaba en campo; por eso aparece dos veces.",
            is_accepted=False,
            answer="Se mantiene el concepto: el plan promete tres equipos y la lista muestra dos.",
        ),
    ),
    conclusion=(
        "El primer cuatrimestre muestra un plan en marcha. Los atrasos están en contratación y en lo que depende del "
        "comité, que no reporta lo suyo."
    ),
    general=("Recordar a las dependencias, antes de cada corte, qué les vence y con qué se prueba.",),
    addressees={"3.2.5": "Comité Institucional de Gestión y Desempeño"},
)
AUGUST = Evaluated(
    date(2026, 8, 31),
    date(2026, 9, 8),
    date(2026, 9, 9),
    date(2026, 9, 16),
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
    replies=(
        Replied(
            "1.2.2",
            "Secretaría de Hacienda",
            date(2026, 9, 11),
            "La ruta está escrita desde julio. Falta el visto bueno de la Oficina Jurídica.",
            is_accepted=True,
            answer="Se acepta la aclaración. La recomendación queda para las dos oficinas.",
        ),
        Replied(
            "3.1.1",
            "Oficina de Tecnologías de la Información",
            date(2026, 9, 11),
            "La revisión se hizo, pero la lista quedó en el computador de quien se retiró en julio.",
            is_accepted=False,
            answer="Sin la lista no hay prueba. Se mantiene el concepto.",
        ),
    ),
    conclusion=(
        "Cuatro de cada cinco actividades programadas se cumplieron con su prueba. Las demoras se repiten en la "
        "inspección, la tesorería y el comité."
    ),
    addressees={"0.2.1": "Inspección de Policía", "1.2.2": "Oficina Asesora Jurídica"},
)


def cut_off_events(programme: Plan, desk: Desk) -> Iterator[Event]:
    """The night's job after each close, and internal control's days after it. The strategy's still waits for them."""
    for one in (APRIL, AUGUST):
        yield moment(one.frozen_on, -420), partial(_freeze, desk, one.frozen_on)
        yield moment(one.judged_on, 60), partial(_judge, programme, desk, one)
        for reply in one.replies:
            yield moment(reply.on, 90), partial(_reply, programme, desk, one, reply)
        yield moment(one.published_on, 120), partial(_publish, programme, desk, one)
    for on in (date(2026, 7, 9), date(2026, 9, 9)):  # whatever regime its template has
        yield moment(on, -410), partial(_freeze, desk, on)


def _freeze(desk: Desk, on: date) -> None:
    freeze_due_cut_offs(entity_id=desk.entity.pk, now=moment(on, -420))


def _cut_off(plan: Plan, one: Evaluated) -> CutOff:
    found: CutOff = CutOff.objects.get(plan=plan, facts_until=one.facts_until)
    return found


def _key(plan: Plan, code: str) -> str:
    return str(Activity.objects.get(plan=plan, code=code).key)


def _judge(plan: Plan, desk: Desk, one: Evaluated) -> None:
    by, now = acting(desk.entity, RoleCode.INTERNAL_CONTROL), moment(one.judged_on, 60)
    cut_off = _cut_off(plan, one)
    draw_sample(cut_off_id=cut_off.pk, size=6, seed=one.seed, by=by, now=now)
    for code, values in one.verdicts.items():
        write_verdict(cut_off_id=cut_off.pk, key=_key(plan, code), values=values, seen=None, by=by, now=now)
    cut_off.refresh_from_db()
    rest = evaluation_of(cut_off).rest(with_all=True)
    decide_rest(cut_off_id=cut_off.pk, expected=len(rest), with_all=True, by=by, now=now)
    actors = {_key(plan, code): Actor.objects.get(name=name).pk for code, name in one.addressees.items()}
    draft = DraftValues(
        conclusion=one.conclusion,
        recommendations=one.general,
        addressees=actors,
        signed_by_name=CHIEF[0],
        signed_by_post=CHIEF[1],
    )
    save_report_draft(cut_off_id=cut_off.pk, values=draft, seen=None, by=by, now=now)
    issue_preliminary(cut_off_id=cut_off.pk, by=by, now=now)


def _reply(plan: Plan, desk: Desk, one: Evaluated, reply: Replied) -> None:
    now, actor = moment(reply.on, 90), Actor.objects.get(name=reply.unit)
    written = write_reply(
        cut_off_id=_cut_off(plan, one).pk,
        key=_key(plan, reply.code),
        actor_id=actor.pk,
        text=reply.text,
        seen=None,
        by=liaison_of(actor.pk, desk),
        now=now,
    )
    answer_reply(
        reply_id=written.pk,
        is_accepted=reply.is_accepted,
        text=reply.answer,
        seen=mark_of(written),
        by=acting(desk.entity, RoleCode.INTERNAL_CONTROL),
        now=moment(reply.on, 200),
    )


def _publish(plan: Plan, desk: Desk, one: Evaluated) -> None:
    by, now = acting(desk.entity, RoleCode.INTERNAL_CONTROL), moment(one.published_on, 120)
    issue_final(cut_off_id=_cut_off(plan, one).pk, by=by, now=now)
