"""One form of a report taken in: first the text is safe, then the files are, and only then it is sent.

Each step stands by itself. A file that breaks leaves the text saved, a text with gaps leaves the file kept, and what is
asked for again is only what is missing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from django.utils import timezone

from rinde.capabilities.followup.operations.evidence import take_off
from rinde.capabilities.followup.operations.reporting import Reported, save_draft, send_report
from rinde.capabilities.followup.queries.evidence import proofs_of
from rinde.capabilities.followup.queries.reporting import newest_report
from rinde.capabilities.followup.rules.report_values import storable, with_list
from rinde.capabilities.followup.rules.reporting import WORKED, ReportNotReady, sending_gaps
from rinde.capabilities.followup.web.forms.reporting import ReportForm
from rinde.capabilities.followup.web.proving import Kept, Proofs, keep_proofs, proofs_in
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.foundations.refusals import StaleWrite, TransitionNotAllowed

LONGEST_TOKEN = 40  # what the table holds; our own have 32
Done = TypeVar("Done")


@dataclass(slots=True)
class Filled:
    """What became of a form."""

    is_saved: bool = False  # the text
    sent: Reported | None = None
    kept: Kept = field(default_factory=Kept)


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
            "form_token": form.cleaned_data["form_token"][:LONGEST_TOKEN],
            "by": request.principal,
            "now": self.now,
        }

    def done(self) -> Filled:
        sends, brought = "enviar" in self.request.POST, proofs_in(self.request, self.form)
        if not sends or brought:
            self.filled.is_saved = self._save()
            if not self.is_refused:
                self._keep(brought)
            self._take_off()
        if sends and not self.is_refused:
            self._send()
        return self.filled

    def _keep(self, brought: Proofs) -> None:
        day = self.values.happened_on if self.values.outcome in WORKED else None
        is_past = day is not None and day <= timezone.localdate(self.now)
        about = self.form.about_proofs(happened_on=day if is_past else None)
        self.filled.kept = keep_proofs(
            brought,
            self.form,
            about,
            plan_id=self.plan.pk,
            cell=self.form.cell.key,
            request=self.request,
            now=self.now,
            form_token=self.common["form_token"],
        )

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
