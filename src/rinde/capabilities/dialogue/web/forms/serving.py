"""The choice of one cell of a plan for one step, as a button of the page sends it."""

from django import forms

from rinde.capabilities.followup.rules.cells import CellKey

_GONE = "Esa actividad no se entiende. Búsquela de nuevo y escójala."


class ServeForm(forms.Form):
    """`plan`, `deliverable`, `milestone` and `actor` are numbers of rows; `step` is a code of StepKind."""

    step = forms.CharField(error_messages={"required": "Escoja qué paso la cumple."}, max_length=20)
    plan = forms.IntegerField(error_messages={"required": _GONE, "invalid": _GONE}, max_value=2**63 - 1)
    deliverable = forms.IntegerField(error_messages={"required": _GONE, "invalid": _GONE}, max_value=2**63 - 1)
    milestone = forms.IntegerField(error_messages={"required": _GONE, "invalid": _GONE}, max_value=2**63 - 1)
    actor = forms.IntegerField(required=False, error_messages={"invalid": _GONE}, max_value=2**63 - 1)

    @property
    def key(self) -> CellKey:
        """The cell that was chosen."""
        data = self.cleaned_data
        return CellKey(data["deliverable"], data["milestone"], data["actor"])
