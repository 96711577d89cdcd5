"""The public addresses of one survey, and the picture that a telephone reads."""

from django.http import HttpRequest
from django.urls import reverse

from rinde.capabilities.accounts.web.adapter import absolute, qr_image
from rinde.capabilities.surveys.models import Survey
from rinde.services.reporting.writers import FORMATS


class Addresses:
    """Where everybody finds a survey."""

    def __init__(self, survey: Survey) -> None:
        self._place = {"entity_slug": survey.entity.slug, "number": survey.number}

    def to(self, name: str, **more: str) -> str:
        return reverse(f"portal:{name}", kwargs=self._place | more)

    @property
    def survey(self) -> str:
        return self.to("survey")

    @property
    def thanks(self) -> str:
        return self.to("survey_thanks")

    @property
    def results(self) -> str:
        return self.to("survey_results")

    @property
    def downloads(self) -> list[dict[str, str]]:
        return [
            {"url": self.to("survey_results_file", extension=extension), "label": form.label}
            for extension, form in FORMATS.items()
        ]

    def with_key(self, token: str) -> str:
        return f"{self.survey}?clave={token}"


def qr_of(request: HttpRequest, path: str) -> dict[str, str]:
    """An address in words and as a picture."""
    address = absolute(request, path)
    return {"address": address, "short": address.partition("://")[2], "picture": qr_image(address)}
