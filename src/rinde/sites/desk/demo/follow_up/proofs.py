"""The files that the offices attach, made on the spot: a fictional town keeps no photographs."""

import io
from datetime import date

from PIL import Image, ImageDraw

from rinde.services.reporting import Column, Report, Section, Table
from rinde.services.reporting.writers import render

_SKY, _HILL, _GROUND = (176, 205, 214), (94, 133, 108), (196, 178, 140)
_PEOPLE = ((62, 78, 104), (150, 86, 62), (116, 98, 140), (178, 142, 60), (70, 112, 98))
_WIDE, _HIGH = 1200, 800
_FIRST = ("Ana", "Luis", "Rosa", "Jairo", "Nubia", "Efraín", "Gladys", "Omar", "Elvia", "Saúl", "Miriam", "Tulio")
_LAST = ("Botina", "Cuasquer", "Piandoy", "Yandún")


def photograph(seed: int) -> bytes:
    """A drawn scene as a JPEG: hills, a square and people. Another number, another scene."""
    image = Image.new("RGB", (_WIDE, _HIGH), _SKY)
    draw = ImageDraw.Draw(image)
    for step in range(4):
        x = (seed * 173 + step * 331) % _WIDE
        draw.ellipse((x - 380, 300 + step * 20, x + 380, 980), fill=tuple(one + step * 9 for one in _HILL))
    draw.rectangle((0, 560, _WIDE, _HIGH), fill=_GROUND)
    for place in range(9 + seed % 5):
        x, y = 80 + (place * 117 + seed * 59) % (_WIDE - 160), 590 + (place * 47 + seed * 13) % 120
        colour = _PEOPLE[(place + seed) % len(_PEOPLE)]
        draw.ellipse((x - 14, y - 62, x + 14, y - 34), fill=(120, 88, 66))
        draw.rounded_rectangle((x - 20, y - 32, x + 20, y + 40), radius=10, fill=colour)
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=70)
    return kept.getvalue()


def paper(title: str, text: str, office: str, on: date) -> bytes:
    """A one-page document as a PDF."""
    report = Report(title, subtitle=office, entity="Alcaldía Municipal de Villa Aurora",
                    sections=(Section("Contenido", paragraphs=(text,)),), made_on=on)  # fmt: skip
    return render(report, "pdf").content


def attendance(title: str, people: int = 24) -> bytes:
    """A list with invented names and numbers, as a spreadsheet: what must never be published as it is."""
    columns = (Column("name", "Nombre"), Column("id", "Cédula"), Column("office", "Género"))
    rows = [
        (
            f"{_FIRST[n % len(_FIRST)]} {_LAST[n % len(_LAST)]}",
            str(59_700_010 + n * 137),
            "Mujer" if n % 5 < 3 else "Hombre",
        )
        for n in range(people)
    ]
    return render(
        Report(title, sections=(Section("Asistencia", tables=(Table("Asistencia", columns, rows),)),)), "xlsx"
    ).content
