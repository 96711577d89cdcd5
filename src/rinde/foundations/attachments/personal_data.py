"""Whether a file seems to hold personal data: a word of caution before it is made public. Never says which."""

from dataclasses import dataclass
from typing import Final

from rinde.foundations.attachments.contents import SECONDS, contents_of
from rinde.foundations.attachments.kinds import Kind
from rinde.foundations.text.people_tables import signs_in_document
from rinde.foundations.text.personal_data import Sign, in_words

WAY_OUT: Final = "Si va a ser público, suba una copia sin esos datos; si no, márquelo como interno o reservado."


@dataclass(frozen=True, slots=True)
class PersonalDataFound:
    """`unread`: what nobody looked into, in Spanish; a photo always has such a word."""

    signs: tuple[Sign, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def warning(self) -> str:
        """«Este archivo parece tener…», with the way out; empty where nothing was seen."""
        return f"Este archivo parece tener {in_words(self.signs)}. {WAY_OUT}" if self.signs else ""


def look_for_personal_data(kind: Kind, content: bytes, *, seconds: float = SECONDS) -> PersonalDataFound:
    """Look into a file that was received. It takes up to `seconds` for a PDF: call it in a job for large ones."""
    contents = contents_of(kind, content, seconds=seconds)
    return PersonalDataFound(signs_in_document(contents.text, contents.tables), contents.unread)
