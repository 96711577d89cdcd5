"""Tables of the index. The full-text structures beside them are made by the migration and kept by the database."""

from django.db import models

from rinde.services.tenancy import TenantServiceManager


class SearchSource(models.Model):
    """One thing whose documents are replaced together: a plan. `words` is its vocabulary, for mending typing errors."""

    entity_id = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    source_id = models.BigIntegerField()
    words = models.JSONField(default=list)

    objects = TenantServiceManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("entity_id", "kind", "source_id"), name="search_source_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.source_id}"


class SearchDocument(models.Model):
    """One page that can be found. `terms` is what the full-text index reads, the tenant's own term among them."""

    source = models.ForeignKey(SearchSource, on_delete=models.CASCADE, related_name="documents")
    entity_id = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    title = models.TextField()
    body = models.TextField(blank=True)
    url_args = models.JSONField(default=dict)
    terms = models.TextField()

    objects = TenantServiceManager()

    class Meta:
        indexes = [models.Index(fields=("entity_id",), name="search_document_tenant")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
