"""Who may still register, who has a place, and what a person who comes is asked. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rinde.capabilities.dialogue.choices import AgeBand, CountSource, RegistrationStatus, SpaceStatus
from rinde.foundations.law.terms import plain_day
from rinde.foundations.text.folding import fold

LONGEST_NAME, LONGEST_PHONE, LONGEST_NEED, LONGEST_PLACE, LONGEST_REASON = 120, 40, 300, 160, 300
MOST_PEOPLE = 200  # of one registration for a space of minors: a school's classes
MOST_COUNTED = 100_000  # in one count
DOORS_OPEN = timedelta(hours=1)  # before the space begins
DOORS_CLOSE = timedelta(hours=1)  # after it ends: the queue at the table
_MINORS: frozenset[str] = frozenset({AgeBand.UNDER_6, AgeBand.FROM_6, AgeBand.FROM_12})


@dataclass(frozen=True, slots=True)
class RegistrationValues:
    """What somebody writes to register. `joins_waiting`: they wait where there is no place."""

    name: str = ""
    email: str = ""
    phone: str = ""
    group_id: int | None = None
    need: str = ""
    people: int = 1
    wants_results: bool = False
    consents: bool = False
    joins_waiting: bool = False


@dataclass(frozen=True, slots=True)
class ArrivalValues:
    """What is noted of somebody who came. `document` is only hashed, as the key that finds the same person again."""

    name: str
    document: str = ""
    email: str = ""
    phone: str = ""
    group_id: int | None = None
    unit_id: int | None = None
    territory: str = ""
    age_band: str = ""
    wants_results: bool = False
    consents: bool = False


@dataclass(frozen=True, slots=True)
class CountValues:
    """People who were counted and not named."""

    people: int
    source: str = CountSource.PLACE
    group_id: int | None = None
    age_band: str = ""
    territory: str = ""


def registration_gaps(values: RegistrationValues, *, is_for_minors: bool) -> tuple[str, ...]:
    """List in Spanish what keeps a registration from being received."""
    return tuple(_minors_gaps(values) if is_for_minors else _registration_gaps(values))


def _minors_gaps(values: RegistrationValues) -> Iterator[str]:
    if values.name or values.email or values.phone or values.need:
        yield "En este espacio participan menores de edad: no se pide el nombre ni los datos de nadie. Bórrelos."
    if not 1 <= values.people <= MOST_PEOPLE:
        yield f"Escriba cuántas personas van, de 1 a {MOST_PEOPLE}. Si son más, haga otra inscripción."


def _registration_gaps(values: RegistrationValues) -> Iterator[str]:
    if not values.name:
        yield "Escriba el nombre con el que lo recibiremos en la entrada."
    if len(values.name) > LONGEST_NAME:
        yield f"El nombre es muy largo: caben {LONGEST_NAME} caracteres."
    if len(values.phone) > LONGEST_PHONE:
        yield f"El teléfono es muy largo: caben {LONGEST_PHONE} caracteres."
    if values.phone and sum(one.isdigit() for one in values.phone) < 7:
        yield "El teléfono tiene pocos números. Escríbalo completo, o bórrelo: no es obligatorio."
    if len(values.need) > LONGEST_NEED:
        yield f"La necesidad de accesibilidad es muy larga: caben {LONGEST_NEED} caracteres. Cuente el resto al llegar."
    if values.wants_results and not values.email:
        yield "Para enviarle los resultados hace falta un correo. Escríbalo, o quite esa marca."
    if values.people != 1:
        yield "Cada persona se inscribe con su nombre."
    if not values.consents:
        yield "Marque la autorización para que podamos guardar sus datos. Sin ella no podemos inscribirlo."


def place_for(*, people: int, taken: int, capacity: int | None) -> str:
    """Where somebody stands who registers now: in the space, or waiting. `taken`: people who have a place."""
    fits = capacity is None or taken + people <= capacity
    return RegistrationStatus.CONFIRMED if fits else RegistrationStatus.WAITING


def next_in_line(waiting: Sequence[tuple[int, int]], *, free: int | None) -> tuple[int, ...]:
    """Who gets a place, strictly in order: a large group at the front is not overtaken by a small one.

    Args:
        waiting: (number, people) in the order in which they came.
        free: places; None for as many as come.
    """
    placed = []
    for number, people in waiting:
        if free is not None:
            if people > free:
                break
            free -= people
        placed.append(number)
    return tuple(placed)


def why_closed(status: str, *, has_step: bool, starts_at: datetime, closes_at: datetime | None, now: datetime) -> str:
    """Say in Spanish why nobody registers any more; empty while people do."""
    if status == SpaceStatus.CANCELLED:
        return "Este espacio se canceló: ya no recibe inscripciones. El motivo está en su página."
    if status in {SpaceStatus.HELD, SpaceStatus.CLOSED}:
        return "Este espacio ya se hizo. En su página están los resultados."
    if not has_step:
        return "A este espacio se entra sin inscripción: llegue el día y a la hora que dice su página."
    if status == SpaceStatus.LIVE or now >= starts_at:
        return "Este espacio ya empezó: las inscripciones cerraron. Si va a llegar, lo registran en la entrada."
    if closes_at is not None and now >= closes_at:
        return "Las inscripciones ya cerraron. Puede llegar sin inscribirse: si hay cupo, lo registran en la entrada."
    return ""


def may_arrive_alone(status: str, *, starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Tell whether people note their own arrival with the code at the door: around the hours of the space only."""
    if status == SpaceStatus.LIVE:
        return now < ends_at + DOORS_CLOSE
    return status in {SpaceStatus.CALLED, SpaceStatus.HELD} and starts_at - DOORS_OPEN <= now < ends_at + DOORS_CLOSE


def why_no_attendance(status: str, *, is_called: bool, first_day: date, today: date) -> str:
    """Say in Spanish why who comes is not noted; empty where it is.

    Args:
        is_called: whether people are called to spaces of this kind: what is not called is noted while it is prepared.
    """
    if status == SpaceStatus.CANCELLED:
        return "Este espacio se canceló: no tiene asistencia."
    if status == SpaceStatus.CLOSED:
        return "Este espacio ya se cerró: la asistencia queda como está."
    if status == SpaceStatus.DRAFT and is_called:
        return "A este espacio no se ha convocado. La asistencia se registra desde el día en que se hace."
    if today < first_day:
        return f"El espacio es el {plain_day(first_day)}. La asistencia se registra desde ese día."
    return ""


def arrival_gaps(values: ArrivalValues, *, is_for_minors: bool) -> tuple[str, ...]:
    """List in Spanish what keeps an arrival from being noted by name."""
    return tuple(_arrival_gaps(values, is_for_minors))


def _arrival_gaps(values: ArrivalValues, is_for_minors: bool) -> Iterator[str]:
    if is_for_minors:
        yield "En este espacio participan menores de edad: las personas se cuentan, sin nombres."
        return
    if not values.name:
        yield "Escriba el nombre. Si la persona no quiere darlo, cuéntela sin nombre."
    if len(values.name) > LONGEST_NAME:
        yield f"El nombre es muy largo: caben {LONGEST_NAME} caracteres."
    if len(values.territory) > LONGEST_PLACE:
        yield f"El territorio es muy largo: caben {LONGEST_PLACE} caracteres."
    if values.age_band and values.age_band not in AgeBand.values:
        yield "Escoja la edad de la lista, o déjela vacía."
    if values.age_band in _MINORS:
        yield "A los menores de edad se les cuenta, sin su nombre. Use «Contar sin nombre»."
    if values.email and not values.consents:
        yield "Para guardar el correo la persona debe autorizarlo. Márquelo, o borre el correo."
    if values.wants_results and not values.email:
        yield "Para enviarle los resultados hace falta un correo. Escríbalo, o quite esa marca."


def count_gaps(values: CountValues) -> tuple[str, ...]:
    """List in Spanish what keeps a count from being added."""
    return tuple(_count_gaps(values))


def _count_gaps(values: CountValues) -> Iterator[str]:
    if not 1 <= values.people <= MOST_COUNTED:
        yield "Escriba cuántas personas se suman, desde 1."
    if values.source not in CountSource.values:
        yield "Escoja de la lista dónde se contaron."
    if values.age_band and values.age_band not in AgeBand.values:
        yield "Escoja la edad de la lista, o déjela vacía."
    if len(values.territory) > LONGEST_PLACE:
        yield f"El territorio es muy largo: caben {LONGEST_PLACE} caracteres."


def identities(values: ArrivalValues, *, unit: str = "") -> tuple[str, ...]:
    """What finds the same person again in another list; hashed with a key before anything is kept.

    A document is one person's. A mail or a phone may be a family's: it says who only with the name. A name alone is
    said by many: it counts within one unit or territory, and only where nothing better is known.
    """
    document = "".join(one for one in values.document.upper() if one.isalnum())
    name = fold(values.name)
    strong = [f"document:{document}"] if document else []
    mail = values.email.strip().lower()
    strong += [f"mail:{mail}:{name}"] if mail and name else []
    phone = "".join(one for one in values.phone if one.isdigit())[-10:]
    strong += [f"phone:{phone}:{name}"] if len(phone) >= 7 and name else []
    if strong:
        return tuple(strong)
    return (f"name:{name}:{fold(unit or values.territory)}",) if name else ()


def closing_text(people: int, groups: int) -> str:
    """«112 personas, 9 grupos»: what the step and the plan's drafts say."""
    said = "1 persona" if people == 1 else f"{people} personas"
    if not groups:
        return said
    return f"{said}, 1 grupo" if groups == 1 else f"{said}, {groups} grupos"


def registered_text(people: int) -> str:
    """«48 personas inscritas»: what the step of registration says."""
    return "1 persona inscrita" if people == 1 else f"{people} personas inscritas"
