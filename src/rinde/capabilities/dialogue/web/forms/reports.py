"""The form of a report: a text for each section and, of an evaluation, what was found of each criterion."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.safestring import mark_safe

from rinde.capabilities.dialogue.choices import Finding, ReportKind
from rinde.capabilities.dialogue.models import DialogueReport
from rinde.capabilities.dialogue.reports.documents import findings_of
from rinde.capabilities.dialogue.rules.report_texts import CRITERIA, Criterion, sections_of
from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.foundations.law.sources import source

_ROWS = {"summary": 4, "conclusion": 5}


class ReportForm(EditForm):
    """`text_<key>` a section; `found_<key>` and `note_<key>` a criterion."""

    def __init__(self, data: Mapping[str, Any] | None, *, report: DialogueReport) -> None:
        self._kind = report.kind
        initial: dict[str, Any] = {f"text_{key}": text for key, text in report.texts.items()}
        for key, (found, note) in findings_of(report).items():
            initial |= {f"found_{key}": found, f"note_{key}": note}
        super().__init__(data, initial=initial | {"seen": report.edited_at})
        for one in sections_of(report.kind):
            label = one.title if one.is_asked else f"{one.title} (si lo hay)"
            area = forms.Textarea(attrs={"rows": _ROWS.get(one.key, 6)})
            self.fields[f"text_{one.key}"] = forms.CharField(
                label=label, help_text=one.help, required=False, widget=area
            )
        for criterion in self._criteria:
            self._add(criterion)

    @property
    def _criteria(self) -> tuple[Criterion, ...]:
        return CRITERIA if self._kind == ReportKind.EVALUATION else ()

    def _add(self, criterion: Criterion) -> None:
        cited = source(criterion.source_key).citation if criterion.source_key else ""
        self.fields[f"found_{criterion.key}"] = forms.ChoiceField(
            label=criterion.text,
            help_text=cited,
            required=False,
            choices=[("", "Sin mirar todavía"), *Finding.choices],
        )
        area = forms.Textarea(attrs={"rows": 2})
        spoken = mark_safe(f'Observación<span class="sr-only">: {criterion.text}</span>')  # noqa: S308 - ours
        self.fields[f"note_{criterion.key}"] = forms.CharField(label=spoken, required=False, widget=area)

    def texts(self) -> dict[str, str]:
        """What was written, by section."""
        return {one.key: self.cleaned_data[f"text_{one.key}"] for one in sections_of(self._kind)}

    def findings(self) -> dict[str, tuple[str, str]]:
        """What was found, by criterion; one that nobody looked at yet is not there."""
        found = {
            one.key: (self.cleaned_data[f"found_{one.key}"], self.cleaned_data[f"note_{one.key}"])
            for one in self._criteria
        }
        return {key: (value, note) for key, (value, note) in found.items() if value}

    def sections(self) -> list[forms.BoundField]:
        """The fields of the texts, in their order."""
        return [self[f"text_{one.key}"] for one in sections_of(self._kind)]

    def criteria(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """What was found and its note, criterion by criterion."""
        return [(self[f"found_{one.key}"], self[f"note_{one.key}"]) for one in self._criteria]
