"""What came of a space in words: conclusions, what people proposed, and what the taking part led to."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.operations.locking import check_editable, locked, note
from rinde.capabilities.dialogue.permissions import check_manage
from rinde.capabilities.dialogue.rules.spaces import LONGEST_TEXT
from rinde.foundations.refusals import StaleWrite, refuse_gaps
from rinde.foundations.text.typed import length_gap, tidy_text
from rinde.services.access import Principal


@dataclass(frozen=True, slots=True)
class ResultTexts:
    """`conclusions` of the minutes; `observations`: what the groups proposed; `result`: what came of taking part."""

    conclusions: str = ""
    observations: str = ""
    result: str = ""


@transaction.atomic
def write_results(
    *, space_id: int, texts: ResultTexts, seen: datetime | None, by: Principal, now: datetime
) -> DialogueSpace:
    """Write what came of a space. Once people were called, it is in public as soon as it is saved.

    Args:
        seen: when the row was last edited as its form showed it; None to write whatever it says now.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: for a space that was closed or cancelled.
        StaleWrite: where somebody else changed it in between.
        NotReady: for a text that is too long.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    check_editable(space)
    if seen is not None and seen != space.edited_at:
        raise StaleWrite(
            "Otra persona cambió este espacio mientras usted escribía. Lo suyo sigue aquí: compare y guarde."
        )
    named = (
        ("conclusions", "El texto de las conclusiones"),
        ("observations", "El texto de lo que propuso la gente"),
        ("result", "El texto del resultado"),
    )
    tidied = {name: tidy_text(getattr(texts, name)) for name, _ in named}
    gaps = (length_gap(tidied[name], most=LONGEST_TEXT, name=said, rest="o póngalo en el acta") for name, said in named)
    refuse_gaps("No se guardó todavía.", *tuple(gap for gap in gaps if gap))
    for name, text in tidied.items():
        setattr(space, name, text)
    space.edited_at, space.edited_by_id = now, by.user_id
    space.save(update_fields=[*tidied, "edited_at", "edited_by"])
    note(space, "conclusions_write", by=by, now=now)
    return space
