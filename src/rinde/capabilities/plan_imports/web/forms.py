"""What a person types while reviewing. Forms parse; operations decide."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from rinde.capabilities.plan_imports.models import ActorMatch
from rinde.capabilities.plan_imports.rules.draft import DraftRow, QuantityUnit, Schedule
from rinde.capabilities.plan_imports.rules.review import Heading, mark_of
from rinde.capabilities.plans.choices import Instrument, Recurrence
from rinde.foundations.text.dates import MONTHS as NAMES_OF_MONTHS

MONTHS = tuple(enumerate(NAMES_OF_MONTHS, start=1))
UNITS = (("", "Sin cantidad"), ("count", "Número"), ("percent", "Porcentaje"))


class UploadForm(forms.Form):
    """A file. Its size is judged before it is read, its type by its content."""

    file = forms.FileField(
        label="Documento del plan",
        allow_empty_file=True,  # the reader says it better
        error_messages={"required": "Escoja el documento antes de subirlo."},
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.xlsm,.xls,.ods,.html,.htm,.md,.txt,.csv,.tsv"}),
    )
    even_if_repeated = forms.BooleanField(label="Leerlo otra vez, aparte de la revisión que ya existe", required=False)


class PasteForm(forms.Form):
    """Text copied from a document, a web page or a spreadsheet."""

    text = forms.CharField(
        label="Texto del plan",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="Copie la tabla completa, con sus encabezados, y péguela aquí: cada columna llega en su lugar.",
        error_messages={"required": "Pegue el texto del plan antes de continuar."},
    )
    even_if_repeated = forms.BooleanField(label="Leerlo otra vez, aparte de la revisión que ya existe", required=False)


class HeadingForm(forms.Form):
    """What the plan is. Problems come from the rules; here only what is no number or no choice is refused."""

    instrument = forms.ChoiceField(
        label="Clase de plan", choices=[("", "Escoja…"), *Instrument.choices], required=False
    )
    title = forms.CharField(label="Título", max_length=250, required=False)
    first_year = forms.IntegerField(
        label="Año", required=False, error_messages={"invalid": "Escriba el año con cuatro cifras."}
    )
    last_year = forms.IntegerField(
        label="Último año",
        required=False,
        help_text="El mismo, salvo que el plan dure varios años.",
        error_messages={"invalid": "Escriba el año con cuatro cifras."},
    )

    def heading(self) -> Heading:
        data = self.cleaned_data
        first = data["first_year"] or 0
        return Heading(data["instrument"], data["title"].strip(), first, data["last_year"] or first)


class DatesField(forms.CharField):
    """Several dates, one a line or separated by commas: 30/06/2026."""

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return "\n".join(f"{date.fromisoformat(day):%d/%m/%Y}" for day in value)
        return value

    def clean(self, value: Any) -> Any:
        text = super().clean(value) or ""
        return tuple(sorted({_day(part) for part in re.split(r"[\s,;]+", text) if part}))


def _day(text: str) -> str:
    """The day of «30/06/2026» or «2026-06-30» as ISO text."""
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    try:
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    except ValueError as error:
        raise forms.ValidationError(
            f"No se entiende la fecha «{text}» o no existe. Escríbala como 30/06/2026."
        ) from error
    return day.isoformat()


class LinesField(forms.CharField):
    """Several texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value) or ""
        return tuple(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))


def _text(label: str, rows: int = 2, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


def _iso_date(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": "Esta fecha no existe. Escríbala como 30/06/2026."},
    )


class RowForm(forms.Form):
    """One row of the draft, whole."""

    code = forms.CharField(label="Código", max_length=30, required=False)
    activity = forms.CharField(
        label="Actividad (obligatoria)",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Escriba la actividad: es lo único que una fila no puede dejar vacío."},
    )
    description = _text("Descripción")
    component = forms.CharField(label="Componente", max_length=500, required=False)
    subcomponent = forms.CharField(label="Subcomponente", max_length=500, required=False)
    target = _text("Meta", help_text="Como la escribe el plan. Si solo cambia este texto, la cantidad se lee de él.")
    quantity = forms.FloatField(label="Cantidad", required=False, localize=True)
    unit = forms.ChoiceField(label="Se mide en", choices=UNITS, required=False)
    per_unit = forms.BooleanField(label="La cantidad es para cada dependencia", required=False)
    product = _text("Producto")
    indicator = _text("Indicador")
    resources = _text("Recursos", 1)
    responsible = LinesField(label="Responsables", required=False, help_text="Uno por línea.")
    schedule_text = _text(
        "Cuándo, como lo escribe el plan", help_text="Si solo cambia este texto, las fechas se leen de él."
    )
    deadlines = DatesField(label="Fechas de entrega", required=False, help_text="Una por línea: 30/06/2026.")
    start = _iso_date("Desde")
    end = _iso_date("Hasta")
    months = forms.TypedMultipleChoiceField(
        label="Meses marcados", choices=MONTHS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    recurrence = forms.ChoiceField(
        label="Se repite", choices=[("", "No se repite"), *Recurrence.choices], required=False
    )
    permanent = forms.BooleanField(label="Es permanente, durante todo el año", required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # the mark of the row that its writer saw
    is_stale = False  # a save was refused because the row had changed

    @classmethod
    def of(cls, row: DraftRow, data: Any = None) -> "RowForm":
        """The form filled with a row."""
        times = row.schedule
        initial = {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}
        initial |= {name: getattr(times, name) for name in ("start", "end", "recurrence", "permanent")}
        initial |= {"schedule_text": times.text, "deadlines": times.deadlines, "months": list(times.months)}
        initial["seen"] = mark_of(row)
        return cls(data, initial=initial)

    def accept_newer(self, seen: str) -> None:
        """Let the next save win: the person has both versions before their eyes."""
        self.is_stale = True
        data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data["seen"] = seen
        self.data = data

    def row(self) -> DraftRow:
        """The row as typed; blanks are nothing."""
        data = self.cleaned_data
        unit: QuantityUnit | None = data["unit"] or None

        def text(name: str) -> str | None:
            return " ".join(data[name].split()) or None

        has_quantity = data["quantity"] is not None
        return DraftRow(
            activity=text("activity") or "",
            code=text("code"),
            description=text("description"),
            component=text("component"),
            subcomponent=text("subcomponent"),
            target=text("target"),
            product=text("product"),
            indicator=text("indicator"),
            resources=text("resources"),
            quantity=data["quantity"],
            unit=(unit or "count") if has_quantity else None,
            per_unit=data["per_unit"] and has_quantity,
            responsible=data["responsible"],
            schedule=Schedule(
                text=text("schedule_text") or "",
                start=data["start"].isoformat() if data["start"] else None,
                end=data["end"].isoformat() if data["end"] else None,
                deadlines=data["deadlines"],
                months=tuple(data["months"]),
                recurrence=data["recurrence"] or None,
                permanent=data["permanent"],
            ),
        )


class MatchForm(forms.Form):
    """Who a name is: «actor-3», «group-2», «new» or «text»."""

    who = forms.RegexField(r"(actor|group)-\d+|text|new", error_messages={"invalid": "Escoja a quién corresponde."})

    def chosen(self) -> dict[str, int]:
        kind, _, number = self.cleaned_data["who"].partition("-")
        return {f"{kind}_id": int(number)} if number else {}

    @property
    def wants_new(self) -> bool:
        return bool(self.cleaned_data["who"] == "new")


class AnnouncementForm(forms.Form):
    """An action outside the table."""

    group = forms.CharField(label="Grupo", max_length=250, required=False)
    text = forms.CharField(label="Acción", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    left_out = forms.BooleanField(label="No entra en el plan", required=False)


def columns_said(data: Any, headings: Iterable[str]) -> dict[str, str]:
    """The roles that the columns page sends, by heading: one select a column, numbered in the page's order."""
    return {heading: data[f"role-{number}"] for number, heading in enumerate(headings) if f"role-{number}" in data}


def value_of(match: ActorMatch) -> str:
    """The value of the select that stands for what holds now."""
    if match.actor_id:
        return f"actor-{match.actor_id}"
    if match.group_id:
        return f"group-{match.group_id}"
    return "text" if match.decided_at else ""
