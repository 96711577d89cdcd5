"""The door for uploads: no more than the limit is read, the name fits the content, the antivirus has its word."""

import hashlib
import io
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from act_files import a_pdf, an_image
from rinde.foundations.attachments import KINDS, UploadRefused
from rinde.services.files import scanning
from rinde.services.files.checking import accept_upload, fitting_name

PDF = a_pdf()


class Endless(io.RawIOBase):
    """An upload that never ends and counts what was taken of it."""

    taken = 0

    def read(self, size: int = -1, /) -> bytes:
        assert size > 0
        self.taken += size
        return b"a" * size


def refused(content: bytes, *, most_bytes: int | None = None) -> UploadRefused:
    with pytest.raises(UploadRefused) as caught:
        accept_upload(name="acta.pdf", content=content, most_bytes=most_bytes)
    return caught.value


def test_upload_comes_out_with_all_that_is_known() -> None:
    accepted = accept_upload(name="C:\\Actas\\acta 03.PDF", content=SimpleUploadedFile("x", PDF))
    assert (accepted.name, accepted.content, accepted.size) == ("acta 03.PDF", PDF, len(PDF))
    assert (accepted.kind, accepted.content_type, accepted.checked.pages) == (KINDS["pdf"], "application/pdf", 1)
    assert (accepted.sha256, accepted.scanned) == (hashlib.sha256(PDF).hexdigest(), False)
    assert accepted.warnings == ()


def test_bytes_are_taken_as_well() -> None:
    assert accept_upload(name="foto", content=an_image("PNG")).name == "foto.png"


def test_file_over_the_limit_says_both_sizes(settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    error = refused(b"a" * (1024 * 1024 + 1))
    assert error.code == "too-large"
    assert "tiene 1,1 MB y el límite es 1 MB" in error.message
    assert "deje el enlace" in error.message
    assert accept_upload(name="a.txt", content=b"a" * 1024 * 1024).size == 1024 * 1024


def test_no_more_than_the_limit_is_read() -> None:
    endless = Endless()
    with pytest.raises(UploadRefused):
        accept_upload(name="a.txt", content=endless, most_bytes=5000)
    assert endless.taken == 5001


@pytest.mark.parametrize(
    ("name", "kind", "fitting"),
    [
        ("acta.pdf", "pdf", "acta.pdf"),
        ("acta.exe", "pdf", "acta.pdf"),
        ("foto.JPG", "jpeg", "foto.JPG"),
        ("foto.heic", "jpeg", "foto.jpg"),
        ("Acta No. 3 del comité", "pdf", "Acta No. 3 del comité.pdf"),
        ("informe v1.2", "docx", "informe v1.docx"),
        ("factura_\u202efdp.exe", "pdf", "factura_fdp.pdf"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("", "mp3", "archivo.mp3"),
        ("x" * 300, "pdf", "x" * 251 + ".pdf"),
    ],
)
def test_name_gets_an_ending_that_fits_the_content(name: str, kind: str, fitting: str) -> None:
    assert fitting_name(name, KINDS[kind]) == fitting


def test_no_antivirus_set_means_not_scanned() -> None:
    assert scanning.scan(PDF) is False


class Daemon:
    """A clamd that answers what it is told to, and keeps what it was sent."""

    def __init__(self, path: Path, answer: Callable[[bytes], bytes | None]) -> None:
        self.sent = b""
        self._answer = answer
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(path))
        self._socket.listen(1)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        connection, _ = self._socket.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := int.from_bytes(stream.read(4), "big"):
                self.sent += stream.read(size)
            answer = self._answer(self.sent)
            if answer is not None:
                connection.sendall(answer)

    def close(self) -> None:
        self._thread.join()
        self._socket.close()


@pytest.fixture
def daemon(settings, tmp_path: Path) -> Iterator[Callable[[Callable[[bytes], bytes | None]], Daemon]]:
    started = []

    def start(answer: Callable[[bytes], bytes | None]) -> Daemon:
        settings.CLAMD_SOCKET = str(tmp_path / "clamd")
        started.append(Daemon(tmp_path / "clamd", answer))
        return started[-1]

    yield start
    for one in started:
        one.close()


def test_clean_file_is_received_as_scanned(daemon) -> None:
    clamd = daemon(lambda _: b"stream: OK\0")
    accepted = accept_upload(name="acta.pdf", content=PDF)
    assert accepted.scanned is True
    assert clamd.sent == PDF


def test_large_file_reaches_the_daemon_whole(daemon) -> None:
    clamd = daemon(lambda _: b"stream: OK\0")
    content = b"acta " * 100_000
    assert scanning.scan(content) is True
    assert clamd.sent == content


@contextmanager
def refused_by_the_daemon(code: str) -> Iterator[None]:
    with pytest.raises(UploadRefused) as caught:
        yield
    assert caught.value.code == code


def test_infected_file_is_refused_and_logged_without_its_name(daemon, caplog) -> None:
    daemon(lambda sent: b"stream: Eicar-Signature FOUND\0" if b"%PDF" in sent else b"stream: OK\0")
    with refused_by_the_daemon("infected"), caplog.at_level(logging.WARNING):
        accept_upload(name="acta de Ana.pdf", content=PDF)
    assert "Eicar-Signature" in caplog.text
    assert "Ana" not in caplog.text


@pytest.mark.parametrize("answer", [None, b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: lstat() ERROR\0"])
def test_daemon_that_did_not_look_means_try_again(daemon, caplog, answer: bytes | None) -> None:
    daemon(lambda _: answer)
    with refused_by_the_daemon("not-scanned"), caplog.at_level(logging.ERROR):
        accept_upload(name="acta.pdf", content=PDF)
    assert "clamd did not scan" in caplog.text


def test_daemon_that_is_not_there_means_try_again(settings, tmp_path: Path) -> None:
    settings.CLAMD_SOCKET = str(tmp_path / "nobody")
    error = refused(PDF)
    assert error.code == "not-scanned"
    assert "Inténtelo de nuevo" in error.message


def test_daemon_that_hangs_means_try_again(settings, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(scanning, "SECONDS", 0.1)
    settings.CLAMD_SOCKET = str(tmp_path / "clamd")
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(settings.CLAMD_SOCKET)
        silent.listen(1)
        assert refused(PDF).code == "not-scanned"


def test_daemon_that_hangs_up_over_its_limit_means_try_again(settings, tmp_path: Path) -> None:
    settings.CLAMD_SOCKET = str(tmp_path / "clamd")
    with socket.socket(socket.AF_UNIX) as strict:
        strict.bind(settings.CLAMD_SOCKET)
        strict.listen(1)

        def hang_up() -> None:
            connection, _ = strict.accept()
            connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        with refused_by_the_daemon("not-scanned"):
            scanning.scan(b"a" * 30_000_000)
        thread.join()
