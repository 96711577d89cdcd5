"""A petition, whoever made it, what was handed in with it and what happened to it."""

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models
from django.db.models import F, Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.pqrsd.choices import (
    CompletionKind,
    DocumentKind,
    DueBy,
    EventKind,
    PetitionChannel,
    PetitionKind,
    PetitionStatus,
    Priority,
    ResumePolicy,
)
from rinde.capabilities.pqrsd.rules.states import OPEN
from rinde.services.files.models import StoredFile
from rinde.services.tenancy import TenantManager


class PetitionQuerySet(models.QuerySet["Petition"]):
    def still_open(self) -> "PetitionQuerySet":
        return self.filter(status__in=OPEN)

    def of_actors(self, actor_ids: Iterable[int]) -> "PetitionQuerySet":
        return self.filter(actor_id__in=list(actor_ids))

    def most_pressing_first(self) -> "PetitionQuerySet":
        """What is due first on top, so what is overdue before all; what has no term at the end."""
        return self.order_by(F("due_on").asc(nulls_last=True), "-priority", "pk")


class Petition(models.Model):
    """Something that somebody asks of the entity, with its filing number and its clock.

    `due_on` is what the rules counted at the last write: lists are ordered by it. Nothing here identifies anybody, as
    far as they did not write it into `text`; `public_text` is what everybody may read.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()  # within the entity and the year
    number = models.CharField(max_length=16)  # «2026-000123»
    code_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=21, choices=PetitionKind.choices, blank=True)  # empty until it is classified
    channel = models.CharField(max_length=9, choices=PetitionChannel.choices)
    priority = models.CharField(max_length=10, choices=Priority.choices, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    public_text = models.TextField(blank=True)
    origin = models.CharField(max_length=300, blank=True)  # «Audiencia pública del 12 de mayo», as people read it
    origin_key = models.CharField(max_length=120, blank=True)  # «dialogue.question:40»: filed once for ever
    is_anonymous = models.BooleanField(default=False)
    status = models.CharField(max_length=11, choices=PetitionStatus.choices, default=PetitionStatus.RECEIVED)
    actor = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    received_at = models.DateTimeField()
    counted_from = models.DateField()  # the day that does not count
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    classified_at = models.DateTimeField(null=True, blank=True)
    classified_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    due_by = models.CharField(max_length=8, choices=DueBy.choices, blank=True)
    set_days = models.PositiveSmallIntegerField(null=True, blank=True)  # of a term that is no law
    event_term = models.JSONField(null=True, blank=True)  # {"days", "unit", "starts_on", "source_key", "label"}
    extended_to = models.DateField(null=True, blank=True)
    extended_days = models.PositiveSmallIntegerField(null=True, blank=True)  # business days of the whole term
    extension_reason = models.TextField(blank=True)
    completion_kind = models.CharField(max_length=10, choices=CompletionKind.choices, blank=True)
    completion_text = models.TextField(blank=True)  # what the person is asked for
    completion_asked_on = models.DateField(null=True, blank=True)
    completion_until = models.DateField(null=True, blank=True)
    completion_is_extended = models.BooleanField(default=False)
    completed_on = models.DateField(null=True, blank=True)
    resume_policy = models.CharField(max_length=7, choices=ResumePolicy.choices, blank=True)
    transferred_to = models.CharField(max_length=200, blank=True)
    closing_act = models.CharField(max_length=200, blank=True)  # «Resolución 12 del 4 de mayo de 2026»
    closing_reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    edited_at = models.DateTimeField()

    objects = TenantManager(PetitionQuerySet)

    class Meta:
        ordering = ("-year", "-sequence")
        indexes = [models.Index(fields=("entity", "status", "due_on"), name="petition_due")]
        constraints = [
            models.UniqueConstraint(fields=("entity", "year", "sequence"), name="petition_sequence_once"),
            models.UniqueConstraint(fields=("entity", "number"), name="petition_number_once"),
            models.UniqueConstraint(
                fields=("entity", "origin_key"), condition=~Q(origin_key=""), name="petition_origin_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(OPEN), closed_at__isnull=True)
                | ~Q(status__in=sorted(OPEN)) & Q(closed_at__isnull=False),
                name="petition_closed_says_when",
            ),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True, extended_days__isnull=True)
                | Q(extended_to__isnull=False, extended_days__isnull=False),
                name="petition_extension_whole",
            ),
            models.CheckConstraint(
                condition=Q(completion_asked_on__isnull=True, completion_kind="", completed_on__isnull=True)
                | Q(completion_asked_on__isnull=False, completion_until__isnull=False) & ~Q(completion_kind=""),
                name="petition_completion_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class Petitioner(models.Model):
    """Who asks, as far as they said. Read by role, erased when its purpose is over; never in a public page.

    `is_protected`: masked for everybody but whoever attends, who opens it one by one, each time in the trail.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    petition = models.OneToOneField(Petition, on_delete=models.CASCADE, related_name="petitioner")
    name = models.CharField(max_length=160, blank=True)
    organization = models.CharField(max_length=160, blank=True)
    id_number = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    is_protected = models.BooleanField(default=False)
    keep_until = models.DateField(null=True, blank=True)  # set when the petition ends
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    def __str__(self) -> str:
        return f"{self.petition_id}"


class _AppendOnly(models.QuerySet[Any]):
    """Rows that are added and never changed: the story of a petition is its proof."""

    def update(self, **_changes: Any) -> NoReturn:
        raise TypeError("what happened to a petition is never rewritten")

    def delete(self) -> NoReturn:
        raise TypeError("what happened to a petition is never deleted")


class PetitionEvent(models.Model):
    """Something that happened to a petition. Append-only; `facts` hold no personal data."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=19, choices=EventKind.choices)
    note = models.TextField(blank=True)  # the reason that was given
    facts = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager(_AppendOnly)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.petition_id} {self.kind}"


class PetitionDocument(models.Model):
    """A file of a petition: what came with it, an annex, a signed receipt. Never public."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=10, choices=DocumentKind.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("added_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=("petition", "kind", "file"), name="petition_document_once"),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.kind}"
