"""Who follows a commitment by mail, without an account: one mail for each thing that happens to it, never two."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.dialogue.choices import CommitmentMoment, CommitmentStatus
from rinde.capabilities.dialogue.models import Commitment, CommitmentEvent
from rinde.capabilities.dialogue.rules.telling import event_in_words
from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import TransitionNotAllowed
from rinde.services.notifications.models import Subscription
from rinde.services.notifications.operations import follow, send_once
from rinde.services.notifications.queries import followers, one_click_url, token_of
from rinde.services.tenancy import active_tenant

COMMITMENT = "commitment"
_NAME_LENGTH, _SUBJECT_LENGTH = 80, 200


def topic_of_commitment(commitment_id: int) -> str:
    """What somebody follows who follows a commitment, whatever year it is."""
    return f"{COMMITMENT}:{commitment_id}"


def follow_commitment(*, commitment_id: int, address: str, page: str, now: datetime) -> Subscription:
    """Note that a mailbox asks to be told of a commitment, and send it the link that confirms. Asking twice is once.

    Args:
        page: the absolute address of the page that confirms, to which the token is added.

    Raises:
        TransitionNotAllowed: for a commitment that is not public.
    """
    commitment: Commitment = Commitment.objects.get(pk=commitment_id)
    if commitment.status == CommitmentStatus.DRAFT:
        raise TransitionNotAllowed("Este compromiso todavía no se ha publicado.")
    topic, name = topic_of_commitment(commitment.pk), name_of(commitment)
    return follow(entity_id=commitment.entity_id, topic=topic, name=name, address=address, page=page, now=now)


def name_of(commitment: Commitment) -> str:
    """«Compromiso 12: Pavimentar la vía a La Palma», short enough for a subject."""
    text = " ".join(commitment.text.split())
    short = text if len(text) <= _NAME_LENGTH else f"{text[: _NAME_LENGTH - 1].rstrip()}…"
    return f"Compromiso {commitment.number}: {short}"


def tell_of_event(event_id: int, entity_id: int) -> None:
    """Tell whoever follows a commitment what happened to it: what the queue runs."""
    entity = Entity.objects.get(pk=entity_id)
    with active_tenant(entity):
        tell_followers(event_id=event_id, site=settings.BASE_URL, now=timezone.now())


def tell_followers(*, event_id: int, site: str, now: datetime) -> int:
    """Queue one mail to each follower of what an event is about; give how many that made. Again, it makes none.

    Args:
        site: the installation's address. Without one nothing is sent: a mail to the public must hold the way out.
    """
    if not site:
        return 0
    event: CommitmentEvent = CommitmentEvent.objects.select_related("commitment", "commitment__entity").get(pk=event_id)
    if event.kind == CommitmentMoment.PUBLISHED:
        return 0  # nobody followed it before it was there
    commitment = event.commitment
    found = followers(entity_id=event.entity_id, topic=topic_of_commitment(commitment.pk))
    return sum(
        _tell(event, commitment, one, site, now) for one in found if one.confirmed_at and one.confirmed_at < event.at
    )


def _tell(event: CommitmentEvent, commitment: Commitment, one: Subscription, site: str, now: datetime) -> bool:
    slug = commitment.entity.slug
    page = reverse("portal:commitment", kwargs={"entity_slug": slug, "number": commitment.number})
    notices = f"{site}{reverse('portal:home', kwargs={'entity_slug': slug})}avisos/"
    context = {
        "entity": commitment.entity.display_name,
        "name": name_of(commitment),
        "what": event_in_words(event.kind, outcome=event.outcome, from_on=event.from_on, to_on=event.to_on),
        "text": event.text,
        "page": f"{site}{page}",
        "leave": f"{notices}{token_of(one.pk)}/",
    }
    return send_once(
        entity_id=event.entity_id,
        key=f"commitment-event:{event.pk}:subscription:{one.pk}",
        recipient=f"subscription:{one.pk}",
        address=one.address,
        subject=f"Novedad: {name_of(commitment)}"[:_SUBJECT_LENGTH],
        body=render_to_string("dialogue/mail/commitment_news.txt", context),
        leave_url=one_click_url(notices, one.pk),
        now=now,
    )
