"""Proofs: the original intact, its copies apart, and what it was offered as proof of."""

from django.db import models
from django.db.models import Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.choices import DerivativeKind, EvidenceKind, Visibility
from rinde.capabilities.followup.models.progress import ProgressReport
from rinde.capabilities.plans.models import Plan
from rinde.services.tenancy import TenantManager


class Evidence(models.Model):
    """A file or a link that shows that something was done. Three dates: of the fact, of its capture, of its upload."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="evidences")
    kind = models.CharField(max_length=4, choices=EvidenceKind.choices)
    title = models.CharField(max_length=200)
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.INTERNAL)
    reserved_reason = models.CharField(max_length=300, blank=True)  # the norm or reason of a reserve
    file_id = models.BigIntegerField(null=True, blank=True)  # services.files.StoredFile: the original, never public
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    content_type = models.CharField(max_length=120, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    normalized_url = models.CharField(max_length=1000, blank=True)  # to find the same link offered twice
    happened_on = models.DateField(null=True, blank=True)  # the fact that it shows
    captured_at = models.DateTimeField(null=True, blank=True)  # the photo was taken, the page was copied
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    warnings = models.JSONField(default=dict, blank=True)  # {"id_number": 12}: kinds and counts, never the data
    warnings_accepted = models.CharField(max_length=300, blank=True)  # why it is public all the same
    text = models.TextField(blank=True)  # extract of what a link showed
    checked_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)  # first of the looks in a row that found it broken
    broken_since = models.DateTimeField(null=True, blank=True)  # the same, once it is not one bad night
    check_state = models.CharField(max_length=9, blank=True)  # of services.links: WORKS, BROKEN, UNCHECKED
    check_result = models.CharField(max_length=200, blank=True)  # in words
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    form_token = models.CharField(max_length=40, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ("uploaded_at", "pk")
        indexes = [
            models.Index(fields=("entity", "sha256"), name="evidence_hash"),
            models.Index(fields=("entity", "normalized_url"), name="evidence_link"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.FILE, file_id__isnull=False, url="") & ~Q(sha256="")
                | Q(kind=EvidenceKind.LINK, file_id__isnull=True) & ~Q(url=""),
                name="evidence_file_or_link",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="evidence_withdrawn_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceUse(models.Model):
    """A proof offered for a report. One proof for several is declared, and then it is normal."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="uses")
    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="evidence_uses")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)  # taken off the report before it was sent again

    objects = TenantManager()

    class Meta:
        ordering = ("added_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("evidence", "report"), condition=Q(removed_at__isnull=True), name="evidence_use_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} en {self.report_id}"


class Derivative(models.Model):
    """A copy of an original with something taken out; `removed` says what, in words. The newest of a kind counts."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="derivatives")
    kind = models.CharField(max_length=11, choices=DerivativeKind.choices)
    file_id = models.BigIntegerField()  # services.files.StoredFile
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=120)
    removed = models.JSONField(default=list, blank=True)  # [«la ubicación donde se tomó la foto»]
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.kind}"
