"""Every page of a petition costs the same with one row and with many, and never more than a page may cost."""

from typing import Any

from capabilities.pqrsd.petitions import NOW, at, classified, file_one
from factories import make_actor
from page_costs import assert_cheap, costs_of
from rinde.capabilities.pqrsd.models import Petition, PetitionEvent
from rinde.capabilities.pqrsd.operations.answering import draft_answer
from rinde.capabilities.pqrsd.operations.documents import attach
from rinde.capabilities.pqrsd.rules.answers import AnswerValues
from rinde.services.files.checking import accept_upload


def pages(entity: Any, petition: Petition) -> list[str]:
    here = f"/{entity.slug}/gestion/peticiones/"
    one = f"{here}{petition.pk}/"
    moves = ("clasificar", "prorrogar", "pedir-que-complete", "trasladar", "respuesta", "respuesta/revisar")
    return [
        here,
        f"{here}?estado=todas",
        f"{here}radicar/",
        f"{here}opciones/",
        one,
        *(f"{one}{move}/" for move in moves),
    ]


def more(entity: Any, petition: Petition, attendant: Any, number: int) -> None:
    """One more of everything that a page lists."""
    actor = make_actor(entity)
    classified(entity, actor=actor)
    file_one(entity)
    draft_answer(
        petition_id=petition.pk, values=AnswerValues(f"Versión {number}."), by=attendant, now=at(NOW.date(), 10)
    )
    accepted = accept_upload(name=f"anexo-{number}.txt", content=f"Anexo {number}".encode())
    attach(petition_id=petition.pk, accepted=accepted, kind="PETITION", by=attendant, now=NOW)


def test_pages_cost_the_same_for_one_row_and_for_three(entity, attendant, desk, unit):
    petition = classified(entity, actor=unit)
    more(entity, petition, attendant, 1)
    one = costs_of(desk, pages(entity, petition))
    for number in (2, 3):
        more(entity, petition, attendant, number)
    assert PetitionEvent.objects.filter(petition=petition).count() > 6
    assert_cheap(one, costs_of(desk, pages(entity, petition)))
