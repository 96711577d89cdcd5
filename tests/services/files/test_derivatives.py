"""Public copies as files: opened, to see that nothing of anybody remains, in them nor in their names."""

import io

import pytest
from docx import Document as WordDocument
from openpyxl import load_workbook

from foundations.attachments.making import SECRETS, full_of_secrets, reopened
from foundations.documents.making import members_of, word, xlsx
from rinde.foundations.attachments import KINDS, UploadRefused, check_content
from rinde.services.files.derivatives import document_without_author, list_without_names, photo_without_location

NAMES = [f"{first} {last}" for first in ("Ana", "Luis", "Rosa") for last in ("Gómez", "Pérez", "Vega", "Soto")]
LIST = xlsx(
    [
        ["Nombre", "Cédula", "Género"],
        *[[name, str(52_345_670 + n), "Hombre" if n < 5 else "+Mujer"] for n, name in enumerate(NAMES)],
    ]
)


def test_photo_is_copied_without_anything_but_the_picture() -> None:
    copy = photo_without_location(base_name="evidencia-3.1.2", content=full_of_secrets())
    assert (copy.name, copy.content_type) == ("evidencia-3.1.2.webp", "image/webp")
    assert reopened(copy.content).size == (800, 600)
    assert not any(secret.encode() in copy.content for secret in SECRETS)
    assert copy.said.startswith("Se quitó: la ubicación donde se tomó, la fecha y la hora en que se tomó, ")


def test_list_is_copied_as_a_workbook_of_totals() -> None:
    copy = list_without_names(base_name="evidencia-8", kind=KINDS["xlsx"], content=LIST, title="Audiencia pública")
    assert copy.name == "evidencia-8.xlsx"
    assert check_content(copy.name, copy.content).kind is KINDS["xlsx"]
    sheet, about = load_workbook(io.BytesIO(copy.content)).worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "Audiencia pública"
    assert rows[-3:] == [
        ["Personas en la lista", None, 12],
        ["Género", "+Mujer", 7],
        ["Género", "Hombre", 5],
    ]
    assert "los nombres; los números de identificación; las filas: quedan solo totales" in [
        row[1].value for row in about.iter_rows()
    ]
    everything = b"".join(members_of(copy.content).values()).decode()
    assert not any(name in everything or str(52_345_670 + n) in everything for n, name in enumerate(NAMES))
    assert "<f>" not in everything


def test_list_that_is_none_makes_no_copy() -> None:
    with pytest.raises(UploadRefused, match="fila de títulos"):
        list_without_names(base_name="x", kind=KINDS["xlsx"], content=xlsx([["Meta"], ["1"]]), title="Feria")


def test_document_is_copied_without_its_author() -> None:
    document = WordDocument()
    document.core_properties.author = "Ana Gomez"
    document.add_paragraph("Acta")
    copy = document_without_author(base_name="acta", kind=KINDS["docx"], content=word(document))
    assert (copy.name, copy.content_type) == ("acta.docx", KINDS["docx"].content_type)
    assert copy.said == "Se quitó: el nombre de quien lo hizo y de quien lo guardó, la miniatura."
    assert WordDocument(io.BytesIO(copy.content)).core_properties.author == ""


def test_copy_of_what_says_nothing_says_so() -> None:
    copy = document_without_author(base_name="x", kind=KINDS["xlsx"], content=xlsx([["Meta"], ["1"]]))
    again = document_without_author(base_name="x", kind=KINDS["xlsx"], content=copy.content)
    assert again.said == "No había nada que quitar."
