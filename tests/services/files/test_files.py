"""Bytes at rest: once, whole, under no name that a person gave."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from factories import NOW
from rinde.services.files.models import StoredFile
from rinde.services.files.names import disposition, safe_name
from rinde.services.files.operations import as_attachment, keep_file, read_file
from rinde.services.tenancy import active_tenant

CONTENT = b"plan de la entidad"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    return tmp_path


def keep(entity, content=CONTENT, name="plan.xlsx"):
    return keep_file(entity_id=entity.pk, name=name, content=content, content_type="text/plain", now=NOW)


def files_in(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_same_content_is_kept_once(entity, own_folder):
    first, second = keep(entity), keep(entity, name="otro nombre.xlsx")
    assert first == second
    assert second.name == "plan.xlsx"
    assert files_in(own_folder) == [hashlib.sha256(CONTENT).hexdigest()]


def test_same_content_of_two_entities_is_kept_apart(entity, other_entity):
    mine = keep(entity)
    with active_tenant(other_entity):
        theirs = keep(other_entity)
        assert list(StoredFile.objects.all()) == [theirs]
    assert mine.path != theirs.path


def test_failed_transaction_leaves_at_most_a_file_without_row(entity, own_folder):
    def fails():
        with transaction.atomic():
            keep(entity)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert StoredFile.objects.count() == 0
    assert read_file(keep(entity)) == CONTENT
    assert len(files_in(own_folder)) == 1


def test_half_written_file_is_written_again(entity, own_folder):
    digest = hashlib.sha256(CONTENT).hexdigest()
    default_storage.save(f"{entity.pk}/{digest[:2]}/{digest}", ContentFile(CONTENT[:5]))
    assert read_file(keep(entity)) == CONTENT
    assert files_in(own_folder) == [digest]


def test_store_that_cannot_write_leaves_no_row(entity, own_folder):
    (own_folder / str(entity.pk)).write_text("a file where a folder must be")
    with pytest.raises(OSError, match=str(entity.pk)):
        keep(entity)
    assert StoredFile.objects.count() == 0


def test_changed_file_is_not_handed_out(entity, own_folder):
    stored = keep(entity)
    (own_folder / stored.path).write_bytes(b"otra cosa")
    with pytest.raises(OSError, match="hash"):
        read_file(stored)


def test_lost_file_is_an_error(entity, own_folder):
    stored = keep(entity)
    (own_folder / stored.path).unlink()
    with pytest.raises(FileNotFoundError):
        read_file(stored)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("plan 2026.xlsx", "plan 2026.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Usuarios\\Ana\\plan.docx", "plan.docx"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("factura_\u202efdp.exe", "factura_fdp.exe"),
        ("..", "archivo"),
        ("", "archivo"),
        ("carpeta/", "carpeta"),
        ("ñandú.pdf", "ñandú.pdf"),
        ("x" * 300 + ".xlsx", "x" * 250 + ".xlsx"),
    ],
)
def test_name_is_made_safe(given, kept):
    assert safe_name(given) == kept


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("plan.pdf", "attachment; filename=\"plan.pdf\"; filename*=UTF-8''plan%2Epdf"),
        ('a"b;c.pdf', "attachment; filename=\"abc.pdf\"; filename*=UTF-8''a%22b%3Bc%2Epdf"),
        ("ñu.pdf", "attachment; filename=\"nu.pdf\"; filename*=UTF-8''%C3%B1u%2Epdf"),
    ],
)
def test_download_header_holds_the_name(name, header):
    assert disposition(name) == header


def test_attachment_is_saved_and_never_run():
    response = as_attachment(b"<script>", name="x.html", content_type="text/html")
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.content == b"<script>"
