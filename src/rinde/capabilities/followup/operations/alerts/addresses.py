"""Where the mails lead: pages of the desk, to which people sign in, and public pages. No address carries a token."""

from dataclasses import dataclass

from django.urls import reverse

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.rules.cells import CellKey

UNMATCHED = 0  # in the address of a cell whose responsible nobody has matched


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one entity's pages.

    Args:
        site: of the installation, without a slash at its end; empty where nobody has set it: then the addresses begin
            with a slash, and the mail says so.
    """

    site: str
    entity: Entity

    def cell(self, key: CellKey) -> str:
        """The form in which a cell is reported."""
        return self._desk(
            "report_cell",
            deliverable_id=key.deliverable_id,
            milestone_id=key.milestone_id,
            actor_id=key.actor_id or UNMATCHED,
        )

    def review(self, report_id: int) -> str:
        return self._desk("report_review", report_id=report_id)

    def report(self, report_id: int) -> str:
        return self._desk("report_detail", report_id=report_id)

    def cut_offs(self, plan_id: int) -> str:
        return self._desk("cut_off_list", plan_id=plan_id)

    def replies(self, plan_id: int) -> str:
        """Where units read what internal control says of them, and reply."""
        return self._desk("unit_reply_list", plan_id=plan_id)

    def recommendations(self, plan_id: int) -> str:
        return self._desk("recommendation_list", plan_id=plan_id)

    def approval(self, plan_id: int) -> str:
        return self._desk("plan_approval", plan_id=plan_id)

    @property
    def tasks(self) -> str:
        return self._desk("my_cells")

    @property
    def notices(self) -> str:
        return self._desk("alert_list")

    def _desk(self, name: str, **what: int) -> str:
        return f"{self.site}{reverse(f'desk:{name}', kwargs={'entity_slug': self.entity.slug, **what})}"
