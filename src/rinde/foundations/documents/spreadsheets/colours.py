"""Colours of a workbook as a person sees them: theme colour and tint resolved to RGB, white and "none" as no fill."""

import colorsys
import re
from typing import Any, Final

from openpyxl.styles.colors import COLOR_INDEX

WHITE: Final = "FFFFFF"
# The order in which a theme index counts the colours of the theme part (ECMA-376, 20.1.6.2).
THEME_ORDER: Final = (
    "lt1",
    "dk1",
    "lt2",
    "dk2",
    "accent1",
    "accent2",
    "accent3",
    "accent4",
    "accent5",
    "accent6",
    "hlink",
    "folHlink",
)
OFFICE_THEME: Final = (
    "FFFFFF",
    "000000",
    "EEECE1",
    "1F497D",
    "4F81BD",
    "C0504D",
    "9BBB59",
    "8064A2",
    "4BACC6",
    "F79646",
    "0000FF",
    "800080",
)
THEME_COLOUR: Final = re.compile(r'<a:(?P<name>\w+)>\s*<a:(?:srgbClr val|sysClr[^>]*lastClr)="(?P<rgb>[0-9A-Fa-f]{6})"')


def theme_colours(theme: bytes | str | None) -> tuple[str, ...]:
    """Read the twelve colours of a theme part; the usual Office theme where there is none."""
    if not theme:
        return OFFICE_THEME
    text = theme.decode("utf-8", errors="replace") if isinstance(theme, bytes) else theme
    found = {match["name"]: match["rgb"].upper() for match in THEME_COLOUR.finditer(text)}
    return tuple(found.get(name, usual) for name, usual in zip(THEME_ORDER, OFFICE_THEME, strict=True))


def tinted(rgb: str, tint: float) -> str:
    """Lighten (tint > 0) or darken (tint < 0) a colour as spreadsheets do: on the lightness of HLS."""
    if not tint:
        return rgb
    red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    channels = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), saturation)
    return "".join(f"{round(channel * 255):02X}" for channel in channels)


def fill_colour(fill: Any, theme: tuple[str, ...]) -> str | None:  # openpyxl's PatternFill or GradientFill
    """Tell the colour that fills a cell, None for no fill and for white."""
    kind = getattr(fill, "fill_type", None)
    if kind is None or kind in {"none", "linear", "path"}:
        return None
    # A pattern other than solid shows its foreground over its background: still a mark.
    rgb = colour_rgb(fill.fgColor, theme)
    return None if rgb in {None, WHITE} else rgb


def colour_rgb(colour: Any, theme: tuple[str, ...]) -> str | None:  # openpyxl's Color
    """Resolve a workbook's colour to «RRGGBB»; None where it is automatic or out of range."""
    if colour is None:
        return None
    rgb: str | None = None
    if colour.type == "rgb" and isinstance(colour.rgb, str):
        rgb = colour.rgb[-6:].upper()
    elif colour.type == "theme" and colour.theme < len(theme):
        rgb = theme[colour.theme]
    elif colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        rgb = COLOR_INDEX[colour.indexed][-6:].upper()
    return tinted(rgb, colour.tint or 0.0) if rgb and re.fullmatch("[0-9A-F]{6}", rgb) else None
