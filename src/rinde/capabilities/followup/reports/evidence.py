"""The index of a ZIP of proofs: one row a proof, links and files that are not in it included. Data only."""

from collections.abc import Sequence

from django.utils import timezone

from rinde.capabilities.followup.choices import EvidenceKind
from rinde.capabilities.followup.queries.evidence import awaits_copy
from rinde.capabilities.followup.queries.evidence_lists import ListedProof
from rinde.capabilities.followup.rules.evidence_names import file_name
from rinde.foundations.law.terms import plain_day
from rinde.services.reporting.tree import Column, Report, Section, Table, Value

COLUMNS = (
    Column("proof", "Prueba", "number", 8, "Número de la prueba, el mismo para siempre."),
    Column("activity", "Actividad", width=40, description="Actividades del plan que prueba."),
    Column("unit", "Dependencia", width=30, description="Dependencias que la ofrecieron."),
    Column("title", "Nombre", width=40, description="Cómo la llamó quien la ofreció."),
    Column("kind", "Tipo", width=10, description="Archivo o enlace."),
    Column("file", "Archivo", width=30, description="Su nombre dentro de este ZIP; vacío si no viene."),
    Column("address", "Enlace", width=40, description="La dirección, si es un enlace."),
    Column("sha256", "Huella SHA-256", width=66, description="De los bytes del archivo que viene en este ZIP."),
    Column("happened_on", "Fecha del hecho", "date", 14, "Día en que ocurrió lo que muestra, si se dijo."),
    Column("uploaded_on", "Fecha de carga", "date", 14, "Día en que se ofreció."),
    Column("visibility", "Quién la ve", width=12, description="Pública, interna o reservada."),
    Column(
        "note", "Nota", width=50, description="Qué se quitó de la copia, si el enlace está roto, o por qué no viene."
    ),
)


def packed_name(one: ListedProof, *, is_original: bool = False) -> str:
    """Where a proof's file stands inside the ZIP: a folder for its first activity. Empty for what does not come."""
    content_type = one.evidence.content_type if is_original else one.copy.content_type if one.copy else ""
    if not content_type:
        return ""
    folder = one.uses[0].report.activity_key
    return f"{folder}/{file_name(one.evidence.pk, content_type, is_original=is_original)}"


def proofs_index(proofs: Sequence[ListedProof], *, title: str, originals: bool) -> Report:
    """The index of a ZIP; `originals` says whether the files as they came in are in it too."""
    table = Table("Pruebas", COLUMNS, [_row(one, originals=originals) for one in proofs])
    return Report(title, sections=(Section("Pruebas", tables=(table,)),))


def _row(one: ListedProof, *, originals: bool) -> tuple[Value, ...]:
    evidence, reports = one.evidence, [use.report for use in one.uses]
    is_packed_whole = originals and evidence.file_id is not None
    return (
        evidence.pk,
        "; ".join(dict.fromkeys(str(report.about.get("activity", "")) for report in reports)),
        "; ".join(dict.fromkeys(str(report.about.get("actor", "")) for report in reports)),
        evidence.title,
        evidence.get_kind_display(),
        packed_name(one, is_original=is_packed_whole),
        evidence.url,
        evidence.sha256 if is_packed_whole else one.copy.sha256 if one.copy else "",
        evidence.happened_on,
        timezone.localdate(evidence.uploaded_at),
        evidence.get_visibility_display(),
        _note(one, originals=originals),
    )


def _note(one: ListedProof, *, originals: bool) -> str:
    evidence = one.evidence
    if evidence.kind == EvidenceKind.LINK:
        since = evidence.broken_since
        return f"Enlace roto desde el {plain_day(timezone.localdate(since))}." if since else ""
    if one.copy and one.copy.removed:
        return f"De la copia se quitó: {', '.join(one.copy.removed)}."
    if awaits_copy(evidence) and not originals:
        return "Su copia pública se está preparando: todavía no viene aquí."
    if one.copy is None and not originals:
        return "El archivo es interno o reservado: aquí está solo su ficha."
    return ""
