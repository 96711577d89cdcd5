"""The plan on paper, for the table of the committee that approves it."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from rinde.capabilities.plans.choices import PlanStatus, SignatoryRole
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.queries.working import WorkingPlan
from rinde.capabilities.plans.reports import plan_report
from rinde.capabilities.plans.rules.content import SignatoryContent, canonical_json, content_hash
from rinde.capabilities.plans.web.presenters.grid import GridPage
from rinde.foundations.design.spanish import spanish_date
from rinde.services.reporting import Column, Report, Section, Table

# What a reader compares by eye; the whole hash stands on the last page.
_SHORT_HASH = 12
SIGNING = (
    Column("role", "Qué hizo", width=14),
    Column("name", "Nombre", width=30),
    Column("post", "Cargo o instancia", width=36),
    Column("signed_on", "Fecha", width=14),
    Column("signature", "Firma", width=40),
)


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
        report = plan_report(self.content, made_on=timezone.localdate(self.now), on_paper=True)
        facts = [fact for fact in report.facts if fact[0] not in {"Entidad", "Versión"}]
        state = str(PlanStatus(self.plan.status).label)
        said = [("Estado", state), ("Impreso el", spanish_date(self.now, "time")), ("Huella SHA-256", self.sha256)]
        return replace(report, facts=(*said, *facts), sections=(*report.sections, self._signing()))

    def _signing(self) -> Section:
        """A line to sign on for each who signs."""
        lines = [(one.role, one.name, one.post, one.signed_on, "\n\n") for one in self.signatures]
        return Section("Firmas", tables=(Table("Firmas", SIGNING, lines),))

    @property
    def file_name(self) -> str:
        return f"{self.plan.entity.slug}-{self.plan.year}-{self.plan.slug}-comite.pdf"


def _signature(role: str, one: SignatoryContent) -> Signature:
    signed = f"{one.signed_on:%d/%m/%Y}" if one.signed_on else ""
    return Signature(str(SignatoryRole(role).label), one.name, one.post, signed)
