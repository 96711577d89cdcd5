"""What internal control enters: a cut-off's dates, its sample, and a verdict."""

from decimal import Decimal
from typing import Any

from django import forms

from rinde.capabilities.followup.models import CutOff, Verdict
from rinde.capabilities.followup.operations.cut_offs import CutOffValues
from rinde.capabilities.followup.rules.sampling import SEED_LENGTH
from rinde.capabilities.followup.rules.verdicts import REASON_LENGTH, TEXT_LENGTH, VerdictValues
from rinde.capabilities.plans.web.forms.headers import day_field
from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.capabilities.plans.web.forms.texts import FigureField, TextField

WRONG_DAY = "Esa fecha no existe. Escríbala como 15/07/2026."
HUNDRED = Decimal(100)


class CutOffForm(EditForm):
    """The three dates of a cut-off and why they are not the counted ones."""

    facts_until = day_field("Hechos hasta")
    reporting_closes_on = day_field("El reporte cierra", required=False)
    report_due_on = day_field("El informe se debe", required=False)
    reason = TextField(
        label="Por qué",
        rows=3,
        required=True,
        max_length=500,
        help_text="Las dependencias leen este motivo junto a las fechas.",
        error_messages={"required": "Escriba por qué cambia las fechas."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        texts = {
            "facts_until": "Lo que vence hasta ese día se evalúa.",
            "reporting_closes_on": "Lo que llegue hasta su medianoche cuenta. Vacío: Rinde cuenta los días hábiles.",
            "report_due_on": "Vacío: Rinde cuenta el plazo de la plantilla del plan.",
        }
        for name, text in texts.items():
            self.fields[name].help_text = text
            self.fields[name].error_messages |= {"invalid": WRONG_DAY, "required": "Escriba el día del corte."}

    @staticmethod
    def initial_of(cut_off: CutOff) -> dict[str, Any]:
        return {
            "facts_until": cut_off.facts_until,
            "reporting_closes_on": cut_off.reporting_closes_on,
            "report_due_on": cut_off.report_due_on,
            "reason": cut_off.reason,
            "seen": cut_off.edited_at,
        }

    def values(self) -> CutOffValues:
        """What was entered, for the operation."""
        entered = self.cleaned_data
        return CutOffValues(entered["facts_until"], entered["reporting_closes_on"], entered["report_due_on"])


class SampleForm(EditForm):
    """How many activities to look at one by one, and the seed that chooses them."""

    size = forms.IntegerField(
        label="Cuántas actividades",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "Escriba cuántas.", "invalid": "Escriba un número, sin letras."},
    )
    seed = forms.CharField(
        label="Semilla",
        max_length=SEED_LENGTH,
        help_text="Es el comienzo de la huella del corte: nadie la conocía antes del cierre. Si la cambia, queda en el "
        "rastro y en el informe.",
        error_messages={"required": "Escriba la semilla.", "max_length": f"Caben {SEED_LENGTH} caracteres."},
    )


class VerdictForm(EditForm):
    """What internal control says of an activity."""

    is_done = forms.ChoiceField(
        label="Para el número oficial, la actividad",
        choices=[("si", "Se cumplió"), ("no", "No se cumplió")],
        widget=forms.RadioSelect,
        error_messages={"required": "Diga si se cumplió o no."},
    )
    reason = TextField(label="Por qué decide otra cosa", rows=3, max_length=REASON_LENGTH)
    percent = FigureField(label="Porcentaje propio")
    observation = TextField(label="Observación", rows=4, max_length=TEXT_LENGTH)
    recommendation = TextField(label="Recomendación", rows=3, max_length=TEXT_LENGTH)

    def __init__(self, *args: Any, says: bool | None, **options: Any) -> None:
        super().__init__(*args, **options)
        word = {True: "se cumplió", False: "no se cumplió", None: "no cuenta"}[says]
        self.fields["reason"].help_text = f"Solo si no coincide con los reportes y las pruebas, que dicen: {word}."
        self.fields["percent"].help_text = "De 0 a 100. Vacío: usted no da uno propio."
        self.fields["recommendation"].help_text = "La dependencia responderá con una acción de mejora."

    @staticmethod
    def initial_of(verdict: Verdict | None) -> dict[str, Any]:
        if verdict is None:
            return {}
        return {
            "is_done": "si" if verdict.is_done else "no",
            "reason": verdict.reason,
            "percent": None if verdict.ratio is None else verdict.ratio * HUNDRED,
            "observation": verdict.observation,
            "recommendation": verdict.recommendation,
            "seen": verdict.edited_at,
        }

    def values(self) -> VerdictValues:
        """What was entered, for the operation."""
        entered = self.cleaned_data
        percent = entered["percent"]
        return VerdictValues(
            is_done=entered["is_done"] == "si",
            reason=entered["reason"],
            ratio=None if percent is None else percent / HUNDRED,
            observation=entered["observation"],
            recommendation=entered["recommendation"],
        )


class RestForm(EditForm):
    """Deciding the rest as the cells say: how many that was said to be, and whether it spares none."""

    expected = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    with_all = forms.BooleanField(
        label="Decidir también las que están en la muestra o tienen algo que mirar primero", required=False
    )
