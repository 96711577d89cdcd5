"""The demo town, visited whole: every address by GET as several people. No page fails, writes, or stays unseen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from act_files import a_pdf
from demo_of_dialogue import STATES, dialogue_samples
from factories import approve, client_of, make_full_plan, principal
from follow_up_reports import send_preliminary
from followup_samples import liaison_of
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.models import Invitation, Membership, User
from rinde.capabilities.accounts.operations import invite
from rinde.capabilities.accounts.queries import console
from rinde.capabilities.consultations.choices import ConsultationStatus
from rinde.capabilities.consultations.models import Consultation
from rinde.capabilities.entities.models import ActorGroup, Entity, Holiday, NonWorkingDay, OrgChartImport
from rinde.capabilities.entities.operations import fill_holidays
from rinde.capabilities.followup.choices import CutOffStatus, DerivativeKind, ReportStage, ReportStatus
from rinde.capabilities.followup.models import CutOff, Evidence, FollowUpReport, ProgressReport, Remark, UnitReply
from rinde.capabilities.followup.operations.cut_offs import prepare_cut_offs_of
from rinde.capabilities.followup.operations.follow_up_reports import attach_signed_scan, write_reply
from rinde.capabilities.followup.operations.freezing import freeze_due_cut_offs
from rinde.capabilities.followup.operations.verdicts import decide_rest
from rinde.capabilities.followup.queries.evaluation import evaluation_of
from rinde.capabilities.followup.queries.replies import reply_items
from rinde.capabilities.plan_imports.models import ActorMatch, ImportFinding, ImportRow, PlanImport
from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.models import (
    Act,
    Activity,
    Announcement,
    Assignment,
    ChangeRequest,
    FindingDecision,
    Placement,
    Plan,
    PlanNode,
    SheetImport,
)
from rinde.services.files.operations import keep_file
from rinde.services.notifications.models import Subscription
from rinde.services.notifications.operations import follow
from rinde.services.notifications.queries import leave_token, token_of
from rinde.services.tenancy import active_tenant
from rinde.sites.desk.demo import DEMO_SLUG, PEOPLE, load_demo

NOW = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)
WRITING = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO|CREATE|DROP|ALTER)\s+\W?(\w+)", re.IGNORECASE)
# What a visit may write: who is signed in, and how often an address was asked for.
OWN_BUSINESS = {"django_session", "rinde_cache"}
# Signing out and the like are done by POST; by GET they only ask, and some only for whoever is in the middle of it.
SEEN_ONLY_IN_THE_MIDDLE = {
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "accept_invitation",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}


# Pages that are there only for a plan in one state, by what stands in their address.
PLAN_OF_ITS_STATE = {
    "/cambios/": "changed_plan",
    "/cortes/": "changed_plan",
    "/rondas/": "changed_plan",
    "/recomendaciones/": "changed_plan",
    "/cerrar/": "changed_plan",
    "/aprobacion/actos/": "changed_plan",
    "/aprobacion/acto/anular/": "approved_plan",
    "/aprobacion/acto/": "waiting_plan",
    "/aprobacion/devolver/": "waiting_plan",
}
# Other parts of an address that belong to something in a state of its own, by what stands in the address.
THING_OF_ITS_STATE = {
    "recibida/": "remarked",
    "consulta/": "consulted",
    "/informe/enviar/": "frozen",
    "/informe/publicar/": "replied",
    "/cortes/<followed_number:number>/replicas/": "replied",
    "/cortes/<followed_number:number>/respuestas/": "replied",
    "/replicas/": "replied",
    **STATES,
}


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, route)
        else:
            yield route, pattern


ADDRESSES = list(_patterns(get_resolver()))


def test_every_address_says_who_may_open_it() -> None:
    silent = [route for route, pattern in ADDRESSES if not getattr(pattern.callback, "opens_to", None)]
    assert silent == []


@pytest.fixture
def town(db: None) -> Entity:
    fill_holidays(now=NOW)
    load_demo(settings.ROOT / "demo" / "plans", now=NOW)
    entity = Entity.objects.get(slug=DEMO_SLUG)
    with active_tenant(entity):
        invite(
            entity=entity,
            email="nueva@villa-aurora.example",
            role=RoleCode.READER,
            by=console(entity),
            now=NOW,
        )
        approve(make_full_plan(entity, slug="aprobado"))
    prepare_cut_offs_of(entity_id=entity.pk, now=NOW)
    freeze_due_cut_offs(entity_id=entity.pk, now=NOW)
    with active_tenant(entity):
        _evaluate_the_strategy(entity)
    return entity


def _evaluate_the_strategy(entity: Entity) -> None:
    """What internal control still has before it: of the strategy's two cut-offs that are frozen, the first waits for
    its verdicts, and the units reply to the preliminary report of the second. A report that is out is signed."""
    replied = CutOff.objects.select_related("plan__entity").filter(
        plan__in=Plan.objects.filter(instrument="RDC", period_start__year=2026), status=CutOffStatus.FROZEN
    )[1]
    by, rest = principal(entity, "INTERNAL_CONTROL"), len(evaluation_of(replied).rest(with_all=True))
    decide_rest(cut_off_id=replied.pk, expected=rest, with_all=True, by=by, now=NOW)
    send_preliminary(replied, now=NOW)
    item = reply_items(replied, whose=lambda actor: actor is not None)[0]
    write_reply(
        cut_off_id=replied.pk, key=item.frozen.key, actor_id=item.actor_id, text="Sí se hizo.", seen=None,
        by=liaison_of(replied.plan, item.actor_id), now=NOW,
    )  # fmt: skip
    final = FollowUpReport.objects.filter(stage=ReportStage.FINAL).earliest("issued_at")
    attach_signed_scan(report_id=final.pk, name="firmado.pdf", content=a_pdf(), by=by, now=NOW)


def _follower(town: Entity) -> Subscription:
    return follow(entity_id=town.pk, topic="plan:1", name="PTEP", address="ana@example.org", page="/", now=NOW)


def _worked_on(draft: Plan) -> dict[str, Any]:
    """What somebody left on the draft while they worked on it: a decision, a sheet, a place in another plan."""
    common = {"entity": draft.entity, "plan": draft}
    activity = Activity.objects.filter(plan=draft).first()
    host = PlanNode.objects.exclude(plan=draft).first()
    sheet = keep_file(entity_id=draft.entity_id, name="hoja.csv", content=b"x", content_type="text/csv", now=NOW)
    return {
        "decision_id": FindingDecision.objects.create(**common, fingerprint="0" * 64, decided_at=NOW),
        "sheet_import_id": SheetImport.objects.create(
            **common, file_id=sheet.pk, name="hoja.csv", plan_edited_at=draft.edited_at, uploaded_at=NOW
        ),
        "placement_id": Placement.objects.create(entity=draft.entity, activity=activity, node=host),
        "assignment_id": Assignment.objects.filter(deliverable__activity=activity).first(),
    }


def _reported() -> dict[str, Any]:
    """A report that waits for planning, with the cell that it is of and a proof."""
    waiting = ProgressReport.objects.filter(status=ReportStatus.SENT, plan__status=PlanStatus.PUBLISHED)
    report = waiting.filter(actor__isnull=False, milestone__isnull=False).first()
    assert report is not None
    return {
        "report_id": report,
        "deliverable_id": report.deliverable_id,
        "milestone_id": report.milestone_id,
        "actor_id": report.actor,
        "evidence_id": Evidence.objects.filter(derivatives__kind=DerivativeKind.PUBLIC_COPY).first(),
        "kind": "publica",  # of its copies
    }


def _evaluated() -> dict[str, Any]:
    """A cut-off that waits for its verdicts, and one that its units reply to, each with what belongs to it."""
    frozen = CutOff.objects.filter(status=CutOffStatus.FROZEN).earliest("facts_until")
    reply = UnitReply.objects.select_related("frozen__cut_off").get(frozen__cut_off__status=CutOffStatus.PRELIMINARY)
    replied = reply.frozen.cut_off
    return {
        "plan_id_frozen": frozen.plan,
        "number_frozen": frozen.number,
        "plan_id_replied": replied.plan,
        "number_replied": replied.number,
        "key_replied": reply.frozen.key,
        "actor_id_replied": reply.actor,
        "reply_id": reply,
    }


def _samples(town: Entity) -> dict[str, Any]:
    """One existing value for each part of an address, all of them belonging together."""
    with active_tenant(town):
        draft = Plan.objects.get(slug="ptep", period_start__year=2027)
        received = PlanImport.objects.get(name="participacion-2026.pdf")
        # Every page of a consultation has something to show once it was answered.
        answered = Consultation.objects.select_related("plan").get(status=ConsultationStatus.ANSWERED)
        remarked = Remark.objects.filter(plan__slug="ptep", plan__period_start__year=2026).earliest("number")
        published = Activity.objects.filter(plan__slug="ptep", plan__period_start__year=2026).first()
        return {
            "entity_slug": town.slug,
            "year": 2026,
            "plan_slug": "ptep",
            "key": published.key if published else "",
            "number": 1,
            "extension": "xlsx",
            "dataset": "avance",
            "page": 1,
            "plan_id": draft.pk,
            "changed_plan": Plan.objects.get(slug="ptep", period_start__year=2026),
            "waiting_plan": Plan.objects.get(slug="rendicion-de-cuentas", period_start__year=2027),
            "approved_plan": Plan.objects.get(slug="aprobado"),
            "act_id": Act.objects.filter(plan__slug="ptep", file_id__isnull=False).first(),
            "change_id": ChangeRequest.objects.first(),
            "node_id": PlanNode.objects.filter(plan=draft).first(),
            "activity_id": Activity.objects.filter(plan=draft).first(),
            "announcement_id": Announcement.objects.filter(plan=draft).first(),
            **_worked_on(draft),
            "import_id": received.pk,
            "row_id": ImportRow.objects.filter(plan_import=received).first(),
            "finding_id": ImportFinding.objects.filter(plan_import=received).first(),
            "match_id": ActorMatch.objects.filter(plan_import=received).first(),
            **_reported(),
            "group_id": ActorGroup.objects.first(),
            "day_id": NonWorkingDay.objects.first(),
            "holiday_id": Holiday.objects.first(),
            "membership_id": Membership.objects.first(),
            "invitation_id": Invitation.objects.first(),
            "token": "no-es-una-invitacion",
            "key_following": token_of(_follower(town).pk),
            "key_leaving": leave_token([_follower(town).pk]),
            "uidb36": "1",
            "key_import": OrgChartImport.objects.first(),
            **_evaluated(),
            "facts_until": "2026-04-30",
            **dialogue_samples(town),
            "key_remarked": remarked.activity_key,
            "number_remarked": remarked.number,
            "year_consulted": answered.plan.year,
            "plan_slug_consulted": answered.plan.slug,
        }


def _filled(route: str, samples: dict[str, Any]) -> str:
    """The address with a sample in each place."""

    def value(match: re.Match[str]) -> str:
        asked = name = match.group(1)
        # Two branches call different things `import_id`; the org chart's stands under `organigrama/`.
        if name == "plan_id":
            name = next((plan for part, plan in PLAN_OF_ITS_STATE.items() if part in route), name)
        if name == "import_id" and "organigrama" in route:
            name = "key_import"
        if name == "token" and "avisos" in route:
            name = "key_leaving" if route.endswith("dejar/") else "key_following"
        of_state = (f"{asked}_{state}" for part, state in THING_OF_ITS_STATE.items() if part in route)
        sample = samples[next((one for one in of_state if one in samples), name)]
        return str(getattr(sample, "pk", sample))

    filled = re.sub(r"<(?:\w+:)?(\w+)>", value, route)
    if "^" in filled or "(?P" in filled:
        filled = re.sub(r"\(\?P<\w+>[^)]*\)", "1-a", filled).replace("^", "").replace("$", "").replace("\\Z", "")
    return "/" + filled


@contextmanager
def _no_writes(address: str) -> Iterator[None]:
    written: list[str] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITING.match(sql)
        if found and found.group(2) not in OWN_BUSINESS:
            written.append(f"{address}: {sql[:120]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield
    assert written == []


def _people() -> Iterator[tuple[str, Client]]:
    """Nobody, and the first person of each role: the same pages open to the others of it."""
    yield "nobody", Client()
    for person in {one.role: one for one in reversed(PEOPLE)}.values():
        yield str(person.role), client_of(User.objects.get(email=person.email), second_factor=True)


@pytest.mark.slow
def test_every_page_opens_without_writing(town: Entity) -> None:
    samples, opened = _samples(town), set()
    for role, client in _people():
        for route, pattern in ADDRESSES:
            address = _filled(route, samples)
            with _no_writes(f"{role} {address}"):
                response = client.get(address)
                content = b"".join(response) if response.streaming else response.content
            assert response.status_code < 500, f"{role} {address}"
            if response.status_code in {200, 302, 405}:
                opened.add(pattern.name)
                assert content or response.status_code != 200, f"{role} {address} is empty"
    unseen = {str(pattern.name) for _, pattern in ADDRESSES} - {str(name) for name in opened}
    assert unseen - SEEN_ONLY_IN_THE_MIDDLE == set()
