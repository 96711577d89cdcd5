"""The names of a space: opened and downloaded with a trace, and brought in from a spreadsheet, all of it or nothing."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from rinde.capabilities.dialogue.choices import AttendanceSource, CountSource, ListUse
from rinde.capabilities.dialogue.models import AttendanceSheet, Attendee, DialogueSpace, ListOpening
from rinde.capabilities.dialogue.operations.checking_in import check_takes_attendance, count_people
from rinde.capabilities.dialogue.operations.consenting import accepted_consent
from rinde.capabilities.dialogue.operations.locking import locked, note
from rinde.capabilities.dialogue.operations.person_keys import person_keys
from rinde.capabilities.dialogue.permissions import check_check_in, check_manage
from rinde.capabilities.dialogue.queries.attendance import keys_in, known_in
from rinde.capabilities.dialogue.queries.consent import words_in_force
from rinde.capabilities.dialogue.rules.attendance import LONGEST_REASON, ArrivalValues, CountValues
from rinde.capabilities.dialogue.rules.attendance_sheet import JudgedRow, Outcome, judge_rows, read_list
from rinde.foundations.documents import DocumentError, Limits
from rinde.foundations.refusals import NotReady, TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal

NOT_READ = "No se pudo leer la lista."
_WRITTEN = (
    "name", "email", "group_id", "unit_id", "territory", "age_band", "wants_results",
)  # fmt: skip


@transaction.atomic
def open_list(*, space_id: int, by: Principal, now: datetime) -> ListOpening:
    """Note that somebody opens the names of a space. Every opening is a fact of its own.

    Raises:
        NotAllowed: for whoever neither runs the space nor registers who comes to it.
    """
    space = locked(space_id)
    check_check_in(space, by=by)
    return _noted(space, ListUse.OPENED, "", by=by, now=now)


@transaction.atomic
def take_list_out(*, space_id: int, reason: str, by: Principal, now: datetime) -> ListOpening:
    """Note that somebody downloads the names of a space, and what for.

    Raises:
        NotAllowed: for whoever does not run the space: who only helps at the table takes no list home.
        NotReady: without a reason.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    reason = " ".join(tidy_text(reason).split())
    gaps = [] if reason else ["Diga para qué necesita la lista. Queda escrito con su nombre y la fecha."]
    if len(reason) > LONGEST_REASON:
        gaps.append(f"El motivo tiene {len(reason)} caracteres; caben {LONGEST_REASON}.")
    refuse_gaps("La lista no se descargó.", *gaps)
    return _noted(space, ListUse.DOWNLOADED, reason, by=by, now=now)


def _noted(space: DialogueSpace, use: str, reason: str, *, by: Principal, now: datetime) -> ListOpening:
    opening: ListOpening = ListOpening.objects.create(
        entity_id=space.entity_id, space=space, use=use, reason=reason, opened_at=now, opened_by_id=by.user_id
    )
    note(space, f"list_{use.lower()}", by=by, now=now, opening=opening.pk)
    return opening


@transaction.atomic
def receive_list(
    *, space_id: int, name: str, content: bytes, carries_consent: bool, by: Principal, now: datetime
) -> AttendanceSheet:
    """Read a list of attendance and say row by row what it would change. Nobody is on the list by it.

    The file is not kept, and no number of a document either: only its keyed hash. The same file again, while it waits,
    is read anew in the place of what it said before.

    Args:
        carries_consent: whether people signed the authorisation on it: else no mail of it is kept.

    Raises:
        NotAllowed: for whoever neither runs the space nor registers who comes to it.
        TransitionNotAllowed: on another day, or for a closed space.
        NotReady: with the reader's words, for a file that is no list of people.
    """
    space = locked(space_id)
    check_check_in(space, by=by)
    check_takes_attendance(space, now=now)
    judged = _judged(space, name, content, timezone.localdate(now), carries_consent=carries_consent)
    digest = hashlib.sha256(content).hexdigest()
    AttendanceSheet.objects.filter(space=space, sha256=digest, applied_at=None, left_at=None).delete()
    sheet: AttendanceSheet = AttendanceSheet.objects.create(
        entity_id=space.entity_id,
        space=space,
        sha256=digest,
        rows=[_row_of(row) for row in judged if row.outcome in {Outcome.NEW, Outcome.COUNTED}],
        report=[[row.line, row.outcome.value, row.said] for row in judged],
        counts={one.value: sum(row.outcome is one for row in judged) for one in Outcome},
        uploaded_at=now,
        uploaded_by_id=by.user_id,
    )
    note(space, "list_receive", by=by, now=now, sheet=sheet.pk, rows=len(judged))
    return sheet


def _judged(space: DialogueSpace, name: str, content: bytes, today: date, *, carries_consent: bool) -> list[JudgedRow]:
    try:
        people = read_list(name, content, Limits(file_bytes=settings.MAX_UPLOAD_BYTES))
    except DocumentError as error:
        raise NotReady(NOT_READ, (error.message,)) from error
    if people.problem:
        raise NotReady(NOT_READ, (people.problem,))
    known = known_in(space, on=today)

    def keys_of(values: ArrivalValues, unit: str) -> tuple[str, ...]:
        return person_keys(space.entity_id, values, unit=unit)

    judged = judge_rows(people.rows, known=known, keys_of=keys_of, keeps_mail=carries_consent)
    return [_nameless(row) if space.is_for_minors else row for row in judged]


def _nameless(row: JudgedRow) -> JudgedRow:
    """At a space for minors whoever is on a list is counted."""
    if row.outcome is not Outcome.NEW:
        return row
    return JudgedRow(row.line, Outcome.COUNTED, "En este espacio hay menores: se cuenta sin nombre.", row.values)


def _row_of(row: JudgedRow) -> dict[str, object]:
    """What would be written of a row; of somebody who is only counted, no name and no address."""
    assert row.values is not None  # noqa: S101 - rows that enter have them
    written = {name: getattr(row.values, name) for name in _WRITTEN}
    is_named = row.outcome is Outcome.NEW
    if not is_named:
        written |= {"name": "", "email": "", "wants_results": False}
    elif not row.values.consents:
        written["email"] = ""
    return written | {"line": row.line, "is_named": is_named, "keys": list(row.keys)}


@dataclass(frozen=True, slots=True)
class AppliedList:
    """A list that stands applied; `is_new` where this call did it. `named` and `counted` are people."""

    sheet: AttendanceSheet
    named: int = 0
    counted: int = 0
    is_new: bool = False


@transaction.atomic
def apply_list(*, sheet_id: int, by: Principal, now: datetime) -> AppliedList:
    """Put everybody of a list on the list of the space, as its report said: all or nobody. Again: nothing changes.

    Who came onto the list in between by another way is not put there twice.

    Raises:
        NotAllowed: for whoever neither runs the space nor registers who comes to it.
        TransitionNotAllowed: for a list that was left, on another day, or for a closed space.
        NotReady: with the rows that somebody must correct first.
    """
    sheet = _sheet(sheet_id)
    space = locked(sheet.space_id)
    check_check_in(space, by=by)
    sheet.refresh_from_db()
    if sheet.applied_at:
        return AppliedList(sheet)
    check_takes_attendance(space, now=now)
    if sheet.left_at:
        raise TransitionNotAllowed("Esta lista se descartó. Súbala de nuevo.")
    wrong = [f"Fila {line}: {said}" for line, outcome, said in sheet.report if outcome == Outcome.PROBLEM]
    refuse_gaps("La lista no entró: corrija estas filas en el archivo y súbalo de nuevo.", *wrong)
    named, counted = _write_named(space, sheet, by=by, now=now), _write_counted(space, sheet, by=by, now=now)
    sheet.applied_at, sheet.rows = now, []
    sheet.save(update_fields=["applied_at", "rows"])
    note(space, "list_apply", by=by, now=now, sheet=sheet.pk, named=named, counted=counted)
    return AppliedList(sheet, named, counted, is_new=True)


def _sheet(sheet_id: int) -> AttendanceSheet:
    found: AttendanceSheet = AttendanceSheet.objects.get(pk=sheet_id)
    return found


def _write_named(space: DialogueSpace, sheet: AttendanceSheet, *, by: Principal, now: datetime) -> int:
    present = keys_in(space)
    rows = [row for row in sheet.rows if row["is_named"] and not present & set(row["keys"])]
    carries_consent = any(row["email"] for row in rows)
    digest = words_in_force(space.entity).digest
    consent = accepted_consent(space.entity_id, digest, by=by, now=now) if carries_consent else None
    last = Attendee.objects.filter(space=space).aggregate(last=Max("number"))["last"] or 0
    Attendee.objects.bulk_create(
        Attendee(
            entity_id=space.entity_id,
            space=space,
            number=last + place,
            source=AttendanceSource.SHEET,
            keys=row["keys"],
            consent=consent if row["email"] else None,
            consented_at=now if row["email"] else None,
            came_at=space.starts_at,
            noted_by_id=by.user_id,
            form_token=f"sheet:{sheet.pk}:{row['line']}",
            **{name: row[name] for name in _WRITTEN},
        )
        for place, row in enumerate(rows, start=1)
    )
    return len(rows)


def _write_counted(space: DialogueSpace, sheet: AttendanceSheet, *, by: Principal, now: datetime) -> int:
    """People without a name, those alike in one count."""
    alike: dict[tuple[int | None, str, str], int] = {}
    for row in sheet.rows:
        if not row["is_named"]:
            key = (row["group_id"], row["age_band"], row["territory"])
            alike[key] = alike.get(key, 0) + 1
    for place, ((group_id, age_band, territory), people) in enumerate(alike.items()):
        values = CountValues(people, CountSource.PAPER, group_id, age_band, territory)
        count_people(space_id=space.pk, values=values, form_token=f"sheet:{sheet.pk}:{place}", by=by, now=now)
    return sum(alike.values())


@transaction.atomic
def leave_list(*, sheet_id: int, by: Principal, now: datetime) -> AttendanceSheet:
    """Leave a list that was read: what was read of it is erased. Again, or once it was applied: nothing changes.

    Raises:
        NotAllowed: for whoever neither runs the space nor registers who comes to it.
    """
    sheet = _sheet(sheet_id)
    space = locked(sheet.space_id)
    check_check_in(space, by=by)
    if sheet.applied_at is None and sheet.left_at is None:
        sheet.left_at, sheet.rows = now, []
        sheet.save(update_fields=["left_at", "rows"])
        note(space, "list_leave", by=by, now=now, sheet=sheet.pk)
    return sheet
