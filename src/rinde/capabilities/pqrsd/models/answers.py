"""Answers of a petition, version by version, and the proof that they reached whoever asked."""

from django.db import models
from django.db.models import Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.pqrsd.choices import AnswerOutcome, AnswerStatus, DeliveryWay
from rinde.capabilities.pqrsd.models.petitions import Petition, PetitionDocument
from rinde.services.tenancy import TenantManager


class Answer(models.Model):
    """One version of an answer. Its text is never rewritten: a change is the next version.

    `is_own_review`: the same person wrote and approved it, as happens in a small town; the page says so.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="answers")
    version = models.PositiveSmallIntegerField()  # within the petition
    actor = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")  # whose unit
    outcome = models.CharField(max_length=7, choices=AnswerOutcome.choices, default=AnswerOutcome.GRANTED)
    text = models.TextField()
    public_text = models.TextField(blank=True)  # empty: between the entity and the person
    denial = models.JSONField(default=dict, blank=True)  # {"norm", "exception", "until", "harm"}
    status = models.CharField(max_length=9, choices=AnswerStatus.choices, default=AnswerStatus.DRAFT)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    review_note = models.TextField(blank=True)
    is_own_review = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("version",)
        constraints = [
            models.UniqueConstraint(fields=("petition", "version"), name="answer_version_once"),
            models.UniqueConstraint(
                fields=("petition",), condition=Q(status=AnswerStatus.SENT), name="answer_one_sent"
            ),
            models.CheckConstraint(
                condition=Q(status=AnswerStatus.SENT, sent_at__isnull=False)
                | ~Q(status=AnswerStatus.SENT) & Q(sent_at__isnull=True),
                name="answer_sent_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} versión {self.version}"


class Delivery(models.Model):
    """How an answer reached whoever asked, with its proof: a mail that went out, a signed receipt, a public notice."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="deliveries")
    way = models.CharField(max_length=6, choices=DeliveryWay.choices)
    delivered_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)  # «Guía 8841», «recibe la secretaria de la junta»
    mail_key = models.CharField(max_length=160, blank=True)  # of services.notifications, which knows whether it left
    document = models.ForeignKey(PetitionDocument, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("noted_at", "pk")
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=("answer", "mail_key"), condition=~Q(mail_key=""), name="delivery_mail_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.way}"
