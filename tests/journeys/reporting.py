"""A unit tells its progress on its phone, and the plan's coordination reads it: returned with a reason, or accepted."""

import io
import re
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect

SEEN_BY_A_CAMERA = (800, 600)


@dataclass
class Taps:
    """Counts what a thumb touches on the way; what is typed is no tap."""

    page: Page
    count: int = 0

    def tap(self, target: Locator) -> None:
        target.click()
        self.count += 1

    def choose_file(self, target: Locator, path: Path) -> None:
        """One tap opens the phone's own gallery."""
        with self.page.expect_file_chooser() as chooser:
            self.tap(target)
        chooser.value.set_files(path)


def write_photo(folder: Path, name: str, colour: str) -> Path:
    """A photograph as a phone takes it; another colour is another file."""
    taken = io.BytesIO()
    Image.new("RGB", SEEN_BY_A_CAMERA, colour).save(taken, "JPEG")
    path = folder / name
    path.write_bytes(taken.getvalue())
    return path


def report_with_photo(page: Page, *, cell: str, text: str, reason: str, happened_on: str, photo: Path) -> int:
    """From the list that the reminder's link opens to «Enviar»; gives how many taps that took."""
    taps = Taps(page)
    taps.tap(page.get_by_role("link", name=re.compile(f"^{re.escape(cell)}")).first)
    taps.tap(page.get_by_text("Se cumplió", exact=True))
    page.get_by_label("Cuéntelo en una frase").fill(text)
    page.get_by_label("¿Qué día se hizo?").fill(happened_on)
    page.get_by_label("Si se hizo tarde o no se hizo, ¿por qué?").fill(reason)
    taps.choose_file(page.get_by_label("Foto o archivo que lo prueba"), photo)
    taps.tap(page.get_by_role("button", name="Enviar"))
    return taps.count


def report_not_done(page: Page, *, cell: str, reason: str) -> None:
    """Nothing was done, so that nothing but the reason is asked."""
    page.get_by_role("link", name=re.compile(f"^{re.escape(cell)}")).first.click()
    page.get_by_text("No se hizo", exact=True).click()
    expect(page.get_by_label("Cuéntelo en una frase")).to_be_hidden()
    page.get_by_label("Si se hizo tarde o no se hizo, ¿por qué?").fill(reason)
    page.get_by_role("button", name="Enviar").click()
    expect(page.get_by_text("Enviado y a la vista")).to_be_visible()


def correct(page: Page, *, text: str, photo: Path) -> None:
    """From the list, where what was returned stands first, to the form as it was left, and sent again."""
    page.get_by_role("link", name=re.compile("Corregir y enviar$")).first.click()
    page.get_by_label("Cuéntelo en una frase").fill(text)
    page.get_by_label("Foto o archivo que lo prueba").set_input_files(photo)
    page.get_by_role("button", name="Enviar").click()
    expect(page.get_by_text("Enviado y a la vista")).to_be_visible()


def open_report(page: Page, activity: str) -> None:
    """From the list of what waits for the coordination."""
    page.get_by_role("link", name=re.compile(f"^{re.escape(activity)}")).first.click()
    expect(page.get_by_role("heading", name="Su revisión")).to_be_visible()


def give_back(page: Page, reason: str) -> None:
    page.get_by_text("Devolverlo para que lo corrijan").click()
    page.get_by_label("Qué falta o qué se debe corregir").fill(reason)
    page.get_by_role("button", name="Devolver con este motivo").click()
    expect(page.get_by_text("Se devolvió.")).to_be_visible()


def accept(page: Page) -> None:
    page.get_by_role("button", name="Aceptar el reporte").click()
    expect(page.get_by_text("Se aceptó el reporte de")).to_be_visible()
