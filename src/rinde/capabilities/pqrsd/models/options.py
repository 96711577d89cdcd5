"""What an entity decides for all its petitions, and the number that comes next."""

from datetime import time

from django.db import models

from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.pqrsd.choices import ResumePolicy
from rinde.services.tenancy import TenantManager

CLOSES_AT = time(17, 0)
RETENTION_MONTHS = 24


class PetitionPolicy(models.Model):
    """How an entity counts what the law leaves open. No row: the defaults."""

    entity = models.OneToOneField(Entity, on_delete=models.CASCADE, related_name="+")
    closes_at = models.TimeField(default=CLOSES_AT)
    waits_outside_hours = models.BooleanField(default=True)  # what comes in later counts as of the next business day
    resume_policy = models.CharField(max_length=7, choices=ResumePolicy.choices, default=ResumePolicy.RESUME)
    own_days = models.JSONField(default=dict, blank=True)  # {"CONGRESS": 5}: only for terms that are not law
    retention_months = models.PositiveSmallIntegerField(default=RETENTION_MONTHS)  # of data of people, after the end
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        verbose_name_plural = "petition policies"

    def __str__(self) -> str:
        return f"{self.entity_id}"


class FilingCounter(models.Model):
    """The last filing number of an entity in a year. Whoever files locks the row: no gap, and no number twice."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    objects = TenantManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("entity", "year"), name="filing_counter_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
