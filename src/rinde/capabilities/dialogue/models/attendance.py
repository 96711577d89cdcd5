"""Who registered and who came: personal data, kept apart, erased when it has served; the counts stay."""

from django.db import models
from django.db.models import Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.dialogue.choices import (
    AgeBand,
    AttendanceSource,
    CountSource,
    ListUse,
    RegistrationStatus,
)
from rinde.capabilities.dialogue.models.outreach import ValueGroup
from rinde.capabilities.dialogue.models.spaces import DialogueSpace
from rinde.capabilities.entities.models import Actor, Entity
from rinde.services.tenancy import TenantManager


class ConsentText(models.Model):
    """A version of what people authorise, word for word with the controller's data as they were (Ley 1581/2012)."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()  # within the entity, from 1
    purpose = models.TextField()
    text = models.TextField()
    optional_nature = models.TextField()
    rights = models.TextField()
    controller = models.TextField()  # name, address, phone and mail of who answers for the data, a line each
    digest = models.CharField(max_length=64)  # SHA-256 of all of it: what a form carries
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("entity", "number"), name="consent_text_once")]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.number}"


class AttendanceSetting(models.Model):
    """How long an entity keeps the names of who took part."""

    entity = models.OneToOneField(Entity, on_delete=models.CASCADE, related_name="+")
    keep_days = models.PositiveSmallIntegerField()  # after the end of a space
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    def __str__(self) -> str:
        return f"{self.entity_id} {self.keep_days}"


class Registration(models.Model):
    """Somebody who said that they will come. Of a space for minors: so many people, and nobody's name."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(DialogueSpace, on_delete=models.CASCADE, related_name="registrations")
    number = models.PositiveIntegerField()  # within the space, in the order of arrival
    status = models.CharField(max_length=9, choices=RegistrationStatus.choices)
    people = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    group = models.ForeignKey(ValueGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    consent = models.ForeignKey(ConsentText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    consented_at = models.DateTimeField(null=True, blank=True)
    wants_results = models.BooleanField(default=False)
    registered_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True, blank=True)  # when a place was theirs
    cancelled_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)  # name and addresses are gone
    form_token = models.CharField(max_length=40)

    objects = TenantManager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("space", "number"), name="registration_number_once"),
            models.UniqueConstraint(fields=("space", "form_token"), name="registration_form_once"),
            models.CheckConstraint(
                condition=Q(name="", email="", phone="") | Q(consent__isnull=False, consented_at__isnull=False),
                name="registration_data_need_consent",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(name="", email="", phone=""),
                name="registration_erased_names_nobody",
            ),
            models.CheckConstraint(
                condition=Q(status=RegistrationStatus.CANCELLED, cancelled_at__isnull=False)
                | ~Q(status=RegistrationStatus.CANCELLED) & Q(cancelled_at__isnull=True),
                name="registration_cancelled_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space_id} {self.number}"


class AccessNeed(models.Model):
    """What somebody needs to take part: sensitive, read only to organise, erased when the space is over."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="need")
    text = models.CharField(max_length=300)

    objects = TenantManager()

    def __str__(self) -> str:
        return f"{self.registration_id}"


class Attendee(models.Model):
    """Somebody who came. `keys` find the same person again, once the name is gone too, until the year is counted."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(DialogueSpace, on_delete=models.CASCADE, related_name="attendees")
    number = models.PositiveIntegerField()  # within the space
    registration = models.OneToOneField(
        Registration, null=True, blank=True, on_delete=models.SET_NULL, related_name="attendee"
    )
    source = models.CharField(max_length=10, choices=AttendanceSource.choices)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)  # of somebody without registration who asked for the results
    group = models.ForeignKey(ValueGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    territory = models.CharField(max_length=160, blank=True)
    age_band = models.CharField(max_length=10, choices=AgeBand.choices, blank=True)
    keys = models.JSONField(default=list, blank=True)  # keyed hashes (HMAC-SHA-256, hex) of what identifies them
    consent = models.ForeignKey(ConsentText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    consented_at = models.DateTimeField(null=True, blank=True)
    wants_results = models.BooleanField(default=False)
    came_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)  # a slip of the finger: they did not come
    erased_at = models.DateTimeField(null=True, blank=True)
    form_token = models.CharField(max_length=60)

    objects = TenantManager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("space", "number"), name="attendee_number_once"),
            models.UniqueConstraint(fields=("space", "form_token"), name="attendee_form_once"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(name="", email=""), name="attendee_erased_names_nobody"
            ),
            models.CheckConstraint(
                condition=Q(email="") | Q(consent__isnull=False), name="attendee_address_needs_consent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space_id} {self.number}"


class PeopleCount(models.Model):
    """People who were counted and not asked for a name: minors, listeners, who passed by, a list on paper."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(DialogueSpace, on_delete=models.CASCADE, related_name="people_counts")
    number = models.PositiveIntegerField()  # within the space
    source = models.CharField(max_length=6, choices=CountSource.choices)
    people = models.PositiveIntegerField()
    group = models.ForeignKey(ValueGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    age_band = models.CharField(max_length=10, choices=AgeBand.choices, blank=True)
    territory = models.CharField(max_length=160, blank=True)
    counted_at = models.DateTimeField()
    counted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    form_token = models.CharField(max_length=40)

    objects = TenantManager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("space", "number"), name="people_count_number_once"),
            models.UniqueConstraint(fields=("space", "form_token"), name="people_count_form_once"),
            models.CheckConstraint(condition=Q(people__gt=0), name="people_count_counts_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.space_id} {self.people}"


class AttendanceClosing(models.Model):
    """How many came, as it was said: what the public reads. Said again after a correction, the numbers are new."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    space = models.OneToOneField(DialogueSpace, on_delete=models.CASCADE, related_name="attendance_closing")
    people = models.PositiveIntegerField()
    named = models.PositiveIntegerField()  # of them, by name; the rest was counted
    unique_people = models.PositiveIntegerField()  # of those by name, the same person once
    groups = models.PositiveIntegerField()  # different groups of value among them
    counts = models.JSONField()  # {"group" | "age" | "territory" | "unit": [[label, people], …]}, before suppression
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    def __str__(self) -> str:
        return f"{self.space_id} {self.people}"


class AttendanceSheet(models.Model):
    """A list that was uploaded, as its rows were read. The file itself is not kept, nor any number of a document."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(DialogueSpace, on_delete=models.CASCADE, related_name="attendance_sheets")
    sha256 = models.CharField(max_length=64)  # of the file
    rows = models.JSONField(default=list)  # what would be written; emptied once it was, or was left
    report = models.JSONField(default=list)  # [row of the sheet, outcome, words]: names nobody
    counts = models.JSONField(default=dict)  # people by outcome
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ("-uploaded_at", "-pk")

    def __str__(self) -> str:
        return f"{self.space_id} {self.sha256[:12]}"


class ListOpening(models.Model):
    """Somebody opened or downloaded the names of a space. `reason` is theirs, for whoever looks after the data."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(DialogueSpace, on_delete=models.CASCADE, related_name="list_openings")
    use = models.CharField(max_length=10, choices=ListUse.choices)
    reason = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(use=ListUse.DOWNLOADED) | ~Q(reason=""), name="list_downloaded_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.space_id} {self.use}"


class ResultsMailing(models.Model):
    """What is told of a space to those who took part and agreed to it. Sent once to each."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    space = models.OneToOneField(DialogueSpace, on_delete=models.CASCADE, related_name="results_mailing")
    subject = models.CharField(max_length=150)
    body = models.TextField()
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    def __str__(self) -> str:
        return f"{self.space_id}"


class ResultsDelivery(models.Model):
    """One mail of the results: to whom by their number, never by their address. Its fate is `OutgoingMail`'s."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    mailing = models.ForeignKey(ResultsMailing, on_delete=models.CASCADE, related_name="deliveries")
    attendee = models.OneToOneField(Attendee, on_delete=models.CASCADE, related_name="results_delivery")
    key = models.CharField(max_length=160)  # of services.notifications.OutgoingMail
    queued_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.key


class TrainedPeople(models.Model):
    """How many different people were trained in a year, as it was counted before their keys were erased."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()  # different ones, in the whole year
    by_unit = models.JSONField()  # [[label, people], …]
    by_territory = models.JSONField()
    counted_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ("-year",)
        constraints = [models.UniqueConstraint(fields=("entity", "year"), name="trained_people_once")]

    def __str__(self) -> str:
        return f"{self.year} {self.people}"
