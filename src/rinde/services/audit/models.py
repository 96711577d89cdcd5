"""One table. Nothing in the code updates or deletes it, and triggers refuse both (protection.py)."""

from django.db import models

from rinde.services.tenancy import TenantServiceManager


class AuditEntry(models.Model):
    """Who did what to which thing, when. `facts` holds keys and codes, never names, mails or free text of people."""

    entity_id = models.BigIntegerField()
    number = models.PositiveBigIntegerField()  # 1, 2, 3… without gaps within a tenant
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)  # null: the system itself, or a member of the public
    action = models.CharField(max_length=80)  # «plans.publish»
    target = models.CharField(max_length=80)  # «plans.Plan:42»
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = TenantServiceManager()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("entity_id", "number"), name="audit_number_unique")]
        indexes = [models.Index(fields=("entity_id", "target"), name="audit_by_target")]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.target}"
