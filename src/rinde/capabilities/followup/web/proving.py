"""Keeping the proofs that a form brings, each by itself: one that is refused takes no other with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages

from rinde.capabilities.followup.operations.evidence import Attached, attach_file, attach_link, share_evidence
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.capabilities.followup.rules.evidence import EvidenceValues
from rinde.capabilities.followup.web.forms.proving import ProofFields
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.attachments import UploadRefused
from rinde.foundations.refusals import NotReady, TransitionNotAllowed

MOST_FILES = 10  # of one form: the rest goes with the next


@dataclass(slots=True)
class Kept:
    """The names of the proofs that stand; those that seem to hold personal data, and so are internal, among them."""

    ids: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    held_back: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Proofs:
    """What a form brings as proof."""

    files: tuple[Any, ...]
    link: str
    shared: int | None

    def __bool__(self) -> bool:
        return bool(self.files or self.link or self.shared)


def proofs_in(request: DeskRequest, form: ProofFields) -> Proofs:
    """What came with a form that was filled in."""
    return Proofs(tuple(request.FILES.getlist("file")), form.cleaned_data["link"].strip(), form.chosen)


def keep_proofs(
    brought: Proofs,
    form: ProofFields,
    about: EvidenceValues,
    *,
    plan_id: int,
    cell: CellKey,
    request: DeskRequest,
    now: datetime,
    form_token: str = "",
) -> Kept:
    """Keep every proof of a form; what is refused is told beside its field."""
    kept, by = Kept(), request.principal
    given: dict[str, Any] = {"plan_id": plan_id, "cell": cell, "values": about, "form_token": form_token}
    given |= {"by": by, "now": now}
    for upload in brought.files[:MOST_FILES]:
        _keep("file", form, kept, partial(attach_file, name=upload.name, content=upload, **given))
    if len(brought.files) > MOST_FILES:
        form.add_error("file", f"Se guardaron los primeros {MOST_FILES}. Agregue los demás y envíe de nuevo.")
    if brought.link:
        _keep("link", form, kept, partial(attach_link, url=brought.link, **given))
    if brought.shared:
        act = partial(share_evidence, evidence_id=brought.shared, cell=cell, by=by, now=now)
        _keep("shared", form, kept, act)
    return kept


def _keep(name: str, form: ProofFields, kept: Kept, act: Callable[[], Attached]) -> None:
    try:
        attached = act()
    except (UploadRefused, NotReady, TransitionNotAllowed) as refusal:
        for gap in getattr(refusal, "gaps", ()) or (refusal.message,):
            form.add_error(name, gap)
        return
    kept.ids.append(attached.evidence.pk)
    kept.names.append(attached.evidence.title)
    if attached.held_back:
        kept.held_back.append(attached.evidence.title)
    form.forget(name)


def tell_held_back(request: DeskRequest, kept: Kept) -> None:
    """Say which proofs are internal although they were meant to be public, and the way out."""
    for title in kept.held_back:
        messages.warning(
            request,
            f"«{title}» parece tener datos personales: quedó interna. Ábrala para hacer una copia sin esos datos.",
        )
