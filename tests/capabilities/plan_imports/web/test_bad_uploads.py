"""What cannot be read gets a clear word on the upload page and changes nothing; what is merely large works."""

import io
import zipfile
from pathlib import Path

import pytest
import typst
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfReader, PdfWriter

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plan_imports.choices import ImportStatus
from rinde.capabilities.plan_imports.models import ImportFinding, ImportRow, PlanImport
from rinde.capabilities.plans.models import Plan
from rinde.services.files.models import StoredFile

SAMPLES = Path(__file__).parents[3] / "samples"
HEADINGS = ("Subcomponente", "Actividad", "Meta o producto", "Responsable", "Fecha programada")


def upload(client: Client, entity: Entity, content: bytes, name: str = "plan.pdf") -> object:
    address = reverse("desk:import_upload", args=[entity.slug])
    return client.post(address, {"file": SimpleUploadedFile(name, content)}, follow=True)


def sample(case: str) -> bytes:
    return next((SAMPLES / case).glob("input.*")).read_bytes()


def pdf(source: str) -> bytes:
    return bytes(typst.compile(source.encode()))


def table_pdf(rows: int, *, stroke: str = "1pt") -> bytes:
    """A plan as PDF, ten rows a page."""
    cells = [f"[{text}]" for text in HEADINGS]
    for number in range(1, rows + 1):
        cells += ["[1. Información]", f"[1.{number} Publicar el informe {number}]", "[Un (1) informe]"]
        cells += ["[Secretaría de Planeación]", "[30/06/2026]"]
    header, body = ", ".join(cells[:5]), ", ".join(cells[5:])
    table = f"#table(columns: 5, stroke: {stroke}, inset: 14pt, table.header({header}), {body})"
    return pdf(f'#set page(paper: "a4", flipped: true)\n#set text(size: 9pt)\n= Plan anticorrupción 2026\n{table}')


def scanned_pdf() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "lightgrey").save(out, "PDF")
    return out.getvalue()


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(sample("town-pdf-risk-map-beside"))))
    writer.encrypt("secreta", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample("town-xlsx-date-cells"))) as good, zipfile.ZipFile(out, "w") as bomb:
        for member in good.namelist():
            bomb.writestr(member, good.read(member))
        bomb.writestr("xl/media/relleno.bin", bytes(150 * 1024 * 1024), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def workbook(rows: int = 0, **extra: str) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Plan 2026")
        if rows:
            sheet.write_row(0, 0, HEADINGS)
        for number in range(1, rows + 1):
            line = (
                "Información",
                f"1.{number} Publicar el informe {number}",
                "Un (1) informe",
                "Planeación",
                "30/06/2026",
            )
            sheet.write_row(number, 0, line)
    return out.getvalue()


REFUSED_AT_ONCE = {
    "image": (b"\x89PNG\r\n\x1a\n" + bytes(100), "plan.pdf", "es una imagen PNG"),
    "old word": (bytes.fromhex("D0CF11E0A1B11AE1") + "WordDocument".encode("utf-16-le"), "plan.docx", "Word antiguo"),
    "archive": (b"Rar!\x1a\x07\x00" + bytes(100), "plan.xlsx", "archivo comprimido"),
    "program": (b"MZ\x90\x00" + bytes(100), "plan.xlsx", "es un programa"),
    "empty": (b"", "plan.xlsx", "vacío"),
    "locked office file": (
        bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"),
        "plan.xlsx",
        "protegido con contraseña",
    ),
    "truncated office file": (sample("town-xlsx-date-cells")[:4000], "plan.xlsx", "dañado o incompleto"),
}


@pytest.mark.parametrize("case", REFUSED_AT_ONCE)
def test_wrong_file_is_refused_on_the_upload_page(desk: Client, entity: Entity, case: str) -> None:
    content, name, words = REFUSED_AT_ONCE[case]
    response = upload(desk, entity, content, name)
    assert response.status_code == 422
    assert words in response.text
    assert not PlanImport.objects.exists()
    assert not StoredFile.objects.exists()


def test_file_over_the_limit_is_refused_before_it_is_read(desk: Client, entity: Entity) -> None:
    with override_settings(MAX_UPLOAD_BYTES=2 * 1024 * 1024):
        response = upload(desk, entity, bytes(2 * 1024 * 1024 + 1))
    assert response.status_code == 422
    assert "el límite es 2 MB" in response.text
    assert not StoredFile.objects.exists()


def test_nothing_chosen_is_told(desk: Client, entity: Entity) -> None:
    response = desk.post(reverse("desk:import_upload", args=[entity.slug]), {})
    assert response.status_code == 422
    assert "Escoja el documento" in response.text


REFUSED_WHEN_READ = {
    "locked pdf": (locked_pdf, "password", "protegido con contraseña"),
    "truncated pdf": (lambda: sample("town-pdf-risk-map-beside")[:3000], "corrupted", "dañado o incompleto"),
    "scanned pdf": (scanned_pdf, "no-text", "sus páginas son imágenes"),
    "zip bomb": (zip_bomb, "hostile", "no se abrió"),
    "empty sheet": (workbook, "empty", "Revise que sea el archivo correcto"),
}


@pytest.mark.parametrize("case", REFUSED_WHEN_READ)
def test_unreadable_file_ends_with_its_reason_and_changes_nothing(desk: Client, entity: Entity, case: str) -> None:
    make, code, words = REFUSED_WHEN_READ[case]
    response = upload(desk, entity, make())
    assert response.status_code == 200
    assert words in response.text
    plan_import = PlanImport.objects.get()
    assert (plan_import.status, plan_import.failure_code) == (ImportStatus.FAILED, code)
    assert not ImportRow.objects.exists()
    assert not Plan.objects.exists()


def test_pdf_without_rules_is_read_by_position_and_asks(desk: Client, entity: Entity) -> None:
    response = upload(desk, entity, table_pdf(6, stroke="none"))
    assert response.status_code == 200
    assert ImportRow.objects.count() == 6
    assert "unruled-table" in set(ImportFinding.objects.values_list("rule", flat=True))


def test_document_without_a_plan_says_so(desk: Client, entity: Entity) -> None:
    response = upload(desk, entity, pdf("Acta de la reunión del lunes, sin ninguna tabla de actividades."))
    assert response.status_code == 200
    assert "No se encontró la tabla del plan" in response.text
    assert not ImportRow.objects.exists()


def test_macros_are_ignored(desk: Client, entity: Entity) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample("town-xlsx-date-cells"))) as plain, zipfile.ZipFile(out, "w") as macros:
        for member in plain.namelist():
            content = plain.read(member)
            if member == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            macros.writestr(member, content)
        macros.writestr("xl/vbaProject.bin", b"macro")
    upload(desk, entity, out.getvalue(), "plan.xlsm")
    assert PlanImport.objects.get().status == ImportStatus.READ
    assert ImportRow.objects.count() == 24


def test_formula_is_read_by_its_value_and_stays_text(desk: Client, entity: Entity) -> None:
    book = Workbook()
    book.active.append(list(HEADINGS))
    book.active.append(["Información", "Publicar el informe anual", "=1+1", "'=HYPERLINK(1)", "30/06/2026"])
    out = io.BytesIO()
    book.save(out)
    upload(desk, entity, out.getvalue(), "plan.xlsx")
    assert "=1+1" not in str(ImportRow.objects.get().fields)


def test_sheet_of_five_thousand_rows_is_reviewed_by_pages(desk: Client, entity: Entity) -> None:
    response = upload(desk, entity, workbook(5_000), "plan.xlsx")
    assert response.status_code == 200
    assert ImportRow.objects.count() == 5_000
    assert response.text.count('class="row-card ') == 100
    assert "Página 1 de 50" in response.text


def test_pdf_of_three_hundred_pages_is_read_with_its_progress(desk: Client, entity: Entity) -> None:
    source = "\n#pagebreak()\n".join(f"Capítulo {number}: contexto de la entidad." for number in range(1, 300))
    with_plan = table_pdf(8)
    writer = PdfWriter()
    writer.append(io.BytesIO(with_plan))
    writer.append(io.BytesIO(pdf(source)))
    out = io.BytesIO()
    writer.write(out)
    response = upload(desk, entity, out.getvalue())
    assert response.status_code == 200
    plan_import = PlanImport.objects.get()
    assert plan_import.pages_total >= 300
    assert plan_import.pages_done == plan_import.pages_total == len(plan_import.page_sizes)
    assert ImportRow.objects.count() == 8


def test_same_file_again_offers_the_earlier_review(desk: Client, entity: Entity) -> None:
    upload(desk, entity, sample("town-xlsx-date-cells"))
    first = PlanImport.objects.get()
    response = upload(desk, entity, sample("town-xlsx-date-cells"), "copia.xlsx")
    assert response.status_code == 422
    assert reverse("desk:import_detail", args=[entity.slug, first.pk]) in response.text
    content = SimpleUploadedFile("copia.xlsx", sample("town-xlsx-date-cells"))
    again = {"file": content, "even_if_repeated": "on"}
    assert desk.post(reverse("desk:import_upload", args=[entity.slug]), again).status_code == 302
    assert PlanImport.objects.count() == 2
