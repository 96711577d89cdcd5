"""Filing: a number that nobody else has, a code that only whoever asks knows, and the acknowledgement."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.queries import work_calendar
from rinde.capabilities.pqrsd.choices import EventKind
from rinde.capabilities.pqrsd.models import FilingCounter, Petition
from rinde.capabilities.pqrsd.models import Petitioner as PetitionerRow
from rinde.capabilities.pqrsd.operations.codes import hash_of, make_code
from rinde.capabilities.pqrsd.operations.rows import leave_marks, locked, save
from rinde.capabilities.pqrsd.operations.telling import tell
from rinde.capabilities.pqrsd.permissions import check_file, check_triage
from rinde.capabilities.pqrsd.queries.options import options_of
from rinde.capabilities.pqrsd.rules.clock import EventTerm, counted_from
from rinde.capabilities.pqrsd.rules.filing import Petitioner, filing_gaps, petitioner_gaps
from rinde.capabilities.pqrsd.rules.numbers import filing_number
from rinde.foundations.refusals import refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal
from rinde.services.tenancy import active_tenant

__all__ = ["EventTerm", "Filed", "Petitioner", "file_petition", "renew_code"]

NOT_FILED = "No se radicó todavía."


@dataclass(frozen=True, slots=True)
class Filed:
    """A petition that stands. `code` is given this once and kept nowhere; None where it had been filed before."""

    petition: Petition
    code: str | None
    is_new: bool


def file_petition(
    *,
    entity_id: int,
    text: str,
    channel: str,
    received_at: datetime,
    by: Principal,
    now: datetime,
    origin: str = "",
    origin_key: str = "",
    petitioner: Petitioner | None = None,
    subject: str = "",
    event_term: EventTerm | None = None,
    public_text: str = "",
    filed_by_form: str = "",
) -> Filed:
    """File what somebody asks. The same origin again gives the petition that it already made, and no code.

    Nobody is refused for lack of data or of reasons: without `petitioner`, or with an empty one, it is anonymous.

    Args:
        received_at: when it came in, which may be before it is filed; never later than `now`.
        by: whoever files; `ANONYMOUS` for a visitor.
        origin: where it was asked, as people read it.
        origin_key: names for ever what it was made of, by a part of Rinde that has checked its own permission.
        event_term: what the space promised besides the law.
        public_text: what everybody may read of it, without personal data; empty keeps it out of public lists.
        filed_by_form: of a form of the desk that may be sent twice; as `origin_key`, its permission checked here.

    Raises:
        NotAllowed: for staff who may not file.
        NotReady: with everything that is wrong.
    """
    check_file(entity_id, by=by, comes_from_us=bool(origin_key))
    petition = Petition(
        channel=channel,
        subject=" ".join(subject.split()),
        text=tidy_text(text),
        public_text=tidy_text(public_text),
        origin=origin[:300],
        origin_key=origin_key or (f"pqrsd.form:{filed_by_form}" if filed_by_form else ""),
        is_anonymous=petitioner is None or petitioner.is_nobody,
        received_at=received_at,
        event_term=_kept(event_term),
    )
    _check(petition, petitioner, now)
    with transaction.atomic(), active_tenant(entity := Entity.objects.get(pk=entity_id)):
        petition.entity, petition.year = entity, timezone.localdate(now).year
        petition.filed_at, petition.filed_by_id, petition.edited_at = now, by.user_id, now
        return _file(petition, None if petition.is_anonymous else petitioner, by=by, now=now)


def _check(petition: Petition, petitioner: Petitioner | None, now: datetime) -> None:
    """Refuse with everything that is wrong, before a number is taken."""
    gaps = filing_gaps(
        text=petition.text,
        subject=petition.subject,
        public_text=petition.public_text,
        channel=petition.channel,
        received_on=timezone.localdate(petition.received_at),
        today=timezone.localdate(now),
    )
    refuse_gaps(NOT_FILED, *gaps, *(petitioner_gaps(petitioner) if petitioner is not None else ()))


def _kept(event: EventTerm | None) -> dict[str, object] | None:
    return None if event is None else asdict(event) | {"starts_on": event.starts_on.isoformat()}


def _file(petition: Petition, person: Petitioner | None, *, by: Principal, now: datetime) -> Filed:
    """Give a petition its number, in the turn of its entity and year, and keep it."""
    counter = _in_turn(petition.entity, petition.year)
    if petition.origin_key:
        rows = Petition.objects.select_related("entity", "actor")
        if before := rows.filter(entity=petition.entity, origin_key=petition.origin_key).first():
            return Filed(before, None, is_new=False)
    counter.last += 1
    counter.save(update_fields=["last"])
    petition.sequence, petition.number = counter.last, filing_number(petition.year, counter.last)
    code = make_code()
    petition.code_hash = hash_of(code, entity_id=petition.entity_id, number=petition.number)
    calendar = work_calendar(petition.entity, timezone.localdate(petition.received_at).year, petition.year + 1)
    petition.counted_from = counted_from(petition.received_at, options_of(petition.entity).hours, calendar)
    petition.save(force_insert=True)
    _keep_person(petition, person)
    save(petition, calendar=calendar, now=now)
    facts = {"number": petition.number, "channel": petition.channel, "received_on": petition.counted_from}
    leave_marks(petition, EventKind.FILED, action="pqrsd.file", by=by, now=now, facts=facts)
    _acknowledge(petition, code, now=now)
    return Filed(petition, code, is_new=True)


def _in_turn(entity: Entity, year: int) -> FilingCounter:
    """Lock the counter, so that whoever files next waits until this number is kept or given back."""
    FilingCounter.objects.get_or_create(entity=entity, year=year)
    locked_row: FilingCounter = FilingCounter.objects.select_for_update(of=("self",)).get(entity=entity, year=year)
    return locked_row


def _keep_person(petition: Petition, person: Petitioner | None) -> None:
    if person is None:
        return
    tidied = {name: " ".join(value.split()) for name, value in asdict(person).items() if isinstance(value, str)}
    PetitionerRow.objects.create(
        entity_id=petition.entity_id,
        petition=petition,
        **tidied | {"email": tidied["email"].lower()},
        is_protected=person.is_protected,
    )


def _acknowledge(petition: Petition, code: str, *, now: datetime) -> None:
    tell(
        petition,
        "filed",
        subject=f"Radicamos su petición {petition.number}",
        template="filed",
        code=code,
        now=now,
    )


@transaction.atomic
def renew_code(*, petition_id: int, by: Principal, now: datetime) -> str:
    """Give a new code to somebody who lost theirs; the old one opens nothing any more.

    Raises:
        NotAllowed: for whoever does not attend people.
    """
    petition = locked(petition_id)
    check_triage(petition, by=by)
    code = make_code()
    petition.code_hash = hash_of(code, entity_id=petition.entity_id, number=petition.number)
    petition.save(update_fields=["code_hash"])
    leave_marks(petition, EventKind.CODE_RENEWED, action="pqrsd.renew_code", by=by, now=now)
    return code
