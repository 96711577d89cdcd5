"""Planning's look: rounds with their own notes and percentages, frozen when they close."""

from django.db import models
from django.db.models import F, Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.choices import RoundStatus
from rinde.capabilities.plans.models import Activity, Plan
from rinde.services.tenancy import TenantManager


class MonitoringRound(models.Model):
    """One look of the plan's coordinator over a stretch of time. Closing freezes `content`, under its hash."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="monitoring_rounds")
    number = models.PositiveIntegerField()  # within the plan
    name = models.CharField(max_length=80)  # «Marzo de 2026»
    starts_on = models.DateField()
    ends_on = models.DateField()  # what fell due by then is looked at
    status = models.CharField(max_length=6, choices=RoundStatus.choices, default=RoundStatus.OPEN)
    is_self_monitored = models.BooleanField(default=False)  # the unit that reports is the one that monitors, in part
    summary = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    content = models.TextField(blank=True)  # canonical JSON of the figures and notes at the close
    figures = models.JSONField(default=dict, blank=True)  # its totals, for lists that need not read all of it
    sha256 = models.CharField(max_length=64, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("plan", "number"), name="round_number_once"),
            models.UniqueConstraint(fields=("plan",), condition=Q(status=RoundStatus.OPEN), name="round_one_open"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="round_in_order"),
            models.CheckConstraint(
                condition=Q(status=RoundStatus.OPEN, closed_at__isnull=True)
                | Q(status=RoundStatus.CLOSED, closed_at__isnull=False) & ~Q(sha256=""),
                name="round_closed_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.name}"


class MonitoringNote(models.Model):
    """What planning says of an activity in a round, with its own percentage, beside everybody else's."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(MonitoringRound, on_delete=models.CASCADE, related_name="notes")
    activity = models.ForeignKey(Activity, null=True, on_delete=models.SET_NULL, related_name="+")
    activity_key = models.CharField(max_length=60)
    ratio = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)  # 0–1; empty: as computed
    text = models.TextField(blank=True)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("round", "activity_key"), name="monitoring_note_once"),
            models.CheckConstraint(
                condition=Q(ratio__isnull=True) | Q(ratio__gte=0, ratio__lte=1), name="monitoring_ratio_0_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.activity_key}"
