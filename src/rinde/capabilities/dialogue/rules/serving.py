"""Which step of a space most likely fulfils an activity of a plan, by its words: a first guess that a person changes.

Pure.
"""

from collections.abc import Sequence

from rinde.capabilities.dialogue.choices import StepKind
from rinde.foundations.text.folding import fold

# The first that is found wins: «responder las preguntas de la audiencia» is about answers, not about the event.
_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (StepKind.ANSWERS, ("respond", "respuesta")),
    (StepKind.COMMITMENTS, ("compromiso", "mejoramiento")),
    (StepKind.SURVEY, ("encuesta", "evaluar", "evaluacion", "satisfaccion")),
    (StepKind.EVENT_REPORT, ("informe del espacio", "informe de la audiencia", "informe del evento")),
    (StepKind.MINUTES, ("acta", "memoria", "relatoria")),
    (StepKind.CALL, ("convoca", "invita", "difundir la")),
    (StepKind.REGISTRATION, ("inscri",)),
    (StepKind.INFORMATION, ("informe", "publicar la informacion")),
    (StepKind.RESULTS, ("socializ", "resultados")),
    (StepKind.LIVE_QUESTIONS, ("pregunta", "celebrar", "realizar", "audiencia", "dialogo", "mesa", "foro")),
    (StepKind.CHECK_IN, ("asistencia", "asistentes", "capacit", "taller", "feria")),
)


def likely_step(text: str, steps: Sequence[str]) -> str:
    """The step that the words of an activity point at; the last one of the space where none does.

    Args:
        steps: the codes of those that the space has, in their order; at least one.
    """
    folded = fold(text)
    found = (step for step, words in _WORDS if step in steps and any(word in folded for word in words))
    return next(found, steps[-1])
