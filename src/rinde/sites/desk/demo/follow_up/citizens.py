"""What people of Villa Aurora say of the activities, and what the town answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.followup.operations.remarks import answer_remark, hide_remark, leave_remark, show_remark
from rinde.capabilities.followup.rules.remarks import RemarkValues
from rinde.capabilities.plans.models import Activity, Plan
from rinde.sites.desk.demo.acts import acting
from rinde.sites.desk.demo.documents import Desk
from rinde.sites.desk.demo.follow_up.telling import Event, moment


@dataclass(frozen=True, slots=True)
class Said:
    """One remark: of which activity, when, in which words; answered or hidden, or neither yet."""

    code: str
    on: date
    text: str
    name: str = ""
    seen_on: date | None = None
    answer: str = ""
    hidden: str = ""


SAID = (
    Said(
        "3.1.1",
        date(2026, 7, 20),
        "En la página todavía no abre el plan de adquisiciones. Dice que se revisó en junio.",
        seen_on=date(2026, 7, 21),
        answer="Tiene razón: ese enlace quedó por fuera de la revisión. Ya abre, y la dependencia no adjuntó su lista.",
    ),
    Said(
        "3.3.3",
        date(2026, 10, 12),
        "A El Retiro no ha llegado nadie en todo el año. La vía se abrió el 2 de octubre.",
        name="Junta de Acción Comunal de El Retiro",
        seen_on=date(2026, 10, 13),
        answer="El diálogo en El Retiro quedó para el 5 de diciembre, a las 10 de la mañana, en la escuela.",
    ),
    Said(
        "4.1.1",
        date(2026, 10, 20),
        "El ingeniero de la obra es un ladrón.",
        seen_on=date(2026, 10, 20),
        hidden="acusa a una persona de un delito sin decir en qué se basa",
    ),
    Said("4.1.6", date(2026, 11, 24), "¿Cuándo van a leer el informe en El Retiro?"),
)


def remarks(plan: Plan, desk: Desk) -> Iterator[Event]:
    """Each remark when it came, and when somebody looked at it."""
    for number, said in enumerate(SAID, start=1):
        yield moment(said.on, 300), partial(_leave, plan, said, number)
        if said.seen_on:
            yield moment(said.seen_on, 320), partial(_look, plan, desk, said, number)


def _leave(plan: Plan, said: Said, number: int) -> None:
    key = Activity.objects.get(plan=plan, code=said.code).key
    values = RemarkValues(said.text, author_name=said.name, shows_name=bool(said.name), consents=bool(said.name))
    leave_remark(
        plan_id=plan.pk, activity_key=key, values=values, form_token=f"demo-nota-{number}", now=moment(said.on, 300)
    )


def _look(plan: Plan, desk: Desk, said: Said, number: int) -> None:
    by, now = acting(desk.entity, RoleCode.CITIZEN_SERVICE), moment(said.seen_on or said.on, 320)
    if said.hidden:
        hide_remark(plan_id=plan.pk, number=number, reason=said.hidden, by=by, now=now)
        return
    show_remark(plan_id=plan.pk, number=number, by=by, now=now)
    answer_remark(plan_id=plan.pk, number=number, text=said.answer, link_of=lambda _: "", by=by, now=now)
