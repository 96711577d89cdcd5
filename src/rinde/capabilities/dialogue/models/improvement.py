"""Improvement plans: the commitments of a space or a series as they were published, and what internal control says."""

from django.db import models
from django.db.models import Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.dialogue.choices import Outcome
from rinde.capabilities.dialogue.models.spaces import DialogueSpace, SpaceSeries
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import CutOff
from rinde.services.tenancy import TenantManager


class ImprovementPlan(models.Model):
    """What an entity will put right after a space or a series. Its commitments are the rows of `Commitment`."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    space = models.OneToOneField(
        DialogueSpace, null=True, blank=True, on_delete=models.CASCADE, related_name="improvement_plan"
    )
    series = models.OneToOneField(
        SpaceSeries, null=True, blank=True, on_delete=models.CASCADE, related_name="improvement_plan"
    )
    introduction = models.TextField(blank=True)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(space__isnull=False, series__isnull=True) | Q(space__isnull=True, series__isnull=False),
                name="improvement_of_space_or_series",
            )
        ]

    def __str__(self) -> str:
        return f"Plan de mejoramiento {self.pk}"

    @property
    def made_in(self) -> DialogueSpace | SpaceSeries:
        """The space or the series; the database holds that it is one of the two."""
        found: DialogueSpace | SpaceSeries | None = self.space or self.series
        assert found is not None  # noqa: S101
        return found


class ImprovementVersion(models.Model):
    """An improvement plan as it was published. `content` is canonical JSON; `sha256` is over exactly those bytes."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    improvement = models.ForeignKey(ImprovementPlan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("improvement", "number"), name="improvement_version_once")]

    def __str__(self) -> str:
        return f"{self.improvement_id} versión {self.number}"


class ImprovementEvaluation(models.Model):
    """What internal control says of an improvement plan at one of its cut-offs. Once out it is never rewritten."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    improvement = models.ForeignKey(ImprovementPlan, on_delete=models.CASCADE, related_name="evaluations")
    cut_off = models.ForeignKey(CutOff, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=6, choices=Outcome.choices, blank=True)
    text = models.TextField(blank=True)
    figures = models.JSONField(default=dict, blank=True)  # {"total": 4, "KEPT": 2, …} as they stood when it came out
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("cut_off__facts_until", "pk")
        constraints = [
            models.UniqueConstraint(fields=("improvement", "cut_off"), name="improvement_evaluation_once"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | ~Q(verdict="") & ~Q(text=""),
                name="improvement_evaluation_out_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.improvement_id} {self.cut_off_id}"
