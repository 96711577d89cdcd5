"""The strategy of 2027 before its public: what people said, what they were answered, and the change that came of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.urls import reverse

from rinde.capabilities.consultations.choices import AuthorKind, ReplyOutcome
from rinde.capabilities.consultations.models import Consultation
from rinde.capabilities.consultations.operations import (
    close_consultation,
    mark_change,
    open_consultation,
    publish_replies_and_summary,
)
from rinde.capabilities.consultations.rules.terms import NoticeValues
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.operations import edit_activity
from rinde.capabilities.plans.queries import activity_to_edit, activity_values
from rinde.sites.desk.demo.consulting import HOW_ON_PAPER, Answered, Said, activity_of, answer, say
from rinde.sites.desk.demo.documents import Desk

DAYS: Final = 10
OPENED_BEFORE: Final = timedelta(days=15)  # before it was consolidated
ANSWERED_BEFORE: Final = timedelta(days=1)
RADIO, HEARING, WHO_COMES = "1.2", "1.3", "1.1"
HEARING_NOW: Final = (
    "Celebrar la audiencia pública de rendición de cuentas y transmitirla en vivo en los cuatro corregimientos"
)
NOTICE: Final = (
    "Así propone la alcaldía rendir cuentas en 2027: con quién va a conversar, por dónde va a contar los avances y "
    "cuándo será la audiencia. Díganos qué le sirve y qué no."
)
# On which day after the opening each was said.
COMMENTS: Final = (
    (
        1,
        Said(
            "La audiencia siempre es en la cabecera y desde las veredas no alcanzamos a bajar y volver el mismo día. "
            "Háganla también en los corregimientos, o que por lo menos se pueda ver y preguntar desde acá.",
            about=HEARING,
            name="Junta de Acción Comunal de la vereda El Mirador",
            kind=AuthorKind.ORGANIZATION,
        ),
    ),
    (
        2,
        Said(
            "La emisora no se oye arriba del puente. Además del programa, mándenlo grabado por los grupos de las "
            "juntas.",
            about=RADIO,
            kind=AuthorKind.CITIZEN,
        ),
    ),
    (
        3,
        Said(
            "Que la audiencia la pasen en la escuela del corregimiento, con televisor, y que uno pueda preguntar.",
            about=HEARING,
            kind=AuthorKind.CITIZEN,
            place="Mesa en la escuela del corregimiento La Esperanza",
        ),
    ),
    (
        3,
        Said(
            "Acá arriba la emisora casi no entra. Pongan lo mismo en una cartelera en la tienda comunitaria.",
            about=RADIO,
            place="Mesa en la escuela del corregimiento La Esperanza",
        ),
    ),
    (
        5,
        Said(
            "El que debería rendir cuentas es el vecino de la casa verde frente a la cancha, que se quedó con la plata "
            "de la rifa.",
            hidden_because="tiene datos personales de otra persona",
        ),
    ),
    (
        6,
        Said(
            "Propongo que la alcaldía pague el transporte y el almuerzo de los que vayan a la audiencia. Si no, van "
            "los mismos de siempre.",
            about=HEARING,
            kind=AuthorKind.CITIZEN,
        ),
    ),
    (
        8,
        Said(
            "En la caracterización pregunten también a qué hora puede ir la gente: las mujeres que cuidamos niños no "
            "vamos a las reuniones de las cuatro.",
            about=WHO_COMES,
            name="Asociación de Mujeres Tejedoras",
            kind=AuthorKind.ORGANIZATION,
        ),
    ),
    (
        9,
        Said("¿Cuándo van a arreglar el puente de la entrada? Llevamos dos inviernos esperando.", kind="CITIZEN"),
    ),
)
REPLIES: Final = (
    Answered(
        (1, 3),
        ReplyOutcome.ACCEPTED,
        "Se acoge. La audiencia se transmitirá en vivo en las escuelas de los cuatro corregimientos, con alguien de la "
        "alcaldía en cada una que recoge las preguntas y las pasa a la mesa.",
        changes=HEARING,
    ),
    Answered(
        (2, 4),
        ReplyOutcome.PARTLY,
        "Se acoge en parte. La grabación se enviará a las juntas el mismo día, dentro de lo que ya hace la oficina de "
        "comunicaciones. La cartelera depende de cada tienda: la ofreceremos, pero no la prometemos en el plan.",
    ),
    Answered(
        (6,),
        ReplyOutcome.NOT,
        "No se acoge: la alcaldía no tiene rubro para transporte ni almuerzos de quienes asisten. Por eso la audiencia "
        "llegará en vivo a los corregimientos, para que nadie tenga que bajar.",
    ),
    Answered(
        (7,),
        ReplyOutcome.ALREADY,
        "Ya estaba: la caracterización pregunta horarios y tareas de cuidado. Le contaremos el resultado a la "
        "asociación antes de fijar las horas.",
    ),
    Answered(
        (8,),
        ReplyOutcome.ELSEWHERE,
        "El puente no es de esta estrategia. Pasamos su pregunta a la Secretaría de Infraestructura, y el avance de "
        "las obras estará en el programa de transparencia.",
    ),
)
SUMMARY: Final = (
    "Recibimos ocho comentarios: seis por esta página y dos en papel, en la mesa de La Esperanza. Lo que más se pidió "
    "fue poder ver la audiencia y preguntar sin bajar a la cabecera.\n\n"
    "Eso se acoge: la audiencia se transmitirá en vivo en los cuatro corregimientos. La grabación del programa de "
    "radio llegará a las juntas. No se acoge pagar transporte y almuerzos, porque no hay rubro."
)


def consult_strategy(plan: Plan, desk: Desk) -> None:
    """Tell the whole consultation, from the notice to the summary, before the desk's moment."""
    begun = desk.at(desk.now - OPENED_BEFORE)
    values = NoticeValues(NOTICE, HOW_ON_PAPER, days=DAYS)
    opened = open_consultation(plan_id=plan.pk, values=values, by=desk.by, now=begun.now)
    for number, (day, said) in enumerate(COMMENTS, start=1):
        say(opened, number, said, desk.at(begun.now + timedelta(days=day)))
    close_consultation(consultation_id=opened.pk, by=desk.by, now=begun.now + timedelta(days=DAYS + 1))
    answering = desk.at(desk.now - ANSWERED_BEFORE)
    for one in REPLIES:
        answer(opened, one, answering)
    _keep_the_promise(opened, answering)
    page = reverse("portal:consultation", args=[desk.entity.slug, plan.year, plan.slug])
    publish_replies_and_summary(
        consultation_id=opened.pk, summary=SUMMARY, page_link=page, by=desk.by, now=answering.now
    )


def _keep_the_promise(opened: Consultation, desk: Desk) -> None:
    """Change the hearing in the draft as the first reply says, and mark it."""
    hearing = activity_to_edit(opened.plan, activity_of(opened, HEARING).pk)
    if hearing is None:
        raise LookupError(f"the strategy has no activity {HEARING}")
    values = replace(activity_values(hearing), name=HEARING_NOW)
    edit_activity(activity_id=hearing.pk, values=values, seen=hearing.edited_at, by=desk.by, now=desk.now)
    mark_change(consultation_id=opened.pk, number=1, done=True, by=desk.by, now=desk.now)
