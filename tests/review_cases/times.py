"""Cases of the rules about dates."""

from datetime import date

from review_cases.building import Case, activity, context, dates, one, plan, row
from rinde.capabilities.plans.rules.content import MilestoneContent


def _many(when: str, other: str, number: int, of: int = 10) -> tuple:
    """`of` activities, the first `number` of them due `when`."""
    return tuple(
        activity(
            f"Publicar el informe {n} de la dependencia",
            row("1 informe", when if n < number else other),
            code=f"1.{n + 1}",
        )
        for n in range(of)
    )


STAGES = "Elaborado: 30/11/2026, publicado: 31/12/2026"

CASES = (
    Case(
        "impossible-date",
        one(row("1 informe", "30/02/2026", milestones=())),
        one(row("1 informe", "28/02/2026")),
    ),
    Case(
        "impossible-date",  # the end of a span, which reading left open to the end of the period
        one(row("1 informe", "1/02/26 29/02/26", milestones=(MilestoneContent(date(2026, 12, 31), date(2026, 2, 1)),))),
        one(row("1 informe", "01/02/2026 a 28/02/2026")),
    ),
    Case(
        "backward-span",
        one(row("1 informe", milestones=(MilestoneContent(date(2026, 2, 1), date(2026, 6, 30)),), schedule_text="")),
        one(row("1 informe", milestones=(MilestoneContent(date(2026, 6, 30), date(2026, 2, 1)),), schedule_text="")),
    ),
    Case("outside-period", one(row("1 informe", "28/02/2027")), one(row("1 informe", "Rezago: 28/02/2027"))),
    Case("outside-period", one(row("1 informe", "30/12/2025")), one(row("1 informe", "01/01/2026")),
         context(approved_on=date(2026, 1, 1))),
    Case(
        "outside-period",  # nearly all: it is the period that is wrong
        plan(*_many("30/06/2025", "30/06/2026", 9)),
        plan(*_many("30/06/2026", "30/07/2026", 9)),
    ),
    Case("before-approval", one(row("1 informe", "15/01/2026")), one(row("1 informe", "28/01/2026"))),
    Case(
        "dates-and-words",
        one(row("1 informe", "30 de abril de 2026", milestones=dates("30/06/2026"))),
        one(row("1 informe", "Abril de 2026", milestones=dates("30/04/2026"))),
    ),
    Case(
        "recurrence-not-expanded",
        one(row("4 informes", "Cada trimestre", milestones=dates("31/12/2026"))),
        one(row("4 informes", "Cada trimestre")),
    ),
    Case(
        "permanent-without-proof",
        one(row("1 informe", "Permanente", milestones=())),
        one(row("1 informe", "Permanente")),
    ),
    Case(
        "permanent-and-frequency",
        one(row("4 informes", "Permanente\nCada trimestre")),
        one(row("Informe semestral", "Permanente")),
    ),
    Case(
        "permanent-and-frequency",
        one(row("4 informes", "Permanente", recurrence="QUARTERLY")),
        one(row("4 informes", "Cada trimestre")),
    ),
    Case(
        "unlabelled-dates",
        one(row("1 informe", STAGES, milestones=dates("30/11/2026\n31/12/2026"))),
        one(row("2 informes", "30/11/2026 y 31/12/2026")),
    ),
    Case("all-in-december", plan(*_many("31/12/2026", "30/06/2026", 9)), plan(*_many("31/12/2026", "30/06/2026", 6))),
    Case("front-loaded", plan(*_many("27/02/2026", "30/06/2026", 9)), plan(*_many("27/02/2026", "30/06/2026", 6))),
)  # fmt: skip
