"""Spaces of dialogue: what is done when and where, its steps, its people at work, and the cells that it serves."""

from django.db import models
from django.db.models import F, Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.dialogue.choices import (
    DocumentKind,
    Mode,
    SpaceKind,
    SpaceStatus,
    StepKind,
    StepStatus,
    TeamTask,
)
from rinde.capabilities.dialogue.models.outreach import Topic, ValueGroup
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.surveys.models import Survey
from rinde.foundations.law.terms import TermUnit
from rinde.services.tenancy import TenantManager


class SpaceSeries(models.Model):
    """Spaces that belong together: a dialogue in each municipality, a fair with its stands. One report, one plan."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    actor = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("-year", "title")
        verbose_name_plural = "space series"
        constraints = [models.UniqueConstraint(fields=("entity", "slug"), name="series_slug_once")]

    def __str__(self) -> str:
        return f"{self.year} {self.title}"


class DialogueSpace(models.Model):
    """One space. From the call on it is public and stays so: a cancelled one says why."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=80)  # of its public address; never changes once people were called
    code = models.CharField(max_length=8)  # short, for a QR and to be said aloud: «K7M2Q4»
    kind = models.CharField(max_length=20, choices=SpaceKind.choices)
    status = models.CharField(max_length=9, choices=SpaceStatus.choices, default=SpaceStatus.DRAFT)
    series = models.ForeignKey(SpaceSeries, null=True, blank=True, on_delete=models.SET_NULL, related_name="spaces")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    actor = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    mode = models.CharField(max_length=9, choices=Mode.choices, default=Mode.IN_PERSON)
    place = models.CharField(max_length=200, blank=True)  # and address
    territory = models.CharField(max_length=160, blank=True)  # municipality, vereda, comuna
    link = models.URLField(max_length=500, blank=True)  # of the stream or the virtual room
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveIntegerField(null=True, blank=True)  # None: as many as come
    how_to_take_part = models.TextField(blank=True)
    accessibility = models.JSONField(default=list, blank=True)  # codes of Accessibility
    approaches = models.JSONField(default=list, blank=True)  # codes of Approach
    is_for_minors = models.BooleanField(default=False)  # nobody is asked for a name: people are only counted
    topics = models.ManyToManyField(Topic, related_name="spaces", blank=True)
    groups = models.ManyToManyField(ValueGroup, related_name="spaces", blank=True)
    survey = models.ForeignKey(Survey, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    registration_closes_at = models.DateTimeField(null=True, blank=True)  # None: until the space begins
    shows_questions_at_once = models.BooleanField(default=False)  # they are in view before anybody looks at them
    conclusions = models.TextField(blank=True)
    observations = models.TextField(blank=True)  # what the groups proposed and recommended
    result = models.TextField(blank=True)  # what came of taking part
    called_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.CharField(max_length=500, blank=True)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("starts_at", "pk")
        indexes = [models.Index(fields=("entity", "starts_at"), name="space_start")]
        constraints = [
            models.UniqueConstraint(fields=("entity", "slug"), name="space_slug_once"),
            models.UniqueConstraint(fields=("entity", "code"), name="space_code_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="space_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(status=SpaceStatus.CANCELLED) & ~Q(cancelled_reason="")
                | ~Q(status=SpaceStatus.CANCELLED) & Q(cancelled_reason=""),
                name="space_cancelled_says_why",
            ),
            models.CheckConstraint(condition=Q(capacity__isnull=True) | Q(capacity__gt=0), name="space_has_room"),
        ]

    def __str__(self) -> str:
        return self.title


class SpaceMove(models.Model):
    """A called space that was put off or brought forward: both dates and the reason, in public for ever."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(DialogueSpace, on_delete=models.CASCADE, related_name="moves")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("moved_at", "pk")

    def __str__(self) -> str:
        return f"{self.space_id} {self.from_at:%Y-%m-%d} → {self.to_at:%Y-%m-%d}"


class SpaceStep(models.Model):
    """One step of a space. `counting` is its arithmetic as it was told: a holiday entered later does not rewrite it."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(DialogueSpace, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=14, choices=StepKind.choices)
    status = models.CharField(max_length=7, choices=StepStatus.choices, default=StepStatus.PENDING)
    is_asked = models.BooleanField()  # keeps the space from being closed until it is done or left with a reason
    due_on = models.DateField()
    counting = models.TextField()
    source_key = models.CharField(max_length=60, blank=True)  # of foundations.law; empty: the entity's own term
    done_on = models.DateField(null=True, blank=True)  # the day of the fact
    done_at = models.DateTimeField(null=True, blank=True)  # when somebody said so
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500, blank=True)  # what was done; or why it does not apply

    objects = TenantManager()

    class Meta:
        ordering = ("space", "due_on", "pk")
        constraints = [
            models.UniqueConstraint(fields=("space", "kind"), name="space_step_once"),
            models.CheckConstraint(
                condition=Q(status=StepStatus.DONE, done_on__isnull=False, done_at__isnull=False)
                | ~Q(status=StepStatus.DONE) & Q(done_on__isnull=True, done_at__isnull=True),
                name="space_step_done_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(status=StepStatus.SKIPPED) | ~Q(note=""), name="space_step_skipped_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space_id} {self.kind}"


class StepTermSetting(models.Model):
    """A term that an entity counts its own way, for one step of one kind of space."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    space_kind = models.CharField(max_length=20, choices=SpaceKind.choices)
    step = models.CharField(max_length=14, choices=StepKind.choices)
    days = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=14, choices=[(one.value, one.value) for one in TermUnit])
    is_before = models.BooleanField()
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("entity", "space_kind", "step"), name="step_term_once")]

    def __str__(self) -> str:
        return f"{self.space_kind} {self.step} {self.days}"


class SpaceCell(models.Model):
    """A cell of a plan that a step of a space fulfils: when the step is done, a draft of its report is filled."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(DialogueSpace, on_delete=models.CASCADE, related_name="cells")
    step = models.CharField(max_length=14, choices=StepKind.choices)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    deliverable_id = models.BigIntegerField()
    milestone_id = models.BigIntegerField()
    actor_id = models.BigIntegerField(null=True, blank=True)  # None: a responsible whom nobody has matched

    objects = TenantManager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("space", "step", "deliverable_id", "milestone_id", "actor_id"),
                condition=Q(actor_id__isnull=False),
                name="space_cell_once",
            ),
            models.UniqueConstraint(
                fields=("space", "step", "deliverable_id", "milestone_id"),
                condition=Q(actor_id__isnull=True),
                name="space_cell_of_nobody_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space_id} {self.step} {self.deliverable_id}/{self.milestone_id}/{self.actor_id}"


class TeamMember(models.Model):
    """Somebody who helps at one space, and with what: at any other space they are a visitor."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(DialogueSpace, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    task = models.CharField(max_length=8, choices=TeamTask.choices)

    objects = TenantManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("space", "user", "task"), name="team_member_once")]

    def __str__(self) -> str:
        return f"{self.space_id} {self.user_id} {self.task}"


class SpaceDocument(models.Model):
    """A file of a space. A picture is shown by its public copy; a list of attendance is never public."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(DialogueSpace, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=12, choices=DocumentKind.choices)
    title = models.CharField(max_length=200)  # of a picture: what one sees on it
    file_id = models.BigIntegerField()  # services.files.StoredFile
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()  # bytes
    content_type = models.CharField(max_length=120)
    public_copy_id = models.BigIntegerField(null=True, blank=True)  # services.files.StoredFile, what visitors get
    is_public = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_reason = models.CharField(max_length=300, blank=True)
    form_token = models.CharField(max_length=40, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ("uploaded_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=DocumentKind.ATTENDANCE) | Q(is_public=False), name="attendance_list_never_public"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | ~Q(removed_reason=""), name="space_document_removed_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title
