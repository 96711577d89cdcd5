"""People, what they may do where, and invitations."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from rinde.capabilities.accounts.choices import RoleCode, ScopeKind
from rinde.capabilities.entities.models import Actor, Entity
from rinde.services.tenancy import TenantManager


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person with an account. The mail is the name they sign in with; nothing else about them is kept."""

    email = models.EmailField("correo", unique=True)
    full_name = models.CharField("nombre", max_length=150)
    post = models.CharField("cargo", max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    is_platform_operator = models.BooleanField(default=False)  # creates entities; reads none of their inside
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ("full_name",)

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        return self.full_name


class Membership(models.Model):
    """One role of one person in one entity, over all of it or a part.

    `scope_ids` holds numbers of plans or nodes: those tables stand above this one, so there is no foreign key.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=RoleCode.choices)
    scope_kind = models.CharField(max_length=10, choices=ScopeKind.choices, default=ScopeKind.ENTITY)
    scope_ids = models.JSONField(default=list, blank=True)
    actors = models.ManyToManyField(Actor, blank=True, related_name="memberships")  # for ScopeKind.ACTORS
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("entity", "user", "role"), condition=Q(ended_at__isnull=True), name="membership_role_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Invitation(models.Model):
    """A role offered by mail. Only the hash of the link's token is kept."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    full_name = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=20, choices=RoleCode.choices)
    actors = models.ManyToManyField(Actor, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ("-invited_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True) | Q(accepted_at__isnull=False),
                name="invitation_accepted_by_with_at",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.invited_at:%Y-%m-%d}"
