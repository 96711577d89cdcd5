"""Tables of a public consultation: the text that was put before people, what they said, and what they were answered."""

from django.db import models
from django.db.models import F, Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.consultations.choices import (
    AuthorKind,
    CommentChannel,
    CommentStatus,
    ConsultationStatus,
    DayCount,
    PromiseStatus,
    ReplyOutcome,
)
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Activity, Plan
from rinde.services.tenancy import TenantManager


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def without_content(self) -> "ConsultationQuerySet":
        """Leave out the text in consultation, which is as large as the plan."""
        return self.defer("content")

    def newest_first(self) -> "ConsultationQuerySet":
        return self.order_by("-opened_at", "-pk")


class Consultation(models.Model):
    """A draft before its public for some days. `content` is canonical JSON; `sha256` is over exactly those bytes."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="consultations")
    number = models.PositiveIntegerField()  # within the plan: a second round is another consultation
    status = models.CharField(max_length=10, choices=ConsultationStatus.choices, default=ConsultationStatus.OPEN)
    notice = models.TextField()
    how_on_paper = models.TextField(blank=True)  # where and when to comment without the Internet
    shows_at_once = models.BooleanField(default=False)  # comments are in view before anybody looks at them
    opens_on = models.DateField()  # the day of the opening, which does not count
    closes_on = models.DateField()  # until its midnight in Bogotá
    days = models.PositiveIntegerField()
    count_in = models.CharField(max_length=14, choices=DayCount.choices)
    counting = models.TextField()  # the arithmetic in words, as announced: a holiday entered later does not rewrite it
    extensions = models.JSONField(default=list, blank=True)  # [{"from_on", "to_on", "why", "at"}], first one first
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    summary = models.TextField(blank=True)
    # What had changed in the draft when the summary was published: [{"head", "name", "what"}]. Later edits are not its.
    summary_changes = models.JSONField(default=list, blank=True)
    summary_published_at = models.DateTimeField(null=True, blank=True)
    summary_published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    addresses_erased_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager(ConsultationQuerySet)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("plan", "number"), name="consultation_number_once"),
            models.UniqueConstraint(
                fields=("plan",), condition=Q(status=ConsultationStatus.OPEN), name="consultation_one_open"
            ),
            models.CheckConstraint(condition=Q(closes_on__gt=F("opens_on")), name="consultation_in_order"),
            models.CheckConstraint(
                condition=Q(status=ConsultationStatus.ANSWERED, summary_published_at__isnull=False)
                | ~Q(status=ConsultationStatus.ANSWERED) & Q(summary_published_at__isnull=True),
                name="consultation_answered_has_summary",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} consulta {self.number}"


class Reply(models.Model):
    """The entity's answer to one comment or to many that say the same. Public with the summary."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="replies")
    number = models.PositiveIntegerField()  # within the consultation
    outcome = models.CharField(max_length=9, choices=ReplyOutcome.choices)
    text = models.TextField()
    promise = models.CharField(max_length=7, choices=PromiseStatus.choices, default=PromiseStatus.NONE)
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("number",)
        verbose_name_plural = "replies"
        constraints = [
            models.UniqueConstraint(fields=("consultation", "number"), name="reply_number_once"),
            models.CheckConstraint(
                condition=Q(promise=PromiseStatus.DONE, done_at__isnull=False)
                | ~Q(promise=PromiseStatus.DONE) & Q(done_at__isnull=True),
                name="reply_done_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} respuesta {self.number}"


class Comment(models.Model):
    """What somebody said of the text in consultation. Its number is its name; nothing of it is ever deleted.

    The mail address and a name that nobody asked to show are erased once they have no purpose.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="comments")
    number = models.PositiveIntegerField()  # within the consultation
    activity_key = models.CharField(max_length=60, blank=True)  # in the text in consultation; empty: of the whole plan
    subject = models.CharField(max_length=250)  # what it is about, as it was called there
    text = models.TextField()
    author_name = models.CharField(max_length=120, blank=True)
    author_kind = models.CharField(max_length=12, choices=AuthorKind.choices, blank=True)
    shows_name = models.BooleanField(default=False)
    email = models.EmailField(blank=True)  # never public
    confirm_token_hash = models.CharField(max_length=64, blank=True)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    consent_version = models.PositiveSmallIntegerField(default=0)  # 0: gave no personal data
    consented_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=7, choices=CommentChannel.choices, default=CommentChannel.WEB)
    place = models.CharField(max_length=160, blank=True)  # of the table or meeting
    given_on = models.DateField(null=True, blank=True)  # on paper
    status = models.CharField(max_length=7, choices=CommentStatus.choices, default=CommentStatus.PENDING)
    hidden_reason = models.CharField(max_length=300, blank=True)
    moderated_at = models.DateTimeField(null=True, blank=True)
    moderated_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    received_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    form_token = models.CharField(max_length=40)  # of the form that it came in: a form sent twice is one comment
    reply = models.ForeignKey(Reply, null=True, blank=True, on_delete=models.SET_NULL, related_name="comments")

    objects = TenantManager()

    class Meta:
        ordering = ("number",)
        indexes = [models.Index(fields=("consultation", "status"), name="comment_status")]
        constraints = [
            models.UniqueConstraint(fields=("consultation", "number"), name="comment_number_once"),
            models.UniqueConstraint(fields=("consultation", "form_token"), name="comment_form_once"),
            models.CheckConstraint(
                condition=Q(status=CommentStatus.HIDDEN) & ~Q(hidden_reason="")
                | ~Q(status=CommentStatus.HIDDEN) & Q(hidden_reason=""),
                name="comment_hidden_says_why",
            ),
            models.CheckConstraint(
                condition=Q(channel=CommentChannel.WEB) | Q(given_on__isnull=False), name="comment_on_paper_has_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} comentario {self.number}"
