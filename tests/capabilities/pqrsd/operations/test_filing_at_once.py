"""People who file at the same moment: every number once, none left out, whatever is refused or sent twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from capabilities.pqrsd.petitions import file_one
from factories import make_entity
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.pqrsd.models import Petition
from rinde.foundations.refusals import NotReady
from rinde.services.audit.operations import first_broken_entry
from rinde.services.tenancy import active_tenant

WRITERS, EACH = 6, 3


def _file(entity: Entity, writer: int) -> None:
    """Each writer files some of their own, one that all of them file, and one that is refused."""
    for number in range(EACH):
        file_one(entity, origin_key=f"test.own:{writer}:{number}", petitioner=None)
    file_one(entity, origin_key="test.shared:1", petitioner=None)
    with pytest.raises(NotReady):
        file_one(entity, text="")


@pytest.mark.django_db(transaction=True)
def test_numbers_have_neither_gaps_nor_doubles():
    entity, other = make_entity(), make_entity()
    start = Barrier(WRITERS)

    def write(writer: int) -> None:
        start.wait()
        try:
            _file(entity if writer % 2 else other, writer)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    for one in (entity, other):
        with active_tenant(one):
            numbers = sorted(Petition.objects.values_list("sequence", flat=True))
            shared = Petition.objects.filter(origin_key="test.shared:1").count()
        assert numbers == list(range(1, WRITERS // 2 * EACH + 2))
        assert shared == 1
        assert first_broken_entry(entity_id=one.pk) is None
