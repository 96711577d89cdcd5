"""The programme of 2027 before its public: opened some days ago, with days to go, and comments that wait."""

from datetime import timedelta
from typing import Final

from rinde.capabilities.consultations.choices import AuthorKind, ReplyOutcome
from rinde.capabilities.consultations.operations import open_consultation
from rinde.capabilities.consultations.rules.terms import NoticeValues
from rinde.capabilities.plans.models import Plan
from rinde.sites.desk.demo.consulting import HOW_ON_PAPER, Answered, Said, answer, say
from rinde.sites.desk.demo.documents import Desk

DAYS: Final = 15
OPENED_BEFORE: Final = timedelta(days=6, hours=1)
NOTICE: Final = (
    "Este es el borrador del programa con el que la alcaldía se compromete, en 2027, a prevenir la corrupción y a "
    "contar lo que hace. Léalo y díganos qué falta, qué sobra y qué no se entiende.\n\n"
    "Respondemos cada comentario y decimos qué cambia por él."
)
# How long before now each was said: the later ones wait for somebody to look.
COMMENTS: Final = (
    (
        timedelta(days=5, hours=3),
        Said(
            "Los buzones están bien, pero ¿quién los abre? Si los abre el mismo corregidor nadie va a denunciar. Que "
            "los abra la personería y que quede un acta pegada al lado.",
            about="1.4.1",
            name="Veeduría Ojo al Plan",
            kind=AuthorKind.OVERSIGHT,
        ),
    ),
    (
        timedelta(days=4, hours=6),
        Said(
            "En el listado de obras pongan también la placa huella de la vereda El Mirador, que lleva un año parada y "
            "nadie dice por qué.",
            about="3.1.1",
            kind=AuthorKind.CITIZEN,
        ),
    ),
    (
        timedelta(days=3, hours=2),
        Said(
            "Un solo encuentro al año en cada corregimiento es muy poquito. Que sean dos: uno antes de las fiestas y "
            "otro en diciembre.",
            about="3.3.1",
            kind=AuthorKind.ORGANIZATION,
            place="Mesa en la escuela del corregimiento La Esperanza",
        ),
    ),
    (
        timedelta(days=1, hours=4),
        Said(
            "¿Los contratos de prestación de servicios también se van a publicar con su avance, o solo las obras?",
            about="3.1.1",
            shown=None,
        ),
    ),
    (
        timedelta(hours=2),
        Said(
            "Soy profesora del colegio y me gustaría que la cartilla la revisen los estudiantes de once antes de "
            "imprimirla: ellos saben qué palabras no se entienden.",
            name="Rosalba Inagán",
            kind=AuthorKind.ACADEMY,
            shown=None,
        ),
    ),
)
REPLY: Final = Answered(
    (1,),
    ReplyOutcome.ACCEPTED,
    "Tiene razón. La actividad dirá que cada buzón se abre con la personería y con un delegado de la junta, y que el "
    "acta se publica en la cartelera y en la página.",
    changes="1.4.1",
)


def consult_programme(plan: Plan, desk: Desk) -> None:
    """Open the draft and tell what was said of it so far. One is answered in draft, two wait to be looked at."""
    values = NoticeValues(NOTICE, HOW_ON_PAPER, days=DAYS)
    opened = open_consultation(plan_id=plan.pk, values=values, by=desk.by, now=desk.now - OPENED_BEFORE)
    for number, (before, said) in enumerate(COMMENTS, start=1):
        say(opened, number, said, desk.at(desk.now - before))
    answer(opened, REPLY, desk.at(desk.now - timedelta(hours=1)))
