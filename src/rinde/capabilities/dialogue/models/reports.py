"""Reports of the dialogue: of a space, of a series, of a year, and what internal control concludes."""

from django.db import models
from django.db.models import Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.dialogue.choices import ReportKind, ReportState
from rinde.capabilities.dialogue.models.spaces import DialogueSpace, SpaceSeries
from rinde.capabilities.entities.models import Entity
from rinde.services.tenancy import TenantManager


class DialogueReport(models.Model):
    """What people write around figures that Rinde counts. Publishing freezes both; what changes later is a new number.

    `content` is the canonical JSON of the whole document, and `sha256` is over exactly those bytes.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=ReportKind.choices)
    space = models.ForeignKey(DialogueSpace, null=True, blank=True, on_delete=models.CASCADE, related_name="reports")
    series = models.ForeignKey(SpaceSeries, null=True, blank=True, on_delete=models.CASCADE, related_name="reports")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(default=1)  # of the same report: 2 replaces 1, which stays readable
    state = models.CharField(max_length=9, choices=ReportState.choices, default=ReportState.DRAFT)
    texts = models.JSONField(default=dict, blank=True)  # {"summary": "…"}: the sections that a person writes
    findings = models.JSONField(default=dict, blank=True)  # {"CALL": ["MET", "…"]}: of an evaluation
    content = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("-year", "kind", "-number")
        constraints = [
            models.UniqueConstraint(
                fields=("space", "kind", "number"), condition=Q(space__isnull=False), name="space_report_once"
            ),
            models.UniqueConstraint(
                fields=("series", "kind", "number"), condition=Q(series__isnull=False), name="series_report_once"
            ),
            models.UniqueConstraint(
                fields=("entity", "year", "kind", "number"),
                condition=Q(space__isnull=True, series__isnull=True),
                name="year_report_once",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.PUBLISHED, published_at__isnull=False) & ~Q(content="") & ~Q(sha256="")
                | Q(state=ReportState.DRAFT, published_at__isnull=True, content="", sha256=""),
                name="dialogue_report_published_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(kind=ReportKind.SERIES, series__isnull=False, space__isnull=True)
                | Q(kind__in=[ReportKind.EVENT, ReportKind.EVALUATION], space__isnull=False, series__isnull=True)
                | Q(kind__in=[ReportKind.ANNUAL, ReportKind.STRATEGY], space__isnull=True, series__isnull=True),
                name="dialogue_report_of_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.number}"
