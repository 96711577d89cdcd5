"""What people ask at a space of dialogue, and who supports it. Nothing of it is deleted: what is taken out says why."""

from django.db import models
from django.db.models import F, Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.dialogue.choices import AnswerState, QuestionChannel, QuestionStatus, ScreenState
from rinde.capabilities.dialogue.models.spaces import DialogueSpace
from rinde.capabilities.entities.models import Entity
from rinde.services.tenancy import TenantManager


class QuestionQuerySet(models.QuerySet["Question"]):
    def in_view(self) -> "QuestionQuerySet":
        """What the hall reads: accepted, and neither taken out nor joined to another."""
        return self.filter(status=QuestionStatus.SHOWN)

    def waiting_for_answer(self) -> "QuestionQuerySet":
        return self.filter(answer=AnswerState.WAITING)

    def most_supported_first(self) -> "QuestionQuerySet":
        return self.order_by("-supports", "number")


class Question(models.Model):
    """A question. Its number within the space is its name, in public and in the filing of the petition that it makes.

    `visitor_hash` is a keyed hash of the mark of a browser, of use at this space only; no address of the network is
    kept. The name is shown only where its author asked for it, and the mail never.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(DialogueSpace, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveIntegerField()  # within the space
    text = models.TextField()
    channel = models.CharField(max_length=6, choices=QuestionChannel.choices, default=QuestionChannel.PHONE)
    asked_by = models.CharField(max_length=120, blank=True)
    shows_name = models.BooleanField(default=False)
    email = models.EmailField(blank=True)  # never public; to be answered
    consent_version = models.PositiveSmallIntegerField(default=0)  # 0: gave no personal data
    consented_at = models.DateTimeField(null=True, blank=True)
    visitor_hash = models.CharField(max_length=64, blank=True)  # empty: typed in by the team, or without a cookie
    form_token = models.CharField(max_length=40)  # of the form that it came in: a form sent twice is one question
    received_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    status = models.CharField(max_length=7, choices=QuestionStatus.choices, default=QuestionStatus.PENDING)
    hidden_reason = models.CharField(max_length=300, blank=True)  # as everybody reads it
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    supports = models.PositiveIntegerField(default=0)  # people besides who asked it, those of joined ones included
    screen = models.CharField(max_length=4, choices=ScreenState.choices, default=ScreenState.OFF)
    position = models.PositiveIntegerField(null=True, blank=True)  # among the next ones on the big screen
    answer = models.CharField(max_length=7, choices=AnswerState.choices, default=AnswerState.WAITING)
    live_answer = models.TextField(blank=True)  # what was answered at the space, in short
    answered_by = models.CharField(max_length=160, blank=True)  # a post or unit, not a person: «Secretaría de Hacienda»
    answered_at = models.DateTimeField(null=True, blank=True)
    is_off_topic = models.BooleanField(default=False)  # of another subject: answered in writing, not taken out
    petition = models.ForeignKey(
        "pqrsd.Petition", null=True, blank=True, on_delete=models.SET_NULL, related_name="questions"
    )
    version = models.PositiveIntegerField(default=1)  # one more with each change by the team; supports do not count
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager(QuestionQuerySet)

    class Meta:
        ordering = ("space", "number")
        constraints = [
            models.UniqueConstraint(fields=("space", "number"), name="question_number_once"),
            models.UniqueConstraint(fields=("space", "form_token"), name="question_form_once"),
            models.UniqueConstraint(
                fields=("space",), condition=Q(screen=ScreenState.NOW), name="question_one_on_screen"
            ),
            models.CheckConstraint(
                condition=Q(status=QuestionStatus.HIDDEN) & ~Q(hidden_reason="")
                | ~Q(status=QuestionStatus.HIDDEN) & Q(hidden_reason=""),
                name="question_hidden_says_why",
            ),
            models.CheckConstraint(
                condition=Q(status=QuestionStatus.MERGED, merged_into__isnull=False)
                | ~Q(status=QuestionStatus.MERGED) & Q(merged_into__isnull=True),
                name="question_merged_says_into_which",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")), name="question_not_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(screen=ScreenState.OFF) | Q(status=QuestionStatus.SHOWN), name="question_on_screen_is_shown"
            ),
            models.CheckConstraint(
                condition=Q(answer=AnswerState.LIVE, answered_at__isnull=False)
                | ~Q(answer=AnswerState.LIVE) & Q(answered_at__isnull=True),
                name="question_answered_live_says_when",
            ),
            models.CheckConstraint(
                condition=Q(email="", asked_by="") | Q(consent_version__gt=0, consented_at__isnull=False),
                name="question_data_with_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space_id} pregunta {self.number}"


class QuestionSupport(models.Model):
    """One visitor's support of one question. Taken back, the row stays and may be given again: nobody counts twice."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="given")
    visitor_hash = models.CharField(max_length=64)
    is_given = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("question", "visitor_hash"), name="question_support_once")]

    def __str__(self) -> str:
        return f"{self.question_id} apoyo"
