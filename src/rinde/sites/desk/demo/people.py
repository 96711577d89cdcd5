"""Who works in Villa Aurora: one fictional person per role, with a password made for this installation alone."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import choice
from string import digits

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.operations import create_person, grant_role
from rinde.capabilities.accounts.queries import console
from rinde.capabilities.entities.models import Actor, Entity

DOMAIN = "villa-aurora.example"  # RFC 2606: no mail can ever arrive there
PEOPLE_FILE = "demo-people.txt"
CONSONANTS, VOWELS = "bcdfglmnprstvz", "aeiou"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demo; `units` are the offices to which their role is limited.

    `own_office`: what they also report for, beside their role.
    """

    mailbox: str
    full_name: str
    post: str
    role: str
    units: tuple[str, ...] = ()
    own_office: str = ""

    @property
    def email(self) -> str:
        return f"{self.mailbox}@{DOMAIN}"


PEOPLE = (
    DemoPerson("administracion", "Yaneth Obando Rivas", "Secretaria general y de gobierno", RoleCode.ENTITY_ADMIN),
    DemoPerson("planeacion", "Hernán Chaucanés Mora", "Secretario de planeación", RoleCode.PLAN_COORDINATOR),
    DemoPerson(
        "infraestructura",
        "Luz Dary Quiroz Timarán",
        "Profesional de obras",
        RoleCode.UNIT_LIAISON,
        units=("Secretaría de Infraestructura",),
    ),
    DemoPerson(
        "control.interno",
        "Álvaro Guerrero Insuasty",
        "Jefe de control interno",
        RoleCode.INTERNAL_CONTROL,
        own_office="Oficina de Control Interno",
    ),
    DemoPerson("comunicaciones", "Mireya Portilla Erazo", "Jefa de comunicaciones", RoleCode.COMMUNICATIONS),
    DemoPerson("ventanilla", "Jhon Fredy Burbano Paz", "Atención a la ciudadanía", RoleCode.CITIZEN_SERVICE),
    DemoPerson("consulta", "Amparo Delgado Ruales", "Asesora del despacho", RoleCode.READER),
    DemoPerson(
        "obras",
        "Marco Tulio Eraso Benavides",
        "Secretario de infraestructura",
        RoleCode.UNIT_HEAD,
        units=("Secretaría de Infraestructura",),
    ),
    DemoPerson(
        "juridica",
        "Nelson Chamorro Yela",
        "Abogado de la oficina jurídica",
        RoleCode.UNIT_LIAISON,
        units=("Oficina Asesora Jurídica",),
    ),
    DemoPerson(
        "hacienda",
        "Gloria Inés Pantoja Cuaspud",
        "Profesional de hacienda",
        RoleCode.UNIT_LIAISON,
        units=("Secretaría de Hacienda", "Tesorería Municipal", "Almacén Municipal"),
    ),
    # A small town has one person who reports for many offices.
    DemoPerson(
        "enlaces",
        "Wilson Tapia Cuarán",
        "Profesional de apoyo a las dependencias",
        RoleCode.UNIT_LIAISON,
        units=(
            "Despacho de la Alcaldía",
            "Oficina de Comunicaciones y Prensa",
            "Oficina de Tecnologías de la Información",
            "Secretaría de Planeación",
            "Banco de Programas y Proyectos",
            "Secretaría General y de Gobierno",
            "Unidad de Talento Humano",
            "Unidad de Atención a la Ciudadanía",
            "Unidad de Gestión Documental",
            "Comisaría de Familia",
            "Inspección de Policía",
            "Oficina de Participación Comunitaria",
            "Secretaría de Desarrollo Social",
            "Unidad de Salud Pública",
            "Casa de la Cultura y Biblioteca",
            "Secretaría de Agricultura y Ambiente",
            "Equipo de Rendición de Cuentas",
        ),
    ),
)
People = tuple[tuple[DemoPerson, str], ...]  # each with their password


def fresh_password() -> str:
    """Two made-up words between numbers, easy to copy by hand: 63 bits by chance.

    The numbers also keep it unlike any name or post, which the rules for passwords refuse.
    """
    return "-".join((_word(), _number(), _word(), _number()))


def _word() -> str:
    return "".join(choice(CONSONANTS) + choice(VOWELS) for _ in range(3))


def _number() -> str:
    return "".join(choice(digits) for _ in range(4))


def open_accounts(entity: Entity, *, now: datetime) -> People:
    """Open every account with its role. Needs the entity's guard open."""
    by = console(entity)
    people = []
    for person in PEOPLE:
        password = fresh_password()
        user = create_person(email=person.email, full_name=person.full_name, post=person.post, password=password)
        grant_role(entity=entity, user=user, role=person.role, by=by, now=now, actor_ids=_offices(*person.units))
        if person.own_office:
            office = _offices(person.own_office)
            grant_role(entity=entity, user=user, role=RoleCode.UNIT_LIAISON, by=by, now=now, actor_ids=office)
        people.append((person, password))
    return tuple(people)


def _offices(*names: str) -> tuple[int, ...]:
    return tuple(Actor.objects.filter(name__in=names).values_list("pk", flat=True))


def write_people_file(folder: Path, people: People) -> Path:
    """Keep the passwords beside the database, for its owner's eyes only: nothing else could tell them again."""
    path = folder / PEOPLE_FILE
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{person.email}\t{password}\t{_role(person)}\n" for person, password in people)
    return path


def read_people_file(folder: Path) -> tuple[tuple[str, str, str], ...]:
    """Mail, password and role of each person; empty where the file was taken away."""
    path = folder / PEOPLE_FILE
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple((mail, password, role) for mail, password, role in (line.split("\t") for line in lines))


def _role(person: DemoPerson) -> str:
    label = str(RoleCode(person.role).label)
    if len(person.units) > 1:
        return f"{label} ({len(person.units)} dependencias)"
    return f"{label} ({person.units[0]})" if person.units else label
