"""Photographs for the manual: a part of a page as its reader sees it, light enough to be committed."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

from journeys.site import ROOT
from journeys.visits import DESK

MANUAL = ROOT / "docs" / "manual" / "pictures"
HEAVIEST = 100 * 1024  # bytes of a picture that is committed
HEIGHT = 720


def take(page: Page, name: str, *, width: int = DESK, height: int = HEIGHT, top: Locator | None = None) -> None:
    """Photograph the window as it stands, or from a thing of the page downwards."""
    page.set_viewport_size({"width": width, "height": height})
    if top:
        top.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + window.scrollY - 12)")
    write_light(page.screenshot(type="png"), MANUAL / f"{name}.webp")


def write_light(png: bytes, path: Path) -> None:
    """As WebP, at the best quality that stays under the limit."""
    image = Image.open(io.BytesIO(png))
    for quality in (85, 75, 60, 45):
        image.save(path, "WEBP", quality=quality, method=6)
        if path.stat().st_size <= HEAVIEST:
            return
