"""One form of a report taken in: first the text is safe, then the files are, and only then it is sent.

Each step stands by itself. A file that breaks leaves the text saved, a text with gaps leaves the file kept, and what is
asked for again is only what is missing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from django.utils import timezone

from rinde.capabilities.followup.operations.evidence import Attached, attach_file, attach_link, take_off
from rinde.capabilities.followup.operations.reporting import Reported, save_draft, send_report
from rinde.capabilities.followup.queries.evidence import proofs_of
from rinde.capabilities.followup.queries.reporting import newest_report
from rinde.capabilities.followup.rules.evidence import EvidenceValues
from rinde.capabilities.followup.rules.report_values import storable, with_list
from rinde.capabilities.followup.rules.reporting import WORKED, ReportNotReady, sending_gaps
from rinde.capabilities.followup.web.forms.reporting import ReportForm
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.attachments import UploadRefused
from rinde.foundations.refusals import NotReady, StaleWrite, TransitionNotAllowed

MOST_FILES = 10  # of one form: the rest goes with the next
Done = TypeVar("Done")


@dataclass(slots=True)
class Filled:
    """What became of a form."""

    is_saved: bool = False  # the text
    sent: Reported | None = None
    kept: list[str] = field(default_factory=list)  # the names of the proofs that stand
    held_back: list[str] = field(default_factory=list)  # of those, what seems to hold personal data: it is internal


def take_in(request: DeskRequest, plan: Plan, form: ReportForm) -> Filled:
    """Save what was typed, keep the files, and send where that was asked for. Whatever is refused is on the form."""
    form.is_valid()
    return _Filling(request, plan, form).done()


class _Filling:
    """The steps of one form, each with its refusals put beside what they are about."""

    def __init__(self, request: DeskRequest, plan: Plan, form: ReportForm) -> None:
        self.request, self.plan, self.form = request, plan, form
        self.values, self.now = form.values(), timezone.now()
        self.filled = Filled()
        self.is_refused = False  # by the state of the plan or of the report: nothing more is tried
        self.common: dict[str, Any] = {
            "plan_id": plan.pk,
            "cell": form.cell.key,
            "form_token": form.cleaned_data["form_token"],
            "by": request.principal,
            "now": self.now,
        }

    def done(self) -> Filled:
        sends = "enviar" in self.request.POST
        files, link = self.request.FILES.getlist("file"), self.form.cleaned_data["link"].strip()
        if not sends or files or link:
            self.filled.is_saved = self._save()
            self._keep_proofs(files, link)
            self._take_off()
        if sends and not self.is_refused:
            self._send()
        return self.filled

    def _save(self) -> bool:
        return self._tried(partial(save_draft, **self._written())) is not None

    def _send(self) -> None:
        if not self.form.errors:
            self.filled.sent = self._tried(partial(send_report, **self._written()))
        else:  # a file was refused: what else is missing is told with it
            said = with_list(storable(self.values), self.form.cell)
            today = timezone.localdate(self.now)
            self.form.tell(sending_gaps(said, self.form.cell, period_start=self.plan.period_start, today=today))
        has_failed = self.filled.sent is None and not self.form.is_stale and not self.is_refused
        if has_failed and not self.filled.is_saved:
            self.filled.is_saved = self._save()

    def _written(self) -> dict[str, Any]:
        return self.common | {"values": self.values, "seen": self.form.cleaned_data["seen"]}

    def _tried(self, act: Callable[[], Done]) -> Done | None:
        try:
            return act()
        except ReportNotReady as refusal:
            self.form.tell(refusal.by_field)
        except StaleWrite as refusal:
            self.form.add_error(None, refusal.message)
            standing = newest_report(self.form.cell.key)
            self.form.accept_newer(standing.edited_at if standing else None)
        except TransitionNotAllowed as refusal:
            self.is_refused = True
            self.form.add_error(None, refusal.message)
        return None

    def _keep_proofs(self, files: list[Any], link: str) -> None:
        """Keep every file and the link, whatever else is wrong with the form: nobody should have to upload twice."""
        if self.is_refused:
            return
        given = self.common | {"values": self._about_proofs()}
        for upload in files[:MOST_FILES]:
            self._keep("file", partial(attach_file, name=upload.name, content=upload, **given))
        if len(files) > MOST_FILES:
            self.form.add_error("file", f"Se guardaron los primeros {MOST_FILES}. Agregue los demás y envíe de nuevo.")
        if link:
            self._keep("link", partial(attach_link, url=link, **given))

    def _about_proofs(self) -> EvidenceValues:
        day = self.values.happened_on if self.values.outcome in WORKED else None
        is_past = day is not None and day <= timezone.localdate(self.now)
        return self.form.about_proofs(happened_on=day if is_past else None)

    def _keep(self, name: str, attach: Callable[[], Attached]) -> None:
        try:
            attached = attach()
        except (UploadRefused, NotReady, TransitionNotAllowed) as refusal:
            for gap in getattr(refusal, "gaps", ()) or (refusal.message,):
                self.form.add_error(name, gap)
            return
        self.filled.kept.append(attached.evidence.title)
        if attached.held_back:
            self.filled.held_back.append(attached.evidence.title)
        self.form.forget(name)

    def _take_off(self) -> None:
        """Take the proofs that were marked off the draft."""
        marked = set(_numbers(self.request.POST.getlist("quitar")))
        report = newest_report(self.form.cell.key) if marked else None
        for proof in proofs_of(report) if report else ():
            if proof.pk in marked:
                act = partial(take_off, evidence_id=proof.pk, report_id=report.pk)  # type: ignore[union-attr]
                self._tried(partial(act, by=self.request.principal, now=self.now))


def _numbers(texts: list[str]) -> Iterator[int]:
    return (int(text) for text in texts if text.isdecimal() and len(text) < 18)
