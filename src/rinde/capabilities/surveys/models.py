"""Tables of a survey: its questions as they are worked on, the versions that people answered, and what they said."""

from django.db import models
from django.db.models import F, Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.surveys.choices import AnswerChannel, Audience, ReadyForm, SurveyStatus
from rinde.capabilities.surveys.rules.privacy import USUAL_KEPT_DAYS
from rinde.capabilities.surveys.rules.questions import Question, from_json
from rinde.services.tenancy import TenantManager


class Survey(models.Model):
    """A survey. `questions` is the working list; what people answer is the frozen list of `current_version`."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()  # within the entity: its public address
    title = models.CharField(max_length=160)
    ready_form = models.CharField(max_length=10, choices=ReadyForm.choices)
    purpose = models.TextField(blank=True)  # what the answers are for, told above the form
    actor = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")  # who asks
    audience = models.CharField(max_length=5, choices=Audience.choices, default=Audience.OPEN)
    status = models.CharField(max_length=6, choices=SurveyStatus.choices, default=SurveyStatus.DRAFT)
    questions = models.JSONField(default=list, blank=True)
    current_version = models.ForeignKey(
        "SurveyVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Where a question asks who somebody is: what for, and how long after the closing it is kept (Ley 1581/2012).
    personal_purpose = models.TextField(blank=True)
    kept_days = models.PositiveSmallIntegerField(default=USUAL_KEPT_DAYS)
    personal_erased_at = models.DateTimeField(null=True, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)  # the first moment that does not count; null: by hand
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    published_keys = models.JSONField(default=list, blank=True)  # of the questions whose results everybody may see
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("entity", "number"), name="survey_number_once"),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(opens_at__isnull=False, closes_at__gt=F("opens_at")),
                name="survey_in_order",
            ),
            models.CheckConstraint(
                condition=Q(status=SurveyStatus.DRAFT)
                | Q(current_version__isnull=False, opens_at__isnull=False, opened_at__isnull=False),
                name="survey_opened_has_version",
            ),
            models.CheckConstraint(
                condition=Q(status=SurveyStatus.CLOSED, closed_at__isnull=False)
                | ~Q(status=SurveyStatus.CLOSED) & Q(closed_at__isnull=True),
                name="survey_closed_says_when",
            ),
            # What everybody saw may not change below their eyes: two states would tell of who came in between.
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(status=SurveyStatus.CLOSED),
                name="survey_published_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity_id} encuesta {self.number}"

    @property
    def question_list(self) -> tuple[Question, ...]:
        """The questions as they are worked on."""
        return from_json(self.questions)

    @property
    def shows_results(self) -> bool:
        return self.published_at is not None


class SurveyVersion(models.Model):
    """The questions as somebody answered them. Frozen with its first answer."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()  # within the survey
    questions = models.JSONField(default=list)
    consent_text = models.TextField(blank=True)  # empty: no personal data was asked for
    consent_version = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("survey", "number"), name="survey_version_number_once"),
            models.CheckConstraint(
                condition=Q(consent_text="", consent_version=0) | ~Q(consent_text="") & Q(consent_version__gt=0),
                name="survey_version_consent_numbered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} versión {self.number}"

    @property
    def question_list(self) -> tuple[Question, ...]:
        return from_json(self.questions)


class SurveyToken(models.Model):
    """A key that lets in one answer. Only its hash is kept, and never when or with what it was used."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="tokens")
    sha256 = models.CharField(max_length=64)
    batch = models.PositiveIntegerField()  # within the survey: those that were printed together
    form_token = models.CharField(max_length=40)  # of the form that asked for them: sent twice, it makes them once
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    is_used = models.BooleanField(default=False)
    voided_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ("batch", "pk")
        constraints = [
            models.UniqueConstraint(fields=("survey", "sha256"), name="survey_token_once"),
            models.CheckConstraint(
                condition=Q(is_used=False) | Q(voided_at__isnull=True), name="survey_token_used_or_voided"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} clave {self.pk}"


class SurveyAnswer(models.Model):
    """One sheet. `personal` is what says who somebody is: apart, and erased when its term is over."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="answers")
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveIntegerField()  # within the survey
    content = models.JSONField()  # {"given": {key: value}, "unknown": [key]}
    personal = models.JSONField(default=dict, blank=True)  # {key: text}
    consented_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=5, choices=AnswerChannel.choices, default=AnswerChannel.WEB)
    place = models.CharField(max_length=160, blank=True)  # where a sheet of paper was filled in
    given_on = models.DateField(null=True, blank=True)  # when it was
    received_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    form_token = models.CharField(max_length=40)  # of the form that it came in: sent twice, it is one answer
    # A keyed hash of the key that let it in, under another name than in `SurveyToken`: one answer a key, and from the
    # tables alone nobody tells which answer came with which key.
    token_mark = models.CharField(max_length=64, null=True, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("survey", "number"), name="survey_answer_number_once"),
            models.UniqueConstraint(fields=("survey", "form_token"), name="survey_answer_form_once"),
            models.UniqueConstraint(fields=("survey", "token_mark"), name="survey_answer_token_once"),
            models.CheckConstraint(
                condition=Q(channel=AnswerChannel.WEB, place="", given_on__isnull=True)
                | Q(channel=AnswerChannel.PAPER, given_on__isnull=False) & ~Q(place=""),
                name="survey_answer_paper_has_day_and_place",
            ),
            models.CheckConstraint(
                condition=Q(personal={}) | Q(consented_at__isnull=False), name="survey_answer_personal_has_consent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} respuesta {self.number}"
