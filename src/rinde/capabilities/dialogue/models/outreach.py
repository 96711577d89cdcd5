"""Who an entity talks to and about what: groups of value, topics, and the strategy of a year."""

from django.db import models
from django.db.models import Q

from rinde.capabilities.accounts.models import User
from rinde.capabilities.dialogue.choices import Stage, TopicStatus
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.choices import Channel
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.surveys.models import Survey
from rinde.services.tenancy import TenantManager


class ValueGroup(models.Model):
    """People with something in common for whom the entity works: what is known of them as a group, never of anybody."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)  # people
    size_source = models.CharField(max_length=200, blank=True)  # who counted them, and when
    territory = models.CharField(max_length=160, blank=True)
    channels = models.JSONField(default=list, blank=True)  # codes of followup's Channel, the preferred one first
    approaches = models.JSONField(default=list, blank=True)  # codes of Approach
    is_active = models.BooleanField(default=True)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=("entity", "name"), name="value_group_once")]

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """A subject that people may ask to be told about in a year; what was prioritised is what spaces answer to."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    status = models.CharField(max_length=11, choices=TopicStatus.choices, default=TopicStatus.PROPOSED)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)  # among the prioritised ones
    votes = models.PositiveIntegerField(null=True, blank=True)  # as the survey closed
    voters = models.PositiveIntegerField(null=True, blank=True)  # who answered that question
    survey = models.ForeignKey(Survey, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=500, blank=True)  # where the entity decided otherwise than the votes
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("year", "rank", "name")
        constraints = [
            models.UniqueConstraint(fields=("entity", "year", "name"), name="topic_once"),
            models.CheckConstraint(
                condition=Q(status=TopicStatus.PRIORITISED, rank__isnull=False)
                | ~Q(status=TopicStatus.PRIORITISED) & Q(rank__isnull=True),
                name="topic_prioritised_has_rank",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.name}"


class StrategyStage(models.Model):
    """What an entity did in one stage of its accountability strategy."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="strategy_stages")
    stage = models.CharField(max_length=11, choices=Stage.choices)
    text = models.TextField(blank=True)
    done_on = models.DateField(null=True, blank=True)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("plan", "stage"), name="strategy_stage_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.stage}"


class CommunicationAction(models.Model):
    """One line of the year's communication component: what is told, to whom, by what channel, and when it was."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=9, choices=Channel.choices)
    group = models.ForeignKey(
        ValueGroup, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )  # None: all
    message = models.CharField(max_length=500)
    planned_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TenantManager()

    class Meta:
        ordering = ("year", "planned_on", "pk")
        indexes = [models.Index(fields=("entity", "year"), name="communication_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.channel}"
