"""Tables of a plan: what was promised, by whom, for when, in which version."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Actor, ActorGroup, Entity
from rinde.capabilities.plans.choices import (
    Accumulation,
    AssignmentRole,
    Instrument,
    MeasureUnit,
    NodeKind,
    PlanStatus,
    Recurrence,
    SignatoryRole,
)
from rinde.capabilities.plans.rules.addresses import KEY
from rinde.capabilities.plans.rules.content import heading_of
from rinde.services.tenancy import TenantManager


class PlanQuerySet(models.QuerySet["Plan"]):
    def published(self) -> "PlanQuerySet":
        return self.filter(current_version__isnull=False)

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
    status = models.CharField(max_length=12, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    template_key = models.CharField(max_length=40, blank=True)  # «PTEP_2024»; the template's dated version beside it
    template_version = models.CharField(max_length=20, blank=True)
    objective = models.TextField(blank=True)  # general; the specific ones are `Objective`
    scope = models.TextField(blank=True)
    format_code = models.CharField(max_length=60, blank=True)  # of the entity's own quality system
    format_version = models.CharField(max_length=30, blank=True)
    legal_bases = models.JSONField(default=list, blank=True)  # list of texts as the plan writes them
    participating_units = models.ManyToManyField(Actor, blank=True, related_name="+")
    current_version = models.ForeignKey(
        "PlanVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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
                condition=Q(status=PlanStatus.DRAFT) | Q(current_version__isnull=False),
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


class Activity(models.Model):
    """What will be done. `key` is its address in the plan and never changes; `code` is the printed label."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="activities")
    node = models.ForeignKey(PlanNode, on_delete=models.PROTECT, related_name="activities")
    key = models.CharField(max_length=60, validators=[RegexValidator(rf"^{KEY.pattern}$")])
    code = models.CharField(max_length=30, blank=True)
    name = models.TextField()
    description = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    objectives = models.ManyToManyField(Objective, blank=True, related_name="activities")
    edited_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("plan", "key"), name="activity_key_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()[:120]


class Deliverable(models.Model):
    """A goal or product, with TWO measures apart: the target (how much) and the indicator (how it is measured)."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="deliverables")
    description = models.TextField(blank=True)  # the task it comes from, where the plan splits an activity into tasks
    target = models.TextField(blank=True)  # as the plan writes it
    product = models.TextField(blank=True)
    target_quantity = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    target_unit = models.CharField(max_length=8, choices=MeasureUnit.choices, blank=True)
    target_per_actor = models.BooleanField(default=False)  # «dos por organismo»
    indicator = models.TextField(blank=True)
    indicator_formula = models.TextField(blank=True)
    indicator_unit = models.CharField(max_length=80, blank=True)
    indicator_baseline = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    indicator_accumulation = models.CharField(max_length=8, choices=Accumulation.choices, default=Accumulation.SUM)
    resources = models.TextField(blank=True)
    expected_evidence = models.JSONField(default=list, blank=True)  # alternatives: one of them is enough
    schedule_text = models.TextField(blank=True)  # as the plan writes it
    recurrence = models.CharField(max_length=12, choices=Recurrence.choices, blank=True)
    permanent = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    objects = TenantManager()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.CheckConstraint(
                condition=Q(target_quantity__isnull=True) | Q(target_quantity__gte=0), name="target_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return (self.product or self.target)[:120]


class UniverseItem(models.Model):
    """One of the things that a percentage counts: «100 % de los 39 mapas» names the 39."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="universe")
    name = models.CharField(max_length=250)
    position = models.PositiveIntegerField(default=0)

    objects = TenantManager()

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name


class Milestone(models.Model):
    """A date on which something falls due. `starts_on` only for a span; the deadline is always `due_on`."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(max_length=120, blank=True)  # «elaborado», «publicado»
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    expected_quantity = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ("due_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(starts_on__lte=F("due_on")), name="milestone_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.due_on:%Y-%m-%d}"


class Assignment(models.Model):
    """Who answers for a deliverable: an actor, a group, or a text that nobody has matched yet."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=8, choices=AssignmentRole.choices, default=AssignmentRole.LEAD)
    actor = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments")
    group = models.ForeignKey(ActorGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments")
    text = models.CharField(max_length=300, blank=True)  # as the plan writes it
    own_target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    frozen_at = models.DateTimeField(
        null=True, blank=True
    )  # from then on `members` is the list, whatever the org chart says

    objects = TenantManager()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(actor__isnull=False, group__isnull=False), name="assignment_actor_or_group"
            ),
            models.CheckConstraint(
                condition=Q(actor__isnull=False) | Q(group__isnull=False) | ~Q(text=""), name="assignment_to_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.actor or self.group)


class AssignmentMember(models.Model):
    """One actor of an assignment's frozen list. With a milestone it makes a cell: what falls due and is reported."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="members")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("assignment", "actor"), name="assignment_member_once")]

    def __str__(self) -> str:
        return f"{self.assignment_id}:{self.actor_id}"


class Placement(models.Model):
    """Shows an activity in a further instrument; it is edited and reported once, where it lives."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="placements")
    node = models.ForeignKey(PlanNode, on_delete=models.CASCADE, related_name="placements")
    position = models.PositiveIntegerField(default=0)

    objects = TenantManager()

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("activity", "node"), name="placement_once")]

    def __str__(self) -> str:
        return f"{self.activity_id} en {self.node_id}"


class Announcement(models.Model):
    """An action that the document lists without date or unit: announced, not scheduled."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="announcements")
    group = models.CharField(max_length=250, blank=True)
    text = models.TextField()
    became = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    position = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.text[:80]


class PlanVersion(models.Model):
    """A frozen publication. `content` is canonical JSON text; `sha256` is over exactly those bytes in UTF-8."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    summary = models.CharField(max_length=500, blank=True)  # what changed, in words
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("plan", "number"), name="plan_version_number_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"
