"""The plan on paper, for the table of the committee that approves it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from rinde.capabilities.plans.choices import SignatoryRole
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.queries.working import WorkingPlan
from rinde.capabilities.plans.reports import plan_report
from rinde.capabilities.plans.rules.content import SignatoryContent, canonical_json, content_hash
from rinde.capabilities.plans.web.presenters.grid import GridPage
from rinde.services.reporting import Report

# What a reader compares by eye; the whole hash stands on the last page.
_SHORT_HASH = 12


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on: what was done, and by whom where the plan says it."""

    role: str
    name: str
    post: str
    signed_on: str


class PrintPage(GridPage):
    """The whole plan, with the hash of exactly what is printed and the lines to sign on."""

    def __init__(self, plan: Plan, working: WorkingPlan, *, now: datetime) -> None:
        super().__init__(plan, working, (), now=now, chosen="")

    @cached_property
    def sha256(self) -> str:
        """The hash that the act will carry if this very text is approved."""
        return content_hash(canonical_json(self.content))

    @property
    def short_hash(self) -> str:
        return self.sha256[:_SHORT_HASH]

    @cached_property
    def signatures(self) -> tuple[Signature, ...]:
        """Who signs, as the plan says it; where it says nothing of a role, an empty line for it."""
        named = {role: [one for one in self.content.signatories if one.role == role] for role in SignatoryRole.values}
        return tuple(
            _signature(role, one) for role, ones in named.items() for one in ones or [SignatoryContent(role, "")]
        )

    def report(self) -> Report:
        """The same for the writers of documents."""
        return plan_report(self.content, made_on=timezone.localdate(self.now), on_paper=True)

    @property
    def file_name(self) -> str:
        return f"{self.plan.entity.slug}-{self.plan.year}-{self.plan.slug}-comite.pdf"


def _signature(role: str, one: SignatoryContent) -> Signature:
    signed = f"{one.signed_on:%d/%m/%Y}" if one.signed_on else ""
    return Signature(str(SignatoryRole(role).label), one.name, one.post, signed)
