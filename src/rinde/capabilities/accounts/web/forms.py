"""Forms about people. What a rule refuses is said by the operation; a form only says how to ask."""

from typing import Any

from django import forms

from rinde.capabilities.accounts.choices import ScopeKind
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.accounts.rules import ROLES
from rinde.capabilities.accounts.web.scopes import scope_choices

PASSWORD_HELP = "Mínimo 12 letras o cifras. Una frase corta que solo usted conozca es buena contraseña."  # noqa: S105


def _role_choices() -> list[tuple[str, str]]:
    return [(code, f"{role.name}. {role.purpose}") for code, role in ROLES.items()]


class InviteForm(forms.Form):
    email = forms.EmailField(
        label="Correo", help_text="Allí llega el enlace. Use el correo institucional de la persona."
    )
    full_name = forms.CharField(
        label="Nombre", max_length=150, required=False, help_text="Para saludarla en el correo."
    )
    role = forms.ChoiceField(label="Rol", choices=_role_choices, widget=forms.RadioSelect)
    actors = forms.TypedMultipleChoiceField(
        label="Dependencias",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Deje vacío para que el rol valga en toda la entidad.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actors"].choices = scope_choices()[ScopeKind.ACTORS]  # type: ignore[attr-defined]


class MembershipForm(forms.Form):
    """A role and over what it holds. Each kind of scope has its own list; only the one of the chosen kind counts."""

    role = forms.ChoiceField(label="Rol", choices=_role_choices, widget=forms.RadioSelect)
    scope_kind = forms.ChoiceField(label="Vale para", widget=forms.RadioSelect)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        held = {actor.pk for actor in membership.actors.all()} if membership.scope_kind == ScopeKind.ACTORS else None
        chosen = list(held if held is not None else membership.scope_ids)
        kwargs["initial"] = {
            "role": membership.role,
            "scope_kind": membership.scope_kind,
            membership.scope_kind: chosen,
        }
        super().__init__(*args, **kwargs)
        offered = {kind: choices for kind, choices in scope_choices().items() if choices}
        kinds = [kind for kind in ScopeKind if kind == ScopeKind.ENTITY or kind in offered]
        self.fields["scope_kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        for kind, choices in offered.items():
            self.fields[kind] = forms.TypedMultipleChoiceField(
                label=ScopeKind(kind).label,
                choices=choices,
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=f"Solo cuenta si arriba escogió «{ScopeKind(kind).label}».",
            )

    @property
    def scope_fields(self) -> list[forms.BoundField]:
        return [self[kind] for kind in self.fields if kind not in ("role", "scope_kind")]

    def chosen(self) -> list[int]:
        """The ids chosen for the chosen kind."""
        return list(self.cleaned_data.get(self.cleaned_data["scope_kind"], []))


class AcceptForm(forms.Form):
    full_name = forms.CharField(label="Su nombre", max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    post = forms.CharField(
        label="Su cargo",
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    password = forms.CharField(
        label="Contraseña",
        help_text=PASSWORD_HELP,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Repita la contraseña", strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("password") and values.get("again") and values["password"] != values["again"]:
            self.add_error("again", "No es igual a la de arriba. Escríbala otra vez.")
        return values


class ProfileForm(forms.Form):
    full_name = forms.CharField(label="Su nombre", max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    post = forms.CharField(
        label="Su cargo",
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
