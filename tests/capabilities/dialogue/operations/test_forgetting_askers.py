from datetime import timedelta
from typing import Any

from dialogue_samples import DURING, ENDS, make_live_space, organiser
from question_samples import ask, shown
from rinde.capabilities.dialogue.models import Question
from rinde.capabilities.dialogue.operations.answering_live import answer_live
from rinde.capabilities.dialogue.operations.forgetting_askers import forget_askers
from rinde.capabilities.dialogue.rules.questions import KEEP_ASKERS_FOR
from rinde.capabilities.entities.models import Entity
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

LATER = ENDS + KEEP_ASKERS_FOR + timedelta(seconds=1)
WHO: dict[str, Any] = {"asked_by": "Ana Pérez", "email": "ana@example.org", "consents": True}


def known(question: Question) -> tuple[str, str]:
    question.refresh_from_db()
    return question.asked_by, question.email


def test_who_was_answered_is_forgotten_and_who_waits_is_not(entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        beside = ask(make_live_space(other_entity), **WHO)
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    answered, on_request, waiting = (
        shown(space, by, **WHO),
        shown(space, by, **WHO | {"shows_name": True}),
        shown(space, by, **WHO),
    )
    for question in (answered, on_request):
        answer_live(
            space_id=space.pk,
            number=question.number,
            text="Sí.",
            answered_by="Salud",
            seen=question.version,
            by=by,
            now=DURING,
        )
    assert forget_askers(now=LATER - timedelta(seconds=2)) == 0
    assert known(answered) == ("Ana Pérez", "ana@example.org")
    assert forget_askers(now=LATER) == 2
    assert known(answered) == ("", "")
    assert known(on_request) == ("Ana Pérez", "")
    assert known(waiting) == ("Ana Pérez", "ana@example.org")
    with active_tenant(other_entity):
        assert known(beside) == ("Ana Pérez", "ana@example.org")
    assert AuditEntry.objects.filter(action="dialogue.askers_forget").count() == 1
    assert forget_askers(now=LATER) == 0
