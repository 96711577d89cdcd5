"""Handing out the files of a space under names that say nothing of anybody."""

from pathlib import PurePosixPath

from django.http import HttpResponse

from rinde.capabilities.dialogue.choices import DocumentKind
from rinde.capabilities.dialogue.models import SpaceDocument
from rinde.capabilities.plans.rules.addresses import slug_of
from rinde.services.files.models import StoredFile
from rinde.services.files.operations import as_attachment, read_file


def original_response(document: SpaceDocument, stored: StoredFile) -> HttpResponse:
    """The file as it came in, under the name that it came with: for whoever runs the space."""
    return as_attachment(read_file(stored), name=stored.name, content_type=document.content_type)


def public_response(document: SpaceDocument, stored: StoredFile) -> HttpResponse:
    """What everybody gets: a picture to look at, anything else as a download named after its title."""
    content = read_file(stored)
    if document.kind == DocumentKind.PICTURE:
        return HttpResponse(content, content_type=stored.content_type)
    name = f"{slug_of(document.title)[:80] or 'documento'}{PurePosixPath(stored.name).suffix}"
    return as_attachment(content, name=name, content_type=stored.content_type)
