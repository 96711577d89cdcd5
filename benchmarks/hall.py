"""What `live_questions.py` works on: a hearing that is live, and what of it stands in the tables afterwards.

Run by it, in a process of its own whose environment names the database: `prepare 40` or `standing 1`; prints JSON.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass
from datetime import timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "rinde.config.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import Count, F, Q  # noqa: E402
from django.utils import timezone  # noqa: E402

from rinde.capabilities.dialogue.models import DialogueSpace, Question, QuestionSupport  # noqa: E402
from rinde.capabilities.dialogue.operations.asking import ask_question  # noqa: E402
from rinde.capabilities.dialogue.operations.steps import lay_out_steps  # noqa: E402
from rinde.capabilities.dialogue.rules.questions import QuestionValues  # noqa: E402
from rinde.capabilities.entities.models import Entity  # noqa: E402
from rinde.services.audit.models import AuditEntry  # noqa: E402
from rinde.services.audit.operations import first_broken_entry  # noqa: E402
from rinde.services.tenancy import active_tenant  # noqa: E402


@dataclass(frozen=True)
class Standing:
    """`gaps`: numbers that are missing or doubled; `wrong`: questions whose count is not that of their supports."""

    texts: list[str]
    gaps: int
    supports: int
    wrong: int
    entries: int
    is_chain_whole: bool


def hearing(number: int, questions: int) -> dict[str, str | int]:
    """A live hearing in an installation made for it, with some questions in view that a hall may support."""
    if not Entity.objects.exists():
        Entity.objects.create(slug="prueba", name="Alcaldía de Prueba")
    entity = Entity.objects.get()
    now = timezone.now()
    with active_tenant(entity):
        space = DialogueSpace.objects.create(
            entity=entity, slug=f"audiencia-{number}", code=f"AUD{number:03}", kind="PUBLIC_HEARING", status="LIVE",
            title="Audiencia pública", place="Salón", purpose="Rendir cuentas.", starts_at=now,
            ends_at=now + timedelta(hours=3), called_at=now, opened_at=now, edited_at=now, shows_questions_at_once=True,
        )  # fmt: skip
        lay_out_steps(space)
        for one in range(questions):
            ask_question(
                space_id=space.pk,
                values=QuestionValues(f"¿Qué se hizo en la vereda número {one}?"),
                visitor_hash=f"antes-{one}",
                form_token=f"antes-{one}",
                now=now,
            )
    return {"id": space.pk, "path": f"/{entity.slug}/dialogo/espacios/{space.slug}/"}


def standing(space_id: int) -> Standing:
    """What is in the tables afterwards."""
    entity = Entity.objects.get()
    with active_tenant(entity):
        rows = Question.objects.filter(space_id=space_id)
        numbers = sorted(rows.values_list("number", flat=True))
        given = Count("given", filter=Q(given__is_given=True))
        return Standing(
            texts=list(rows.values_list("text", flat=True)),
            gaps=sum(number != place for place, number in enumerate(numbers, start=1)),
            supports=QuestionSupport.objects.filter(question__space_id=space_id, is_given=True).count(),
            wrong=rows.annotate(many=given).exclude(many=F("supports")).count(),
            entries=AuditEntry.objects.filter(action="dialogue.question_ask", facts__space=space_id).count(),
            is_chain_whole=first_broken_entry(entity_id=entity.pk) is None,
        )


if __name__ == "__main__":
    what, value = sys.argv[1], int(sys.argv[2])
    if what == "install":
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        answer: object = {}
    else:
        answer = hearing(value, int(sys.argv[3])) if what == "prepare" else asdict(standing(value))
    print(json.dumps(answer))
