"""What a unit says of a cell, each sending kept as it was sent."""

from typing import Any

from django.db import models
from django.db.models import Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.followup.choices import Channel, Outcome, ReportStatus
from rinde.capabilities.plans.models import Activity, Deliverable, Milestone, Plan, UniverseItem
from rinde.services.tenancy import TenantManager


class ProgressReport(models.Model):
    """One report of one cell: deliverable × actor × milestone. `author` is whoever began it, and never changes.

    A change of the plan may take away a date or an activity; the report stays, and `about` still says what it was of.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="progress_reports")
    activity = models.ForeignKey(Activity, null=True, on_delete=models.SET_NULL, related_name="progress_reports")
    deliverable = models.ForeignKey(Deliverable, null=True, on_delete=models.SET_NULL, related_name="progress_reports")
    milestone = models.ForeignKey(Milestone, null=True, on_delete=models.SET_NULL, related_name="progress_reports")
    actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="progress_reports")
    activity_key = models.CharField(max_length=60)  # its address, also once the activity is gone
    about = models.JSONField(default=dict)  # {"activity", "what", "due_on", "actor"}: as they were called
    number = models.PositiveIntegerField(default=1)  # within the cell: more progress is another report
    status = models.CharField(max_length=8, choices=ReportStatus.choices, default=ReportStatus.DRAFT)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)  # in all, so far
    numerator = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    text = models.TextField(blank=True)
    reason = models.TextField(blank=True)  # why late, why not done, or why there was no case
    difficulties = models.TextField(blank=True)
    result = models.TextField(blank=True)  # «¿para qué sirvió?»
    happened_on = models.DateField(null=True, blank=True)
    # What was typed where a figure, a day or a name of the list belongs and is none of them: {"quantity": "cinco"}.
    # Only a draft has any: it keeps what it cannot read.
    unread = models.JSONField(default=dict, blank=True)
    proposed_by = models.CharField(max_length=160, blank=True)  # what filled the draft: «Audiencia pública del 12 de…»
    proposal_key = models.CharField(max_length=120, blank=True)  # «dialogue.space:12:closed»: the same fact only once
    proposal_keys = models.JSONField(default=list, blank=True)  # of every fact that was proposed for it
    self_monitored = models.BooleanField(default=False)  # the same unit reports and monitors
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    first_sent_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)  # accepted or returned
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    returned_reason = models.TextField(blank=True)  # of the last return; internal
    form_token = models.CharField(max_length=40, blank=True)  # of the form that made it: sent twice is one report

    objects = TenantManager()

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=("plan", "status"), name="progress_status")]
        constraints = [
            models.UniqueConstraint(
                fields=("deliverable", "milestone", "actor", "number"), name="progress_number_once"
            ),
            # A cell that nobody was matched to has no actor, and for a database no two of those are alike.
            models.UniqueConstraint(
                fields=("deliverable", "milestone", "number"),
                condition=Q(actor__isnull=True, milestone__isnull=False),
                name="progress_number_once_unmatched",
            ),
            models.UniqueConstraint(
                fields=("deliverable", "milestone", "actor"),
                condition=Q(status__in=(ReportStatus.DRAFT, ReportStatus.SENT, ReportStatus.RETURNED)),
                name="progress_one_open",
            ),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.DRAFT)
                | Q(first_sent_at__isnull=False, sent_at__isnull=False) & ~Q(outcome=""),
                name="progress_sent_says_when_and_what",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.RETURNED) | ~Q(returned_reason=""), name="progress_returned_says_why"
            ),
            models.CheckConstraint(
                condition=(Q(quantity__isnull=True) | Q(quantity__gte=0))
                & (Q(numerator__isnull=True) | Q(numerator__gte=0))
                & (Q(denominator__isnull=True) | Q(denominator__gt=0)),
                name="progress_figures_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_key} {self.status}"


class ReportStep(models.Model):
    """One move of a report. `values` is what it said at that moment: a cut-off is frozen from here, never from a row
    that somebody has changed since."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="steps")
    from_status = models.CharField(max_length=8, choices=ReportStatus.choices)
    to_status = models.CharField(max_length=8, choices=ReportStatus.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(blank=True)  # of a return; internal
    values = models.JSONField(default=dict)

    objects = TenantManager()

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=("report", "at"), name="report_step_at")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.from_status} > {self.to_status}"


class UniverseMark(models.Model):
    """Of one thing of a universe list, what a report says: done, or not applicable with its reason."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="universe_marks")
    item = models.ForeignKey(UniverseItem, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=250)  # also once a change took it off the list
    is_done = models.BooleanField(default=False)
    is_not_applicable = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("report", "name"), name="universe_mark_once"),
            models.CheckConstraint(
                condition=~Q(is_done=True, is_not_applicable=True), name="universe_done_or_not_applicable"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Counter(models.Model):
    """How many of something small a unit made in a month on a channel: «420 publicaciones en Facebook»."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="counters")
    deliverable = models.ForeignKey(Deliverable, null=True, on_delete=models.SET_NULL, related_name="counters")
    actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    activity_key = models.CharField(max_length=60)
    month = models.DateField()  # its first day
    channel = models.CharField(max_length=10, choices=Channel.choices)
    total = models.PositiveIntegerField()
    samples: Any = models.ManyToManyField("Evidence", blank=True, related_name="+")  # proofs of a few of them
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("month", "channel")
        constraints = [
            models.UniqueConstraint(fields=("deliverable", "actor", "month", "channel"), name="counter_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="counter_month_is_its_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.channel} {self.total}"
