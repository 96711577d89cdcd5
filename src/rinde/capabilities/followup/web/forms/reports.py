"""What is entered around a follow-up report: its draft, replies and answers, its scan, and what comes of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from rinde.capabilities.followup.models import Evidence, ReportDraft, UnitReply
from rinde.capabilities.followup.rules.follow_up_report.gaps import (
    CONCLUSION_LENGTH,
    NAME_LENGTH,
    TEXT_LENGTH,
    DraftValues,
)
from rinde.capabilities.followup.rules.recommendations import ALL_TOGETHER
from rinde.capabilities.plans.web.forms.headers import day_field
from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.capabilities.plans.web.forms.texts import LinesField, TextField, same_lines
from rinde.foundations.design.spanish import spanish_date

WRONG_DAY = "Esa fecha no existe. Escríbala como 15/07/2026."
YES, NO = "si", "no"


@dataclass(frozen=True, slots=True)
class SharedRecommendation:
    """A recommendation on an activity of several units. `chosen`: whose it is as things stand."""

    key: str
    label: str
    choices: tuple[tuple[str, str], ...]
    chosen: int


class DraftForm(EditForm):
    """What internal control writes of a report. An observation that is left as Rinde proposes it follows the list."""

    conclusion = TextField(
        label="Conclusión",
        rows=8,
        max_length=CONCLUSION_LENGTH,
        help_text="Qué encontró control interno y qué preocupa. La lee la ciudadanía.",
    )
    recommendations = LinesField(
        label="Recomendaciones sobre el plan en general",
        rows=3,
        max_length=CONCLUSION_LENGTH,
        help_text="Una por línea. Las responde la coordinación. Las de cada actividad salen de su concepto.",
    )
    signed_by_name = forms.CharField(
        label="Nombre de quien firma",
        required=False,
        max_length=NAME_LENGTH,
        help_text="Nombre y cargo hacen falta para publicar el definitivo. Son los únicos de una persona que lleva.",
    )
    signed_by_post = forms.CharField(label="Cargo de quien firma", required=False, max_length=NAME_LENGTH)

    def __init__(
        self,
        *args: Any,
        draft: ReportDraft,
        proposed: Mapping[str, str],
        shared: Iterable[SharedRecommendation],
        **options: Any,
    ) -> None:
        options["initial"] = self._initial(draft)
        super().__init__(*args, **options)
        self.proposed = dict(proposed)
        self.components = {f"observations_{place}": name for place, name in enumerate(self.proposed)}
        for name, component in self.components.items():
            initial = draft.observations.get(component) or self.proposed[component]
            self.fields[name] = TextField(label=component, rows=3, max_length=TEXT_LENGTH, initial=initial)
        self.shared: dict[str, str] = {}
        for place, one in enumerate(shared):
            name = f"addressee_{place}"
            self.shared[name] = one.key
            choices = [(str(ALL_TOGETHER), "Todas las que responden, en conjunto"), *one.choices]
            self.fields[name] = forms.ChoiceField(label=one.label, choices=choices, initial=str(one.chosen))

    @staticmethod
    def _initial(draft: ReportDraft) -> dict[str, Any]:
        names = ("conclusion", "signed_by_name", "signed_by_post")
        written = {name: getattr(draft, name) for name in names}
        return written | {"recommendations": tuple(draft.recommendations), "seen": draft.edited_at}

    @property
    def observation_fields(self) -> list[Any]:
        return [self[name] for name in self.components]

    @property
    def addressee_fields(self) -> list[Any]:
        return [self[name] for name in self.shared]

    def values(self) -> DraftValues:
        """What was entered, for the operation: only the observations that are not as proposed."""
        entered = self.cleaned_data
        written = {component: entered[name] for name, component in self.components.items()}
        return DraftValues(
            conclusion=entered["conclusion"],
            observations={
                component: text for component, text in written.items() if not same_lines(text, self.proposed[component])
            },
            recommendations=entered["recommendations"],
            addressees={key: int(entered[name]) for name, key in self.shared.items()},
            signed_by_name=entered["signed_by_name"],
            signed_by_post=entered["signed_by_post"],
        )


class ConfirmForm(EditForm):
    """That somebody looked at exactly this text before it goes out."""

    reviewed = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def look_again(self, reviewed: str) -> None:
        """Carry the hash of what the page shows now: the person has it before their eyes."""
        self.data = {name: self.data.get(name) for name in self.data} | {"reviewed": reviewed}


def _proofs_field(offered: Sequence[Evidence]) -> forms.TypedMultipleChoiceField:
    choices = [(str(one.pk), f"{one.title} ({spanish_date(one.uploaded_at)})") for one in offered]
    return forms.TypedMultipleChoiceField(
        label="Pruebas que la muestran",
        required=False,
        coerce=int,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Una de las pruebas ya no está. Recargue la página y escoja de nuevo."},
    )


class ReplyForm(EditForm):
    """What a unit replies about one activity."""

    text = TextField(
        label="En qué no está de acuerdo y por qué",
        rows=6,
        required=True,
        max_length=TEXT_LENGTH,
        help_text="Su respuesta y la de control interno salen en el informe público. No escriba datos de personas.",
        error_messages={"required": "Escriba en qué no está de acuerdo y por qué."},
    )

    def __init__(self, *args: Any, offered: Sequence[Evidence], reply: UnitReply | None, **options: Any) -> None:
        options["initial"] = self._initial(reply)
        super().__init__(*args, **options)
        if offered:
            self.fields["evidences"] = _proofs_field(offered)
            self.fields["evidences"].label = "Pruebas que ya están en Rinde"

    @staticmethod
    def _initial(reply: UnitReply | None) -> dict[str, Any]:
        if reply is None:
            return {}
        chosen = [] if reply.agrees else [str(one.pk) for one in reply.evidences.all()]
        return {"text": reply.text, "evidences": chosen, "seen": reply.written_at}

    @property
    def evidence_ids(self) -> list[int]:
        return list(self.cleaned_data.get("evidences", []))


class AnswerForm(EditForm):
    """What internal control makes of a reply."""

    decision = forms.ChoiceField(
        label="La réplica",
        choices=[(YES, "Se acepta: revisaré el concepto"), (NO, "No se acepta: el concepto se mantiene")],
        widget=forms.RadioSelect,
        error_messages={"required": "Diga si la acepta o no."},
    )
    text = TextField(
        label="Por qué",
        rows=5,
        required=True,
        max_length=TEXT_LENGTH,
        help_text="La leen la dependencia y, en el informe, la ciudadanía.",
        error_messages={"required": "Escriba por qué."},
    )

    @staticmethod
    def initial_of(reply: UnitReply, seen: Any) -> dict[str, Any]:
        decision = {True: YES, False: NO, None: None}[reply.is_accepted]
        return {"decision": decision, "text": reply.answer, "seen": seen}

    @property
    def is_accepted(self) -> bool:
        return bool(self.cleaned_data["decision"] == YES)


class ScanForm(EditForm):
    """The signed paper of a published report."""

    file = forms.FileField(
        label="El informe firmado",
        help_text="PDF, o una foto JPEG de todas las páginas juntas. Hasta 25 MB.",
        error_messages={"required": "Escoja el archivo.", "empty": "El archivo está vacío. Escoja otro."},
    )
    reason = TextField(label="Por qué cambia la copia que ya está", rows=3, max_length=500)

    def __init__(self, *args: Any, is_replacing: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_replacing:
            del self.fields["reason"]


class ActionForm(EditForm):
    """What a unit will do about a recommendation, and by when."""

    text = TextField(
        label="Acción de mejora",
        rows=4,
        required=True,
        max_length=TEXT_LENGTH,
        help_text="Qué va a hacer la dependencia. Es público.",
        error_messages={"required": "Escriba qué va a hacer la dependencia."},
    )
    due_on = day_field("Para cuándo")

    def __init__(self, *args: Any, **options: Any) -> None:
        options["auto_id"] = "id_action_%s"  # others stand on the same page
        super().__init__(*args, **options)
        self.fields["due_on"].error_messages |= {"invalid": WRONG_DAY, "required": "Escriba para cuándo."}

    @property
    def day(self) -> date | None:
        found: date | None = self.cleaned_data["due_on"]
        return found


class DoneForm(EditForm):
    """That an improvement action is done, and its proofs."""

    text = TextField(
        label="Qué se hizo",
        rows=4,
        required=True,
        max_length=TEXT_LENGTH,
        help_text="Es público.",
        error_messages={"required": "Escriba qué se hizo."},
    )

    def __init__(self, *args: Any, offered: Sequence[Evidence], **options: Any) -> None:
        options["auto_id"] = "id_done_%s"
        super().__init__(*args, **options)
        if offered:
            self.fields["evidences"] = _proofs_field(offered)

    @property
    def evidence_ids(self) -> list[int]:
        return list(self.cleaned_data.get("evidences", []))


class VerifyForm(EditForm):
    """Whether an improvement action solved what was recommended."""

    decision = forms.ChoiceField(
        label="La acción",
        choices=[(YES, "Resolvió"), (NO, "No resolvió: la dependencia escribe otra")],
        widget=forms.RadioSelect,
        error_messages={"required": "Diga si resolvió o no."},
    )
    reason = TextField(
        label="Qué revisó y por qué",
        rows=4,
        required=True,
        max_length=TEXT_LENGTH,
        help_text="Es público.",
        error_messages={"required": "Escriba qué revisó y por qué."},
    )

    @property
    def is_effective(self) -> bool:
        return bool(self.cleaned_data["decision"] == YES)
