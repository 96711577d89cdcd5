"""What planning writes when it returns a report."""

from django import forms

from rinde.capabilities.followup.web.forms.proving import Typed
from rinde.capabilities.plans.web.forms.saving import EditForm


class ReturnForm(EditForm):
    """Why a report is returned. `seen` is the sending that was read; whether a reason is enough, the rules say."""

    use_required_attribute = False

    reason = Typed(
        "Qué falta o qué se debe corregir",
        needed=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lo lee la dependencia, y queda en la historia del reporte. La ciudadanía no lo ve.",
    )
