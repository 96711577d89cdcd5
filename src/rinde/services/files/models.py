"""One row a stored file."""

from django.db import models

from rinde.services.tenancy import TenantServiceManager


class StoredFile(models.Model):
    """A file as it came in. `name` is what the person called it and is only shown, never used as a path."""

    entity_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()  # bytes
    content_type = models.CharField(max_length=120)
    name = models.CharField(max_length=255)
    path = models.CharField(max_length=120)  # within the default storage: «3/ab/abcdef…»
    created_at = models.DateTimeField()

    objects = TenantServiceManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("entity_id", "sha256"), name="file_once_per_tenant")]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.size} B)"
