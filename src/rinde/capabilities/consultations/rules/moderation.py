"""What may happen to a comment once it is there, and which ones wait for somebody to look. Pure."""

from rinde.capabilities.consultations.choices import CommentChannel, CommentStatus
from rinde.capabilities.plans.rules.states import Transition, check_step, drawn
from rinde.foundations.text.hiding import USUAL_REASONS, HidingReason
from rinde.foundations.text.typed import links_in

# Nothing is deleted: what is hidden keeps its number and its place, and everybody reads why.
ALLOWED_TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    CommentStatus.PENDING: (
        Transition(CommentStatus.VISIBLE, "mostrar"),
        Transition(CommentStatus.HIDDEN, "ocultar con un motivo"),
    ),
    CommentStatus.VISIBLE: (Transition(CommentStatus.HIDDEN, "ocultar con un motivo"),),
    CommentStatus.HIDDEN: (Transition(CommentStatus.VISIBLE, "volver a mostrar"),),
}
MOST_LINKS = 3  # more than these and somebody looks first: a link farm, not an opinion
HIDING_REASONS: tuple[HidingReason, ...] = (
    *USUAL_REASONS,
    HidingReason("unrelated", "no habla de este plan"),
    HidingReason("repeated", "repite otro comentario de la misma persona"),
)


def first_status(text: str, *, channel: str, shows_at_once: bool) -> CommentStatus:
    """Tell how a comment begins: at once in view, or waiting for somebody to look.

    Args:
        shows_at_once: what the consultation was opened with. A comment typed in by staff was read by them already.
    """
    if channel != CommentChannel.WEB:
        return CommentStatus.VISIBLE
    return CommentStatus.VISIBLE if shows_at_once and links_in(text) <= MOST_LINKS else CommentStatus.PENDING


def check_may_become(current: str, wanted: str) -> None:
    """Refuse a step that is not in the table.

    Raises:
        TransitionNotAllowed: with both states by their names.
    """
    check_step(
        CommentStatus,
        ALLOWED_TRANSITIONS,
        current,
        wanted,
        thing="Un comentario",
        way_out="Vuelva a la lista: quizá otra persona ya lo revisó.",
    )


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    return drawn(CommentStatus, ALLOWED_TRANSITIONS, begins=CommentStatus.PENDING, by="recibir")
