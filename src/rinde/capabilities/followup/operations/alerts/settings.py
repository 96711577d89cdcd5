"""When an entity tells its people, and whether a person wants the weekly digest."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import AlertPolicy, DigestChoice
from rinde.capabilities.followup.permissions import check_set_alerts
from rinde.capabilities.followup.rules.alert_days import AlertDays, alert_gaps
from rinde.foundations.refusals import NotAllowed, NotReady
from rinde.services.access import Principal
from rinde.services.audit.operations import record


@transaction.atomic
def set_alert_policy(*, entity: Entity, days: AlertDays, by: Principal, now: datetime) -> AlertPolicy:
    """Say when the people of an entity are told of what. Saying the same again leaves no mark.

    Raises:
        NotAllowed: for whoever may not decide it for the whole entity.
        NotReady: with every day or hour that makes no sense.
    """
    check_set_alerts(entity, by=by)
    gaps = alert_gaps(days)
    if gaps:
        raise NotReady("Todavía no se guardan los avisos.", gaps)
    policy, is_new = AlertPolicy.objects.select_for_update().get_or_create(
        entity=entity, defaults={**asdict(days), "edited_at": now}
    )
    changed = [name for name, value in asdict(days).items() if getattr(policy, name) != value]
    if changed:
        for name in changed:
            setattr(policy, name, getattr(days, name))
        policy.edited_at = now
        policy.save(update_fields=[*changed, "edited_at"])
    if changed or is_new:
        facts = {name: getattr(days, name) for name in (asdict(days) if is_new else changed)}
        record(entity_id=entity.pk, action="followup.set_alerts", target=policy, by=by, now=now, facts=facts)
    saved: AlertPolicy = policy
    return saved


@transaction.atomic
def choose_digest(*, entity: Entity, wants: bool, by: Principal, now: datetime) -> DigestChoice:
    """Say for oneself whether the weekly digest of an entity should come. The terms come to everybody all the same.

    Raises:
        NotAllowed: for whoever does not work there.
    """
    if by.user_id is None or by.tenant_id != entity.pk or not by.grants:
        raise NotAllowed("Solo quien trabaja en esta entidad escoge si recibe su resumen.")
    choice, is_new = DigestChoice.objects.get_or_create(
        entity=entity, user_id=by.user_id, defaults={"wants": wants, "edited_at": now}
    )
    if is_new or choice.wants != wants:
        choice.wants, choice.edited_at = wants, now
        choice.save(update_fields=["wants", "edited_at"])
        record(
            entity_id=entity.pk, action="followup.choose_digest", target=choice, by=by, now=now, facts={"wants": wants}
        )
    chosen: DigestChoice = choice
    return chosen
