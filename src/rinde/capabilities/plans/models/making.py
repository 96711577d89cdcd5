"""How a plan is made and changed: acts, steps, requests, the review's decisions, sheets, legal dates."""

from django.db import models

from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.plans.choices import ActPurpose, ChangeKind, ChangeStatus, PlanStatus
from rinde.capabilities.plans.models.plan import Plan, PlanNode, PlanVersion
from rinde.capabilities.plans.models.rows import Activity
from rinde.services.tenancy import TenantManager


class Act(models.Model):
    """What a collective body or a mayor decided, as somebody with a second factor wrote it down.

    `content` is the canonical text that the act approved: what is published later is exactly that.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="acts")
    purpose = models.CharField(max_length=10, choices=ActPurpose.choices)
    body = models.CharField(max_length=200)  # «Comité Institucional de Gestión y Desempeño», «Alcaldía»
    number = models.CharField(max_length=60)  # «Acta 03», «Resolución 045»
    dated_on = models.DateField()
    file_id = models.BigIntegerField(null=True, blank=True)  # services.files.StoredFile
    file_is_public = models.BooleanField(default=False)
    content = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    annulled_at = models.DateTimeField(null=True, blank=True)  # registered by mistake, before anything was published
    annulled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    annulled_reason = models.CharField(max_length=500, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ("-dated_on", "-pk")

    def __str__(self) -> str:
        return self.number


class PlanStep(models.Model):
    """One move of a plan from state to state: how it was made, for everybody to see."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    from_status = models.CharField(max_length=16, choices=PlanStatus.choices)
    to_status = models.CharField(max_length=16, choices=PlanStatus.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=1000, blank=True)
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.plan_id} {self.from_status} > {self.to_status}"


class ChangeRequest(models.Model):
    """A change asked for after publication. The rows stay as published until it is approved and a version takes it up.

    `proposal` holds the whole values asked for; `differences` says them in words, as they were when it was asked.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="change_requests")
    number = models.PositiveIntegerField()  # within the plan
    kind = models.CharField(max_length=16, choices=ChangeKind.choices)
    status = models.CharField(max_length=12, choices=ChangeStatus.choices, default=ChangeStatus.REQUESTED)
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    node = models.ForeignKey(PlanNode, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    subject = models.CharField(max_length=250)  # «actividad 3.2», «Datos del plan», as it was called
    subject_key = models.CharField(max_length=60, blank=True)  # the activity's address
    proposal = models.JSONField(default=dict)
    base_sha256 = models.CharField(max_length=64, blank=True)  # of what stood when it was asked
    differences = models.JSONField(default=list)  # [{"label", "before", "after"}]
    late_dates = models.JSONField(default=list, blank=True)  # dates already past when their move was asked, ISO
    reason = models.TextField()
    origin = models.CharField(max_length=300, blank=True)  # «Comentario 12 de la consulta», in words
    on_behalf_of = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    opinion_is_favourable = models.BooleanField(null=True, blank=True)
    opinion = models.TextField(blank=True)  # of the plan's coordinator
    opinion_at = models.DateTimeField(null=True, blank=True)
    opinion_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="change_requests")
    decision = models.TextField(blank=True)  # why it was refused or withdrawn, or on what condition it was approved
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    version = models.ForeignKey(
        PlanVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="change_requests"
    )
    informed = models.JSONField(default=dict, blank=True)  # {"internal_control": 1, "subscribers": 12}: counts only

    objects = TenantManager()

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("plan", "number"), name="change_request_number_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} #{self.number}"


class FindingDecision(models.Model):
    """A finding of the review that somebody looked at and left as it is, with the reason."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="finding_decisions")
    fingerprint = models.CharField(max_length=64)  # of rule, place and the words judged: new words are judged anew
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("plan", "fingerprint"), name="finding_decided_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.fingerprint[:12]}"


class SheetImport(models.Model):
    """A spreadsheet that was exported, edited and brought back, with its report row by row."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sheet_imports")
    file_id = models.BigIntegerField()  # services.files.StoredFile
    name = models.CharField(max_length=200)
    plan_edited_at = models.DateTimeField()  # the plan's mark when the report was made: an older report is stale
    report = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("-uploaded_at", "-pk")

    def __str__(self) -> str:
        return self.name


class LegalDate(models.Model):
    """A date that the law, a guide or the plan's template sets for a plan, with how it was counted."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="legal_dates")
    key = models.CharField(max_length=60)  # «publication», «follow_up_report:2026-06-30»
    title = models.CharField(max_length=200)
    counted_from = models.DateField(null=True, blank=True)  # None for a fixed date
    days = models.PositiveIntegerField(default=0)
    count_in = models.CharField(max_length=14, blank=True)  # BUSINESS_DAYS, CALENDAR_DAYS; empty for a fixed date
    due_on = models.DateField()
    proposed_on = models.DateField(null=True, blank=True)  # the working day before a fixed date that is none
    in_words = models.TextField(blank=True)  # the arithmetic as it was when the date was counted
    skipped = models.JSONField(default=list, blank=True)  # [["2026-05-18", "festivo: …", False]]: what did not count
    source_key = models.CharField(max_length=60)
    certainty = models.CharField(max_length=10)
    moves = models.JSONField(default=list, blank=True)  # [{"from_on", "to_on", "why", "at"}]
    settled_at = models.DateTimeField(null=True, blank=True)  # done or past: no change of a holiday moves it any more
    done_on = models.DateField(null=True, blank=True)  # where it is known that what was due was done

    objects = TenantManager()

    class Meta:
        ordering = ("due_on", "key")
        constraints = [models.UniqueConstraint(fields=("plan", "key"), name="legal_date_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.key}"
