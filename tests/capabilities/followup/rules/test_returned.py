"""Who is told of a returned report, and that its reason stays where it is."""

from datetime import date

import pytest

from rinde.capabilities.followup.rules.returned import ReturnedFacts, told_of_return

AUTHOR, LIAISON, HEAD, PLANNING = 1, 2, 3, 4
NOBODY: frozenset[int] = frozenset()


@pytest.mark.parametrize(
    ("author", "may_report", "refused", "told"),
    [
        (AUTHOR, {AUTHOR, LIAISON, HEAD}, NOBODY, {AUTHOR}),
        (HEAD, {LIAISON, HEAD}, NOBODY, {HEAD}),
        (AUTHOR, {LIAISON, HEAD}, NOBODY, {LIAISON}),  # has left the unit
        (None, {LIAISON}, NOBODY, {LIAISON}),  # a program began it, or the account was erased
        (AUTHOR, {AUTHOR, LIAISON}, {AUTHOR}, NOBODY),  # said no, which is not for others to hear instead
        (PLANNING, {PLANNING, LIAISON}, NOBODY, NOBODY),  # returned their own
        (AUTHOR, NOBODY, NOBODY, {LIAISON}),
    ],
)
def test_author_is_told_while_it_is_theirs(
    author: int | None, may_report: set[int], refused: frozenset[int], told: set[int]
) -> None:
    found = told_of_return(
        author,
        may_report=frozenset(may_report),
        reporting=frozenset({LIAISON}),
        refused=frozenset(refused),
        returned_by=PLANNING,
    )
    assert found == told


def test_mail_says_what_and_until_when_and_that_there_is_a_reason() -> None:
    facts = ReturnedFacts(7, "1.2 Publicar el informe", "Secretaría de Salud", "Programa 2026", date(2026, 6, 30))
    assert facts.subject == "Le devolvieron un reporte: 1.2 Publicar el informe"
    assert facts.text == (
        "Planeación devolvió el reporte de Secretaría de Salud sobre «1.2 Publicar el informe», para el 30 de junio de "
        "2026, «Programa 2026». El motivo, con lo que hay que corregir, está en el reporte. Corríjalo y envíelo de "
        "nuevo."
    )
    assert facts.key(3) == "report.returned:7:user:3"


def test_mail_about_nobody_in_particular_says_less() -> None:
    facts = ReturnedFacts(7, "1.2 Publicar", "", "Programa", None)
    assert "Planeación devolvió el reporte sobre «1.2 Publicar», «Programa»." in facts.text
