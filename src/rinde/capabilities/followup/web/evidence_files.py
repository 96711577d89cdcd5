"""Handing out proofs: one file, or a ZIP of many with its index. Reads only."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from tempfile import TemporaryFile
from typing import IO

from django.http import FileResponse, HttpResponse

from rinde.capabilities.followup.models import Derivative, Evidence
from rinde.capabilities.followup.queries.evidence_lists import ListedProof, stored_files
from rinde.capabilities.followup.reports.evidence import packed_name, proofs_index
from rinde.capabilities.followup.rules.evidence_names import file_name
from rinde.services.files.models import StoredFile
from rinde.services.files.names import disposition
from rinde.services.files.operations import as_attachment, read_file
from rinde.services.reporting.writers import render

MOST_BYTES = 500 * 1024 * 1024  # of files in one ZIP; beyond it one activity at a time
TOO_MUCH = "Las pruebas pasan de 500 MB juntas. Descárguelas por actividad."


def copy_response(copy: Derivative, stored: StoredFile) -> HttpResponse:
    """A copy as a download, under a name that says nothing of anybody."""
    name = file_name(copy.evidence_id, copy.content_type)
    return as_attachment(read_file(stored), name=name, content_type=copy.content_type)


def original_response(evidence: Evidence, stored: StoredFile) -> HttpResponse:
    """The file as it came in, under the name that it came with: for those who may open originals."""
    return as_attachment(read_file(stored), name=stored.name, content_type=evidence.content_type)


def size_of(proofs: Iterable[ListedProof], *, originals: bool) -> int:
    """How many bytes a ZIP of these would pack, at most."""
    return sum((one.copy.size if one.copy else 0) + (one.evidence.size if originals else 0) for one in proofs)


def zip_response(proofs: Sequence[ListedProof], *, name: str, title: str, originals: bool = False) -> FileResponse:
    """A ZIP with a folder an activity, and `indice.csv` of everything, what is not in it included.

    Args:
        originals: with the files as they came in too, for those who may open them.
    """
    response = FileResponse(_packed(proofs, title=title, originals=originals), content_type="application/zip")
    response.headers["Content-Disposition"] = disposition(name)
    return response


def _packed(proofs: Sequence[ListedProof], *, title: str, originals: bool) -> IO[bytes]:
    wanted = {one.copy.file_id for one in proofs if one.copy}
    wanted |= {one.evidence.file_id for one in proofs if originals and one.evidence.file_id}
    files = stored_files(wanted)
    # On disk, for a plan's proofs do not fit into memory; the response closes it.
    file = TemporaryFile()  # noqa: SIM115
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:  # photos and PDF are compressed already
        for one in proofs:
            _pack(archive, one, files, originals=originals)
        index = render(proofs_index(proofs, title=title, originals=originals), "csv")
        archive.writestr("indice.csv", index.content, zipfile.ZIP_DEFLATED)
    file.seek(0)
    return file


def _pack(archive: zipfile.ZipFile, one: ListedProof, files: Mapping[int, StoredFile], *, originals: bool) -> None:
    if one.copy:
        archive.writestr(packed_name(one), read_file(files[one.copy.file_id]))
    if originals and one.evidence.file_id:
        archive.writestr(packed_name(one, is_original=True), read_file(files[one.evidence.file_id]))
