"""Personal data that has no purpose any more goes: addresses, and names that nobody asked to show."""

from datetime import datetime

from rinde.capabilities.consultations.models import Comment, Consultation


def erase_personal_data(consultation: Consultation, *, now: datetime) -> None:
    """Erase every address of a consultation, and the names that are not public. Part of a caller's transaction."""
    comments = Comment.objects.filter(consultation=consultation)
    comments.exclude(email="", confirm_token_hash="").update(email="", confirm_token_hash="")
    comments.filter(shows_name=False).exclude(author_name="").update(author_name="")
    consultation.addresses_erased_at = now
    consultation.save(update_fields=["addresses_erased_at"])
