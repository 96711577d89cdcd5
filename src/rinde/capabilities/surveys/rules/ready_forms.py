"""Forms that a survey may begin with: short, in plain words, and changed at will. Data; no norm prescribes them.

Practice of accountability: topics are consulted before the space (MURC, aprestamiento), the space is evaluated at its
end, and what people think is asked once a year. Each ends with an open question, and none asks who somebody is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rinde.capabilities.surveys.choices import QuestionKind, ReadyForm
from rinde.capabilities.surveys.rules.editing import options_from_lines, with_options
from rinde.capabilities.surveys.rules.questions import Option, Question

TOPICS_KEY = "temas"  # the question whose counts make the prioritised topics


@dataclass(frozen=True, slots=True)
class ReadySurvey:
    """`title` to begin with and `purpose`: what the answers are for, told above the form."""

    title: str
    purpose: str
    questions: tuple[Question, ...]


def _options(*labels: str) -> tuple[Option, ...]:
    return options_from_lines("\n".join(labels))


def _scale(key: str, label: str, low: str, high: str, *, is_required: bool = False) -> Question:
    return Question(
        key,
        QuestionKind.SCALE,
        label,
        lowest=1,
        highest=5,
        low_label=low,
        high_label=high,
        allows_unknown=True,
        is_required=is_required,
    )


_ZONE = Question(
    "zona",
    QuestionKind.SINGLE,
    "¿Dónde vive?",
    options=_options("En la cabecera o el casco urbano", "En un corregimiento o una vereda", "En otro municipio"),
    allows_unknown=True,
)
_USUAL_TOPICS = _options(
    "Cómo se gasta la plata del municipio",
    "Obras y vías",
    "Salud",
    "Educación",
    "Agua, aseo y alcantarillado",
    "Seguridad y convivencia",
    "Trámites y atención a la ciudadanía",
    "Campo y medio ambiente",
)
_HOW_THEY_HEARD = _options(
    "Por la página de la entidad",
    "Por redes sociales o WhatsApp",
    "Por la radio o la prensa",
    "Por un aviso o una cartelera",
    "Porque alguien me invitó",
    "De otra forma",
)

FORMS: Mapping[str, ReadySurvey] = {
    ReadyForm.TOPICS: ReadySurvey(
        "Consulta de temas para rendir cuentas",
        "Díganos de qué quiere que la entidad rinda cuentas. Con estas respuestas se escogen los temas del próximo "
        "espacio y del informe que se publica antes.",
        (
            Question(
                TOPICS_KEY,
                QuestionKind.SEVERAL,
                "¿De qué temas quiere que le rindamos cuentas?",
                help="Marque hasta tres.",
                options=_USUAL_TOPICS,
                most=3,
                is_required=True,
                allows_unknown=True,
            ),
            Question("otro_tema", QuestionKind.SHORT, "¿Falta algún tema?", help="Escríbalo en pocas palabras."),
            Question(
                "que_saber",
                QuestionKind.LONG,
                "De esos temas, ¿qué quiere saber?",
                help="Una pregunta concreta se responde mejor que una general.",
            ),
            Question(
                "como_participar",
                QuestionKind.SINGLE,
                "¿Cómo le queda más fácil participar?",
                options=_options(
                    "En persona, en la cabecera",
                    "En persona, cerca de donde vivo",
                    "Por Internet",
                    "Por la radio o por teléfono",
                ),
                allows_unknown=True,
            ),
            _ZONE,
        ),
    ),
    ReadyForm.EVENT: ReadySurvey(
        "Evaluación del espacio",
        "Cuéntenos cómo le pareció este espacio. Los resultados se publican con su informe y sirven para mejorar el "
        "siguiente.",
        (
            _scale("en_general", "En general, ¿cómo le pareció el espacio?", "Muy malo", "Muy bueno", is_required=True),
            _scale("claridad", "¿La información fue clara?", "Nada clara", "Muy clara"),
            _scale("antes", "¿Le sirvió la información que se publicó antes?", "No me sirvió", "Me sirvió mucho"),
            Question(
                "pudo_participar",
                QuestionKind.SINGLE,
                "¿Pudo preguntar u opinar?",
                options=_options("Sí", "Quise y no pude", "No quise"),
                allows_unknown=True,
            ),
            Question(
                "respondieron",
                QuestionKind.SINGLE,
                "¿Respondieron lo que usted preguntó?",
                options=_options("Sí, del todo", "En parte", "No", "No pregunté"),
                allows_unknown=True,
            ),
            Question(
                "como_supo",
                QuestionKind.SEVERAL,
                "¿Cómo se enteró de este espacio?",
                options=_HOW_THEY_HEARD,
                allows_unknown=True,
            ),
            Question("mejorar", QuestionKind.LONG, "¿Qué mejoraría para la próxima vez?"),
        ),
    ),
    ReadyForm.PERCEPTION: ReadySurvey(
        "Percepción y satisfacción",
        "Queremos saber qué piensa de la atención y de lo que hace la entidad. Con sus respuestas se decide qué "
        "mejorar.",
        (
            Question(
                "uso",
                QuestionKind.SINGLE,
                "En los últimos doce meses, ¿pidió algo a la entidad o hizo un trámite?",
                options=_options("Sí", "No"),
                is_required=True,
                allows_unknown=True,
            ),
            _scale("atencion", "¿Cómo lo atendieron?", "Muy mal", "Muy bien"),
            _scale("tiempo", "¿Qué tan rápido le respondieron?", "Muy lento", "Muy rápido"),
            _scale("lenguaje", "¿Entendió lo que le respondieron?", "Nada", "Todo"),
            _scale("confianza", "¿Cuánto confía en que la entidad usa bien la plata pública?", "Nada", "Mucho"),
            _scale("informada", "¿Qué tan fácil es saber en qué trabaja la entidad?", "Muy difícil", "Muy fácil"),
            _ZONE,
            Question("mejorar", QuestionKind.LONG, "¿Qué es lo primero que debería mejorar la entidad?"),
        ),
    ),
    ReadyForm.BLANK: ReadySurvey("", "", ()),
}


def begun_with(form: str, topics: Iterable[str] = ()) -> ReadySurvey:
    """The form to begin with; `topics`, if any, are the options of its question about topics."""
    ready, labels = FORMS[form], tuple(topics)
    if not labels:
        return ready
    questions = (with_topics(one, labels) if one.key == TOPICS_KEY else one for one in ready.questions)
    return replace(ready, questions=tuple(questions))


def with_topics(question: Question, labels: Iterable[str]) -> Question:
    """The question about topics with others than the usual ones; no more may be marked than there are."""
    changed = with_options(question, labels)
    most = min(question.most, len(changed.options)) if question.most else None
    return replace(changed, most=most if most and most > 1 else None)
