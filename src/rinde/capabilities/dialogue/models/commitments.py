"""Commitments of the entity before people: what was promised, what was done, and the word of whoever obtained it."""

from django.db import models
from django.db.models import Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.dialogue.choices import CommentStatus, CommitmentMoment, CommitmentStatus, Outcome
from rinde.capabilities.dialogue.models.questions import Question
from rinde.capabilities.dialogue.models.spaces import DialogueSpace, SpaceSeries
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.followup.choices import EvidenceKind, ReportStatus
from rinde.capabilities.plans.models import Activity, Plan
from rinde.services.tenancy import TenantManager


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def in_public(self) -> "CommitmentQuerySet":
        return self.exclude(status=CommitmentStatus.DRAFT)

    def still_open(self) -> "CommitmentQuerySet":
        return self.filter(status=CommitmentStatus.OPEN)

    def of_actors(self, actor_ids: frozenset[int]) -> "CommitmentQuerySet":
        return self.filter(actor_id__in=actor_ids)


class Commitment(models.Model):
    """Something that the entity promised in a space. Its number within the entity is its name, whatever the year.

    `obtained_by` is a community or a collective as everybody may read it, never a private person. `late_since` stands
    once a date passed without it being kept: a later date does not wash that off.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    # Within the entity, given when it is published: a draft that is discarded must leave no gap in the row, which would
    # look like a promise that vanished.
    number = models.PositiveIntegerField(null=True, blank=True)
    space = models.ForeignKey(
        DialogueSpace, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    series = models.ForeignKey(SpaceSeries, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments")
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments")
    text = models.TextField()
    obtained_by = models.CharField(max_length=160)
    actor = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    evidence_expected = models.CharField(max_length=300)
    made_on = models.DateField()  # the day on which it was promised
    due_on = models.DateField()
    counting = models.TextField(blank=True)  # the arithmetic, where the date was given in days
    first_due_on = models.DateField()  # as it was published
    late_since = models.DateField(null=True, blank=True)  # the last day that passed before the date was moved
    status = models.CharField(max_length=6, choices=CommitmentStatus.choices, default=CommitmentStatus.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True)  # the entity's, at its closing
    outcome_text = models.TextField(blank=True)
    done_on = models.DateField(null=True, blank=True)  # the day of the fact, where it was kept at all
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager(CommitmentQuerySet)

    class Meta:
        ordering = ("number", "pk")
        indexes = [models.Index(fields=("entity", "status", "due_on"), name="commitment_due")]
        constraints = [
            models.UniqueConstraint(fields=("entity", "number"), name="commitment_number_once"),
            models.CheckConstraint(
                condition=Q(space__isnull=False, series__isnull=True) | Q(space__isnull=True, series__isnull=False),
                name="commitment_of_space_or_series",
            ),
            models.CheckConstraint(
                condition=Q(status=CommitmentStatus.DRAFT, published_at__isnull=True, number__isnull=True)
                | ~Q(status=CommitmentStatus.DRAFT) & Q(published_at__isnull=False, number__isnull=False),
                name="commitment_published_says_when",
            ),
            models.CheckConstraint(
                condition=Q(status=CommitmentStatus.CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(status=CommitmentStatus.CLOSED) & Q(closed_at__isnull=True, outcome=""),
                name="commitment_closed_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"Compromiso {self.number}" if self.number else "Compromiso en borrador"

    @property
    def made_in(self) -> DialogueSpace | SpaceSeries:
        """The space or the series; the database holds that it is one of the two."""
        found: DialogueSpace | SpaceSeries | None = self.space or self.series
        assert found is not None  # noqa: S101
        return found


class CommitmentEvent(models.Model):
    """Something that happened to a commitment, in public and for ever: who follows it is told of it once."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=9, choices=CommitmentMoment.choices)
    text = models.TextField(blank=True)  # the reason of a move, what was done, the name of the plan
    from_on = models.DateField(null=True, blank=True)  # of a move
    to_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=CommitmentMoment.MOVED) | Q(from_on__isnull=False, to_on__isnull=False) & ~Q(text=""),
                name="commitment_moved_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.kind}"


class CommitmentReport(models.Model):
    """What a unit says it did for a commitment. It counts in public once it was accepted; until then it is inside."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="reports")
    number = models.PositiveSmallIntegerField()  # within the commitment
    status = models.CharField(max_length=8, choices=ReportStatus.choices, default=ReportStatus.DRAFT)
    text = models.TextField(blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True)  # empty: it goes on
    happened_on = models.DateField(null=True, blank=True)
    without_proof = models.CharField(max_length=300, blank=True)  # why there is none
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    first_sent_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    returned_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("commitment", "number"), name="commitment_report_once"),
            models.UniqueConstraint(
                fields=("commitment",), condition=~Q(status=ReportStatus.ACCEPTED), name="commitment_one_open_report"
            ),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.DRAFT) | Q(sent_at__isnull=False), name="commitment_report_sent_when"
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.RETURNED) | ~Q(returned_reason=""),
                name="commitment_report_returned_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} reporte {self.number}"


class CommitmentProof(models.Model):
    """A file or a link that a report offers. Visitors get the public copy; the file as it came in stays inside."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey(CommitmentReport, on_delete=models.CASCADE, related_name="proofs")
    kind = models.CharField(max_length=4, choices=EvidenceKind.choices)
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=1000, blank=True)
    file_id = models.BigIntegerField(null=True, blank=True)  # services.files.StoredFile
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    content_type = models.CharField(max_length=120, blank=True)
    public_copy_id = models.BigIntegerField(null=True, blank=True)  # services.files.StoredFile; None: internal
    removed = models.JSONField(default=list, blank=True)  # what was taken out of the copy, in words
    warnings = models.JSONField(default=dict, blank=True)  # {"ID_NUMBER": 12}: kinds and counts, never the data
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("added_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.FILE, file_id__isnull=False, url="") & ~Q(sha256="")
                | Q(kind=EvidenceKind.LINK, file_id__isnull=True, public_copy_id__isnull=True) & ~Q(url=""),
                name="commitment_proof_file_or_link",
            ),
            models.UniqueConstraint(
                fields=("report", "sha256"), condition=~Q(sha256=""), name="commitment_proof_file_once"
            ),
            models.UniqueConstraint(fields=("report", "url"), condition=~Q(url=""), name="commitment_proof_link_once"),
        ]

    def __str__(self) -> str:
        return self.title


class CommitmentVoice(models.Model):
    """Who obtained a commitment and may say whether it was kept. Their link and code are kept as hashes only.

    A new link or code puts the former out of use. The mail, where there is one, is inside and goes with the voice.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="voices")
    name = models.CharField(max_length=160)  # a community or a collective, in public
    email = models.EmailField(blank=True)
    token_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("token_hash",), name="commitment_voice_token_once"),
            models.UniqueConstraint(
                fields=("commitment", "name"), condition=Q(ended_at__isnull=True), name="commitment_voice_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CitizenWord(models.Model):
    """What whoever obtained a commitment says of it. A later word is another row: what was said before stays readable.

    The word is in view at once and stays so; only its comment may be hidden, with the reason that everybody reads.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="words")
    voice = models.ForeignKey(CommitmentVoice, on_delete=models.PROTECT, related_name="words")
    number = models.PositiveSmallIntegerField()  # within the commitment
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    comment = models.TextField(blank=True)
    comment_status = models.CharField(max_length=7, choices=CommentStatus.choices, default=CommentStatus.VISIBLE)
    hidden_reason = models.CharField(max_length=300, blank=True)
    moderated_at = models.DateTimeField(null=True, blank=True)
    moderated_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField()
    entity_outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True)  # what the entity said then
    form_token = models.CharField(max_length=40)

    objects = TenantManager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("commitment", "number"), name="citizen_word_number_once"),
            models.UniqueConstraint(fields=("commitment", "form_token"), name="citizen_word_form_once"),
            models.CheckConstraint(
                condition=Q(comment_status=CommentStatus.HIDDEN) & ~Q(hidden_reason="")
                | ~Q(comment_status=CommentStatus.HIDDEN) & Q(hidden_reason=""),
                name="citizen_word_hidden_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} palabra {self.number}"


class CommitmentActivity(models.Model):
    """An activity that a commitment became in a plan. `key` is its address there, also once it has left the draft."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="activities")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    key = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("made_at", "pk")
        verbose_name_plural = "commitment activities"
        constraints = [models.UniqueConstraint(fields=("commitment", "plan"), name="commitment_activity_once")]

    def __str__(self) -> str:
        return f"{self.commitment_id} → {self.plan_id} {self.key}"
