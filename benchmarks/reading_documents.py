"""How long a plan takes to read beside what the library underneath needs by itself, and the memory it takes.

Ours is the whole way from bytes to draft: the document (``read_document``) and its interpretation (``read_plan``).

    python benchmarks/reading_documents.py [FOLDER]

Without a folder it reads the samples of the tests and, where it stands beside the repository, ``../shared/plans``.
The budget is a ratio of 1.3. What each library is asked to do, which is the least that gives somebody all the cells:

- PDF: pdfplumber opens the file and calls ``extract_tables()`` on every page (the prose comes on top of that in ours)
- XLSX: openpyxl loads the workbook and every cell is visited
- XLS: calamine turns every sheet into lists (fills and number formats come on top of that in ours)
- ODS: lxml parses ``content.xml`` and the text of every cell is taken (calamine is faster and sees no merges)
- DOCX: python-docx, ``for table … for row … for cell …: cell.text``
- HTML: lxml parses the page and the text of every cell is taken
- Markdown and pasted text: no library, no ratio
"""

import argparse
import io
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pdfplumber
from lxml import etree
from lxml import html as lxml_html
from python_calamine import CalamineWorkbook

from rinde.capabilities.plan_imports.rules.reading import read_plan
from rinde.foundations.documents import DocumentError, read_document

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5
BUDGET = 1.3
READABLE = {".xlsx", ".xls", ".ods", ".docx", ".pdf", ".html", ".md", ".txt"}
ODS_CELL = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-cell"
# Run in a process of its own: the memory of a file is what the peak of the process grew by while reading it. It is
# taken from /proc, because ``getrusage`` starts from that of the parent.
MEASURE_MEMORY = """
import re, sys
from rinde.foundations.documents import read_document
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read()).group(1))
content = open(sys.argv[1], "rb").read()
before = peak()
read_document(sys.argv[1], content)
print(peak() - before)
"""


def with_pdfplumber(content: bytes) -> None:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            page.extract_tables()


def with_openpyxl(content: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                str(cell.value)


def with_calamine(content: bytes) -> None:
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def with_lxml_ods(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    for cell in root.iter(ODS_CELL):
        "".join(cell.itertext())


def with_python_docx(content: bytes) -> None:
    document = docx.Document(io.BytesIO(content))
    for paragraph in document.paragraphs:
        str(paragraph.text)
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                str(cell.text)


def with_lxml_html(content: bytes) -> None:
    for cell in lxml_html.document_fromstring(content).iter("td", "th"):
        cell.text_content()


LIBRARIES: dict[str, tuple[str, Callable[[bytes], None]]] = {
    ".pdf": ("pdfplumber", with_pdfplumber),
    ".xlsx": ("openpyxl", with_openpyxl),
    ".xls": ("calamine", with_calamine),
    ".ods": ("lxml", with_lxml_ods),
    ".docx": ("python-docx", with_python_docx),
    ".html": ("lxml", with_lxml_html),
}


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def times(path: Path, content: bytes) -> tuple[float, float | None]:
    """The median of our time and of the library's, run by turns so that a busy machine slows both."""
    ours: list[float] = []
    theirs: list[float] = []
    library = LIBRARIES.get(path.suffix)
    for _ in range(RUNS):
        ours.append(seconds(lambda: read_plan(read_document(path.name, content))))
        if library:
            theirs.append(seconds(lambda: library[1](content)))
    return statistics.median(ours), statistics.median(theirs) if theirs else None


def memory(path: Path) -> float:
    """Megabytes that the reading of a file adds to a process, at its peak."""
    run = subprocess.run([sys.executable, "-c", MEASURE_MEMORY, str(path)], capture_output=True, text=True, check=True)
    return int(run.stdout) / 1024


def files(folder: Path | None) -> Iterator[Path]:
    folders = [folder] if folder else [ROOT / "tests" / "samples", ROOT.parent / "shared" / "plans"]
    for place in folders:
        yield from sorted(path for path in place.rglob("*") if path.suffix in READABLE and path.name != "README.md")


def label(path: Path) -> str:
    return f"{path.parent.name}/{path.name}" if path.stem == "input" else path.name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="the files to read, with its subfolders")
    print(f"{'file':<48} {'ours':>9} {'library':>9} {'ratio':>6} {'memory':>9}")
    worst = 0.0
    for path in files(parser.parse_args().folder):
        try:
            ours, theirs = times(path, path.read_bytes())
        except DocumentError as refused:
            print(f"{label(path):<48} {refused.code}")
            continue
        ratio = ours / theirs if theirs else None
        worst = max(worst, ratio or 0.0)
        library = f"{theirs * 1000:7.1f}ms" if theirs else "-"
        shown = f"{ratio:6.2f}" if ratio else "-"
        print(f"{label(path):<48} {ours * 1000:7.1f}ms {library:>9} {shown:>6} {memory(path):6.1f} MB")
    print(f"worst ratio {worst:.2f}, budget {BUDGET}")


if __name__ == "__main__":
    main()
