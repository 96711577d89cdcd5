from datetime import timedelta

import pytest

from attendance_samples import make_attendee
from dialogue_samples import AFTER, DURING, STARTS, join_team, make_called_space, make_held_space, organiser
from factories import make_actor, make_entity, principal
from rinde.capabilities.dialogue.choices import ListUse
from rinde.capabilities.dialogue.models import AttendanceSheet, Attendee, DialogueSpace, ListOpening, PeopleCount
from rinde.capabilities.dialogue.operations.attendance_lists import (
    AppliedList,
    apply_list,
    leave_list,
    open_list,
    receive_list,
    take_list_out,
)
from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry

HEADING = "Nombre;Cédula;Correo;Dependencia;Edad;Quiere resultados\n"
GOOD = HEADING + "Ana Ruiz;101;ana@example.org;Hacienda;34;Sí\nLuis Paz;102;;;;\n;;;;40;\nNiña Pequeña;103;;;9;\n"


def received(
    space: DialogueSpace, text: str, by: Principal, *, carries_consent: bool = True, now: object = AFTER
) -> AttendanceSheet:
    return receive_list(
        space_id=space.pk,
        name="lista de Ana.csv",
        content=text.encode(),
        carries_consent=carries_consent,
        by=by,
        now=now,  # type: ignore[arg-type]
    )


def test_list_is_looked_at_before_anybody_is_on_it(entity: Entity) -> None:
    space, by = make_held_space(entity), organiser(entity)
    sheet = received(space, GOOD, by)
    assert sheet.counts == {"NEW": 2, "COUNTED": 2, "KNOWN": 0, "DOUBLE": 0, "PROBLEM": 0}
    assert not Attendee.objects.exists()
    assert not any(secret in str(sheet.report) for secret in ("Ana", "Luis", "101", "example.org"))


def test_list_enters_once_and_what_was_read_is_erased(entity: Entity) -> None:
    space, by = make_held_space(entity), organiser(entity)
    unit = make_actor(entity, name="Hacienda")
    sheet = received(space, GOOD, by)
    applied, again = (apply_list(sheet_id=sheet.pk, by=by, now=AFTER) for _ in range(2))
    assert (applied.named, applied.counted, applied.is_new, again.is_new) == (2, 2, True, False)
    ana, luis = Attendee.objects.order_by("number")
    assert (ana.name, ana.email, ana.unit, ana.wants_results, ana.age_band) == (
        "Ana Ruiz", "ana@example.org", unit, True, "FROM_29",
    )  # fmt: skip
    assert (luis.email, luis.wants_results, luis.consent) == ("", False, None)
    assert sorted(PeopleCount.objects.values_list("people", "age_band")) == [(1, "FROM_29"), (1, "FROM_6")]
    sheet.refresh_from_db()
    assert sheet.rows == []


def test_no_document_and_no_name_of_a_child_is_kept(entity: Entity) -> None:
    space, by = make_held_space(entity), organiser(entity)
    sheet = received(space, GOOD.replace("103", "99887766"), by)
    assert not any(secret in str(sheet.rows) for secret in ("99887766", "101", "Niña"))


def test_mail_is_not_kept_without_the_signed_authorisation(entity: Entity) -> None:
    space, by = make_held_space(entity), organiser(entity)
    apply_list(sheet_id=received(space, GOOD, by, carries_consent=False).pk, by=by, now=AFTER)
    assert not Attendee.objects.exclude(email="").exists()
    assert not Attendee.objects.filter(wants_results=True).exists()


def test_list_with_a_wrong_row_enters_whole_or_not_at_all(entity: Entity) -> None:
    space, by = make_held_space(entity), organiser(entity)
    sheet = received(space, GOOD + "Eva Luz;104;sin-arroba;;;\n", by)
    with pytest.raises(NotReady) as refused:
        apply_list(sheet_id=sheet.pk, by=by, now=AFTER)
    assert refused.value.gaps == ("Fila 6: El correo no está completo. Corríjalo o bórrelo.",)
    assert not Attendee.objects.exists()
    assert not PeopleCount.objects.exists()


def test_who_came_in_between_is_not_there_twice(entity: Entity) -> None:
    space, by = make_held_space(entity), organiser(entity)
    make_attendee(space, name="Luis Paz", document="102", now=AFTER)
    sheet = received(space, GOOD, by)
    assert sheet.counts["KNOWN"] == 1
    other = received(space, HEADING + "Eva Luz;105;;;;\n", by)
    make_attendee(space, name="Eva Luz", document="105", now=AFTER)
    assert apply_list(sheet_id=other.pk, by=by, now=AFTER) == AppliedList(other, 0, 0, is_new=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [("Actividad;Meta\nInforme;1\n", "columna de nombres"), (HEADING, "ninguna persona"), ("", "vacío")],
)
def test_file_that_is_no_list_is_told_and_not_kept(entity: Entity, text: str, words: str) -> None:
    space, by = make_held_space(entity), organiser(entity)
    with pytest.raises(NotReady) as refused:
        received(space, text, by)
    assert words in refused.value.gaps[0]
    assert not AttendanceSheet.objects.exists()


def test_list_that_is_left_is_erased_and_does_not_enter(entity: Entity) -> None:
    space, by = make_held_space(entity), organiser(entity)
    sheet = received(space, GOOD, by)
    for _ in range(2):
        assert leave_list(sheet_id=sheet.pk, by=by, now=AFTER).rows == []
    with pytest.raises(TransitionNotAllowed, match="descartó"):
        apply_list(sheet_id=sheet.pk, by=by, now=AFTER)


def test_same_file_again_takes_the_place_of_the_first(entity: Entity) -> None:
    space, by = make_held_space(entity), organiser(entity)
    received(space, GOOD, by)
    received(space, GOOD, by)
    assert AttendanceSheet.objects.count() == 1


def test_list_of_people_for_minors_only_counts(entity: Entity) -> None:
    space, by = make_held_space(entity, is_for_minors=True), organiser(entity)
    apply_list(sheet_id=received(space, GOOD, by).pk, by=by, now=AFTER)
    assert not Attendee.objects.exists()
    assert sum(PeopleCount.objects.values_list("people", flat=True)) == 4


def test_strangers_bring_open_and_take_no_list(entity: Entity) -> None:
    space, other, by = make_held_space(entity), make_held_space(entity), organiser(entity)
    sheet = received(space, GOOD, by)
    helper = principal(entity, "COMMUNICATIONS")
    join_team(other, helper, "CHECK_IN")
    for stranger in (
        helper,
        principal(entity, "READER"),
        principal(entity, "INTERNAL_CONTROL"),
        organiser(make_entity()),
    ):
        for act in (
            lambda by=stranger: received(space, GOOD, by),
            lambda by=stranger: apply_list(sheet_id=sheet.pk, by=by, now=AFTER),
            lambda by=stranger: leave_list(sheet_id=sheet.pk, by=by, now=AFTER),
            lambda by=stranger: open_list(space_id=space.pk, by=by, now=AFTER),
            lambda by=stranger: take_list_out(space_id=space.pk, reason="Quiero", by=by, now=AFTER),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert not ListOpening.objects.exists()


def test_each_opening_leaves_a_trace_and_a_download_its_reason(entity: Entity) -> None:
    space, by = make_called_space(entity), organiser(entity)
    for _ in range(2):
        open_list(space_id=space.pk, by=by, now=DURING)
    with pytest.raises(NotReady):
        take_list_out(space_id=space.pk, reason=" ", by=by, now=DURING)
    with pytest.raises(NotReady):
        take_list_out(space_id=space.pk, reason="x" * 301, by=by, now=DURING)
    take_list_out(space_id=space.pk, reason="Anexo del acta", by=by, now=DURING)
    uses = list(ListOpening.objects.order_by("pk").values_list("use", "reason", "opened_by_id"))
    assert uses == [(ListUse.OPENED, "", by.user_id)] * 2 + [(ListUse.DOWNLOADED, "Anexo del acta", by.user_id)]
    actions = list(AuditEntry.objects.filter(action__startswith="dialogue.list").values_list("action", flat=True))
    assert sorted(actions) == ["dialogue.list_downloaded", "dialogue.list_opened", "dialogue.list_opened"]


def test_helper_at_the_table_opens_the_list_and_takes_none_home(entity: Entity) -> None:
    space, helper = make_called_space(entity), principal(entity, "COMMUNICATIONS")
    join_team(space, helper, "CHECK_IN")
    open_list(space_id=space.pk, by=helper, now=DURING)
    with pytest.raises(NotAllowed):
        take_list_out(space_id=space.pk, reason="Copia", by=helper, now=DURING)


def test_list_of_another_day_waits(entity: Entity) -> None:
    space, by = make_called_space(entity), organiser(entity)
    with pytest.raises(TransitionNotAllowed, match="12 de mayo"):
        received(space, GOOD, by, now=STARTS - timedelta(days=1))
