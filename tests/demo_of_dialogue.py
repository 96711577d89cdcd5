"""One existing value for each part of an address of dialogue, petitions and surveys, taken from the loaded demo."""

from typing import Any

from factories import NOW
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.dialogue.models import (
    AttendanceSheet,
    Attendee,
    CitizenWord,
    Commitment,
    CommitmentProof,
    CommitmentReport,
    CommunicationAction,
    DialogueReport,
    DialogueSpace,
    Registration,
    SpaceDocument,
    SpaceSeries,
    ValueGroup,
)
from rinde.capabilities.dialogue.operations.citizen_words import invite_voice
from rinde.capabilities.dialogue.operations.commitment_reports import attach_link, save_report
from rinde.capabilities.dialogue.operations.commitments import make_commitment
from rinde.capabilities.dialogue.operations.improvement_plans import publish_improvement
from rinde.capabilities.dialogue.operations.reports import ReportOf, open_report
from rinde.capabilities.dialogue.queries.attendance_links import registration_token, results_token
from rinde.capabilities.dialogue.rules.commitments import CommitmentValues, ReportFacts
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.pqrsd.models import Petition, PetitionDocument
from rinde.capabilities.pqrsd.web.tokens import token_of
from rinde.capabilities.surveys.models import Survey
from rinde.services.access import Principal
from rinde.services.files.operations import keep_file
from rinde.sites.desk.demo.acts import acting

# Parts of an address that belong to something in a state of its own, by what stands in the address.
STATES = {
    "dialogo/informes/": "reported",
    "/dialogo/documentos/": "spoken",
    "/dialogo/espacios/<slug:slug>/documentos/": "spoken",
    "/asistencia/": "live",
    "/inscripciones/": "live",
    "/inscripcion/": "live",
    "/inscribirse/": "live",
    "/llegue/": "live",
    "/preguntar/": "live",
    "/apoyar/": "live",
    "/no-recibir/": "leaving",
    "dialogo/series/": "series",
    "<slug:slug>/mejoramiento/": "told",
    "<int:commitment_id>/avance/": "promised",
    "/su-palabra/": "promised",
    "peticiones/": "petition",
}


def dialogue_samples(town: Entity) -> dict[str, Any]:
    """The samples by name, and by name and state; what the story leaves out is made here."""
    by = acting(town, RoleCode.PLAN_COORDINATOR)
    held = DialogueSpace.objects.get(title="Audiencia pública participativa de octubre")
    live = DialogueSpace.objects.get(title="Audiencia pública del presupuesto 2027")
    closed = DialogueSpace.objects.get(title="Audiencia pública de mitad de año")
    registered = Registration.objects.filter(space=live).earliest("number")
    word = CitizenWord.objects.select_related("voice", "commitment").earliest("pk")
    petition = Petition.objects.filter(number__startswith="2026").earliest("sequence")
    survey = Survey.objects.filter(status="CLOSED").earliest("number")
    return {
        "space_id": held,
        "space_id_live": live,
        "slug": held.slug,
        "slug_live": live.slug,
        "slug_leaving": live.slug,
        "code": held.code.lower(),
        "turn": "cerrar",
        "step": "RESULTS",
        "stage": "EXECUTION",
        "document_id_spoken": SpaceDocument.objects.filter(space=held, is_public=True).first(),
        "attendance_sheet_id": AttendanceSheet.objects.create(
            entity=town, space=live, sha256="0" * 64, uploaded_at=NOW, rows=[], report=[]
        ),
        "token_live": registration_token(registered.pk),
        "token_leaving": results_token(Attendee.objects.filter(space=live).earliest("number").pk),
        "value_group_id": ValueGroup.objects.first(),
        "communication_id": CommunicationAction.objects.filter(year=NOW.year).first(),
        "commitment_id": Commitment.objects.filter(status="OPEN").first(),
        "word_id": word,
        "voice_id": word.voice,
        **_promised(town, by),
        **_reported(town, closed, by),
        "slug_told": closed.slug,
        **_improved(SpaceSeries.objects.get(), by),
        "petition_id": petition,
        "document_id_petition": _handed_in(petition),
        "token_petition": token_of(petition.pk, town.pk),
        "survey_id": survey,
        "question_key": survey.question_list[0].key,
        "batch": 1,
    }


def _promised(town: Entity, by: Principal) -> dict[str, Any]:
    """An open commitment whose unit has a report in hand, with a proof, and whose community has a link."""
    commitment = Commitment.objects.filter(status="OPEN").latest("pk")
    facts = ReportFacts("Se instaló.", "", None)
    save_report(commitment_id=commitment.pk, facts=facts, seen=None, by=by, now=NOW)
    attach_link(commitment_id=commitment.pk, url="https://example.org/foto", by=by, now=NOW)
    invited = invite_voice(commitment_id=commitment.pk, name="Grupo ambiental", by=by, now=NOW)
    return {
        "commitment_id_promised": commitment,
        "report_id_promised": CommitmentReport.objects.filter(commitment=commitment).first(),
        "proof_id": CommitmentProof.objects.filter(report__commitment=commitment).first(),
        "number_promised": commitment.number,
        "token_promised": invited.token,
    }


def _reported(town: Entity, held: DialogueSpace, by: Principal) -> dict[str, Any]:
    """A draft of a report, and one that is out."""
    draft = open_report(entity_id=town.pk, of=ReportOf("ANNUAL", year=NOW.year), by=by, now=NOW)
    out = DialogueReport.objects.filter(space=held, state="PUBLISHED").earliest("number")
    return {"report_id_reported": draft, "word": "espacio", "about": held.slug, "number_reported": out.number}


def _improved(series: SpaceSeries, by: Principal) -> dict[str, Any]:
    """The improvement plan of a series, which the story has none of."""
    day = NOW.date()
    values = CommitmentValues("Volver a cada corregimiento", "Juntas", "Acta", Actor.objects.first().pk, day, day)
    make_commitment(series_id=series.pk, values=values, by=by, now=NOW)
    publish_improvement(series_id=series.pk, by=by, now=NOW)
    return {"series_id": series, "slug_series": series.slug}


def _handed_in(petition: Petition) -> PetitionDocument:
    file = keep_file(entity_id=petition.entity_id, name="anexo.txt", content=b"x", content_type="text/plain", now=NOW)
    document: PetitionDocument = PetitionDocument.objects.create(
        entity=petition.entity, petition=petition, kind="PETITION", file=file, name="anexo.txt", added_at=NOW
    )
    return document
