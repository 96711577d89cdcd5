"""Villa Aurora itself. Everything is invented: the town, its numbers, its telephones."""

from datetime import date, datetime
from pathlib import Path

from rinde.capabilities.accounts.queries import console
from rinde.capabilities.entities.choices import EntityKind, GroupRule
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.operations import (
    add_non_working_day,
    apply_org_chart,
    create_entity,
    create_group,
    receive_org_chart,
    set_shield,
)
from rinde.services.tenancy import active_tenant
from rinde.sites.desk.demo.shield import ALT, town_shield

SLUG = "villa-aurora"
DESCRIPTION = {
    "short_name": "Alcaldía de Villa Aurora",
    "kind": EntityKind.MAYORALTY,
    "nit": "999999990-9",  # no entity has it
    "divipola": "52",  # the department alone: the town does not exist
    "department": "Nariño",
    "municipality": "Villa Aurora",
    "address": "Carrera 3 n.º 4-20, parque principal",
    "postal_code": "520000",
    "phone": "(602) 555 0100",
    "toll_free_phone": "01 8000 555 010",
    "anticorruption_phone": "(602) 555 0119",
    "email": "contacto@villa-aurora.example",
    "judicial_email": "notificaciones@villa-aurora.example",
    "opening_hours": "Lunes a viernes, 8:00 a. m. a 12:00 m. y 2:00 p. m. a 6:00 p. m.",
    "website": "https://villa-aurora.example",
}
GROUPS = (("Todas las dependencias", GroupRule.ALL_UNITS), ("Dependencias misionales", GroupRule.MISSIONAL_UNITS))
CIVIC_DAY = (date(2026, 8, 31), "Decreto 041 de 2026: día cívico de las fiestas patronales")


def found_town(org_chart: Path, *, now: datetime) -> Entity:
    """Create the entity with its org chart, groups and calendar, as an administrator would on the first day."""
    entity = create_entity(slug=SLUG, name="Alcaldía Municipal de Villa Aurora", by=console(), now=now, **DESCRIPTION)
    by = console(entity)
    with active_tenant(entity):
        received = receive_org_chart(entity=entity, name=org_chart.name, content=org_chart.read_bytes(), by=by, now=now)
        apply_org_chart(import_id=received.pk, by=by, now=now)
        for name, rule in GROUPS:
            create_group(entity=entity, name=name, rule=rule, by=by, now=now)
        on, act = CIVIC_DAY
        add_non_working_day(entity=entity, on=on, act=act, by=by, now=now)
        return set_shield(entity_id=entity.pk, content=town_shield(), alt=ALT, by=by, now=now)
