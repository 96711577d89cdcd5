"""The index on whichever database is active: the same corpus must give the same hits on both."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rinde.capabilities.entities.models import Entity
from rinde.services.search.documents import Document
from rinde.services.search.models import SearchDocument, SearchSource
from rinde.services.search.operations import index_documents
from rinde.services.search.queries import search
from rinde.services.tenancy import active_tenant

CORPUS = [
    ("1.1", "Actualizar la política de administración de riesgos", "Política adoptada por el comité. Planeación"),
    ("1.2", "Publicar el mapa de riesgos de corrupción", "Mapa publicado en la sede electrónica"),
    ("2.1", "Racionalizar el trámite de certificado de estratificación", "Trámite en línea"),
    ("3.1", "Realizar la audiencia pública de rendición de cuentas", "Audiencia con acta. Secretaría de Gobierno"),
    ("3.2", "Publicar el informe de gestión en lenguaje claro", "Informe publicado antes de la rendición de cuentas"),
    ("3.1.2", "Convocar a las juntas de acción comunal", "Convocatorias enviadas"),
    ("4.1", "Capacitar a servidores en atención incluyente", "Dos capacitaciones al año"),
    ("5.1", "Responder en términos las peticiones", "Informe trimestral de PQRSD"),
]


def _documents() -> list[Document]:
    return [Document("activity", key, f"{key} {title}", body, {"key": key}) for key, title, body in CORPUS]


@pytest.fixture
def indexed(entity: Entity) -> Entity:
    index_documents(entity_id=entity.pk, kind="plan", source_id=1, documents=_documents())
    return entity


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("rendición de cuentas", ["3.1", "3.2"]),
        ("RENDICION CUENTAS", ["3.1", "3.2"]),
        ("rendir cuentas", []),
        ("informes", ["3.2", "5.1"]),
        ("informe trimestral", ["5.1"]),
        ("publicacion mapa", ["1.2"]),
        ("tramites", ["2.1"]),
        ("3.1.2", ["3.1.2"]),
        ("capacitación año", ["4.1"]),
        ("riesgo", ["1.1", "1.2"]),
        ("corrupción", ["1.2"]),
        ("PQRSD", ["5.1"]),
        ("gobierno", ["3.1"]),
    ],
)
def test_search_finds_the_same_on_every_database(indexed: Entity, query: str, keys: list[str]) -> None:
    found = search(entity_id=indexed.pk, query=query)
    if keys:
        assert [hit.key for hit in found.hits] == keys
        assert (found.total, found.corrected, found.complete) == (len(keys), "", True)
    else:
        assert not found.complete


@pytest.mark.parametrize(
    ("typed", "corrected", "first"),
    [
        ("rendision de cuentas", "rendición de cuentas", "3.1"),
        ("audiensia", "audiencia", "3.1"),
        ("estratificasion", "estratificación", "2.1"),
        ("convocato", "convocatorias", "3.1.2"),
    ],
)
def test_search_mends_typing_errors(indexed: Entity, typed: str, corrected: str, first: str) -> None:
    found = search(entity_id=indexed.pk, query=typed)
    assert found.corrected == corrected
    assert found.hits[0].key == first


def test_search_gives_some_words_where_no_document_has_all(indexed: Entity) -> None:
    found = search(entity_id=indexed.pk, query="audiencia estratificación")
    assert not found.complete
    assert {hit.key for hit in found.hits} == {"2.1", "3.1"}


@pytest.mark.parametrize("query", ["", "   ", "de la y", "zzzqqq", "'; DROP TABLE", '"', "a* OR b", "(", "_1", "NEAR("])
def test_search_takes_any_text(indexed: Entity, query: str) -> None:
    assert search(entity_id=indexed.pk, query=query).hits == ()


def test_search_marks_what_was_asked_for(indexed: Entity) -> None:
    hit = search(entity_id=indexed.pk, query="mapa riesgos").hits[0]
    assert [part.text for part in hit.title if part.found] == ["mapa", "riesgos"]
    assert [part.text for part in hit.snippet if part.found] == ["Mapa"]
    assert hit.url_args == {"key": "1.2"}


def test_search_never_crosses_entities(indexed: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        index_documents(
            entity_id=other_entity.pk,
            kind="plan",
            source_id=1,
            documents=[Document("activity", "x", "Rendición de cuentas ajena", "estrafalaria")],
        )
        assert [hit.key for hit in search(entity_id=other_entity.pk, query="rendición").hits] == ["x"]
        assert search(entity_id=indexed.pk, query="rendición").hits == ()  # asked under another tenant's scope
    assert [hit.key for hit in search(entity_id=indexed.pk, query="rendición").hits] == ["3.1", "3.2"]
    # Neither its documents nor its words: a typing error is never mended with another tenant's vocabulary.
    assert search(entity_id=indexed.pk, query="estrafalario").hits == ()


def test_index_documents_replaces_only_its_source(indexed: Entity) -> None:
    index_documents(
        entity_id=indexed.pk, kind="plan", source_id=2, documents=[Document("activity", "9", "Otra rendición")]
    )
    index_documents(
        entity_id=indexed.pk, kind="plan", source_id=1, documents=[Document("activity", "1", "Rendición nueva")]
    )
    assert {hit.key for hit in search(entity_id=indexed.pk, query="rendición").hits} == {"1", "9"}
    assert search(entity_id=indexed.pk, query="estratificación").hits == ()


def test_index_documents_twice_is_as_good_as_once(indexed: Entity) -> None:
    before = search(entity_id=indexed.pk, query="publicar informe")
    index_documents(entity_id=indexed.pk, kind="plan", source_id=1, documents=_documents())
    assert search(entity_id=indexed.pk, query="publicar informe") == before
    assert SearchDocument.objects.count() == len(CORPUS)


def test_index_documents_without_documents_takes_the_source_out(indexed: Entity) -> None:
    index_documents(entity_id=indexed.pk, kind="plan", source_id=1, documents=[])
    assert search(entity_id=indexed.pk, query="rendición").hits == ()
    assert not SearchSource.objects.exists()


@pytest.mark.parametrize("copies", [1, 3])
def test_search_asks_the_database_twice(entity: Entity, copies: int) -> None:
    for number in range(copies):
        index_documents(entity_id=entity.pk, kind="plan", source_id=number, documents=_documents())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert search(entity_id=entity.pk, query="rendición de cuentas").total == 2 * copies
    assert len(queries) == 2
