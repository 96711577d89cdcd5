"""Proofs in words: what kind, who sees it, what is wrong with it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from rinde.capabilities.followup.choices import EvidenceKind, Visibility
from rinde.capabilities.followup.models import Evidence
from rinde.capabilities.followup.queries.evidence import awaits_copy, shown_copy
from rinde.capabilities.followup.queries.evidence_lists import ListedProof
from rinde.capabilities.followup.rules.evidence import warnings_in_words
from rinde.foundations.design.icons import status_markup
from rinde.foundations.law.terms import plain_day
from rinde.services.links.outcomes import LinkState

_SEEN_BY: dict[str, tuple[str, str]] = {
    Visibility.PUBLIC: ("ok", "Pública"),
    Visibility.INTERNAL: ("info", "Interna"),
    Visibility.RESERVED: ("off", "Reservada"),
}
COPY_ON_ITS_WAY = "Su copia pública se está preparando"
_MEGABYTE, _KILOBYTE = 1024 * 1024, 1024


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody should look at among the proofs of a plan."""

    key: str
    label: str
    fits: Callable[[ListedProof], bool]


LOOKS: tuple[Look, ...] = (
    Look("rotas", "Enlaces rotos", lambda one: one.evidence.broken_since is not None),
    Look("repetidas", "Repetidas sin declarar", lambda one: one.is_repeated),
    Look("datos", "Con datos personales", lambda one: bool(one.evidence.warnings)),
    Look("internas", "No públicas", lambda one: one.evidence.visibility != Visibility.PUBLIC),
)


def tells(listed: Sequence[ListedProof], chosen: str) -> list[dict[str, Any]]:
    """The filters with how many each would show."""
    return [
        {"key": look.key, "label": look.label, "count": sum(map(look.fits, listed)), "is_chosen": look.key == chosen}
        for look in LOOKS
    ]


def proof_of(evidence: Evidence) -> dict[str, Any]:
    """What every page says of a proof."""
    copy = shown_copy(evidence)
    return {
        "seen_by": status_markup(*_SEEN_BY[evidence.visibility]),
        "state": _state(evidence),
        "copy": copy,
        "is_awaited": awaits_copy(evidence),
        "removed": ", ".join(copy.removed) if copy else "",
        "size": size_in_words(evidence.size),
        "warning": warnings_in_words(evidence.warnings),
        "is_list": evidence.content_type.endswith(("sheet", "spreadsheet", "csv")),
    }


def proof_markup(one: ListedProof) -> dict[str, Any]:
    """A proof as a row of a list."""
    reports = {use.report_id: use.report for use in one.uses}.values()
    return {"evidence": one.evidence, "reports": list(reports), "repeats": one.repeats, **proof_of(one.evidence)}


def _state(evidence: Evidence) -> SafeString | str:
    if evidence.withdrawn_at:
        return status_markup("off", "Retirada")
    if evidence.kind == EvidenceKind.FILE:
        return status_markup("due", COPY_ON_ITS_WAY) if awaits_copy(evidence) else ""
    if evidence.broken_since:
        return status_markup("late", f"Roto desde el {plain_day(timezone.localdate(evidence.broken_since))}")
    if evidence.check_state == LinkState.WORKS:
        return status_markup("ok", "Abre")
    is_failing = evidence.failing_since is not None
    return status_markup("due", "No abrió anoche") if is_failing else status_markup("draft", "Sin comprobar")


def size_in_words(size: int) -> str:
    """«340 KB», «2,1 MB»; empty for a link."""
    if not size:
        return ""
    if size < _MEGABYTE:
        return f"{max(1, round(size / _KILOBYTE))} KB"
    return f"{size / _MEGABYTE:.1f} MB".replace(".", ",")


def proofs_in_words(proofs: Iterable[Evidence]) -> list[dict[str, Any]]:
    """Some proofs of a report, each with what is said of it."""
    return [{"evidence": one, **proof_of(one)} for one in proofs]
