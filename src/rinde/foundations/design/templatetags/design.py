"""Template tags of the design: icons, status words, Spanish dates and numbers. Builtin in every template.

Each gives finished, escaped markup; none reads the database. Loops over many rows should prepare such values in Python
(`icon_markup`, `status_markup`, `spanish_date` are plain functions) and print them: a tag per cell costs more than its
text.
"""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString

from rinde.foundations.design.icons import icon_markup, phone_markup, shield_markup, status_markup
from rinde.foundations.design.spanish import spanish_date, spanish_number

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "check-circle" %}`: a heroicon of the outline set, hidden from screen readers."""
    return icon_markup(name)


@register.simple_tag
def status(kind: str, word: str) -> SafeString:
    """`{% status "ok" "Publicado" %}`: icon, word and colour together. Kinds: ok, late, due, draft, info, off."""
    return status_markup(kind, word)


@register.simple_tag
def shield(name: str) -> SafeString:
    """`{% shield entity.display_name %}`: a plain shield with initials, until the entity has its own picture."""
    return shield_markup(name)


@register.simple_tag
def phone(number: str) -> SafeString:
    """`{% phone entity.phone %}`: a link that dials, in the form that Res. MinTIC 1519/2020 asks for."""
    return phone_markup(number)


@register.filter
def es_date(value: date | datetime | None, form: str = "short") -> str:
    """`{{ day|es_date }}` «30 abr 2026»; `:"long"` «30 de abril de 2026»; also «month», «day», «time» and «clock»."""
    return spanish_date(value, form) if value else ""


@register.filter
def es_number(value: int | float | Decimal | None) -> str:
    """`{{ 1234.5|es_number }}` «1.234,5»; an empty text for None."""
    return "" if value is None else spanish_number(value)


@register.simple_tag(takes_context=True)
def absolute_url(context: template.Context, address: str) -> str:
    """`{% absolute_url path %}`: with the installation's own address in front, for mails, feeds and canonical links."""
    request: HttpRequest | None = context.get("request")
    if settings.BASE_URL or request is None:
        return f"{settings.BASE_URL}{address}"
    return request.build_absolute_uri(address)
