"""Tables of petitions. What identifies whoever asks stands apart, so that it can be kept shut and erased."""

from rinde.capabilities.pqrsd.models.answers import Answer, Delivery
from rinde.capabilities.pqrsd.models.options import FilingCounter, PetitionPolicy
from rinde.capabilities.pqrsd.models.petitions import (
    Petition,
    PetitionDocument,
    Petitioner,
    PetitionEvent,
    PetitionQuerySet,
)

__all__ = [
    "Answer",
    "Delivery",
    "FilingCounter",
    "Petition",
    "PetitionDocument",
    "PetitionEvent",
    "PetitionPolicy",
    "PetitionQuerySet",
    "Petitioner",
]
