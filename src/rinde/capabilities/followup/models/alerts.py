"""How an entity follows its plans up: who monitors and evaluates, and when people are told of what."""

from django.db import models
from django.db.models import Q

from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.followup.choices import RoundRhythm
from rinde.capabilities.plans.models import Plan
from rinde.services.tenancy import TenantManager


class FollowUpPolicy(models.Model):
    """Who monitors and who evaluates a plan, and the terms of its cycle. Business days; none of them is law."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="follow_up_policy")
    monitored_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    evaluated_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=12, choices=RoundRhythm.choices, default=RoundRhythm.MONTHLY)  # of the rounds
    # Leaders report before the fifth business day after a cut-off (Función Pública's PTEP 2025–2028, practice).
    report_days = models.PositiveSmallIntegerField(default=5)
    reply_days = models.PositiveSmallIntegerField(default=5)  # of the units to the preliminary report
    edited_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(report_days__gte=1, report_days__lte=60, reply_days__gte=1, reply_days__lte=60),
                name="follow_up_terms_in_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}"


class AlertPolicy(models.Model):
    """When an entity's people are told. Without a row, the defaults of the fields hold."""

    entity = models.OneToOneField(Entity, on_delete=models.CASCADE, related_name="alert_policy")
    digest_weekday = models.PositiveSmallIntegerField(default=0)  # 0 Monday … 6 Sunday
    digest_hour = models.PositiveSmallIntegerField(default=7)  # of Colombia's clock
    due_soon_days = models.PositiveSmallIntegerField(default=14)
    escalate_after_days = models.PositiveSmallIntegerField(default=5)  # business days after a date was missed
    edited_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(digest_weekday__lte=6, digest_hour__lte=23), name="alert_policy_on_the_clock"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entity_id}"
