import pytest

from act_files import a_pdf, an_image
from rinde.foundations.documents import opening
from rinde.foundations.documents.opening import opens

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"


def test_whole_documents_open() -> None:
    assert opens(a_pdf(), PDF)
    assert opens(a_pdf(3), PDF)
    assert opens(an_image("PNG"), PNG)
    assert opens(an_image("JPEG"), JPEG)


@pytest.mark.parametrize("content", [a_pdf(0), b"%PDF-1.7 un acta", b"%PDF-", a_pdf()[:200]])
def test_pdf_that_is_broken_or_without_pages_does_not(content: bytes) -> None:
    assert not opens(content, PDF)


def test_pdf_that_takes_too_long_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "SECONDS", 0.001)
    assert not opens(a_pdf(), PDF)


@pytest.mark.parametrize("content", [an_image("PNG")[:40], b"\x89PNG\r\n\x1a\n", an_image("PNG")[:-20]])
def test_image_that_is_cut_off_does_not(content: bytes) -> None:
    assert not opens(content, PNG)
