"""Rules about the words: other years, copies, tags, spelling, slogans, personal data promised in public. Pure."""

import re
from collections.abc import Iterator
from typing import Final

from rinde.capabilities.plans.rules.labels import shortened
from rinde.capabilities.plans.rules.review.findings import Field, Place, Remark, Repair, Severity
from rinde.capabilities.plans.rules.review.rule import Rule
from rinde.capabilities.plans.rules.review.subject import Entry, Row, Subject
from rinde.capabilities.plans.rules.review.wording import activities
from rinde.foundations.text.folding import tidy, tidy_lines

# Shorter texts («Informe publicado») are rightly the same in many rows.
LONGEST_ORDINARY_DESCRIPTION: Final = 40
# Three activities may well end in one report; one product for five says nothing of any of them.
FEWEST_SHARING: Final = 5
FEWEST_PRODUCT_WORDS: Final = 4

_YEAR = re.compile(r"(?<![\d.\-/])20[0-4]\d(?![\d\-]|\.\d)")
_SPAN = re.compile(r"20\d\d\s*(?:[-–/]|al?|y)\s*(?:el\s+)?(?:20)?\d\d")
_NAMED_BY_YEAR = re.compile(
    r"\b(?:ley|leyes|decretos?|resolucion(?:es)?|circular(?:es)?|acuerdos?|conpes|articulos?|sentencia|ordenanza|iso|"
    r"ntc|gtc|version|norma|directiva|manual|guia|agenda|pacto|censo|concepto|dafp|n°?|no\.?)\b[^,;]{0,60}$"
)
# Of a year gone by people report, compare and close: that is no copy of an old plan.
_LOOKS_BACK = re.compile(
    r"\b(?:informes?|resultados?|evaluaci\w+|balance|rezagos?|cierre|seguimiento|rendicion|compromisos|ejecucion|"
    r"linea base|anterior|pasad[oa]|comparad\w*|respecto|desde|furag|encuestas?|hallazgos?|auditorias?|corte|"
    r"autodiagnostico|mejoramiento|memorias?)\b"
)
_FROM_THEN = re.compile(r"\b(?:pendientes?|rezagos?|linea base|historic\w+|desde|comparad\w+|respecto)\b")
_LOOKS_AHEAD = re.compile(
    r"\b(?:formul\w+|elabor\w+|disen\w+|proyect\w+|constru\w+|anteproyecto|siguiente|proxim[oa]|prepar\w+|plane\w+|"
    r"consolid\w+|actualiz\w+|aprob\w+|adopt\w+|public\w+|vigencia)\b"
)
_TAGS = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|span|div|li|ul|ol|font|table|tr|td|a|h\d)\b[^<>]*>|&(?:nbsp|amp|[lg]t);", re.I
)
# Only words that are never right: a list that grows with what plans really write.
_MISSPELT: Final = {
    "suiit": "SUIT", "anticorruption": "anticorrupción", "anticorupcion": "anticorrupción",
    "rencidicion": "rendición", "redicion": "rendición", "rendcion": "rendición", "transparecia": "transparencia",
    "trasparencia": "transparencia", "seguimineto": "seguimiento", "segumiento": "seguimiento",
    "ciudadnia": "ciudadanía", "ciudadadania": "ciudadanía", "pulicacion": "publicación",
    "publicacacion": "publicación", "socializacon": "socialización", "informaicon": "información",
    "infomacion": "información", "instucional": "institucional", "insitucional": "institucional",
    "planeacon": "planeación", "dependecias": "dependencias", "dependecia": "dependencia",
    "capacitacon": "capacitación", "participacon": "participación",
}  # fmt: skip
_WRONG_WORD = re.compile(rf"\b(?:{'|'.join(_MISSPELT)})\b")
_ONE_OR_OTHER = re.compile(r"\s+y\s*/\s*o\s+")
# Two ways of being are no two deliverables: «canales presenciales y/o virtuales».
_ADJECTIVE = re.compile(
    r"(?:presencial|virtual|digital|tradicional|fisic[oa]|semipresencial|remot[oa]|extern[oa]|intern[oa]|verbal|escrit[oa]|"
    r"public[oa]|privad[oa]|municipal|departamental|nacional|rural|urban[oa])(?:e?s)?"
)
_ATTENDANCE = re.compile(
    r"\b(?:listas?|listados?|planillas?|registros?|actas?|controles|control) de (?:asistencia|asistentes)"
    r"(?: firmad[oa]s?)?\b"
)
_SLOGAN = re.compile(
    r"\b(?:gobierno|alcaldia|gobernacion|administracion)\s+(?:de la gente|del cambio|de todos|de las oportunidades|"
    r"que (?:construye|cumple|transforma|avanza|hace|resuelve|escucha y cumple)|con sentido social|del pueblo)\b"
    r"|¡[^!\n]{8,60}!"
)


def _texts(entry: Entry) -> Iterator[tuple[Field, str]]:
    yield Field.NAME, entry.content.name
    yield Field.DESCRIPTION, entry.content.description


def _row_texts(row: Row) -> Iterator[tuple[Field, str]]:
    one = row.content
    yield Field.TARGET, one.target
    if one.product != one.target:
        yield Field.PRODUCT, one.product
    yield Field.INDICATOR, one.indicator


def _cells(subject: Subject) -> tuple[tuple[str, Place, str], ...]:
    """Every cell of prose, with the label of its activity."""
    return subject.once("cells", None, lambda: tuple(_cells_of(subject)))


def _cells_of(subject: Subject) -> Iterator[tuple[str, Place, str]]:
    for entry in subject.entries:
        yield from ((entry.label, entry.at(field), text) for field, text in _texts(entry) if text)
    for row in subject.rows:
        yield from ((row.label, row.at(field), text) for field, text in _row_texts(row) if text)


def other_years(subject: Subject) -> Iterator[Remark]:
    years = subject.context.period.years
    for label, place, text in _cells(subject):
        if "20" not in text or place.field is Field.INDICATOR:
            continue
        for year in sorted(_stray_years(subject, text, years)):
            here = str(years.start) if len(years) == 1 else ""
            after = re.sub(rf"(?<!\d){year}(?!\d)", here, text)
            yield Remark(
                f"El texto de la {label} habla de {year} y el plan es de {subject.context.period.in_words}. Corrija el "
                "año si quedó de un plan anterior.",
                (place,),
                (text, str(year)),
                Repair(place.field, text, after, f"Cambiar {year} por {here}") if here else None,
            )


def _stray_years(subject: Subject, text: str, years: range) -> Iterator[int]:
    folded = _SPAN.sub(lambda found: " " * len(found[0]), subject.folded(text))
    named = (found for found in _YEAR.finditer(folded) if int(found[0]) not in years)
    strays = {
        int(found[0]) for found in named if not _NAMED_BY_YEAR.search(folded, max(0, found.start() - 90), found.start())
    }
    if not strays or _FROM_THEN.search(folded):
        return
    for year in strays:
        excuse = _LOOKS_BACK if year < years.start else _LOOKS_AHEAD
        near = abs(year - years.start) == 1 or year == years.stop
        if not (near and excuse.search(folded)):
            yield year


def tags(subject: Subject) -> Iterator[Remark]:
    for label, place, text in _cells(subject):
        found = _TAGS.search(text) if "<" in text or "&" in text else None
        if found:
            yield Remark(
                f"El texto de la {label} trae marcas de página web, como «{found[0]}». Quítelas.",
                (place,),
                (text,),
                Repair(place.field, text, tidy_lines(text), "Quitar las marcas"),
            )


def spelling(subject: Subject) -> Iterator[Remark]:
    for label, place, text in _cells(subject):
        found = _WRONG_WORD.search(subject.folded(text))
        if found:
            wrong = text[found.start() : found.end()]
            right = _in_the_case_of(_MISSPELT[found[0]], wrong)
            after = f"{text[: found.start()]}{right}{text[found.end() :]}"
            yield Remark(
                f"En la {label} dice «{wrong}». Cambie por «{right}».",
                (place,),
                (text, wrong),
                Repair(place.field, text, after, f"Cambiar por «{right}»"),
            )


def _in_the_case_of(word: str, model: str) -> str:
    if model.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if model[0].isupper() else word


def copied_descriptions(subject: Subject) -> Iterator[Remark]:
    same: dict[str, list[tuple[Entry, Place]]] = {}
    for entry in subject.entries:
        _keep(same, subject, entry, entry.at(Field.DESCRIPTION), entry.content.description)
    for entries in same.values():
        names = {subject.folded(entry.content.name) for entry, _ in entries}
        if len(names) < 2:
            continue
        labels = activities(entry.label for entry, _ in entries)
        text = entries[0][0].content.description
        yield Remark(
            f"La descripción «{shortened(text)}» es la misma en {labels}. Escriba en cada una lo que le es propio.",
            tuple(place for _, place in entries),
            (text, *sorted(names)),
        )


def _keep(same: dict[str, list[tuple[Entry, Place]]], subject: Subject, entry: Entry, place: Place, text: str) -> None:
    """File a description under its words, whatever its figures, blanks and case."""
    if len(text) > LONGEST_ORDINARY_DESCRIPTION:
        key = re.sub(r"\d+", "0", subject.plain(text))
        same.setdefault(key, []).append((entry, place))


def same_products(subject: Subject) -> Iterator[Remark]:
    """One product for many activities: «Estrategia implementada» proves none of them."""
    same: dict[str, list[Row]] = {}
    for row in subject.rows:
        text = row.content.product
        if text.count(" ") + 1 >= FEWEST_PRODUCT_WORDS and row.content.target_quantity is None:
            same.setdefault(subject.plain(text), []).append(row)
    for rows in same.values():
        names = {subject.folded(row.entry.content.name) for row in rows}
        if len(names) >= FEWEST_SHARING:
            product = rows[0].content.product
            together = activities(row.label for row in rows)
            yield Remark(
                f"«{shortened(product)}» es el producto de {together}. Escriba en cada una lo que ella deja.",
                tuple(row.at(Field.PRODUCT) for row in rows),
                (product, *sorted(names)),
            )


def one_or_other(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        for field, text in (*_row_texts(row), (Field.EVIDENCE, "\n".join(row.content.expected_evidence))):
            if field is Field.INDICATOR or "/" not in text:
                continue
            found = next(
                (one for one in _ONE_OR_OTHER.finditer(subject.folded(text)) if _joins_things(subject, text, one)), None
            )
            if not found or (field is not Field.EVIDENCE and len(row.content.expected_evidence) > 1):
                continue
            quoted = _around(text, found.start(), found.end())
            yield Remark(
                f"«{quoted}», de la {row.label}, no dice qué basta para cumplir. Escriba las alternativas como "
                "evidencia esperada, una por línea.",
                (row.at(field),),
                (text,),
                _alternatives(text) if field is Field.EVIDENCE else None,
            )
            break


def _around(text: str, start: int, end: int) -> str:
    """A few whole words on each side."""
    before, after = text[:start].split()[-3:], text[end:].split()[:3]
    return " ".join((*before, "y/o", *after))


def _joins_things(subject: Subject, text: str, found: re.Match[str]) -> bool:
    folded = subject.folded(text)
    before, after = folded[: found.start()].split(), folded[found.end() :].split()
    ends = (before[-1] if before else "", after[0].strip(".,;:") if after else "")
    return bool(all(ends)) and not any(_ADJECTIVE.fullmatch(word) for word in ends)


def _alternatives(text: str) -> Repair:
    after = "\n".join(
        piece.strip(" .,;") for piece in re.split(r"\s+[yY]\s*/\s*[oO]\s+|\n", text) if piece.strip(" .,;")
    )
    return Repair(Field.EVIDENCE, text, after, "Dejarlas como alternativas")


def attendance_lists(subject: Subject) -> Iterator[Remark]:
    for row in subject.rows:
        for field, text in (*_row_texts(row), (Field.EVIDENCE, "\n".join(row.content.expected_evidence))):
            found = _ATTENDANCE.search(subject.folded(text)) if "sisten" in text.lower() else None
            if not found:
                continue
            wrong = text[found.start() : found.end()]
            rest = subject.folded(text[: found.start()] + text[found.end() :])
            right = _in_the_case_of(
                "totales de asistencia" if re.search(r"\bactas?\b", rest) else "acta y totales de asistencia", wrong
            )
            yield Remark(
                f"La {row.label} promete «{wrong}», que trae nombres y documentos de personas. Prometa «acta y totales "
                "de asistencia» y guarde la lista sin publicarla.",
                (row.at(field),),
                (text,),
                Repair(field, text, f"{text[: found.start()]}{right}{text[found.end() :]}", f"Cambiar por «{right}»"),
            )
            break


def slogans(subject: Subject) -> Iterator[Remark]:
    own = [phrase for phrase in map(subject.folded, subject.context.slogans) if phrase.strip()]
    for label, place, text in _slogan_cells(subject):
        folded = subject.folded(text)
        found = (
            _SLOGAN.search(folded) if "gob" in folded or "alc" in folded or "adm" in folded or "¡" in folded else None
        )
        said = text[found.start() : found.end()] if found else next((one for one in own if one in folded), "")
        if said:
            yield Remark(
                f"«{said}» ({label}) parece un lema de gobierno. Quítelo: el plan habla en nombre de la entidad.",
                (place,),
                (said, tidy(text)),
            )


def _slogan_cells(subject: Subject) -> Iterator[tuple[str, Place, str]]:
    content = subject.content
    for text in (content.title, content.objective, content.scope):
        yield "datos del plan", subject.header(), text
    for part in subject.parts:
        yield "un componente", part.at(Field.NAME), part.content.name
        yield "el texto de un componente", part.at(Field.NARRATIVE), part.content.narrative
    for label, place, text in _cells(subject):
        yield label, place, text


RULES: Final = (
    Rule(
        "other-year", "Texto de otro año", Severity.WARNING,
        "Un año distinto al del plan suele quedar de un plan copiado. Un informe sobre el año anterior no es un error.",
        "Plan de 2026: «Estrategia antitrámites 2024»", "Plan de 2026: «Publicar el informe de gestión de 2025»",
        other_years,
    ),
    Rule(
        "tags", "Marcas de página web en el texto", Severity.HINT,
        "Al copiar de un sitio web quedan marcas que en el documento se leen como basura.",
        "«<p>Publicar el informe</p>»", "«Publicar si el avance es < 60 %»", tags,
    ),
    Rule(
        "spelling", "Palabra mal escrita", Severity.HINT,
        "Errores de digitación que se repiten de plan en plan y esconden la fila de quien la busca.",
        "«Registrar el trámite en SUIIT»", "«Registrar el trámite en SUIT»", spelling,
    ),
    Rule(
        "copied-description", "Descripción copiada", Severity.WARNING,
        "Dos actividades distintas con la misma descripción: una de las dos no dice cómo se hará.",
        "Dos actividades distintas con la misma descripción larga", "La misma palabra corta: «Anual»",
        copied_descriptions,
    ),
    Rule(
        "same-product", "El mismo producto en muchas actividades", Severity.WARNING,
        "Si catorce actividades dejan «la estrategia implementada», ninguna se puede verificar por separado.",
        "Catorce actividades con el producto «Estrategia de rendición de cuentas implementada»",
        "Tres actividades con el producto «Informe de gestión publicado»", same_products,
    ),
    Rule(
        "one-or-other", "«Y/o» en lo que se entrega", Severity.HINT,
        "Con «y/o» nadie sabe si basta una cosa o hacen falta las dos. Las alternativas se escriben como evidencia "
        "esperada, y basta con una.",
        "Producto: «Publicación en la web y/o correo enviado»", "Producto: «Canales presenciales y/o virtuales»",
        one_or_other,
    ),
    Rule(
        "attendance-list", "Lista de asistencia prometida al público", Severity.WARNING,
        "Una lista de asistencia trae nombres, documentos y firmas, que no se publican. Lo que sí puede mostrarse es "
        "el acta y los totales de asistencia.",
        "Producto: «Listado de asistencia»", "Producto: «Acta y totales de asistencia»", attendance_lists,
        "LEY_1581_2012_PRINCIPIOS",
    ),
    Rule(
        "slogan", "Lema de gobierno en el texto", Severity.HINT,
        "Los bienes y la comunicación de la entidad no llevan marca ni lema del gobierno de turno; solo sus símbolos.",
        "«¡Unidos construimos futuro!» en el título", "«Consolidar el gobierno abierto»", slogans, "LEY_2345_2023",
    ),
)  # fmt: skip
