"""What search engines and open-data harvesters read of a page (schema.org as JSON-LD). Pure."""

from collections.abc import Iterable
from typing import Any

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.datasets.catalogue import LICENCE_URL, Dataset
from rinde.foundations.design.json_ld import json_ld
from rinde.sites.portal.editions import Edition

__all__ = ["follow_up_dataset", "json_ld", "organization", "plan_dataset"]


def organization(entity: Entity, home: str) -> dict[str, Any]:
    """An entity as a government organization."""
    said = {
        "@type": "GovernmentOrganization",
        "@id": f"{home}#entidad",
        "name": entity.name,
        "url": home,
        "email": entity.email,
        "telephone": entity.phone,
        "sameAs": entity.website,
        "areaServed": ", ".join(filter(None, (entity.municipality, entity.department))),
    }
    return {key: value for key, value in said.items() if value}


def plan_dataset(edition: Edition, entity: Entity, *, home: str, page: str, files: Iterable[tuple[str, str]]) -> Any:
    """A plan as a dataset with its downloads.

    Args:
        files: (absolute address, media type) of each download.
    """
    content = edition.content
    return {
        "@type": "Dataset",
        "@id": page,
        "url": page,
        "name": f"{content.title} — {content.entity_name}",
        "description": (content.objective or f"Actividades, responsables y fechas de: {content.title}.")[:5000],
        "inLanguage": "es-CO",
        "version": str(edition.published.number),
        "datePublished": edition.published.published_at.date().isoformat(),
        "temporalCoverage": f"{content.period_start.isoformat()}/{content.period_end.isoformat()}",
        "identifier": f"sha256:{edition.sha256}",
        "isAccessibleForFree": True,
        "license": LICENCE_URL,
        "creator": organization(entity, home),
        "distribution": [
            {"@type": "DataDownload", "contentUrl": address, "encodingFormat": kind} for address, kind in files
        ],
    }


def follow_up_dataset(
    edition: Edition, dataset: Dataset, *, part_of: str, page: str, files: Iterable[tuple[str, str]]
) -> Any:
    """A table of a plan's follow-up as a dataset of its own, with what each column says.

    Args:
        part_of: the absolute address of the plan.
        page: of the page that explains the table.
        files: (absolute address, media type) of each download.
    """
    content = edition.content
    return {
        "@type": "Dataset",
        "@id": f"{page}#{dataset.name}",
        "url": page,
        "name": f"{dataset.title}: {content.title} — {content.entity_name}",
        "description": dataset.description,
        "inLanguage": "es-CO",
        "license": LICENCE_URL,
        "isAccessibleForFree": True,
        "isPartOf": {"@type": "Dataset", "@id": part_of},
        "temporalCoverage": f"{content.period_start.isoformat()}/{content.period_end.isoformat()}",
        "variableMeasured": [
            {"@type": "PropertyValue", "name": one.key, "alternateName": one.title, "description": one.description}
            for one in dataset.columns
        ],
        "distribution": [
            {"@type": "DataDownload", "contentUrl": address, "encodingFormat": kind} for address, kind in files
        ],
    }
