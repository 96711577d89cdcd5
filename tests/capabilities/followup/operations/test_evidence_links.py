"""Links that die: found by night, not cried out for one bad night, and what they showed is kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from factories import make_published_plan
from followup_samples import make_evidence, make_report
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import Derivative, Evidence
from rinde.capabilities.followup.operations.evidence.links import note_link
from rinde.capabilities.followup.queries.evidence import links_to_look_at
from rinde.services.audit.models import AuditEntry
from rinde.services.files.models import StoredFile
from rinde.services.files.operations import read_file
from rinde.services.links.checking import LinkCheck
from rinde.services.links.outcomes import OUTCOMES, LinkOutcome
from rinde.services.links.pictures import PagePicture
from rinde.services.tenancy import active_tenant

NOW = datetime(2026, 7, 1, 7, 15, tzinfo=UTC)
A_NIGHT = timedelta(days=1)


def a_link(entity: Entity, **fields: Any) -> Evidence:
    plan = make_published_plan(entity)
    return make_evidence(plan, make_report(plan), **fields)


def look(evidence: Evidence, outcome: LinkOutcome, *, night: int = 0, **found: Any) -> Evidence:
    """What one night found."""
    copy = found.pop("copy", None)

    def answer(url: str, *, want_copy: bool) -> LinkCheck:
        return LinkCheck(outcome, OUTCOMES[outcome][1], url, copy=copy if want_copy else None, **found)

    noted = note_link(evidence_id=evidence.pk, now=NOW + night * A_NIGHT, look=answer)
    assert noted is not None
    return noted


def test_a_page_that_is_gone_is_broken_at_once_and_says_since_when(entity: Entity) -> None:
    evidence = look(a_link(entity), LinkOutcome.NOT_FOUND)
    assert (evidence.broken_since, evidence.checked_at, evidence.check_state) == (NOW, NOW, "BROKEN")
    evidence = look(evidence, LinkOutcome.NOT_FOUND, night=3)
    assert (evidence.broken_since, evidence.checked_at) == (NOW, NOW + 3 * A_NIGHT)
    assert AuditEntry.objects.filter(action="followup.link_broken").count() == 1


@pytest.mark.parametrize("outcome", [LinkOutcome.TIMEOUT, LinkOutcome.SERVER_ERROR, LinkOutcome.NO_SUCH_HOST])
def test_a_site_that_is_down_counts_from_the_first_of_two_nights(entity: Entity, outcome: LinkOutcome) -> None:
    evidence = look(a_link(entity), outcome)
    assert (evidence.broken_since, evidence.failing_since) == (None, NOW)
    assert look(evidence, outcome, night=1).broken_since == NOW


def test_one_bad_night_is_forgotten_when_the_next_is_good(entity: Entity) -> None:
    evidence = look(a_link(entity), LinkOutcome.TIMEOUT)
    look(evidence, LinkOutcome.OK, night=1)
    evidence = look(evidence, LinkOutcome.TIMEOUT, night=2)
    assert (evidence.broken_since, evidence.failing_since) == (None, NOW + 2 * A_NIGHT)


def test_what_could_not_be_checked_neither_breaks_nor_mends(entity: Entity) -> None:
    evidence = look(a_link(entity), LinkOutcome.TURNED_AWAY)
    assert (evidence.broken_since, evidence.checked_at) == (None, NOW)
    broken = look(evidence, LinkOutcome.GONE, night=1)
    assert look(broken, LinkOutcome.TURNED_AWAY, night=2).broken_since == NOW + A_NIGHT


def test_a_mended_link_leaves_its_mark(entity: Entity) -> None:
    evidence = look(a_link(entity), LinkOutcome.GONE)
    assert look(evidence, LinkOutcome.OK, night=1).broken_since is None
    assert AuditEntry.objects.filter(action="followup.link_mended").count() == 1


def test_the_first_good_look_keeps_the_document_and_the_next_ones_do_not_ask_for_it(entity: Entity) -> None:
    evidence = look(a_link(entity), LinkOutcome.OK, copy=b"%PDF-1.7 un informe", content_type="application/pdf")
    copy = Derivative.objects.get(evidence=evidence)
    assert (copy.kind, copy.content_type) == ("CAPTURE", "application/pdf")
    assert read_file(StoredFile.objects.get(pk=copy.file_id)) == b"%PDF-1.7 un informe"
    look(evidence, LinkOutcome.OK, night=1, copy=b"otra cosa", content_type="application/pdf")
    assert Derivative.objects.count() == 1


def test_of_a_page_the_words_stay_when_it_dies(entity: Entity) -> None:
    evidence = look(a_link(entity), LinkOutcome.OK, text="Informe de rendición de cuentas")
    assert look(evidence, LinkOutcome.GONE, night=1).text == "Informe de rendición de cuentas"


def test_only_links_that_count_for_something_are_looked_at(entity: Entity, other_entity: Entity) -> None:
    standing = a_link(entity)
    withdrawn = a_link(entity, withdrawn_at=NOW, withdrawn_reason="No era.")
    with active_tenant(other_entity):
        a_link(other_entity)
    make_evidence(standing.plan)  # offered for nothing
    assert links_to_look_at() == (standing.pk,)
    assert note_link(evidence_id=withdrawn.pk, now=NOW) is None


def test_a_page_is_photographed_once_where_the_server_can(entity: Entity) -> None:
    evidence = a_link(entity)
    found = LinkCheck(
        LinkOutcome.OK, "", evidence.url, content_type="text/html", copy=b"<p>Informe</p>", text="Informe"
    )
    asked: list[str] = []

    def photograph(url: str) -> PagePicture:
        asked.append(url)
        return PagePicture(b"RIFF....WEBP", 1280, 900)

    for night in range(2):
        note_link(
            evidence_id=evidence.pk, now=NOW + night * A_NIGHT, look=lambda *_, **__: found, photograph=photograph
        )
    assert asked == [evidence.url]
    assert sorted(Derivative.objects.values_list("kind", flat=True)) == ["CAPTURE", "PICTURE"]
