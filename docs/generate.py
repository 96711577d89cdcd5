"""`make docs`: the pages that the code knows better than anybody. With --check, fails where one differs.

Each page has a function below; what a page says comes from the code, how it says it stands here.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rinde.config.settings")
os.environ["RINDE_MODE"] = "test"
_data = tempfile.TemporaryDirectory(prefix="rinde-docs-")  # settings want a folder; it goes at the end
os.environ["RINDE_DATA_DIR"] = _data.name

import django  # noqa: E402

django.setup()

from django.apps import apps  # noqa: E402
from django.db import models  # noqa: E402
from django.utils import translation  # noqa: E402

from rinde.capabilities.accounts.management.commands.permission_matrix import in_markdown  # noqa: E402
from rinde.capabilities.consultations.rules.moderation import diagram as comment_diagram  # noqa: E402
from rinde.capabilities.consultations.rules.states import diagram as consultation_diagram  # noqa: E402
from rinde.capabilities.dialogue.rules.commitment_states import diagram as commitment_diagram  # noqa: E402
from rinde.capabilities.dialogue.rules.questions import diagram as question_diagram  # noqa: E402
from rinde.capabilities.dialogue.rules.states import diagram as space_diagram  # noqa: E402
from rinde.capabilities.dialogue.rules.words import diagram as word_diagram  # noqa: E402
from rinde.capabilities.followup.datasets.fields import FIELDS  # noqa: E402
from rinde.capabilities.followup.rules.cut_off_states import diagram as cut_off_diagram  # noqa: E402
from rinde.capabilities.followup.rules.monitoring.states import diagram as round_diagram  # noqa: E402
from rinde.capabilities.followup.rules.recommendation_states import diagram as recommendation_diagram  # noqa: E402
from rinde.capabilities.followup.rules.remarks import diagram as remark_diagram  # noqa: E402
from rinde.capabilities.followup.rules.states import diagram as report_diagram  # noqa: E402
from rinde.capabilities.plan_imports.rules.catalogue import RULES  # noqa: E402
from rinde.capabilities.plans.rules.change_requests.states import diagram as change_diagram  # noqa: E402
from rinde.capabilities.plans.rules.review import Rule  # noqa: E402
from rinde.capabilities.plans.rules.review.catalogue import TOPICS  # noqa: E402
from rinde.capabilities.plans.rules.review.words import SEVERITY_WORDS  # noqa: E402
from rinde.capabilities.plans.rules.states import diagram  # noqa: E402
from rinde.capabilities.plans.rules.templates import all_templates  # noqa: E402
from rinde.capabilities.pqrsd.rules.answer_states import diagram as answer_diagram  # noqa: E402
from rinde.capabilities.pqrsd.rules.states import diagram as petition_diagram  # noqa: E402
from rinde.capabilities.surveys.rules.states import diagram as survey_diagram  # noqa: E402
from rinde.foundations.law import Certainty, all_sources  # noqa: E402

DOCS = Path(__file__).resolve().parent
GENERATED = "Esta página se genera con `make docs`; no la edite a mano."
FINDINGS_INTRODUCTION = (
    "Un hallazgo nunca detiene la lectura: señala el sitio, dice qué pasa y, cuando puede, propone el arreglo. "
    "Lo que está «por corregir» impide aceptar la fila con «Aceptar todas»; lo demás no."
)
SEVERITIES = {"error": "Por corregir", "warning": "Por confirmar", "notice": "Para saber"}
REVIEW_INTRODUCTION = (
    "Rinde revisa el plan cada vez que se guarda y cuando usted lo pide, con reglas fijas y siempre las mismas. Un "
    "hallazgo no impide seguir: corríjalo, aplique lo que propone, o déjelo como está y diga por qué; lo que se deja "
    "vuelve a aparecer solo si cambian las palabras. Lo mismo se revisa en un documento que todavía no es un plan, con "
    "`rinde review-plan ARCHIVO`."
)
CERTAINTIES = {
    Certainty.LAW: "leída en la norma",
    Certainty.GUIDE: "leída en una guía oficial",
    Certainty.PRACTICE: "vista en lo que publican las entidades",
    Certainty.MEMORY: "por confirmar",
}
OWN_APPS = (
    "entities",
    "accounts",
    "plans",
    "followup",
    "plan_imports",
    "consultations",
    "surveys",
    "pqrsd",
    "dialogue",
    "audit",
    "files",
    "search",
)


def plan_states() -> str:
    return f"# Los estados de un plan\n\n{GENERATED}\n\n```mermaid\n{diagram()}```\n"


def consultation_states() -> str:
    return (
        f"# Los estados de una consulta y de un comentario\n\n{GENERATED}\n\n"
        f"```mermaid\n{consultation_diagram()}```\n\n```mermaid\n{comment_diagram()}```\n"
    )


def change_request_states() -> str:
    return f"# Los estados de una solicitud de cambio\n\n{GENERATED}\n\n```mermaid\n{change_diagram()}```\n"


def progress_report_states() -> str:
    return f"# Los estados de un reporte de avance\n\n{GENERATED}\n\n```mermaid\n{report_diagram()}```\n"


def cut_off_states() -> str:
    return f"# Los estados de un corte\n\n{GENERATED}\n\n```mermaid\n{cut_off_diagram()}```\n"


def recommendation_states() -> str:
    return f"# Los estados de una recomendación\n\n{GENERATED}\n\n```mermaid\n{recommendation_diagram()}```\n"


def monitoring_round_states() -> str:
    return f"# Los estados de una ronda de monitoreo\n\n{GENERATED}\n\n```mermaid\n{round_diagram()}```\n"


def remark_states() -> str:
    return f"# Los estados de una nota de la ciudadanía\n\n{GENERATED}\n\n```mermaid\n{remark_diagram()}```\n"


def space_states() -> str:
    return (
        f"# Los estados de un espacio de diálogo y de las preguntas que se le hacen\n\n{GENERATED}\n\n"
        f"```mermaid\n{space_diagram()}```\n\n```mermaid\n{question_diagram()}```\n"
    )


def commitment_states() -> str:
    return (
        f"# Los estados de un compromiso y del comentario de quien lo obtuvo\n\n{GENERATED}\n\n"
        f"```mermaid\n{commitment_diagram()}```\n\n```mermaid\n{word_diagram()}```\n"
    )


def survey_states() -> str:
    return f"# Los estados de una encuesta\n\n{GENERATED}\n\n```mermaid\n{survey_diagram()}```\n"


def petition_states() -> str:
    return (
        f"# Los estados de una petición y de las versiones de su respuesta\n\n{GENERATED}\n\n"
        f"```mermaid\n{petition_diagram()}```\n\n```mermaid\n{answer_diagram()}```\n"
    )


def findings() -> str:
    """The catalogue of what the reader points at, most serious first."""
    lines = [
        "# Lo que Rinde señala al leer un documento",
        "",
        GENERATED,
        "",
        FINDINGS_INTRODUCTION,
        "",
        "| Hallazgo | Qué pide | Qué significa | Regla |",
        "|---|---|---|---|",
    ]
    order = list(SEVERITIES)
    for rule in sorted(RULES.values(), key=lambda rule: (order.index(rule.severity), rule.title)):
        lines.append(f"| {rule.title} | {SEVERITIES[rule.severity]} | {rule.explanation} | `{rule.id}` |")
    return "\n".join(lines) + "\n"


def review() -> str:
    """The rules of the review by topic: what each says, why, and where it comes from."""
    lines = ["# Lo que la revisión mira en un plan", "", GENERATED, "", REVIEW_INTRODUCTION, ""]
    for topic, rules in TOPICS.items():
        lines += [f"## {topic}", ""]
        for rule in rules:
            lines += _rule(rule)
    return "\n".join(lines).rstrip() + "\n"


def _rule(rule: Rule) -> list[str]:
    lines = [f"### {rule.title}", "", f"{SEVERITY_WORDS[rule.severity][1]} · `{rule.id}`", "", rule.explains, ""]
    lines += [f"- Lo señala: {rule.example}.", f"- No lo señala: {rule.near_miss}."]
    if rule.source:
        lines.append(f"- De dónde sale: {rule.source_in_words}.")
    return [*lines, ""]


def templates() -> str:
    """The instrument templates with the source of each."""
    lines = ["# Plantillas de instrumentos y sus fuentes", "", GENERATED, ""]
    for template in all_templates().values():
        until = f"hasta {template.valid_to:%d/%m/%Y}" if template.valid_to else "vigente"
        lines += [f"## {template.name} (`{template.key}@{template.version}`)", ""]
        lines += [f"Desde {template.valid_from:%d/%m/%Y}, {until}.", ""]
        for node in template.nodes:
            lines += [f"- {node.name}", *(f"  - {child.name}" for child in node.children)]
        lines.append("")
    lines += ["## Fuentes", "", "| Clave | Fuente | Qué dice | Certeza |", "|---|---|---|---|"]
    for key, one in sorted(all_sources().items()):
        lines.append(f"| `{key}` | {one.citation} | {one.title} | {CERTAINTIES[one.certainty]} |")
    return "\n".join(lines) + "\n"


def tables() -> str:
    """The data dictionary: every table of ours with its columns; what stands behind open data says what it holds."""
    lines = ["# Data dictionary", "", "Written by `make docs`; not edited by hand.", ""]
    for label in OWN_APPS:
        for model in sorted(apps.get_app_config(label).get_models(), key=lambda model: model.__name__):
            about = (model.__doc__ or "").strip().split("\n")[0]
            about = "" if about.startswith(f"{model.__name__}(") else about
            lines += [f"## {label}.{model.__name__}", "", *([about, ""] if about else [])]
            public = {name: said for name, said in FIELDS.items() if name.startswith(f"{model.__name__}.")}
            public = public if label == "followup" else {}
            lines += ["| column | kind | may be empty | values or target |", "|---|---|---|---|"]
            lines += [_column(column) for column in model._meta.local_fields]
            if public:
                lines += ["", "In open data:", "", *(f"- `{name}`: {said}" for name, said in public.items())]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _column(column: "models.Field[object, object]") -> str:
    kind = column.get_internal_type()
    length = f"({column.max_length})" if column.max_length and kind != "TextField" else ""
    target = column.related_model._meta.label if isinstance(column, models.ForeignKey) else ""
    values = ", ".join(str(value) for value, _ in column.flatchoices)
    empty = (column.null or column.blank) and not column.primary_key
    return f"| {column.column} | {kind}{length} | {'yes' if empty else 'no'} | {values or target} |"


PAGES: dict[str, Callable[[], str]] = {
    "states/plan.md": plan_states,
    "states/change-request.md": change_request_states,
    "states/consultation.md": consultation_states,
    "states/progress-report.md": progress_report_states,
    "states/remark.md": remark_states,
    "states/survey.md": survey_states,
    "states/petition.md": petition_states,
    "states/space.md": space_states,
    "states/commitment.md": commitment_states,
    "states/monitoring-round.md": monitoring_round_states,
    "states/cut-off.md": cut_off_states,
    "states/recommendation.md": recommendation_states,
    "manual/hallazgos.md": findings,
    "manual/revision.md": review,
    "manual/permisos.md": in_markdown,
    "manual/plantillas.md": templates,
    "data-dictionary.md": tables,
}


def main(arguments: list[str]) -> int:
    checking, different = "--check" in arguments, []
    with translation.override("es-co"):
        pages = {name: write() for name, write in PAGES.items()}
    for name, text in pages.items():
        path = DOCS / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        different.append(name)
        if not checking:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in different:
        sys.stdout.write(f"{'out of date' if checking else 'written'}: docs/{name}\n")
    if checking and different:
        sys.stdout.write("Run `make docs` and commit what it writes.\n")
    return 1 if checking and different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
