"""What an answer needs before it is kept, approved and sent. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from rinde.capabilities.pqrsd.choices import AnswerOutcome
from rinde.foundations.text.personal_data import in_words, signs_in_text
from rinde.foundations.text.typed import length_gap

LONGEST_ANSWER = 30_000
LONGEST_NOTE = 1_000
INSIST_WITHIN = 10  # business days (CPACA art. 26)
# An answer says what its reader may do against it (Decreto 1081/2015 art. 2.1.1.3.1.5).
DENIAL_REMEDY = (
    f"Si no está de acuerdo con la reserva, puede insistir por escrito ante esta entidad en los {INSIST_WITHIN} días "
    "hábiles siguientes a esta respuesta; un juez o tribunal decidirá."
)


@dataclass(frozen=True, slots=True)
class Denial:
    """Why information is denied: the norm that reserves it, the exception, for how long, and the harm."""

    norm: str = ""
    exception: str = ""
    until: str = ""
    harm: str = ""


@dataclass(frozen=True, slots=True)
class AnswerValues:
    """One version of an answer. `public_text`: what everybody reads; empty keeps it between the entity and the person.

    `accepting_data`: whoever wrote the public text has read that it seems to hold personal data, and stands by it.
    """

    text: str
    outcome: str = AnswerOutcome.GRANTED
    public_text: str = ""
    denial: Denial = Denial()
    accepting_data: bool = False


def answer_gaps(values: AnswerValues) -> tuple[str, ...]:
    """List in Spanish what keeps a version from being kept."""
    return tuple(_answer_gaps(values))


def _answer_gaps(values: AnswerValues) -> Iterator[str]:
    if not values.text.strip():
        yield "Escriba la respuesta: qué se resuelve y por qué."
    for text, name in ((values.text, "La respuesta"), (values.public_text, "El texto público")):
        if gap := length_gap(text, most=LONGEST_ANSWER, name=name, rest="y adjunte lo demás como documento"):
            yield gap
    if values.outcome not in AnswerOutcome.values:
        yield "Escoja si se responde de fondo, se niega por reserva o se remite a una respuesta anterior."
    if values.outcome == AnswerOutcome.DENIED:
        yield from _denial_gaps(values.denial)
    yield from public_gaps(values.public_text, accepting=values.accepting_data)


def _denial_gaps(denial: Denial) -> Iterator[str]:
    asked = (
        (denial.norm, "la norma que la reserva"),
        (denial.exception, "la excepción que aplica y por qué"),
        (denial.until, "por cuánto tiempo es reservada"),
        (denial.harm, "el daño que causaría entregarla"),
    )
    if missing := [what for said, what in asked if not said.strip()]:
        yield f"Para negar por reserva falta decir {'; '.join(missing)}."


def public_gaps(public_text: str, *, accepting: bool) -> Iterator[str]:
    """Say in Spanish that a text for everybody seems to hold personal data; never which."""
    if accepting:
        return
    if signs := signs_in_text(public_text):
        yield (
            f"El texto público parece tener {in_words(signs)}. "
            "Quítelo, o marque que lo revisó y que todo el mundo puede leerlo."
        )


def review_gaps(note: str, *, returns: bool) -> tuple[str, ...]:
    """List in Spanish what is wrong with a reviewer's words."""
    gaps = []
    if returns and not note.strip():
        gaps.append("Diga qué hay que cambiar: quien proyectó lo lee.")
    if len(note) > LONGEST_NOTE:
        gaps.append(f"Las observaciones tienen {len(note)} caracteres; caben {LONGEST_NOTE}.")
    return tuple(gaps)
