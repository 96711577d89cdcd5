from datetime import date

from commitment_samples import LATER, liaison_of, make_public_commitment, make_sent_report, make_voice, say
from dialogue_samples import organiser
from factories import make_actor, principal
from rinde.capabilities.entities.models import Entity
from rinde.services.access import Principal
from rinde.services.tenancy import active_tenant
from rinde.sites.desk.promises import told_of_commitments


def _titles(entity: Entity, by: Principal) -> list[str]:
    return [one.title for one in told_of_commitments(by, entity_slug=entity.slug, today=LATER.date())]


def test_start_tells_what_presses_to_whoever_may_do_it(entity: Entity, other_entity: Entity) -> None:
    by, actor = organiser(entity), make_actor(entity)
    late = make_public_commitment(entity, by=by, actor_id=actor.pk, due_on=date(2026, 5, 20))
    make_public_commitment(entity, by=by, due_on=date(2026, 6, 5))
    make_sent_report(make_public_commitment(entity, by=by), by=by)
    say(make_voice(late, by=by), "NOT", comment="Pregunten a Luz, cédula 52.418.903")
    with active_tenant(other_entity):
        make_public_commitment(other_entity, due_on=date(2026, 5, 20))
    assert _titles(entity, by) == [
        "Compromisos vencidos: 1",
        "Compromisos que vencen pronto: 1",
        "Avances de compromisos por aceptar: 1",
        "Comentarios por revisar: 1",
    ]
    assert _titles(entity, liaison_of(actor)) == ["Compromisos vencidos: 1"]
    assert _titles(entity, principal(entity, "COMMUNICATIONS")) == ["Comentarios por revisar: 1"]
    assert _titles(entity, principal(entity, "INTERNAL_CONTROL")) == []


def test_start_says_nothing_where_nothing_presses(entity: Entity) -> None:
    make_public_commitment(entity, due_on=date(2026, 12, 31))
    assert _titles(entity, organiser(entity)) == []
