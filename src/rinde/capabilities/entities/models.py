"""Tables of the entity and of whoever can be responsible in it."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from rinde.capabilities.entities.choices import ActorKind, EntityKind, GroupRule
from rinde.services.files.models import StoredFile
from rinde.services.tenancy import TenantManager


class Entity(models.Model):
    """A public entity: the tenant. Its own row is not behind the guard, for it is what opens the guard."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=20, choices=EntityKind.choices, default=EntityKind.MAYORALTY)
    department = models.CharField(max_length=80, blank=True)
    municipality = models.CharField(max_length=80, blank=True)
    divipola = models.CharField(max_length=5, blank=True, validators=[RegexValidator(r"^\d{2}(\d{3})?$")])
    nit = models.CharField(max_length=20, blank=True)
    # The contact data that Res. MinTIC 1519/2020 asks for in the footer.
    address = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    toll_free_phone = models.CharField(max_length=40, blank=True)
    anticorruption_phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    judicial_email = models.EmailField(blank=True)
    opening_hours = models.CharField(max_length=200, blank=True)
    website = models.URLField(blank=True)
    saturday_is_working = models.BooleanField(default=False)
    # Its own shield, made anew and small; never a government's brand (Ley 2345/2023).
    shield_file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    shield_sha256 = models.CharField(max_length=64, blank=True)  # in its address, so that a new one is seen at once
    shield_alt = models.CharField(max_length=160, blank=True)  # what it shows, for whoever does not see it
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=Q(shield_file__isnull=True, shield_sha256="", shield_alt="")
                | Q(shield_file__isnull=False) & ~Q(shield_sha256="") & ~Q(shield_alt=""),
                name="shield_is_whole",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        return self.short_name or self.name


class Holiday(models.Model):
    """A holiday of the country, the same for every entity. A library fills it; the platform's operator corrects it.

    A row that somebody touched is never filled again, and one taken away stays as such: both would come back otherwise.
    """

    on = models.DateField(unique=True)
    name = models.CharField(max_length=120)
    is_from_library = models.BooleanField(default=False)
    edited_at = models.DateTimeField(null=True, blank=True)  # by a person; who: in the platform's trail
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("on",)

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.name}"


class NonWorkingDay(models.Model):
    """A day on which the entity does not work by an act of its own (a civic day, a local feast)."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="non_working_days")
    on = models.DateField()
    act = models.CharField(max_length=200)  # «Decreto 045 de 2026»

    objects = TenantManager()

    class Meta:
        ordering = ("on",)
        constraints = [models.UniqueConstraint(fields=("entity", "on"), name="non_working_day_once")]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"


class ActorQuerySet(models.QuerySet["Actor"]):
    def valid_on(self, day: date) -> "ActorQuerySet":
        started = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        not_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        return self.filter(started, not_ended)

    def units(self) -> "ActorQuerySet":
        return self.filter(kind=ActorKind.UNIT)


class Actor(models.Model):
    """Whoever can be responsible. Never a person: people change every January, offices answer."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="actors")
    kind = models.CharField(max_length=10, choices=ActorKind.choices, default=ActorKind.UNIT)
    code = models.CharField(max_length=30, blank=True)  # of the entity's own org chart
    name = models.CharField(max_length=200)
    acronym = models.CharField(max_length=30, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    is_missional = models.BooleanField(default=False)
    email = models.EmailField(blank=True)  # of the office, not of a person
    position = models.PositiveIntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = TenantManager(ActorQuerySet)

    class Meta:
        ordering = ("position", "name")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="actor_validity_in_order",
            ),
            models.UniqueConstraint(
                fields=("entity", "name"), condition=Q(valid_to__isnull=True), name="actor_current_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ActorAlias(models.Model):
    """Another way in which plans write the name of an actor."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)  # without accents, case and punctuation

    objects = TenantManager()

    class Meta:
        ordering = ("text",)
        constraints = [models.UniqueConstraint(fields=("entity", "folded", "actor"), name="alias_once_per_actor")]

    def __str__(self) -> str:
        return self.text


class ActorGroup(models.Model):
    """A set that plans name as one: «todas las dependencias», «los que suscriben el plan»."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="actor_groups")
    name = models.CharField(max_length=200)
    rule = models.CharField(max_length=20, choices=GroupRule.choices, default=GroupRule.NAMED)
    members = models.ManyToManyField(Actor, related_name="groups", blank=True)  # for NAMED only

    objects = TenantManager()

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=("entity", "name"), name="group_name_once")]

    def __str__(self) -> str:
        return self.name


class OrgChartImport(models.Model):
    """A file with the org chart: kept as it came in, shown as a dry run, applied once."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)  # what the person called the file
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    created_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)

    objects = TenantManager()

    class Meta:
        ordering = ("-uploaded_at", "-pk")

    def __str__(self) -> str:
        return f"{self.pk} {self.uploaded_at:%Y-%m-%d}"
