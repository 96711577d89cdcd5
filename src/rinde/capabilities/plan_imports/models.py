"""Tables of a document being read and reviewed. The original file, its hash and every decision stay."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Actor, ActorGroup, Entity
from rinde.capabilities.plan_imports.choices import FindingSeverity, ImportStatus, RowDecision, Settlement
from rinde.capabilities.plans.models import Plan
from rinde.services.files.models import StoredFile
from rinde.services.tenancy import TenantManager


class PlanImportQuerySet(models.QuerySet["PlanImport"]):
    def without_draft(self) -> "PlanImportQuerySet":
        """Leave out the reading itself, which is as large as the document."""
        return self.defer("draft")

    def in_use(self) -> "PlanImportQuerySet":
        return self.exclude(status=ImportStatus.DISCARDED)


class PlanImport(models.Model):
    """One document on its way to a draft plan."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)  # what the person called the file, or «texto pegado»
    status = models.CharField(max_length=10, choices=ImportStatus.choices, default=ImportStatus.UPLOADED)
    pages_done = models.PositiveIntegerField(default=0)
    pages_total = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField()
    attempt = models.PositiveIntegerField(default=0)  # a worker writes only under the attempt that it took
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    failure_code = models.CharField(max_length=40, blank=True)
    failure_message = models.TextField(blank=True)
    format = models.CharField(max_length=12, blank=True)
    draft = models.JSONField(null=True, blank=True)  # plan-draft/1, exactly as read; never edited
    heading = models.JSONField(default=dict, blank=True)  # instrument, title, period_start, period_end: read, corrected
    columns = models.JSONField(default=list, blank=True)  # [{"header", "role"}], as used for this reading
    page_sizes = models.JSONField(default=list, blank=True)  # PDF: [width, height] of each page in points
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.SET_NULL, related_name="imports")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    loaded_at = models.DateTimeField(null=True, blank=True)
    loaded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager(PlanImportQuerySet)

    class Meta:
        ordering = ("-uploaded_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=ImportStatus.READ) | Q(draft__isnull=False), name="import_read_has_draft"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.status}"

    @property
    def is_open(self) -> bool:
        """Whether it is being reviewed: rows may be decided."""
        return bool(self.status == ImportStatus.READ)

    @property
    def is_read(self) -> bool:
        """Whether there are rows to look at, in review or already made a plan."""
        return self.status in {ImportStatus.READ, ImportStatus.LOADED}


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def pending(self) -> "ImportRowQuerySet":
        return self.filter(decision=RowDecision.PENDING)

    def accepted(self) -> "ImportRowQuerySet":
        return self.filter(decision=RowDecision.ACCEPTED)

    def with_open_findings(self) -> "ImportRowQuerySet":
        return self.filter(Exists(ImportFinding.objects.open().filter(row=OuterRef("pk"))))

    def with_blocking_findings(self) -> "ImportRowQuerySet":
        return self.filter(Exists(ImportFinding.objects.open().blocking().filter(row=OuterRef("pk"))))


class ImportRow(models.Model):
    """One draft row: what was read (`original`), what the person made of it (`fields`), and the decision."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan_import = models.ForeignKey(PlanImport, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    original = models.JSONField(null=True, blank=True)  # null: a row that a person added
    fields = models.JSONField()
    place = models.JSONField(
        default=dict, blank=True
    )  # page or sheet, table, row, box; `grid` and `line` of SourceLine
    decision = models.CharField(max_length=10, choices=RowDecision.choices, default=RowDecision.PENDING)
    edited = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager(ImportRowQuerySet)
    # Filled by `queries.row_of`.
    all_findings: "list[ImportFinding]"

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=("plan_import", "position"), name="import_row_once"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(decided_at__isnull=False), name="import_row_decided_by_with_at"
            ),
        ]
        indexes = [models.Index(fields=("plan_import", "decision"), name="import_row_by_decision")]

    def __str__(self) -> str:
        return f"{self.plan_import_id}/{self.position}"


class ImportFindingQuerySet(models.QuerySet["ImportFinding"]):
    def open(self) -> "ImportFindingQuerySet":
        return self.filter(settlement="")

    def blocking(self) -> "ImportFindingQuerySet":
        return self.filter(severity=FindingSeverity.ERROR)


class ImportFinding(models.Model):
    """Something that the reading noticed, open until the row is corrected or the person says that it is right."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan_import = models.ForeignKey(PlanImport, on_delete=models.CASCADE, related_name="findings")
    row = models.ForeignKey(ImportRow, null=True, blank=True, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveIntegerField()
    rule = models.CharField(max_length=60)
    severity = models.CharField(max_length=8, choices=FindingSeverity.choices)
    message = models.TextField()
    suggestion = models.TextField(blank=True)
    settlement = models.CharField(max_length=8, choices=Settlement.choices, blank=True)  # empty: open
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager(ImportFindingQuerySet)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.CheckConstraint(
                condition=Q(settlement="", settled_at__isnull=True) | (~Q(settlement="") & Q(settled_at__isnull=False)),
                name="finding_settled_with_at",
            )
        ]
        indexes = [models.Index(fields=("plan_import", "settlement"), name="import_finding_by_state")]

    def __str__(self) -> str:
        return f"{self.rule} {self.severity}"


class ImportAnnouncement(models.Model):
    """An action listed outside the table: kept as announced, in the person's words, or left out."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan_import = models.ForeignKey(PlanImport, on_delete=models.CASCADE, related_name="announcements")
    position = models.PositiveIntegerField()
    original = models.TextField()
    group = models.CharField(max_length=250, blank=True)
    text = models.TextField()
    left_out = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("plan_import", "position"), name="import_announcement_once")]

    def __str__(self) -> str:
        return self.text[:80]


class SourceLine(models.Model):
    """One line of a table of the original, as printed: what a reviewer sees beside the draft row."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan_import = models.ForeignKey(PlanImport, on_delete=models.CASCADE, related_name="source_lines")
    grid = models.PositiveIntegerField()  # the document's tables, from 0
    line = models.PositiveIntegerField()  # within the table, from 0
    # Every place of the line: [row and column where its cell begins, text, is shaded]; [] for none. A merged cell is in
    # each place that it covers.
    cells = models.JSONField()

    objects = TenantManager()

    class Meta:
        ordering = ("grid", "line")
        constraints = [models.UniqueConstraint(fields=("plan_import", "grid", "line"), name="source_line_once")]

    def __str__(self) -> str:
        return f"{self.plan_import_id}/{self.grid}/{self.line}"


class ActorMatch(models.Model):
    """What a name of the document means in this entity's org chart: proposed with confidence, decided by a person."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan_import = models.ForeignKey(PlanImport, on_delete=models.CASCADE, related_name="actor_matches")
    text = models.CharField(max_length=300)
    proposals = models.JSONField(
        default=list, blank=True
    )  # [{"actor_id", "group_id", "confidence", "reason"}], best first
    confidence = models.PositiveSmallIntegerField(default=0)  # 0–100, of the first proposal
    # What holds: the sure proposal until a person decides. Both empty: it stays as the plan writes it.
    actor = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    group = models.ForeignKey(ActorGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("text",)
        constraints = [
            models.UniqueConstraint(fields=("plan_import", "text"), name="match_once_per_text"),
            models.CheckConstraint(condition=~Q(actor__isnull=False, group__isnull=False), name="match_actor_or_group"),
        ]

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
