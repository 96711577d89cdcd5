"""The rows of a plan: activities with what they leave done, when, and who answers."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Actor, ActorGroup, Entity
from rinde.capabilities.plans.choices import Accumulation, AssignmentRole, MeasureUnit, Recurrence
from rinde.capabilities.plans.models.plan import Objective, Plan, PlanNode
from rinde.capabilities.plans.rules.addresses import KEY
from rinde.services.tenancy import TenantManager


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
    carried_from = models.CharField(max_length=160, blank=True)  # «PTEP 2025, actividad 3.1.2», left unfinished there
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

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
    # Each time that it was moved after it had fallen due: [{"from_on", "moved_on"}]. Never emptied.
    late_moves = models.JSONField(default=list, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ("due_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(starts_on__lte=F("due_on")), name="milestone_in_order"
            ),
            models.CheckConstraint(
                condition=Q(expected_quantity__isnull=True) | Q(expected_quantity__gte=0),
                name="milestone_quantity_not_negative",
            ),
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
    # «los que suscriban el pacto»: who they are is known later, and then written down on record.
    is_conditional = models.BooleanField(default=False)
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
            models.CheckConstraint(
                condition=Q(own_target__isnull=True) | Q(own_target__gte=0), name="own_target_not_negative"
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
    carried_from = models.CharField(max_length=160, blank=True)  # «Estrategia de rendición de cuentas 2025»
    position = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.text[:80]
