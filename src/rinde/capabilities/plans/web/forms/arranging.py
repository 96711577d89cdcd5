"""Where a row goes, what of it goes to a new one, and with which other it becomes one."""

from collections.abc import Sequence
from typing import Any

from django import forms

from rinde.capabilities.plans.models import Activity, Deliverable
from rinde.capabilities.plans.queries.grid import RowGroup
from rinde.capabilities.plans.rules.splitting import SplitTexts
from rinde.capabilities.plans.web.forms.saving import EditForm, SeenField

AT_THE_END, BEFORE = "fin", "antes"


class PlaceForm(EditForm):
    """One list with every place of the plan: the end of each part, and before each of its rows."""

    place = forms.ChoiceField(label="Nuevo lugar", error_messages={"required": "Escoja el lugar."})

    def __init__(self, data: Any, *, activity: Activity, groups: Sequence[RowGroup]) -> None:
        super().__init__(data, initial={"seen": activity.edited_at})
        field: Any = self.fields["place"]
        field.choices = [("", "Escoja el lugar"), *((one.heading, _places(one, activity.pk)) for one in groups)]

    def values(self) -> tuple[int, int | None]:
        """The part, and the row before which the activity goes; none: at the end."""
        _kind, node, before = self.cleaned_data["place"].split(":")
        return int(node), int(before) if before else None


def _places(group: RowGroup, moving: int) -> list[tuple[str, str]]:
    before = [(f"{BEFORE}:{group.node_id}:{one.id}", f"Antes de {one.label}") for one in group.rows if one.id != moving]
    return [*before, (f"{AT_THE_END}:{group.node_id}:", "Al final")]


class SplitActivityForm(EditForm):
    """Which products go to a new activity, and what that one will do."""

    products = forms.MultipleChoiceField(
        label="Productos que pasan a la actividad nueva",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    name = forms.CharField(
        label="Qué hará la actividad nueva", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any, *, activity: Activity) -> None:
        super().__init__(data, initial={"seen": activity.edited_at, "name": activity.name})
        field: Any = self.fields["products"]
        field.choices = [(one.pk, product_label(one)) for one in activity.deliverables.all()]


class SplitProductForm(EditForm):
    """The words of one product, to be parted in two. Both begin with all of them."""

    first_target = forms.CharField(label="Meta del primero", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    first_product = forms.CharField(
        label="Producto del primero", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    second_target = forms.CharField(label="Meta del segundo", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    second_product = forms.CharField(
        label="Producto del segundo", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any, *, activity: Activity, product: Deliverable) -> None:
        words = {f"{which}_{name}": getattr(product, name) for which in _BOTH for name in ("target", "product")}
        super().__init__(data, initial={"seen": activity.edited_at, **words})

    def values(self) -> SplitTexts:
        """What was entered, for the operation."""
        return SplitTexts(**{name: text for name, text in self.cleaned_data.items() if name != "seen"})


_BOTH = ("first", "second")


class JoinForm(EditForm):
    """The confirmation of a join: both activities as they were shown."""

    other_seen = SeenField()


def product_label(one: Deliverable) -> str:
    """What names a product in a list."""
    words = " · ".join(filter(None, (one.target, one.product if one.product != one.target else ""))) or one.description
    return words[:160] or "Producto sin texto"
