"""Forms of the entity and its org chart. What a rule refuses is said by the operation and shown above the form."""

from typing import Any

from django import forms

from rinde.capabilities.entities.choices import ActorKind, EntityKind, GroupRule
from rinde.capabilities.entities.models import Actor, ActorGroup, Entity
from rinde.capabilities.entities.rules.identity import check_divipola, tidy_nit
from rinde.capabilities.entities.rules.names import split_aliases
from rinde.capabilities.entities.rules.org_chart.standing import ActorValues
from rinde.capabilities.entities.rules.shield import ALT_LENGTH


def date_input() -> forms.DateInput:
    """The browser's own calendar; it sends and shows ISO dates whatever the page's language."""
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class ActorForm(forms.Form):
    name = forms.CharField(label="Nombre", max_length=200)
    kind = forms.ChoiceField(label="Tipo", choices=ActorKind.choices)
    code = forms.CharField(label="Código", max_length=30, required=False, help_text="El del organigrama de la entidad.")
    acronym = forms.CharField(label="Sigla", max_length=30, required=False)
    parent = forms.TypedChoiceField(label="Depende de", required=False, coerce=int, empty_value=None)
    is_missional = forms.BooleanField(label="Es misional", required=False)
    aliases = forms.CharField(
        label="Otros nombres",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Uno por línea, como los escriben los planes: así se reconoce quién responde al leer un documento.",
    )
    email = forms.EmailField(label="Correo de la oficina", required=False, help_text="No el de una persona.")
    position = forms.IntegerField(label="Orden", min_value=0, max_value=100_000, required=False)
    valid_from = forms.DateField(label="Existe desde", required=False, widget=date_input())
    valid_to = forms.DateField(label="Existió hasta", required=False, widget=date_input())

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _of_actor(actor) if actor else {"kind": ActorKind.UNIT})
        super().__init__(*args, **kwargs)
        others = Actor.objects.exclude(pk=actor.pk) if actor else Actor.objects.all()
        choices = [("", "Nadie: está en lo más alto"), *((other.pk, other.name) for other in others)]
        self.fields["parent"].choices = choices  # type: ignore[attr-defined]

    def values(self) -> ActorValues:
        """What the operation saves."""
        fields = ("name", "code", "acronym", "kind", "parent", "is_missional", "valid_from", "valid_to")
        values = {field: self.cleaned_data[field] for field in fields}
        return ActorValues(**values, aliases=split_aliases(self.cleaned_data["aliases"]))


def _of_actor(actor: Actor) -> dict[str, Any]:
    fields = ("name", "kind", "code", "acronym", "is_missional", "email", "position", "valid_from", "valid_to")
    values = {field: getattr(actor, field) for field in fields}
    aliases = "\n".join(alias.text for alias in actor.aliases.all())
    return values | {"parent": actor.parent_id, "aliases": aliases}


class CloseActorForm(forms.Form):
    last_day = forms.DateField(label="Último día", widget=date_input())


class GroupForm(forms.Form):
    name = forms.CharField(
        label="Nombre", max_length=200, help_text="Como lo escriben los planes: «todas las dependencias»."
    )
    rule = forms.ChoiceField(label="Cómo se forma", choices=GroupRule.choices, widget=forms.RadioSelect)
    members = forms.TypedMultipleChoiceField(
        label="Dependencias de la lista",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Solo cuentan si arriba escogió «Lista escogida».",
    )

    def __init__(self, *args: Any, group: ActorGroup | None = None, **kwargs: Any) -> None:
        if group:
            named = [actor.pk for actor in group.members.all()]
            kwargs.setdefault("initial", {"name": group.name, "rule": group.rule, "members": named})
        else:
            kwargs.setdefault("initial", {"rule": GroupRule.NAMED})
        super().__init__(*args, **kwargs)
        choices = [(actor.pk, actor.name) for actor in Actor.objects.all()]
        self.fields["members"].choices = choices  # type: ignore[attr-defined]


class OrgChartFileForm(forms.Form):
    file = forms.FileField(
        label="Archivo del organigrama",
        help_text="Excel (.xlsx, .xls), OpenDocument (.ods) o CSV.",
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )


class NonWorkingDayForm(forms.Form):
    on = forms.DateField(label="Día", widget=date_input())
    act = forms.CharField(label="Acto que lo ordena", max_length=200, help_text="Por ejemplo: Decreto 045 de 2026.")


class EntityForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker only
    """The entity's own data; the operation checks them again."""

    website = forms.URLField(
        label="Sede electrónica",
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text="Empieza por https://.",
    )

    class Meta:
        model = Entity
        fields = (
            "name",
            "short_name",
            "kind",
            "department",
            "municipality",
            "divipola",
            "nit",
            "address",
            "postal_code",
            "phone",
            "toll_free_phone",
            "anticorruption_phone",
            "email",
            "judicial_email",
            "opening_hours",
            "website",
        )
        labels = {
            "name": "Nombre oficial",
            "short_name": "Nombre corto",
            "kind": "Tipo de entidad",
            "department": "Departamento",
            "municipality": "Municipio",
            "divipola": "Código DIVIPOLA",
            "nit": "NIT",
            "address": "Dirección de la sede principal",
            "postal_code": "Código postal",
            "phone": "Teléfono",
            "toll_free_phone": "Línea gratuita",
            "anticorruption_phone": "Línea anticorrupción",
            "email": "Correo institucional",
            "judicial_email": "Correo para notificaciones judiciales",
            "opening_hours": "Horario de atención",
        }
        help_texts = {
            "short_name": "El que encabeza las páginas.",
            "divipola": "2 cifras para un departamento, 5 para un municipio.",
            "nit": "Con el dígito de verificación después del guion.",
        }

    def clean_nit(self) -> str:
        return _checked(tidy_nit, self.cleaned_data["nit"])

    def clean_divipola(self) -> str:
        return _checked(check_divipola, self.cleaned_data["divipola"])


def _checked(tidy: Any, text: str) -> str:
    if not text:
        return ""
    try:
        return str(tidy(text))
    except ValueError as problem:
        raise forms.ValidationError(str(problem)) from problem


class NewEntityForm(forms.Form):
    """What the platform's operator says of a new entity; the rest is the entity's own business."""

    name = forms.CharField(label="Nombre oficial", max_length=200)
    slug = forms.CharField(
        label="Dirección", max_length=60, help_text="Minúsculas, cifras y guiones. No cambia nunca: «villa-aurora»."
    )
    kind = forms.ChoiceField(label="Tipo de entidad", choices=EntityKind.choices)
    admin_email = forms.EmailField(
        label="Correo de quien la administrará", help_text="Allí llega la invitación, que vale siete días."
    )


class ShieldForm(forms.Form):
    """The entity's shield, and what it shows in words."""

    file = forms.FileField(
        label="Escudo",
        error_messages={"required": "Escoja la imagen del escudo.", "empty": "El archivo está vacío. Escoja otro."},
        help_text="PNG, JPEG o WebP de hasta 5 MB. Rinde guarda una copia pequeña; mejor con fondo transparente.",
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp"}),
    )
    alt = forms.CharField(
        label="Qué muestra",
        error_messages={"required": "Escriba qué muestra el escudo, para quien no lo ve."},
        max_length=ALT_LENGTH,
        help_text="Para quien no lo ve: «Escudo de Villa Aurora: un sol sobre dos montañas y un río».",
    )

    def __init__(self, *args: Any, has_shield: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].required = not has_shield  # other words for the one that stands need no file
