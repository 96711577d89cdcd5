"""Tables of a document being read and reviewed. The original file, its hash and every decision stay."""

from django.db import models
from django.db.models import Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plan_imports.choices import ImportStatus, RowDecision
from rinde.capabilities.plans.models import Plan
from rinde.services.files.models import StoredFile
from rinde.services.tenancy import TenantManager


class PlanImport(models.Model):
    """One document on its way to a draft plan."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)  # what the person called the file, or «texto pegado»
    status = models.CharField(max_length=10, choices=ImportStatus.choices, default=ImportStatus.UPLOADED)
    pages_done = models.PositiveIntegerField(default=0)
    pages_total = models.PositiveIntegerField(default=0)
    attempt = models.PositiveIntegerField(default=0)  # a worker writes only under the attempt that it took
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    failure_code = models.CharField(max_length=40, blank=True)
    failure_message = models.TextField(blank=True)
    format = models.CharField(max_length=12, blank=True)
    draft = models.JSONField(null=True, blank=True)  # plan-draft/1, exactly as read; never edited
    heading = models.JSONField(default=dict, blank=True)  # entity, year, instrument, title as corrected by the person
    columns = models.JSONField(default=dict, blank=True)  # header → role, as used
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.SET_NULL, related_name="imports")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    loaded_at = models.DateTimeField(null=True, blank=True)
    loaded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("-uploaded_at",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=ImportStatus.READ) | Q(draft__isnull=False), name="import_read_has_draft"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.status}"


class ImportRow(models.Model):
    """One draft row: what was read (`original`), what the person made of it (`fields`), and the decision."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan_import = models.ForeignKey(PlanImport, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    original = models.JSONField()
    fields = models.JSONField()
    place = models.JSONField(default=dict, blank=True)  # page or sheet, table, row and the cells' boxes
    decision = models.CharField(max_length=10, choices=RowDecision.choices, default=RowDecision.PENDING)
    edited = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("plan_import", "position"), name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.plan_import_id}/{self.position}"


class ActorMatch(models.Model):
    """What a name of the document means in this entity's org chart: proposed with confidence, decided by a person."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan_import = models.ForeignKey(PlanImport, on_delete=models.CASCADE, related_name="actor_matches")
    text = models.CharField(max_length=300)
    actor_id_proposed = models.BigIntegerField(null=True, blank=True)
    group_id_proposed = models.BigIntegerField(null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(default=0)  # 0–100
    reason = models.CharField(max_length=120, blank=True)
    decided = models.BooleanField(default=False)

    objects = TenantManager()

    class Meta:
        ordering = ("text",)
        constraints = [models.UniqueConstraint(fields=("plan_import", "text"), name="match_once_per_text")]

    def __str__(self) -> str:
        return self.text


class ColumnMemory(models.Model):
    """The role that a person gave to a column header, kept for the entity's next document."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    header = models.CharField(max_length=200)  # folded
    role = models.CharField(max_length=30)
    remembered_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("entity", "header"), name="column_memory_once")]

    def __str__(self) -> str:
        return f"{self.header}: {self.role}"
