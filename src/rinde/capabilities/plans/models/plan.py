"""What a plan says of itself, its components, and the versions that were published of it."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.plans.choices import Instrument, NodeKind, PlanStatus, SignatoryRole
from rinde.capabilities.plans.rules.content import heading_of
from rinde.services.tenancy import TenantManager


class PlanQuerySet(models.QuerySet["Plan"]):
    def published(self) -> "PlanQuerySet":
        return self.filter(current_version__isnull=False)

    def carried_out(self) -> "PlanQuerySet":
        """Plans that people work on: published within their period, and not closed.

        One that was brought in when its period was over is history, also before somebody closes it.
        """
        in_time = PlanVersion.objects.filter(plan=OuterRef("pk"), published_at__date__lte=OuterRef("period_end"))
        return self.filter(Exists(in_time), status=PlanStatus.PUBLISHED)

    def of_year(self, year: int) -> "PlanQuerySet":
        """Plans whose period touches the year; a four-year programme belongs to each of its years."""
        return self.filter(period_start__year__lte=year, period_end__year__gte=year)


class Plan(models.Model):
    """An instrument of an entity for a period. Its rows are the working draft; the public sees its current version."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="plans")
    instrument = models.CharField(max_length=20, choices=Instrument.choices)
    title = models.CharField(max_length=250)
    slug = models.SlugField(max_length=40)  # «ptep», with the first year a natural key: /planes/2026/ptep/
    period_start = models.DateField()
    period_end = models.DateField()
    status = models.CharField(max_length=16, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    template_key = models.CharField(max_length=40, blank=True)  # «PTEP_2024»; the template's dated version beside it
    template_version = models.CharField(max_length=20, blank=True)
    cut_off_regime = models.CharField(max_length=30, blank=True)  # key in the template; empty: nobody has chosen yet
    objective = models.TextField(blank=True)  # general; the specific ones are `Objective`
    scope = models.TextField(blank=True)
    format_code = models.CharField(max_length=60, blank=True)  # of the entity's own quality system
    format_version = models.CharField(max_length=30, blank=True)
    legal_bases = models.JSONField(default=list, blank=True)  # list of texts as the plan writes them
    participating_units = models.ManyToManyField(Actor, blank=True, related_name="+")
    carried_from = models.ForeignKey(  # last year's plan, where this one began from it
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    current_version = models.ForeignKey(
        "PlanVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Last day of the consultation that is open; whoever runs it stands above and keeps it here. Empty: none is.
    comments_until = models.DateField(null=True, blank=True)
    edited_at = models.DateTimeField()  # of anything in the plan
    edited_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    header_edited_at = models.DateTimeField(null=True, blank=True)  # of the header alone: guards it from stale writes
    created_at = models.DateTimeField()

    objects = TenantManager(PlanQuerySet)

    class Meta:
        ordering = ("-period_start", "instrument", "title")
        constraints = [
            models.CheckConstraint(condition=Q(period_end__gte=F("period_start")), name="plan_period_in_order"),
            models.UniqueConstraint(fields=("entity", "slug", "period_start"), name="plan_address_once"),
            models.CheckConstraint(
                condition=~Q(status__in=(PlanStatus.PUBLISHED, PlanStatus.CLOSED)) | Q(current_version__isnull=False),
                name="plan_published_has_version",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def year(self) -> int:
        """The first year of the period: the one in its address."""
        return self.period_start.year


class Objective(models.Model):
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="objectives")
    text = models.TextField()
    position = models.PositiveIntegerField(default=0)

    objects = TenantManager()

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.text[:80]


class Signatory(models.Model):
    """Who prepared, reviewed or approved: a post, and the name as the document prints it; or a collective author."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="signatories")
    role = models.CharField(max_length=10, choices=SignatoryRole.choices)
    post = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = TenantManager()

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.post


class Annex(models.Model):
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="annexes")
    title = models.CharField(max_length=250)
    address = models.URLField(blank=True, max_length=500)
    file_id = models.BigIntegerField(null=True, blank=True)  # services.files.StoredFile
    position = models.PositiveIntegerField(default=0)

    objects = TenantManager()

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.title


class PlanNode(models.Model):
    """A component or subcomponent. `code` is a label as the plan prints it; the order is `position`."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="nodes")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    kind = models.CharField(max_length=14, choices=NodeKind.choices)
    code = models.CharField(max_length=30, blank=True)
    name = models.CharField(max_length=500)
    narrative = models.TextField(blank=True)
    guiding_question = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=NodeKind.COMPONENT, parent__isnull=True)
                | Q(kind=NodeKind.SUBCOMPONENT, parent__isnull=False),
                name="plan_node_parent_fits_kind",
            )
        ]

    def __str__(self) -> str:
        return heading_of(self.code, self.name)


class PlanVersion(models.Model):
    """A frozen publication. `content` is canonical JSON text; `sha256` is over exactly those bytes in UTF-8."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    summary = models.CharField(max_length=500, blank=True)  # what changed, in words
    act = models.ForeignKey("Act", null=True, blank=True, on_delete=models.PROTECT, related_name="versions")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("plan", "number"), name="plan_version_number_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"
