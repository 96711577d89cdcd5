"""Open data of a plan as its pages link it: addresses, forms of download, and what each report carries. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rinde.capabilities.followup.datasets import DATASETS, Dataset, dictionary_table
from rinde.capabilities.followup.datasets.catalogue import LICENCE, LICENCE_URL
from rinde.services.reporting import Report, Section, Table
from rinde.services.reporting.writers import FORMATS
from rinde.sites.portal.editions import Edition

EXTENSIONS = ("csv", "json", "xlsx", "ods")  # data, not paper
DICTIONARY = "diccionario"


@dataclass(frozen=True, slots=True)
class DataLink:
    """A form of a dataset."""

    url: str
    label: str
    media_type: str


def links_of(edition: Edition, name: str, query: str = "") -> list[DataLink]:
    """Every form of a dataset, or of the part of it that was asked for."""
    return [
        DataLink(
            f"{edition.home}{name}.{extension}{query}",
            FORMATS[extension].label,
            FORMATS[extension].content_type.split(";")[0],
        )
        for extension in EXTENSIONS
    ]


def catalogue(edition: Edition) -> Iterator[tuple[Dataset, list[DataLink]]]:
    """Every dataset with its forms."""
    for name, dataset in DATASETS.items():
        yield dataset, links_of(edition, name)


def dataset_report(edition: Edition, table: Table, *, made_on: date, filtered_by: str, source: str) -> Report:
    """A dataset for every writer, with what it needs to travel alone: licence, day and dictionary.

    Args:
        filtered_by: in words, what a part of it was chosen by, so that it is never taken for the whole.
    """
    dataset = DATASETS[table.name]
    facts = [*_facts(edition, source), ("Qué es", dataset.description)]
    if filtered_by:
        facts.append(("Solo una parte", filtered_by))
    return Report(
        title=f"{dataset.title}: {edition.title}",
        entity=edition.content.entity_name,
        facts=tuple(facts),
        sections=(Section(dataset.title, tables=(table,)),),
        source=source,
        made_on=made_on,
    )


def dictionary_report(edition: Edition, *, made_on: date, source: str) -> Report:
    """What each column of each dataset says."""
    return Report(
        title=f"Diccionario de datos: {edition.title}",
        entity=edition.content.entity_name,
        facts=tuple(_facts(edition, source)),
        sections=(Section("Columnas", tables=(dictionary_table(),)),),
        source=source,
        made_on=made_on,
    )


def _facts(edition: Edition, source: str) -> Sequence[tuple[str, str]]:
    return (
        ("Entidad", edition.content.entity_name),
        ("Plan", f"{edition.title}, versión {edition.published.number}"),
        ("Licencia", f"{LICENCE}. {LICENCE_URL}"),
        ("Cómo citarlo", f"{edition.content.entity_name}, «{edition.title}», {source}"),
    )
