"""What people ask at a space: what keeps a question out, who looks at it first, what may happen to it. Pure.

That a question is about something else, or disagrees, is no reason to take it out: it is answered in writing. Whoever
asks at a hearing has asked a petition (Ley 1757/2015 art. 56; Ley 1755/2015).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from rinde.capabilities.dialogue.choices import (
    AnswerState,
    QuestionChannel,
    QuestionStatus,
    SpaceStatus,
    StepKind,
    StepStatus,
)
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.capabilities.plans.rules.states import Transition, check_step, drawn
from rinde.foundations.text import typed
from rinde.foundations.text.hiding import REASON_LENGTH, USUAL_REASONS, HidingReason
from rinde.foundations.text.personal_data import in_words, signs_in_text

LONGEST_TEXT = 1_500
LONGEST_NAME = 120
LONGEST_LIVE_ANSWER = 3_000
LONGEST_POST = 160
LONGEST_NOTE = 160
MOST_LINKS = 3  # more than these is a link farm, not a question

# Personal data: what for, and until when (Ley 1581/2012 arts. 4c, 9 and 12). A later wording gets a later number.
CONSENT_VERSION = 1
CONSENT_TEXT = (
    "Autorizo a la entidad a usar mi nombre y mi correo solo para responder esta pregunta. Mi correo nunca se publica; "
    "mi nombre, solo si lo pido."
)

# Nothing says how long; this is ours. A question that waits for its written answer keeps who asked until it is filed.
KEEP_ASKERS_FOR = timedelta(days=180)  # after the event, where it was answered there, joined or taken out

# One person asks a few things; a thumb that presses again and again is slowed. (how many, in how long)
OF_ONE_VISITOR: tuple[tuple[int, timedelta], ...] = ((5, timedelta(minutes=10)), (20, timedelta(hours=12)))
# A whole hall shares one address of the network: these only cut a flood that no hall makes.
QUESTIONS_OF_ONE_ADDRESS: tuple[tuple[int, timedelta], ...] = (
    (400, timedelta(minutes=1)),
    (2_000, timedelta(minutes=10)),
)
SUPPORTS_OF_ONE_ADDRESS: tuple[tuple[int, timedelta], ...] = (
    (1_800, timedelta(minutes=1)),
    (9_000, timedelta(minutes=10)),
)
SUPPORTS_OF_ONE_VISITOR: tuple[tuple[int, timedelta], ...] = ((40, timedelta(minutes=1)),)

# Nothing is deleted: what is taken out keeps its number, and everybody reads why.
ALLOWED_TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    QuestionStatus.PENDING: (
        Transition(QuestionStatus.SHOWN, "mostrar"),
        Transition(QuestionStatus.HIDDEN, "retirar con un motivo"),
        Transition(QuestionStatus.MERGED, "unir a otra igual"),
    ),
    QuestionStatus.SHOWN: (
        Transition(QuestionStatus.HIDDEN, "retirar con un motivo"),
        Transition(QuestionStatus.MERGED, "unir a otra igual"),
    ),
    QuestionStatus.HIDDEN: (Transition(QuestionStatus.SHOWN, "volver a mostrar"),),
    QuestionStatus.MERGED: (Transition(QuestionStatus.SHOWN, "separar"),),
}
HIDING_REASONS: tuple[HidingReason, ...] = (
    *USUAL_REASONS,
    HidingReason("unreadable", "no se entiende qué pregunta"),
)
# Whatever it says, whoever sent one of these asked nothing that could be answered.
_NO_QUESTION = frozenset({"es publicidad", "no se entiende qué pregunta"})


@dataclass(frozen=True, slots=True)
class QuestionValues:
    """A question as somebody wrote it, or as the team typed it in."""

    text: str
    asked_by: str = ""
    shows_name: bool = False
    email: str = ""
    consents: bool = False
    channel: str = QuestionChannel.PHONE

    @property
    def has_personal_data(self) -> bool:
        return bool(self.asked_by or self.email)


@dataclass(frozen=True, slots=True)
class QuestionCount:
    """The questions of a space in numbers. Joined ones count as asked; whatever was taken out is in `hidden`."""

    asked: int = 0
    pending: int = 0
    shown: int = 0
    hidden: int = 0
    merged: int = 0
    live: int = 0  # answered at the space, the joined ones of those included
    written: int = 0  # left for a written answer
    supports: int = 0

    @property
    def in_words(self) -> str:
        """«34 preguntas, 21 respondidas en vivo y 11 para responder por escrito»"""
        if not self.asked:
            return "No llegaron preguntas."
        asked = "1 pregunta" if self.asked == 1 else f"{self.asked} preguntas"
        live = "1 respondida en vivo" if self.live == 1 else f"{self.live} respondidas en vivo"
        hidden = "" if not self.hidden else ", 1 retirada" if self.hidden == 1 else f", {self.hidden} retiradas"
        return f"{asked}, {live}{hidden} y {self.written} para responder por escrito."


def has_questions(kind: str) -> bool:
    """Tell whether people may ask at spaces of this kind."""
    return StepKind.LIVE_QUESTIONS in steps_of_kind(kind).all


def takes_questions(status: str, *, kind: str, step_status: str, ends_at: datetime, now: datetime) -> bool:
    """Tell whether people can ask: from the call until the space is held, or the team says that this part is over.

    Args:
        step_status: of the step LIVE_QUESTIONS; empty where the space has none.
    """
    if not has_questions(kind) or step_status != StepStatus.PENDING:
        return False
    return status == SpaceStatus.LIVE or (status == SpaceStatus.CALLED and now < ends_at)


def question_gaps(values: QuestionValues) -> tuple[str, ...]:
    """List in Spanish everything that keeps a question from being received."""
    return tuple(_gaps(values))


def _gaps(values: QuestionValues) -> Iterator[str]:
    if not values.text.strip():
        yield "Escriba su pregunta."
    for gap in (length_gap(values.text), links_gap(values.text)):
        if gap:
            yield gap
    if len(values.asked_by) > LONGEST_NAME:
        yield f"El nombre es muy largo: caben {LONGEST_NAME} caracteres."
    if values.shows_name and not values.asked_by:
        yield "Para mostrar su nombre, escríbalo; o quite la marca de «Mostrar mi nombre»."
    if values.has_personal_data and not values.consents:
        yield "Para dejar su nombre o su correo, marque la autorización; o bórrelos y pregunte sin ellos."
    if values.channel not in QuestionChannel.values:
        yield "Escoja de la lista cómo llegó la pregunta."


def length_gap(text: str) -> str:
    """Say in Spanish by how much a question is too long; empty where it fits."""
    return typed.length_gap(text, most=LONGEST_TEXT, name="Su pregunta", rest="o haga el resto en otra pregunta")


def links_gap(text: str) -> str:
    """Say in Spanish that a text carries too many links; empty where it does not."""
    many = typed.links_in(text)
    if many <= MOST_LINKS:
        return ""
    return f"Su pregunta trae {many} enlaces y caben {MOST_LINKS}. Cuente con sus palabras qué quiere saber."


def private_gap(text: str) -> str:
    """Warn in Spanish of personal data in a text that everybody will read; empty where none is seen."""
    signs = signs_in_text(text)
    if not signs:
        return ""
    return (
        f"Parece que escribió {in_words(signs)}. Cualquier persona lo leería. Quítelo de la pregunta; si le hace falta "
        "a la entidad para responderle, deje su correo abajo."
    )


def first_status(values: QuestionValues, *, shows_at_once: bool) -> QuestionStatus:
    """Tell how a question begins: at once in view, or waiting for somebody to look.

    Args:
        shows_at_once: what the space says. Links and what looks like personal data wait all the same; what the team
            typed in was read by them already.
    """
    if values.channel != QuestionChannel.PHONE:
        return QuestionStatus.SHOWN
    waits = not shows_at_once or typed.links_in(values.text) or signs_in_text(values.text)
    return QuestionStatus.PENDING if waits else QuestionStatus.SHOWN


def reason_in_words(key: str, note: str) -> str:
    """The reason that everybody reads: «insulta o amenaza a alguien (nombra a una vecina)».

    Raises:
        KeyError: for a reason that is not in `HIDING_REASONS`.
    """
    text = {reason.key: reason.text for reason in HIDING_REASONS}[key]
    return f"{text} ({note})" if note else text


def hiding_gaps(key: str, note: str) -> tuple[str, ...]:
    """List in Spanish what keeps a question from being taken out."""
    if key not in {reason.key for reason in HIDING_REASONS}:
        missing = (
            "Escoja por qué se retira: la ciudadanía leerá el motivo. Que sea de otro tema no es motivo: déjela para "
            "respuesta escrita."
        )
        return (missing,)
    if len(note) > LONGEST_NOTE or len(reason_in_words(key, note)) > REASON_LENGTH:
        return (f"La nota tiene {len(note)} caracteres; caben {LONGEST_NOTE}.",)
    return ()


def standing_in_words(*, status: str, hidden_reason: str, answer: str, is_on_screen: bool, into: int | None) -> str:
    """How a question stands, for whoever moved it a moment too late: «a la vista, respondida en vivo»."""
    words = {
        QuestionStatus.PENDING: "por revisar",
        QuestionStatus.SHOWN: "a la vista",
        QuestionStatus.HIDDEN: f"retirada: {hidden_reason}",
        QuestionStatus.MERGED: f"unida a la {into}",
    }[QuestionStatus(status)]
    if is_on_screen:
        words += ", en pantalla"
    return words if answer == AnswerState.WAITING else f"{words}, {AnswerState(answer).label.lower()}"


def live_answer_gaps(text: str, answered_by: str) -> tuple[str, ...]:
    """List in Spanish what keeps a question from being marked as answered at the space."""
    gaps = []
    if not answered_by.strip():
        gaps.append("Escriba qué dependencia o qué cargo respondió.")
    if len(answered_by) > LONGEST_POST:
        gaps.append(f"Quién respondió tiene {len(answered_by)} caracteres; caben {LONGEST_POST}.")
    if too_long := typed.length_gap(text, most=LONGEST_LIVE_ANSWER, name="El resumen", rest="o déjelo en el acta"):
        gaps.append(too_long)
    return tuple(gaps)


def check_may_become(current: str, wanted: str) -> None:
    """Refuse a step that is not in the table.

    Raises:
        TransitionNotAllowed: with both states by their names.
    """
    check_step(
        QuestionStatus,
        ALLOWED_TRANSITIONS,
        current,
        wanted,
        thing="Una pregunta",
        way_out="Vuelva a la lista: quizá otra persona ya la revisó.",
    )


def supporters(*, asker: str, joined_askers: Iterable[str], given: Iterable[str]) -> int:
    """Count who stands behind a question besides whoever asked it, each person once.

    Args:
        asker: visitor hash of its own author; empty where nobody knows.
        joined_askers: those of the questions joined to it. Two without a mark, on paper say, are two people.
        given: visitor hashes that support it or a joined one.
    """
    joined = list(joined_askers)
    known = ({one for one in joined if one} | set(given)) - {asker}
    return len(known) + sum(not one for one in joined)


def needs_written_answer(*, status: str, hidden_reason: str, answer: str) -> bool:
    """Tell whether a question still has to be answered when the space ends: whatever was asked and not said aloud.

    A question that was taken out for what it shows of somebody was asked all the same. One that was joined to another
    is answered with it.
    """
    if answer == AnswerState.LIVE or status == QuestionStatus.MERGED:
        return False
    return not (status == QuestionStatus.HIDDEN and hidden_reason.split(" (")[0] in _NO_QUESTION)


def seconds_to_wait(times: Iterable[datetime], limits: Iterable[tuple[int, timedelta]], *, now: datetime) -> int:
    """How long somebody must wait who did the same thing at these times; 0 where they need not.

    Args:
        times: newest last.
        limits: how many, in how long.
    """
    past = sorted(times)
    longest = 0
    for most, span in limits:
        recent = [one for one in past if now - one < span]
        if len(recent) >= most:
            longest = max(longest, -(-int((span - (now - recent[-most])).total_seconds() * 1000) // 1000))
    return longest


def diagram() -> str:
    """Draw the table as a Mermaid state diagram."""
    return drawn(QuestionStatus, ALLOWED_TRANSITIONS, begins=QuestionStatus.PENDING, by="preguntar")
