"""What was told to whom: one's own notices with their text, and the entity's log without addresses or texts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.followup.models import DigestChoice
from rinde.services.notifications.models import OutgoingMail

WAITING = "sin-salir"
# What a mail without an account behind it is called: whom it reaches is nobody's business but theirs.
STRANGERS = {
    "subscription": "Alguien que sigue un plan o una actividad",
    "comment": "Quien escribió un comentario",
    "remark": "Quien escribió una nota",
}


def notices_of(entity: Entity, user_id: int) -> Any:
    """What a person was told in an entity, newest first, with the text."""
    return OutgoingMail.objects.filter(entity_id=entity.pk, recipient=f"user:{user_id}").order_by("-created_at", "-pk")


def wants_digest(entity: Entity, user_id: int) -> bool:
    """Whether a person gets the weekly digest; they do until they say no. One query."""
    said: bool | None = (
        DigestChoice.objects.filter(entity=entity, user_id=user_id).values_list("wants", flat=True).first()
    )
    return said is not False


def sent_log(entity: Entity, *, only_waiting: bool = False) -> Any:
    """Everything that was sent or waits, newest first, without addresses and texts."""
    rows = OutgoingMail.objects.filter(entity_id=entity.pk).defer("address", "body").order_by("-created_at", "-pk")
    return rows.filter(sent_at__isnull=True) if only_waiting else rows


def waiting_count(entity: Entity) -> int:
    """How many did not go out. One query."""
    return int(OutgoingMail.objects.filter(entity_id=entity.pk, sent_at__isnull=True).count())


def given_up(mails: Iterable[OutgoingMail]) -> frozenset[int]:
    """Which of some mails will not be tried again: nobody knows their address any more. One query."""
    numbers = [one.pk for one in mails if one.sent_at is None]
    return frozenset(OutgoingMail.objects.filter(pk__in=numbers, address="").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Names:
    """Who stands behind the recipients of a page of the log, as they are called today. Two queries at most."""

    people: Mapping[int, str]
    actors: Mapping[int, str]

    def of(self, recipient: str) -> str:
        """«Ana Ruiz», «Correo de la Secretaría de Salud», «Quien escribió un comentario»."""
        kind, _, number = recipient.partition(":")
        key = int(number) if number.isdecimal() else 0
        if kind == "user":
            return self.people.get(key, "Alguien que ya no tiene cuenta")
        if kind == "actor":
            return f"Correo de {self.actors[key]}" if key in self.actors else "Correo de una dependencia que ya no está"
        return STRANGERS.get(kind, "Otra persona")


def names_of(recipients: Iterable[str]) -> Names:
    """Find who some recipients are."""
    wanted: dict[str, set[int]] = {"user": set(), "actor": set()}
    for recipient in recipients:
        kind, _, number = recipient.partition(":")
        if kind in wanted and number.isdecimal():
            wanted[kind].add(int(number))
    people = dict(User.objects.filter(pk__in=wanted["user"]).values_list("pk", "full_name"))
    actors = dict(Actor.objects.filter(pk__in=wanted["actor"]).values_list("pk", "name"))
    return Names(people, actors)
