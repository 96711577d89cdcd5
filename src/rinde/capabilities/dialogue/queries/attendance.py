"""Who registered and who came, as pages and operations read it; and the numbers that are left of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from rinde.capabilities.dialogue.choices import AgeBand, RegistrationStatus, SpaceKind
from rinde.capabilities.dialogue.models import (
    AttendanceClosing,
    Attendee,
    DialogueSpace,
    ListOpening,
    PeopleCount,
    Registration,
    TrainedPeople,
    ValueGroup,
)
from rinde.capabilities.dialogue.rules.attendance_counts import (
    NOT_SAID,
    PublicCounts,
    first_of_each,
    public_counts,
    unique_by,
    unique_people,
)
from rinde.capabilities.dialogue.rules.attendance_sheet import Known
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.queries import actor_directory, actors_on
from rinde.foundations.text.folding import fold

Cells = tuple[tuple[str, int], ...]
TRAININGS = frozenset({SpaceKind.TRAINING, SpaceKind.WORKSHOP})
_AGES: Mapping[str, str] = {band.value: band.label for band in AgeBand}
_ORDER_OF_AGES = {band.label: place for place, band in enumerate(AgeBand)}
PUBLIC_WAYS: Mapping[str, str] = {
    "group": "Grupos de valor", "age": "Edades", "territory": "Territorios",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Places:
    """People of a space by how their registration stands, and how many registrations that is."""

    confirmed: int = 0
    waiting: int = 0
    cancelled: int = 0
    registrations: int = 0
    capacity: int | None = None

    @property
    def free(self) -> int | None:
        """Places left; None for as many as come."""
        return None if self.capacity is None else max(self.capacity - self.confirmed, 0)

    @property
    def is_full(self) -> bool:
        """Nobody gets a place at once: there is none, or others wait for it."""
        return self.free == 0 or self.waiting > 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How many came. `cells` of each way of sorting them add up to `people`, before anything is hidden."""

    named: int  # entries by name
    unique_people: int  # of them, the same person once
    counted: int  # without a name
    cells: Mapping[str, Cells]

    @property
    def people(self) -> int:
        return self.unique_people + self.counted

    @property
    def groups(self) -> int:
        """Different groups of value, without those of whom it is not known."""
        return sum(label != NOT_SAID for label, _ in self.cells["group"])


def places_of(space: DialogueSpace) -> Places:
    """The registrations of a space in numbers. One query."""
    rows = Registration.objects.filter(space=space).order_by().values("status")
    found = {row["status"]: row for row in rows.annotate(people_sum=Sum("people"), entries=Count("pk"))}

    def people(status: str) -> int:
        return int(found[status]["people_sum"]) if status in found else 0

    return Places(
        confirmed=people(RegistrationStatus.CONFIRMED),
        waiting=people(RegistrationStatus.WAITING),
        cancelled=people(RegistrationStatus.CANCELLED),
        registrations=sum(row["entries"] for row in found.values()),
        capacity=space.capacity,
    )


def registrations_of(space: DialogueSpace, *, search: str = "") -> "QuerySet[Registration]":
    """Who registered, in the order in which they did, with what they need. For whoever may read names only."""
    rows: QuerySet[Registration] = Registration.objects.filter(space=space).select_related("group", "need")
    return rows.filter(pk__in=_named_like(rows, search)) if search else rows


def _named_like(rows: "QuerySet[Registration]", search: str) -> list[int]:
    """Those whose name holds every word, whatever accents and case; a number finds that registration."""
    words = fold(search).split()
    return [
        pk
        for pk, number, name in rows.values_list("pk", "number", "name")
        if words == [str(number)] or all(word in fold(name) for word in words)
    ]


def arrivals_of(space: DialogueSpace) -> "QuerySet[Attendee]":
    """Who came, in the order in which it was noted. For whoever may read names only."""
    rows: QuerySet[Attendee] = Attendee.objects.filter(space=space, removed_at__isnull=True)
    return rows.select_related("registration", "registration__group", "group", "unit").order_by("number")


def counts_of(space: DialogueSpace) -> "QuerySet[PeopleCount]":
    """People who were counted without a name, the newest first."""
    rows: QuerySet[PeopleCount] = PeopleCount.objects.filter(space=space, removed_at__isnull=True)
    return rows.select_related("group").order_by("-number")


def tally_of(space: DialogueSpace, *, counts: Iterable[PeopleCount] | None = None) -> Tally:
    """Count who came. Two queries, whatever the number of people; one where `counts_of` was read already."""
    named = list(
        Attendee.objects.filter(space=space, removed_at__isnull=True)
        .order_by("number")
        .values_list("keys", "group__name", "age_band", "territory", "unit__name")
    )
    found = counts_of(space) if counts is None else counts
    counted = [(one.people, one.group.name if one.group else "", one.age_band, one.territory) for one in found]
    first = first_of_each([row[0] for row in named])
    people = [(1, *named[place][1:]) for place in first] + [(*row, None) for row in counted]
    return Tally(
        named=len(named),
        unique_people=len(first),
        counted=sum(row[0] for row in counted),
        cells={
            "group": _cells((group, number) for number, group, *_ in people),
            "age": _by_age((_AGES.get(band, ""), number) for number, _, band, *_ in people),
            "territory": _cells((territory, number) for number, _, _, territory, _ in people),
            "unit": _cells((unit, number) for number, *_, unit in people),
        },
    )


def counted_people(space: DialogueSpace) -> int:
    """Entries by name and people without one, in passing; `tally_of` gives the number that is said. Two queries."""
    named = Attendee.objects.filter(space=space, removed_at__isnull=True).count()
    counted = PeopleCount.objects.filter(space=space, removed_at__isnull=True).aggregate(people=Sum("people"))["people"]
    return int(named + (counted or 0))


def _cells(rows: Iterable[tuple[str | None, int]]) -> Cells:
    summed: Counter[str] = Counter()
    for label, people in rows:
        summed[label or NOT_SAID] += people
    return tuple(sorted(summed.items(), key=lambda one: (one[0] == NOT_SAID, -one[1], one[0])))


def _by_age(rows: Iterable[tuple[str | None, int]]) -> Cells:
    return tuple(sorted(_cells(rows), key=lambda one: _ORDER_OF_AGES.get(one[0], len(_ORDER_OF_AGES))))


def closing_of(space: DialogueSpace) -> AttendanceClosing | None:
    """The number of people as it was said; None before that. One query."""
    found: AttendanceClosing | None = AttendanceClosing.objects.filter(space=space).first()
    return found


def public_ways(closing: AttendanceClosing) -> Mapping[str, PublicCounts]:
    """By group, age and territory, what may be published of a closed attendance. Units are of the house, and are not.

    A way of sorting of which nothing is known but «Sin dato» is left out.
    """
    ways = {way: [(label, people) for label, people in closing.counts.get(way, [])] for way in PUBLIC_WAYS}
    return {
        PUBLIC_WAYS[way]: public_counts(cells)
        for way, cells in ways.items()
        if any(label != NOT_SAID for label, _ in cells)
    }


def keys_in(space: DialogueSpace) -> frozenset[str]:
    """The keys of everybody who is on the list of a space. One query."""
    rows = Attendee.objects.filter(space=space, removed_at__isnull=True).values_list("keys", flat=True)
    return frozenset(key for keys in rows for key in keys)


def known_in(space: DialogueSpace, *, on: date) -> Known:
    """What a list is compared with: units by every name that they have, groups, and who is there. Four queries."""
    units: dict[str, int] = {}
    for entry in actor_directory(on):
        for text in (entry.name, entry.acronym, *entry.aliases):
            if folded := fold(text):
                units.setdefault(folded, entry.id)
    groups = {fold(name): pk for pk, name in group_choices(space.entity)}
    return Known(units=units, groups=groups, keys=keys_in(space))


def group_choices(entity: Entity) -> list[tuple[int, str]]:
    """The groups of value that people may say they belong to. One query."""
    return list(ValueGroup.objects.filter(entity=entity, is_active=True).values_list("pk", "name"))


def unit_choices(now: datetime) -> list[tuple[int, str]]:
    """The units of the active entity on a day. One query."""
    return list(actors_on(timezone.localdate(now)).units().values_list("pk", "name"))


def openings_of(space: DialogueSpace) -> "QuerySet[ListOpening]":
    """Who opened or downloaded the names, the newest first."""
    rows: QuerySet[ListOpening] = ListOpening.objects.filter(space=space)
    return rows.select_related("opened_by")


@dataclass(frozen=True, slots=True)
class TrainedYear:
    """Different people who were trained in a year. `is_final`: counted for good, the keys are gone."""

    year: int
    people: int
    by_unit: Cells
    by_territory: Cells
    trainings: tuple[tuple[DialogueSpace, int], ...]  # with its different people
    is_final: bool


def trained_year(entity: Entity, year: int) -> TrainedYear:
    """Count the people trained in a year, the same person once. Three queries, whatever the number of trainings."""
    spaces = trainings_of(entity, year)
    rows = _trained(spaces)
    by_space = {
        space.pk: unique_people([keys for space_id, keys, *_ in rows if space_id == space.pk]) for space in spaces
    }
    trainings = tuple((space, by_space[space.pk]) for space in spaces)
    final: TrainedPeople | None = TrainedPeople.objects.filter(entity=entity, year=year).first()
    if final:
        units, territories = (
            [(label, people) for label, people in cells] for cells in (final.by_unit, final.by_territory)
        )
        return TrainedYear(year, final.people, tuple(units), tuple(territories), trainings, is_final=True)
    return TrainedYear(
        year,
        unique_people([keys for _, keys, *_ in rows]),
        unique_by((unit or "", keys) for _, keys, unit, _ in rows),
        unique_by((territory, keys) for _, keys, _, territory in rows),
        trainings,
        is_final=False,
    )


def trainings_of(entity: Entity, year: int) -> Sequence[DialogueSpace]:
    """The trainings and workshops of a year, by date. One query."""
    found = (
        DialogueSpace.objects.filter(entity=entity, kind__in=TRAININGS).select_related("actor").order_by("starts_at")
    )
    return tuple(space for space in found if timezone.localtime(space.starts_at).year == year)


def _trained(spaces: Sequence[DialogueSpace]) -> list[tuple[int, list[str], str | None, str]]:
    rows = Attendee.objects.filter(space__in=[space.pk for space in spaces], removed_at__isnull=True)
    return list(rows.order_by("pk").values_list("space_id", "keys", "unit__name", "territory"))
