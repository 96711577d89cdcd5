"""The frame, the components and the pages of what went wrong."""

import re
from pathlib import Path
from types import SimpleNamespace

import heroicons
import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

import rinde.foundations.design
from rinde.foundations.design.icons import STATUS_ICONS, icon_markup, initials, phone_markup, status_markup

HOME = Path(rinde.foundations.design.__file__).parent
PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html", "design/refusal.html"]


@pytest.mark.parametrize("frame", ["design/public.html", "design/desk.html"])
@pytest.mark.parametrize("page", PAGES)
def test_error_page_stands_alone(page: str, frame: str) -> None:
    body = render_to_string(page, {"frame": frame, "status": 409, "message": "No se pudo.", "gaps": ()})
    assert '<html lang="es-CO">' in body
    assert len(re.findall(r"<h1\b", body)) == 1
    assert len(re.findall(r"<main\b", body)) == 1
    assert 'href="#contenido"' in body


def test_refusal_lists_every_gap_and_escapes_it() -> None:
    context = {
        "frame": "design/public.html",
        "status": 422,
        "message": "Falta <algo>.",
        "gaps": ("La fecha", "El <b>responsable</b>"),
    }
    body = render_to_string("design/refusal.html", context)
    assert "Falta &lt;algo&gt;." in body
    assert "<li>La fecha</li><li>El &lt;b&gt;responsable&lt;/b&gt;</li>" in body


@pytest.mark.parametrize("kind", STATUS_ICONS)
def test_status_says_itself_in_word_and_icon(kind: str) -> None:
    body = status_markup(kind, "Uno & dos")
    assert f"status--{kind}" in body
    assert "<svg" in body
    assert "Uno &amp; dos" in body


def test_status_of_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        status_markup("green", "Bien")


def test_icon_is_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true"' in icon_markup("check-circle")
    with pytest.raises(heroicons.IconDoesNotExist):
        icon_markup("no-such-icon")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Alcaldía de Villa Aurora", "VA"),
        ("Gobernación", "G"),
        ("E.S.E. Hospital San Jacinto", "EH"),
        ("municipio de la Cordillera", "C"),
        ("", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("number", "link"),
    [
        ("601 555 0100", '<a href="tel:+576015550100">+57 601 555 0100</a>'),
        ("+57 (601) 555-0100 ext. 12", '<a href="tel:+576015550100">+57 (601) 555-0100 ext. 12</a>'),
    ],
)
def test_phone_dials_from_anywhere(number: str, link: str) -> None:
    assert phone_markup(number) == link


class _Form(forms.Form):
    name = forms.CharField(label="Nombre", help_text="Como en la cédula.")
    note = forms.CharField(label="Nota", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label="Tipo", choices=[("a", "Uno"), ("b", "Dos")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Acepto")
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize("name", ["name", "note", "kind", "agree"])
def test_field_ties_label_help_and_error_to_its_control(name: str) -> None:
    form = _Form({})
    field = form[name]
    body = render_to_string("design/field.html", {"field": field})
    described = re.search(r'aria-describedby="([^"]+)"', body)
    wanted = {*(["id_name_helptext"] if name == "name" else []), *([f"id_{name}_error"] if field.errors else [])}
    assert set(described[1].split() if described else ()) == wanted
    assert all(f'id="{one}"' in body for one in wanted)
    assert ("(opcional)" in body) == (name == "note")
    assert ("<legend>" in body) == (name == "kind")
    assert field.label in body


def test_hidden_field_shows_nothing_else() -> None:
    assert render_to_string("design/field.html", {"field": _Form()["hidden"]}).strip().startswith("<input type=")


def test_errors_summary_links_to_each_field() -> None:
    body = render_to_string("design/errors.html", {"form": _Form({})})
    assert 'href="#id_name"' in body
    assert 'role="alert"' in body
    assert render_to_string("design/errors.html", {"form": _Form()}).strip() == ""


def test_pagination_keeps_the_other_parameters() -> None:
    page = Paginator(range(25), 10).get_page(2)
    body = render_to_string("design/pagination.html", {"page": page}, request=RequestFactory().get("/?q=uno"))
    assert "?q=uno&amp;pagina=1" in body
    assert "?q=uno&amp;pagina=3" in body
    assert "Página 2 de 3" in body


def test_desk_shows_only_the_menu_that_it_is_given() -> None:
    menu = [SimpleNamespace(label="Planes", url="/x/", icon="document-text", current=True)]
    body = render_to_string("design/desk.html", {"menu": menu, "person": SimpleNamespace(name="Ana <b>")})
    assert '<a href="/x/" aria-current="page">' in body
    assert "Ana &lt;b&gt;" in body
    assert 'method="post"' in body
    assert '"includeIndicatorStyles":false' in body


def test_nothing_inline_that_the_content_policy_forbids() -> None:
    for template in (HOME / "templates").rglob("*.html"):
        text = template.read_text()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", text), template


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(one * 2 for one in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("ink", "paper", "least"),
    [
        ("ink", "paper", 7),
        ("ink-soft", "ground", 4.5),
        ("link", "ground", 4.5),
        ("brand", "brand-soft", 4.5),
        ("paper", "govco", 4.5),
        ("ok", "ok-soft", 4.5),
        ("late", "late-soft", 4.5),
        ("due", "due-soft", 4.5),
        ("line-strong", "paper", 3),
        ("focus", "paper", 3),
        ("focus", "ground", 3),
    ],
)
def test_token_contrast(ink: str, paper: str, least: float) -> None:
    sheet = (HOME / "static/design/rinde.css").read_text()
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", sheet))
    light, dark = sorted((_luminance(tokens[ink]), _luminance(tokens[paper])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least
