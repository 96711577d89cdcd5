"""Signs of personal data in Spanish text of Colombia: kinds and how many, never the data themselves.

For a warning before something is published (Ley 1581/2012, art. 4 f): better silent about a doubtful number than an
alarm at every letterhead. NIT, sums of money, numbers of acts, contracts and projects are no personal data, and the
address, the switchboard and the mailboxes of an office are none either.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rinde.foundations.text.folding import fold_keeping_length

LONGEST: Final = 2_000_000  # characters looked at; what comes behind is left to whoever publishes
FEWEST_ADDRESSES: Final = 3  # fewer are the letterhead, unless words say that somebody lives there


class PersonalData(StrEnum):
    """What kind of data; stored by its value."""

    ID_NUMBER = "ID_NUMBER"
    MOBILE_PHONE = "MOBILE_PHONE"
    PRIVATE_MAIL = "PRIVATE_MAIL"
    HOME_ADDRESS = "HOME_ADDRESS"
    BIRTH_DATE = "BIRTH_DATE"
    MINOR = "MINOR"
    PEOPLE_LIST = "PEOPLE_LIST"


WORDS: Final[Mapping[PersonalData, tuple[str, str]]] = {
    PersonalData.ID_NUMBER: ("un número de identificación", "{} números de identificación"),
    PersonalData.MOBILE_PHONE: ("un número de celular", "{} números de celular"),
    PersonalData.PRIVATE_MAIL: ("un correo personal", "{} correos personales"),
    PersonalData.HOME_ADDRESS: ("una dirección de residencia", "{} direcciones"),
    PersonalData.BIRTH_DATE: ("una fecha de nacimiento", "{} fechas de nacimiento"),
    PersonalData.MINOR: ("datos de un menor de edad", "datos de {} menores de edad"),
    PersonalData.PEOPLE_LIST: ("una lista con una persona", "una lista de {} personas con su documento o su firma"),
}


@dataclass(frozen=True, slots=True)
class Sign:
    """`count`: different values of the kind; of a list of people, its rows."""

    kind: PersonalData
    count: int


Hit = tuple[PersonalData, str]  # a kind and what tells one value from another; never leaves this package

_GLUE = r"[\s:.,#°º\"()/*|-]{0,12}"
_KIND_OF = "de ciudadania|de extranjeria|de identidad|de identificacion|ciudadania"
_LINK = rf"(?:(?:{_KIND_OF}|numero|num|nro|nos?|n)\b{_GLUE}){{0,3}}"
_OF = rf"(?:del? (?:la |el |los )?(?!radicad|contrat|proces|catastr)\w+(?: legal)?\b{_GLUE})?"
# 6 to 10 figures, alone or in groups of three. Not money, not the front of a longer number, not a NIT with its digit.
_NUMBER = r"(?<![\d$])(?P<number>\d{6,10}|\d{1,3}(?:[.,'’´ ]\d{3}){1,3})(?![\d]|[.,'’]\d|\s?[-–]\s?\d)"
_ADULT = (
    r"(?<![\w.])(?:c\s?\.?\s?c(?:\.|\b)|c\.\s?e\.|cedulas?(?! catastral)|documentos? de (?:identidad|identificacion)"
    r"|identificad[oa]s? con|identificacion(?= n)|pasaporte)"
)
_CHILD = (
    r"(?<![\w.])(?:t\s?\.\s?i(?:\.|\b)|ti(?=\W{1,4}(?:no?\W{0,3})?\d)|tarjetas? de identidad"
    r"|registro civil(?: de nacimiento)?|nuip)"
)
_LOOSE = r"(?<![\w.])(?:documento|doc\.?|identificacion)"
_ID_OF_ADULT: Final = re.compile(_ADULT + _GLUE + _LINK + _OF + _LINK + _NUMBER)
_ID_OF_CHILD: Final = re.compile(_CHILD + _GLUE + _LINK + _OF + _LINK + _NUMBER.replace("6,10", "6,11"))
_ID_LOOSE: Final = re.compile(_LOOSE + _GLUE + _LINK + _NUMBER)
_YEAR_FIRST: Final = re.compile(r"(?:19|20)\d\d")

_PHONE: Final = re.compile(
    r"(?<![\d$.,-])(?P<country>(?:\(?\+\s?57\)?|\b57)[\s-]?)?\(?(?P<first>30[0-5]|31\d|32[0-4]|333|35[01])\)?"
    r"(?P<gap>[\s-]?)(?P<second>\d{3})[\s-]?(?P<third>\d{2})[\s-]?(?P<fourth>\d{2})"
    r"(?!\d|[.,]\d|\s?[-–/]\s?\d|\s*(?:pesos|cop|usd|millones|m2|%))"
)
_NOT_A_PHONE: Final = re.compile(
    r"(?:contrat|conveni|radicad|proces|\bcdp|\bc?rp\b|registro presupuestal|factur|resoluci|expedient|bpi[nm]|orden"
    r"|codigo|cuenta|\bnit\b|consecutiv|referenci|poliza|licenci|matricul|catastral|predial|\bacto\b|acta|solicitud|serial"
    r"|secop|valor|presupuest|total|\$|\blinea|pbx|conmutador|call center|mesa de ayuda|institucional)[^\n]{0,40}$"
)
_IS_A_PHONE: Final = re.compile(r"\b(?:cel|tel|movil|whatsapp|llam)\w*\W*(?:personal\W*)?(?:no?\W*)?$")
_MAIL: Final = re.compile(r"(?<![\w.+-])(?P<box>[\w.+-]{1,64})@(?P<domain>[\w-]+(?:\.[\w-]+)+)")
_INSTITUTIONAL: Final = re.compile(r"(?:^|\.)(?:gov|gob|mil)(?:\.[a-z]{2})?$|\.int$")
_OFFICE_BOX: Final = re.compile(
    r"^(?:contact|info|notificaci|atencion|servicio|soporte|ventas|prensa|comunicacion|correspondenci|radicaci|pqr|queja"
    r"|transparenci|no-?reply|admin|gerenci|secretari|ventanilla|mesa)|alcaldi|gobernaci|concejo|personeri|hospital|juzgado"
)
_GAP = r"\s{0,4}"  # bounded: two gaps side by side would else be tried in every way that a page of blanks can be cut
_ADDRESS: Final = re.compile(
    r"(?<![\w])(?:calle|cll|cl|carrera|cra|crra|kra|kr|cr|avenida|av|ave|ak|ac|diagonal|diag|dg|transversal|transv|trv|tv"
    rf"|circular)\.?{_GAP}\d{{1,3}}\s?[a-z]?(?:\s?bis)?(?:\s?(?:sur|norte|este|oeste|occidente))?{_GAP}"
    rf"(?:#|no\b\.?|n[°º.]|nro\b\.?|num\b\.?|numero\b)?{_GAP}\d{{1,3}}\s?[a-z]?(?:\s?bis)?{_GAP}[-–—]{_GAP}"
    r"\d{1,3}(?!\d)"
)
_LIVES: Final = re.compile(
    r"resid|domicili|\bvive|viviend|\bcasa\b|\bapto|apartament|\bbarrio|\binterior\b|\btorre\b|conjunto"
)
_OFFICE: Final = re.compile(
    r"\bsedes?\b|oficina|\bpuntos?\b|alcaldia|gobernaci|edificio|centro|casa de justicia|hospital|colegio|instituci"
    r"|escuela|atencion|secretaria|palacio|biblioteca|auditorio"
)
_MONTHS: Final = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
_DATE = (
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19|20)?\d\d|(?:19|20)\d\d[/.-]\d{{1,2}}[/.-]\d{{1,2}}"
    rf"|\d{{1,2}}\s*(?:de\s+)?(?:{_MONTHS})\s*(?:del?\s+)?(?:19|20)\d\d)"
)
_BIRTH: Final = re.compile(
    rf"(?:fecha de nacimiento|\bf\.?\s?(?:de\s)?nac(?:imiento)?\b\.?|\bnacid[oa]s?\b)[^\d\n]{{0,30}}?(?P<date>{_DATE})"
)
_NAME: Final = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+\s+(?:(?:de|del|la|los)\s+)*[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+"
_CHILD_BY_NAME: Final = re.compile(
    rf"\b(?:(?:el|la|del|al)\s+menor(?:\s+de\s+edad)?|niñ[oa]|adolescente)\s+(?P<name>{_NAME})"
)
_GUARDIAN: Final = re.compile(
    r"(?:nombre|firma|cedula|telefono|celular|datos|correo)s? (?:y \w+ )?del? (?:la |el )?"
    r"(?:padre|madre|acudiente|representante legal del menor)|\bacudiente\s*:"
)
_AROUND: Final = 60  # characters before and after an address that say whose it is
_BEFORE: Final = 60  # characters before a number that say what it is


def signs_in_text(text: str) -> tuple[Sign, ...]:
    """Find the signs of personal data in a text, in the order of `PersonalData`."""
    return signs_of(hits_in_text(text))


def signs_of(hits: Iterable[Hit]) -> tuple[Sign, ...]:
    """Count the different values of each kind."""
    values: dict[PersonalData, set[str]] = defaultdict(set)
    for kind, value in hits:
        values[kind].add(value)
    return tuple(Sign(kind, len(values[kind])) for kind in PersonalData if values[kind])


def in_words(signs: Sequence[Sign]) -> str:
    """Say the signs in Spanish: «3 números de identificación y un correo personal»; empty for none."""
    said = [_said(sign) for sign in signs]
    return " y ".join(filter(None, (", ".join(said[:-1]), said[-1]))) if said else ""


def _said(sign: Sign) -> str:
    one, many = WORDS[sign.kind]
    return one if sign.count == 1 else many.format(sign.count)


def hits_in_text(text: str) -> Iterator[Hit]:
    """Yield each value found; the same one may come several times."""
    original = text[:LONGEST]
    folded = fold_keeping_length(original)
    taken: list[tuple[int, int]] = []
    for kind, value, span in _ids(folded):
        taken.append(span)
        yield kind, value
    yield from _phones(folded, taken)
    yield from _mails(folded)
    yield from _addresses(folded)
    for match in _BIRTH.finditer(folded):
        yield PersonalData.BIRTH_DATE, match["date"]
    for match in _CHILD_BY_NAME.finditer(original):
        yield PersonalData.MINOR, match["name"]
    for match in _GUARDIAN.finditer(folded):
        yield PersonalData.MINOR, match.group()


def _ids(folded: str) -> Iterator[tuple[PersonalData, str, tuple[int, int]]]:
    for pattern in (_ID_OF_ADULT, _ID_OF_CHILD, _ID_LOOSE):
        for match in pattern.finditer(folded):
            figures = re.sub(r"\D", "", match["number"])
            if not 6 <= len(figures) <= (11 if pattern is _ID_OF_CHILD else 10):
                continue
            if pattern is _ID_LOOSE and _YEAR_FIRST.match(figures):
                continue  # «Documento No. 20230145»: a register of the office begins with the year
            yield PersonalData.ID_NUMBER, figures, match.span("number")
            if pattern is _ID_OF_CHILD:
                yield PersonalData.MINOR, figures, match.span("number")


def _phones(folded: str, taken: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    for match in _PHONE.finditer(folded):
        start, end = match.span()
        if any(start < other_end and other_start < end for other_start, other_end in taken):
            continue
        before = folded[max(0, start - _BEFORE) : start]
        if _IS_A_PHONE.search(before) or not _NOT_A_PHONE.search(before):
            yield PersonalData.MOBILE_PHONE, "".join(match.group("first", "second", "third", "fourth"))


def _mails(folded: str) -> Iterator[Hit]:
    for match in _MAIL.finditer(folded):
        box, domain = match["box"], match["domain"]
        if not _INSTITUTIONAL.search(domain) and not _OFFICE_BOX.search(box):
            yield PersonalData.PRIVATE_MAIL, f"{box}@{domain}"


def _addresses(folded: str) -> Iterator[Hit]:
    bare = set()
    for match in _ADDRESS.finditer(folded):
        value = re.sub(r"\W", "", match.group())
        before = folded[max(0, match.start() - _AROUND) : match.start()].rpartition("\n")[2]
        after = folded[match.end() : match.end() + _AROUND].partition("\n")[0]
        if _OFFICE.search(before) or _OFFICE.search(after):
            continue
        if _LIVES.search(before) or _LIVES.search(after):
            yield PersonalData.HOME_ADDRESS, value
        else:
            bare.add(value)
    if len(bare) >= FEWEST_ADDRESSES:
        yield from ((PersonalData.HOME_ADDRESS, value) for value in sorted(bare))
