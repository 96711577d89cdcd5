"""The draft that a planning office brings: next year's programme as a workbook, with the errors of a real one."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from PIL import Image

TODAY = datetime.now(tz=ZoneInfo("America/Bogota")).date()
YEAR = TODAY.year + 1  # a plan of a year to come, whenever the journey runs
TITLE = f"Programa de Transparencia y Ética Pública {YEAR}: barrios y veredas"
HEADERS = ("Subcomponente", "N.º", "Actividades", "Meta o producto", "Responsable", "Fecha programada")
IMPOSSIBLE_DATE = "Fecha que no existe"
THREE_AND_TWO = "La cantidad contradice las fechas"
OTHER_YEAR = "Texto de otro año"
ATTENDANCE_LIST = "Lista de asistencia prometida al público"

# The day of a date that no calendar has, the two dates of three reports, a title left from an older plan, and a list
# of names promised to everybody.
RISKS = (
    (
        "1.1 Política de riesgos",
        "1.1.1",
        "Actualizar el mapa de riesgos de corrupción con cada dependencia",
        "Un (1) mapa publicado",
        "Secretaría de Planeación",
        f"31/03/{YEAR}",
    ),
    (
        "1.1 Política de riesgos",
        "1.1.2",
        "Revisar la eficacia de los controles de los riesgos de contratación",
        "Tres (3) informes",
        "Oficina de Control Interno",
        f"15/05/{YEAR} y 15/09/{YEAR}",
    ),
    (
        "1.2 Monitoreo",
        "1.2.1",
        "Consolidar las alertas de contratación y contarlas en lenguaje claro",
        "Un (1) boletín publicado",
        "Oficina Asesora Jurídica",
        f"31/06/{YEAR}",
    ),
    (
        "1.2 Monitoreo",
        "1.2.2",
        f"Aplicar la estrategia de racionalización de trámites {YEAR - 3}",
        "Cinco (5) trámites más simples",
        "Secretaría de Infraestructura",
        f"30/09/{YEAR}",
    ),
)
DIALOGUE = (
    (
        "2.1 Diálogo",
        "2.1.1",
        "Realizar mesas de trabajo con las juntas de acción comunal de la cabecera y las veredas",
        "Listado de asistencia",
        "Secretaría de Planeación",
        f"28/05/{YEAR}",
    ),
    (
        "2.1 Diálogo",
        "2.1.2",
        "Celebrar la audiencia pública y levantar sus compromisos",
        "Una (1) audiencia con acta",
        "Despacho de la Alcaldía",
        f"14/11/{YEAR}",
    ),
    (
        "2.2 Información",
        "2.2.1",
        "Publicar las respuestas a las preguntas de la audiencia",
        "Un (1) documento de respuestas",
        "Unidad de Atención a la Ciudadanía",
        f"29/11/{YEAR}",
    ),
    (
        "2.2 Información",
        "2.2.2",
        "Pavimentar con veeduría la vía a la vereda El Mirador y publicar su avance",
        "Un (1) informe de avance",
        "Secretaría de Infraestructura",
        f"30/07/{YEAR}",
    ),
)


def write_draft(folder: Path) -> Path:
    """Write the workbook as the office's spreadsheet would: a title, and per component a heading and its table."""
    book = Workbook()
    sheet = book.active
    sheet.append(("ALCALDÍA MUNICIPAL DE VILLA AURORA",))
    sheet.append((f"PROGRAMA DE TRANSPARENCIA Y ÉTICA PÚBLICA {YEAR}",))
    sheet.append(())
    components = ("Componente 1. Gestión del riesgo de corrupción", "Componente 2. Diálogo y acceso a la información")
    for heading, rows in zip(components, (RISKS, DIALOGUE), strict=True):
        sheet.append((heading,))
        sheet.append(HEADERS)
        for row in rows:
            sheet.append(row)
    path = folder / f"borrador-ptep-{YEAR}.xlsx"
    book.save(path)
    return path


def write_act(folder: Path) -> Path:
    """The signed minutes as a scanner leaves them: one page that is a picture."""
    path = folder / "acta.pdf"
    Image.new("L", (210, 297), "white").save(path)
    return path
