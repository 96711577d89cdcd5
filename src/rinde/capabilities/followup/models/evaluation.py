"""Internal control's look: cut-offs frozen by the calendar, its own verdicts, its report, and what came of it."""

from django.db import models
from django.db.models import F, Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.followup.choices import CutOffStatus, RecommendationStatus, ReportStage
from rinde.capabilities.followup.models.evidence import Evidence
from rinde.capabilities.plans.models import Plan, PlanVersion
from rinde.services.tenancy import TenantManager


class CutOff(models.Model):
    """A day at which a plan is evaluated, with its three dates. A job freezes it at the close, whoever clicks what.

    `figures` are the totals of the frozen facts; `sha256` is over the canonical text of all its frozen activities.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="cut_offs")
    number = models.PositiveIntegerField()  # within the plan, by date
    name = models.CharField(max_length=80)  # «Corte al 30 de abril de 2026»
    # The day of the plan's regime that it stands for; empty: a date of the entity's own.
    regime_on = models.DateField(null=True, blank=True)
    facts_from = models.DateField()  # first day of the period that is looked at
    facts_until = models.DateField()
    reporting_closes_on = models.DateField()  # until its midnight in Bogotá
    report_due_on = models.DateField()
    counting = models.JSONField(default=dict)  # {"facts", "closes", "report"}: each date's arithmetic in words
    source_key = models.CharField(max_length=60, blank=True)  # of the report's term
    certainty = models.CharField(max_length=10, blank=True)
    reason = models.TextField(blank=True)  # why internal control set other dates; such a cut-off is not counted again
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    status = models.CharField(max_length=11, choices=CutOffStatus.choices, default=CutOffStatus.PLANNED)
    version = models.ForeignKey(PlanVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(null=True, blank=True)
    figures = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sample_seed = models.CharField(max_length=40, blank=True)
    sample_size = models.PositiveIntegerField(default=0)
    sample_keys = models.JSONField(default=list, blank=True)  # the activities that the seed chose

    objects = TenantManager()

    class Meta:
        ordering = ("facts_until", "pk")
        constraints = [
            models.UniqueConstraint(fields=("plan", "facts_until"), name="cut_off_once"),
            models.UniqueConstraint(fields=("plan", "number"), name="cut_off_number_once"),
            models.CheckConstraint(
                condition=Q(facts_until__gte=F("facts_from")) & Q(reporting_closes_on__gte=F("facts_until")),
                name="cut_off_in_order",
            ),
            models.CheckConstraint(
                condition=Q(status=CutOffStatus.PLANNED, frozen_at__isnull=True)
                | ~Q(status=CutOffStatus.PLANNED) & Q(frozen_at__isnull=False) & ~Q(sha256=""),
                name="cut_off_frozen_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.facts_until:%Y-%m-%d}"


class FrozenActivity(models.Model):
    """An activity as it stood at the close of a cut-off. Written once; nothing ever changes it."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    cut_off = models.ForeignKey(CutOff, on_delete=models.CASCADE, related_name="activities")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=60)
    code = models.CharField(max_length=30, blank=True)
    name = models.TextField()
    component = models.CharField(max_length=300)
    subcomponent = models.CharField(max_length=300, blank=True)
    due = models.PositiveIntegerField()  # cells due by the cut-off, those without a case left in
    done = models.PositiveIntegerField()
    no_case = models.PositiveIntegerField()
    ratio_sum = models.DecimalField(max_digits=15, decimal_places=9)
    year_due = models.PositiveIntegerField()  # the same four over the whole year of the plan, as it stood at the close
    year_done = models.PositiveIntegerField()
    year_no_case = models.PositiveIntegerField()
    year_ratio_sum = models.DecimalField(max_digits=15, decimal_places=9)
    flags = models.JSONField(default=dict, blank=True)  # {"dead_link": 2}: what there is to look at, and how often
    actors = models.JSONField(default=list, blank=True)  # [[12, "Secretaría de Hacienda"], [None, "Por definir"]]
    content = models.TextField()  # canonical JSON: its cells, each with what was said, by when, and its proofs

    objects = TenantManager()

    class Meta:
        ordering = ("position",)
        verbose_name_plural = "frozen activities"
        constraints = [models.UniqueConstraint(fields=("cut_off", "key"), name="frozen_activity_once")]

    def __str__(self) -> str:
        return f"{self.cut_off_id} {self.key}"


class Verdict(models.Model):
    """What internal control says of a frozen activity. It overwrites nobody: the unit's and planning's words stay."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    frozen = models.OneToOneField(FrozenActivity, on_delete=models.CASCADE, related_name="verdict")
    is_done = models.BooleanField()  # for the official number
    reason = models.TextField(blank=True)  # where it decides otherwise than the cells say
    ratio = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)  # its own percentage, 0–1
    observation = models.TextField(blank=True)
    recommendation = models.TextField(blank=True)
    is_self_assessment = models.BooleanField(default=False)  # the activity is of internal control's own office
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ratio__isnull=True) | Q(ratio__gte=0, ratio__lte=1), name="verdict_ratio_0_1"
            )
        ]

    def __str__(self) -> str:
        return f"{self.frozen_id} {self.is_done}"


class ReportDraft(models.Model):
    """What internal control has written of a cut-off's report before it goes out. Nobody else reads it."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    cut_off = models.OneToOneField(CutOff, on_delete=models.CASCADE, related_name="report_draft")
    conclusion = models.TextField(blank=True)
    observations = models.JSONField(default=dict, blank=True)  # by the component's heading
    recommendations = models.JSONField(default=list, blank=True)  # of the plan in general, a text each
    addressees = models.JSONField(default=dict, blank=True)  # activity's key → the one of its actors who has to act
    signed_by_name = models.CharField(max_length=150, blank=True)
    signed_by_post = models.CharField(max_length=150, blank=True)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.cut_off_id}"


class FollowUpReport(models.Model):
    """Internal control's report on a cut-off, frozen when it goes out: preliminary to the units, then final to all."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    cut_off = models.ForeignKey(CutOff, on_delete=models.CASCADE, related_name="reports")
    stage = models.CharField(max_length=11, choices=ReportStage.choices)
    conclusion = models.TextField(blank=True)
    content = models.TextField()  # canonical JSON: header, blocks, totals, verdicts, replies, recommendations
    sha256 = models.CharField(max_length=64)
    signed_by_name = models.CharField(max_length=150, blank=True)
    signed_by_post = models.CharField(max_length=150, blank=True)
    replies_until = models.DateField(null=True, blank=True)  # of a preliminary one
    counting = models.TextField(blank=True)  # the arithmetic of that day
    legal_due_on = models.DateField(null=True, blank=True)  # beside the actual day, for ever
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    scan_file_id = models.BigIntegerField(null=True, blank=True)  # the signed scan of exactly this text
    scan_sha256 = models.CharField(max_length=64, blank=True)
    scan_added_at = models.DateTimeField(null=True, blank=True)
    scan_added_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("issued_at", "pk")
        constraints = [models.UniqueConstraint(fields=("cut_off", "stage"), name="follow_up_report_stage_once")]

    def __str__(self) -> str:
        return f"{self.cut_off_id} {self.stage}"


class UnitReply(models.Model):
    """What a unit answers to the preliminary report about one activity, and what internal control made of it."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    frozen = models.ForeignKey(FrozenActivity, on_delete=models.CASCADE, related_name="replies")
    actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    agrees = models.BooleanField(default=False)  # has nothing to say against it; then there is nothing to answer
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    is_late = models.BooleanField(default=False)
    evidences = models.ManyToManyField(Evidence, blank=True, related_name="+")
    is_accepted = models.BooleanField(null=True, blank=True)  # None: not looked at yet
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("written_at", "pk")
        verbose_name_plural = "unit replies"
        constraints = [
            models.UniqueConstraint(fields=("frozen", "actor"), name="unit_reply_once"),
            models.UniqueConstraint(
                fields=("frozen",), condition=Q(actor__isnull=True), name="unit_reply_once_unmatched"
            ),
            models.CheckConstraint(
                condition=Q(is_accepted__isnull=True) | Q(answered_at__isnull=False), name="unit_reply_answered_when"
            ),
            models.CheckConstraint(
                condition=Q(agrees=True, text="", is_accepted__isnull=True) | Q(agrees=False) & ~Q(text=""),
                name="unit_reply_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.frozen_id} {self.actor_id}"


class Recommendation(models.Model):
    """What internal control recommends, what the unit does about it, and whether that worked. Open ones go on."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="recommendations")
    number = models.PositiveIntegerField()  # within the plan
    cut_off = models.ForeignKey(CutOff, on_delete=models.PROTECT, related_name="recommendations")  # where it was made
    activity_key = models.CharField(max_length=60, blank=True)  # empty: of the plan in general
    subject = models.CharField(max_length=300)  # what it is about, as it was called
    actor = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    status = models.CharField(max_length=13, choices=RecommendationStatus.choices, default=RecommendationStatus.OPEN)
    action = models.TextField(blank=True)  # of improvement, in the unit's words
    action_due_on = models.DateField(null=True, blank=True)
    action_report = models.TextField(blank=True)  # what was done about it
    evidences = models.ManyToManyField(Evidence, blank=True, related_name="+")
    verification = models.TextField(blank=True)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)  # with the final report of its cut-off
    edited_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("plan", "number"), name="recommendation_number_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} recomendación {self.number}"


class RecommendationStep(models.Model):
    """One move of a recommendation, with what was written then."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="steps")
    from_status = models.CharField(max_length=13, choices=RecommendationStatus.choices)
    to_status = models.CharField(max_length=13, choices=RecommendationStatus.choices)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.recommendation_id} {self.from_status} > {self.to_status}"
