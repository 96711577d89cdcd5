"""The word of whoever obtained a commitment: what it must say, and what waits for somebody to look at it. Pure."""

import secrets

from rinde.capabilities.dialogue.choices import CommentStatus, Outcome
from rinde.capabilities.dialogue.rules.spaces import CODE_LETTERS
from rinde.capabilities.plans.rules.states import Transition, check_step, drawn
from rinde.foundations.text.hiding import USUAL_REASONS, HidingReason
from rinde.foundations.text.personal_data import signs_in_text
from rinde.foundations.text.typed import length_gap, links_in

LONGEST_COMMENT = 2_000
MOST_LINKS = 3
CODE_LENGTH, CODE_GROUP = 12, 4  # 31¹², about 8 · 10¹⁷: nobody guesses one, and «K7M2-Q4XW-9HTR» can be read aloud
HIDING_REASONS: tuple[HidingReason, ...] = (
    *USUAL_REASONS,
    HidingReason("unrelated", "no habla de este compromiso"),
)

# Nobody takes a word back for another: what is hidden is a comment, in its place and with its reason.
ALLOWED_TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    CommentStatus.PENDING: (
        Transition(CommentStatus.VISIBLE, "mostrar"),
        Transition(CommentStatus.HIDDEN, "ocultar con un motivo"),
    ),
    CommentStatus.VISIBLE: (Transition(CommentStatus.HIDDEN, "ocultar con un motivo"),),
    CommentStatus.HIDDEN: (Transition(CommentStatus.VISIBLE, "volver a mostrar"),),
}


def check_may_become(current: str, wanted: str) -> None:
    """Refuse a step that is not in the table. Raises TransitionNotAllowed, with both states by their names."""
    check_step(
        CommentStatus,
        ALLOWED_TRANSITIONS,
        current,
        wanted,
        thing="Un comentario",
        way_out="Vuelva al compromiso: quizá otra persona ya lo revisó.",
    )


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    return drawn(CommentStatus, ALLOWED_TRANSITIONS, begins=CommentStatus.PENDING, by="recibir")


def word_gaps(*, outcome: str, comment: str) -> tuple[str, ...]:
    """List in Spanish what keeps a word from being taken in. A comment is never asked for."""
    gaps = []
    if outcome not in Outcome.values:
        gaps.append("Escoja si se cumplió, se cumplió en parte o no se cumplió.")
    if gap := length_gap(comment, most=LONGEST_COMMENT, name="Su comentario", rest="o cuente lo más importante"):
        gaps.append(gap)
    return tuple(gaps)


def first_status(comment: str) -> CommentStatus:
    """Tell how a comment begins: in view, or waiting where it has many links or what seems to identify somebody."""
    waits = links_in(comment) > MOST_LINKS or bool(signs_in_text(comment))
    return CommentStatus.PENDING if waits else CommentStatus.VISIBLE


def new_code() -> str:
    """A code of one commitment for one community, in groups: «K7M2-Q4XW-9HTR»."""
    drawn = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return "-".join(drawn[start : start + CODE_GROUP] for start in range(0, CODE_LENGTH, CODE_GROUP))


def plain_code(typed: str) -> str:
    """A code as it is compared: capital letters and figures, whatever blanks or hyphens somebody typed."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())[: 2 * CODE_LENGTH]
