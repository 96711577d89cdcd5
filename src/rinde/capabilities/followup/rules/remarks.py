"""«Esto no pasó»: what a citizen's remark on an activity is made of, and what may happen to it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from rinde.capabilities.followup.choices import RemarkStatus
from rinde.capabilities.plans.rules.content import PlanContent
from rinde.capabilities.plans.rules.labels import activity_labels, shortened
from rinde.capabilities.plans.rules.states import Transition, check_step, drawn
from rinde.foundations.refusals import TransitionNotAllowed
from rinde.foundations.text.hiding import USUAL_REASONS, HidingReason
from rinde.foundations.text.typed import length_gap

LONGEST_TEXT = 2_000
LONGEST_NAME = 120
LONGEST_ANSWER = 4_000
LONGEST_SUBJECT = 250

# Personal data: what is asked for, what for, and until when (Ley 1581/2012 arts. 4c, 9 and 12). A later wording gets a
# later number; each remark keeps the number of what its author read.
CONSENT_VERSION = 1
CONSENT_TEXT = (
    "Autorizo a la entidad a usar mi nombre y mi correo solo para esta nota: mostrar mi nombre si lo pido y enviarme "
    "la respuesta. Mi correo nunca se publica y se borra cuando me respondan."
)
# Nothing says how long; these are ours. What is kept for an answer has no purpose where none will come.
KEEP_ADDRESSES_FOR = timedelta(days=180)
KEEP_OF_HIDDEN_FOR = timedelta(days=30)  # in case it was hidden by mistake

# Nothing is deleted: what is hidden keeps its number and its place, and everybody reads why.
ALLOWED_TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    RemarkStatus.PENDING: (
        Transition(RemarkStatus.VISIBLE, "mostrar"),
        Transition(RemarkStatus.HIDDEN, "ocultar con un motivo"),
    ),
    RemarkStatus.VISIBLE: (Transition(RemarkStatus.HIDDEN, "ocultar con un motivo"),),
    RemarkStatus.HIDDEN: (Transition(RemarkStatus.VISIBLE, "volver a mostrar"),),
}
HIDING_REASONS: tuple[HidingReason, ...] = (
    *USUAL_REASONS,
    HidingReason("unrelated", "no habla de esta actividad"),
    HidingReason("repeated", "repite otra nota de la misma persona"),
)


@dataclass(frozen=True, slots=True)
class RemarkValues:
    """A remark as somebody wrote it."""

    text: str
    author_name: str = ""
    shows_name: bool = False
    email: str = ""
    consents: bool = False

    @property
    def has_personal_data(self) -> bool:
        return bool(self.author_name or self.email)


def subject_of(content: PlanContent, key: str) -> str | None:
    """Name the activity of a key as the plan calls it, «actividad 3.1: Publicar…»; None where the plan has none."""
    placed = tuple(content.placed())
    found = next((one for one in placed if one.activity.key == key), None)
    if found is None:
        return None
    label, name = activity_labels(placed)[key], found.activity.name
    return shortened(label if label.startswith("actividad «") or not name else f"{label}: {name}", LONGEST_SUBJECT)


def text_gap(text: str) -> str:
    """Say in Spanish by how much a remark is too long; empty where it fits."""
    return length_gap(text, most=LONGEST_TEXT, name="Su nota", rest="o envíe el resto en otra nota")


def remark_gaps(values: RemarkValues) -> tuple[str, ...]:
    """List in Spanish everything that keeps a remark from being received."""
    return tuple(_gaps(values))


def _gaps(values: RemarkValues) -> Iterator[str]:
    if not values.text.strip():
        yield "Escriba qué pasó o qué no pasó."
    if too_long := text_gap(values.text):
        yield too_long
    if len(values.author_name) > LONGEST_NAME:
        yield f"El nombre es muy largo: caben {LONGEST_NAME} caracteres."
    if values.shows_name and not values.author_name:
        yield "Para mostrar su nombre, escríbalo; o quite la marca de «Mostrar mi nombre»."
    if values.has_personal_data and not values.consents:
        yield "Para dejar su nombre o su correo, marque la autorización; o bórrelos y envíe sin ellos."


def answer_gaps(text: str) -> tuple[str, ...]:
    """List in Spanish what keeps an answer from being given."""
    if not text.strip():
        return ("Escriba la respuesta. La leen quien dejó la nota y toda la ciudadanía.",)
    gap = length_gap(text, most=LONGEST_ANSWER, name="La respuesta", rest="o ponga el detalle en un documento")
    return (gap,) if gap else ()


def check_may_become(current: str, wanted: str) -> None:
    """Refuse a step that is not in the table.

    Raises:
        TransitionNotAllowed: with both states by their names.
    """
    check_step(
        RemarkStatus,
        ALLOWED_TRANSITIONS,
        current,
        wanted,
        thing="Una nota",
        way_out="Vuelva a la lista: quizá otra persona ya la revisó.",
    )


def check_answerable(status: str) -> None:
    """Refuse an answer to what nobody can read.

    Raises:
        TransitionNotAllowed: for a remark that is not in view.
    """
    if status != RemarkStatus.VISIBLE:
        raise TransitionNotAllowed("Ponga la nota a la vista antes de responderla: la respuesta se lee junto a ella.")


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    return drawn(RemarkStatus, ALLOWED_TRANSITIONS, begins=RemarkStatus.PENDING, by="recibir")
