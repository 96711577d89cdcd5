"""What a citizen says of an activity: «esto no pasó»."""

from django.db import models
from django.db.models import Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.choices import RemarkStatus
from rinde.capabilities.plans.models import Plan
from rinde.services.tenancy import TenantManager


class Remark(models.Model):
    """A remark with the activity attached. Name optional, mail only to be answered and then erased."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="remarks")
    number = models.PositiveIntegerField()  # within the plan
    activity_key = models.CharField(max_length=60)
    subject = models.CharField(max_length=300)  # the activity as it was called
    text = models.TextField()
    author_name = models.CharField(max_length=120, blank=True)
    shows_name = models.BooleanField(default=False)
    email = models.EmailField(blank=True)  # never public; erased once answered
    consent_version = models.PositiveSmallIntegerField(default=0)  # 0: gave no personal data
    consented_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=7, choices=RemarkStatus.choices, default=RemarkStatus.PENDING)
    hidden_reason = models.CharField(max_length=300, blank=True)
    moderated_at = models.DateTimeField(null=True, blank=True)
    moderated_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    received_at = models.DateTimeField()
    form_token = models.CharField(max_length=40)  # a form sent twice is one remark

    objects = TenantManager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("plan", "number"), name="remark_number_once"),
            models.UniqueConstraint(fields=("plan", "form_token"), name="remark_form_once"),
            models.CheckConstraint(
                condition=Q(status=RemarkStatus.HIDDEN) & ~Q(hidden_reason="")
                | ~Q(status=RemarkStatus.HIDDEN) & Q(hidden_reason=""),
                name="remark_hidden_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} nota {self.number}"
