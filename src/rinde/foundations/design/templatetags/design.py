"""Template tags of the design: loaded in every template."""

from django import template

register = template.Library()
