"""What a comment is made of, and what keeps it from being received. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rinde.capabilities.consultations.choices import AuthorKind, CommentChannel
from rinde.capabilities.plans.rules.content import PlanContent
from rinde.capabilities.plans.rules.labels import activity_labels, shortened
from rinde.foundations.law.terms import plain_day
from rinde.foundations.text import typed

LONGEST_TEXT = 2_000
LONGEST_NAME = 120
LONGEST_PLACE = 160
LONGEST_SUBJECT = 250
GENERAL = "el plan en general"

# Personal data: what is asked for, what for, and until when (Ley 1581/2012 arts. 4c, 9 and 12). A later wording gets a
# later number; each comment keeps the number of what its author read.
CONSENT_VERSION = 1
CONSENT_TEXT = (
    "Autorizo a la entidad a usar mi nombre y mi correo solo para esta consulta: confirmar que el comentario es mío "
    "y avisarme de la respuesta. Mi correo nunca se publica; mi nombre, solo si lo pido."
)
# Nothing says how long; these are ours. What is kept for an answer has no purpose once the answer is out.
CONFIRM_WITHIN = timedelta(days=7)  # an address that nobody confirmed by then is erased
KEEP_ADDRESSES_FOR = timedelta(days=180)  # after the closing day, where no summary was ever published
MOST_CONFIRMATION_MAILS = 3  # to one address in one consultation: nobody is flooded in another's name


@dataclass(frozen=True, slots=True)
class CommentValues:
    """A comment as somebody wrote it. `activity_key` empty: about the plan in general."""

    text: str
    activity_key: str = ""
    author_name: str = ""
    author_kind: str = ""
    shows_name: bool = False
    email: str = ""
    consents: bool = False
    channel: str = CommentChannel.WEB
    place: str = ""  # of the table or meeting, for a comment that did not come by the page
    given_on: date | None = None

    @property
    def has_personal_data(self) -> bool:
        return bool(self.author_name or self.email)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a comment is about, as it was called in the text in consultation."""

    key: str
    label: str


def subjects_of(content: PlanContent) -> dict[str, Subject]:
    """Give every activity of the text in consultation by its key, with the words that name it."""
    placed = tuple(content.placed())
    labels = activity_labels(placed)
    return {
        one.activity.key: Subject(one.activity.key, _label(labels[one.activity.key], one.activity.name))
        for one in placed
    }


def _label(label: str, name: str) -> str:
    said = label if label.startswith("actividad «") or not name else f"{label}: {name}"
    return shortened(said, LONGEST_SUBJECT)


def length_gap(text: str) -> str:
    """Say in Spanish by how much a text is too long; empty where it fits."""
    return typed.length_gap(text, most=LONGEST_TEXT, name="Su comentario", rest="o envíe el resto en otro comentario")


def comment_gaps(values: CommentValues, *, subjects: dict[str, Subject], today: date) -> tuple[str, ...]:
    """List in Spanish everything that keeps a comment from being received."""
    return tuple(_gaps(values, subjects, today))


def _gaps(values: CommentValues, subjects: dict[str, Subject], today: date) -> Iterator[str]:
    if not values.text.strip():
        yield "Escriba su comentario."
    if too_long := length_gap(values.text):
        yield too_long
    if values.activity_key and values.activity_key not in subjects:
        yield "La actividad que escogió no está en el texto en consulta. Comente el plan en general o escoja otra."
    if values.author_kind and values.author_kind not in AuthorKind.values:
        yield "Escoja de la lista quién comenta, o deje esa casilla vacía."
    if len(values.author_name) > LONGEST_NAME:
        yield f"El nombre es muy largo: caben {LONGEST_NAME} caracteres."
    if values.shows_name and not values.author_name:
        yield "Para mostrar su nombre, escríbalo; o quite la marca de «Mostrar mi nombre»."
    if values.has_personal_data and not values.consents:
        yield "Para dejar su nombre o su correo, marque la autorización; o bórrelos y comente sin ellos."
    yield from _channel_gaps(values, today)


def _channel_gaps(values: CommentValues, today: date) -> Iterator[str]:
    if values.channel not in CommentChannel.values:
        yield "Escoja de la lista cómo llegó el comentario."
    if values.channel == CommentChannel.WEB:
        return
    if len(values.place) > LONGEST_PLACE:
        yield f"El lugar es muy largo: caben {LONGEST_PLACE} caracteres."
    if values.given_on is None:
        yield "Escriba el día en que se recibió el comentario."
    elif values.given_on > today:
        yield "El día en que se recibió todavía no ha llegado. Corrija la fecha."
    if values.channel in {CommentChannel.PAPER, CommentChannel.MEETING} and not values.place:
        yield "Escriba el lugar de la mesa o de la reunión."


def paper_gaps(values: CommentValues, *, opens_on: date, closes_on: date) -> tuple[str, ...]:
    """List in Spanish what keeps a comment that did not come by the page out of the period. Both days are in it."""
    if values.channel == CommentChannel.WEB:
        return ("Escoja cómo llegó el comentario: en papel, por correo o carta, o en una reunión.",)
    if values.given_on is None or opens_on <= values.given_on <= closes_on:
        return ()
    outside = (
        f"El comentario se recibió el {plain_day(values.given_on)}, fuera del plazo: del {plain_day(opens_on)} "
        f"al {plain_day(closes_on)}. Corrija la fecha, o respóndalo por los canales de atención."
    )
    return (outside,)
