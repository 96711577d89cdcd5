"""Tables of what goes out by mail and of who asked for it."""

from django.db import models

from rinde.services.tenancy import TenantServiceManager


class OutgoingMail(models.Model):
    """One message to one mailbox. The address is kept only until it is delivered; `recipient` says whose it was."""

    entity_id = models.BigIntegerField()
    key = models.CharField(max_length=160)  # «plan-version:12:subscription:7»: the same key never goes out twice
    recipient = models.CharField(max_length=60)  # «user:12», «subscription:7», «comment:40»
    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    leave_url = models.CharField(max_length=1_000, blank=True)  # where one POST leaves what the message tells of
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)  # a worker has it in hand
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)

    objects = TenantServiceManager()

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("entity_id", "key"), name="outgoing_mail_once")]

    def __str__(self) -> str:
        return self.key


class Subscription(models.Model):
    """Somebody who asked by mail to be told of a topic («plan:12»), without an account."""

    entity_id = models.BigIntegerField()
    topic = models.CharField(max_length=60)
    address = models.EmailField(blank=True)  # emptied when they leave
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TenantServiceManager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("entity_id", "topic", "address"),
                condition=models.Q(ended_at__isnull=True),
                name="subscription_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic}:{self.pk}"
