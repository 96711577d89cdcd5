"""How an entity follows its plans up: who monitors and evaluates, when people are told of what, and what was told."""

from django.db import models
from django.db.models import Q

from rinde.capabilities.accounts.models import User
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
    term_days = models.PositiveSmallIntegerField(default=5)  # of the calendar, before a term of the cycle ends
    returned_at_once = models.BooleanField(default=True)  # False: a returned report waits for the digest
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


class DigestChoice(models.Model):
    """Whether a person wants the weekly digest of an entity, and to be told at once of a report that was returned.

    Without a row they are; terms come to everybody.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    wants = models.BooleanField(default=True)
    edited_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("entity", "user"), name="digest_choice_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.wants}"


class DigestRun(models.Model):
    """The digests of an entity in a week. One that was not ended is gone on with, whoever began it."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    week = models.CharField(max_length=8)  # ISO 8601: «2026-W10»
    due_at = models.DateTimeField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ("-due_at",)
        constraints = [models.UniqueConstraint(fields=("entity", "week"), name="digest_run_once")]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.week}"


class FollowerTold(models.Model):
    """Up to which moment a follower was told what happened: what came later goes into their next mail.

    `activity_key` says what they follow also once a change has taken the activity out of the plan: then most of all.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    activity_key = models.CharField(max_length=60, blank=True)  # empty: the plan
    subscription_id = models.BigIntegerField()  # services.notifications.Subscription
    until = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "followers told"
        constraints = [models.UniqueConstraint(fields=("entity", "subscription_id"), name="follower_told_once")]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.until:%Y-%m-%d}"
