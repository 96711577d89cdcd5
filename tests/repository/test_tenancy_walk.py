"""Every address of the project, asked as every role of another entity and as nobody: nothing is shown, nothing changes.

Who adds an address meets this file twice. The view must say who may open it (`opens_to`, from rinde.services.access),
and a new kind of thing in an address must be made here, in `things_of`, so that the walk can ask for somebody else's.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from capabilities.dialogue.secret_spaces import make_secret_space
from capabilities.pqrsd.secret_petitions import make_secret_petition
from capabilities.surveys.secret_surveys import make_secret_surveys
from commitment_samples import make_secret_commitment
from cut_off_samples import make_secret_cut_off
from factories import (
    NOW,
    make_activity,
    make_actor,
    make_assignment,
    make_deliverable,
    make_entity,
    make_member,
    make_milestone,
    make_node,
    make_plan,
    make_user,
    principal,
)
from follow_up_reports import make_secret_report
from followup_samples import make_evidence, make_secret_progress
from plan_contents import a_plan, an_activity
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.models import Membership, User
from rinde.capabilities.accounts.operations import invite
from rinde.capabilities.accounts.rules import OPERATOR_PERMISSIONS, PERMISSIONS, permissions_of
from rinde.capabilities.consultations.models import Comment, Consultation, Reply
from rinde.capabilities.entities.models import (
    Actor,
    ActorAlias,
    ActorGroup,
    Entity,
    Holiday,
    NonWorkingDay,
    OrgChartImport,
)
from rinde.capabilities.followup.models import (
    MonitoringNote,
    MonitoringRound,
    Remark,
)
from rinde.capabilities.plan_imports import models as imports
from rinde.capabilities.plans.models import (
    Act,
    Activity,
    Announcement,
    ChangeRequest,
    FindingDecision,
    Placement,
    Plan,
    SheetImport,
)
from rinde.capabilities.plans.operations.legal_dates import recompute_legal_dates
from rinde.capabilities.plans.rules.content import canonical_json, content_hash
from rinde.services.access import ANONYMOUS
from rinde.services.audit.models import AuditEntry
from rinde.services.files.models import StoredFile
from rinde.services.files.operations import keep_file
from rinde.services.tenancy import active_tenant, every_tenant

SECRET = "MARCA-SECRETA"
NOT_OF_A_PERMISSION = {"public", "visitor", "signed-in"}

# allauth's own views, which this project wraps in `visitor_page` and `signed_in_page` under Spanish addresses. None of
# them knows an entity: each reads and writes only the account that is signed in, or one that a key in a mail proves.
ALLAUTH = {
    "account_login": "checks a password, under rate limits",
    "account_logout": "ends one's own session",
    "account_signup": "only says that signing up is closed",
    "account_inactive": "one sentence",
    "account_reset_password": "mails a link, and answers alike whoever is asked about",
    "account_reset_password_done": "one sentence",
    "account_reset_password_from_key": "needs the key of the mail",
    "account_reset_password_from_key_done": "one sentence",
    "account_change_password": "asks for one's own present password",
    "account_reauthenticate": "asks for one's own password again",
    "mfa_index": "one's own second factor",
    "mfa_authenticate": "the second step of a sign-in that passed the first",
    "mfa_reauthenticate": "asks for one's own code again",
    "mfa_activate_totp": "one's own second factor, after reauthentication",
    "mfa_deactivate_totp": "one's own second factor, after reauthentication",
    "mfa_view_recovery_codes": "one's own codes",
    "mfa_generate_recovery_codes": "one's own codes, after reauthentication",
    "mfa_download_recovery_codes": "one's own codes",
}


@dataclass(frozen=True)
class Address:
    """One URL pattern: its full name, what stands in it, and its view."""

    name: str
    route: str
    things: frozenset[str]
    view: Any = field(compare=False)

    @property
    def opens_to(self) -> str | None:
        return getattr(self.view, "opens_to", None)

    @property
    def in_an_entity(self) -> bool:
        return "entity_slug" in self.things

    @property
    def names_an_object(self) -> bool:
        return bool(self.things - {"entity_slug", "extension"})  # a form alone names nothing


def addresses(
    resolver: Any = None, namespace: str = "", route: str = "", things: frozenset[str] = frozenset()
) -> Iterator[Address]:
    for pattern in (resolver or get_resolver()).url_patterns:
        here = things | frozenset(pattern.pattern.converters) | frozenset(pattern.pattern.regex.groupindex)
        path = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner, path, here)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{namespace}{pattern.name}", path, here, pattern.callback)


ADDRESSES = sorted(addresses(), key=lambda address: address.route)
DESK = [address for address in ADDRESSES if address.in_an_entity and address.opens_to not in NOT_OF_A_PERMISSION]
OTHERS = [address for address in ADDRESSES if address not in DESK]


def by_name(address: Address) -> str:
    return address.name


def _a_holiday_of_the_country(entity: Entity) -> int:
    """Of a year in which the entity has no plan. Its legal dates are counted, as every night, so that none is new."""
    recompute_legal_dates(entity_id=entity.pk, by=ANONYMOUS, now=timezone.now())
    holiday, _ = Holiday.objects.get_or_create(on=date(2020, 12, 25), defaults={"name": "Navidad"})
    return holiday.pk


def things_of(entity: Entity) -> dict[str, Any]:
    """One thing of the entity for each kind that an address can name; every text holds the secret."""
    with active_tenant(entity):
        actor = make_actor(entity, name=f"Oficina {SECRET}", email="secreta@example.org")
        ActorAlias.objects.create(entity=entity, actor=actor, text=SECRET, folded="marca secreta")
        group = ActorGroup.objects.create(entity=entity, name=f"Grupo {SECRET}")
        group.members.add(actor)
        plan = make_plan(entity, title=f"Plan {SECRET}")
        file = keep_file(entity_id=entity.pk, name=SECRET, content=SECRET.encode(), content_type="text/plain", now=NOW)
        by = principal(entity, "ENTITY_ADMIN", user=make_member(entity, "ENTITY_ADMIN", full_name=SECRET))
        return {
            "entity_slug": entity.slug,
            "actor_id": actor.pk,
            "group_id": group.pk,
            "day_id": NonWorkingDay.objects.create(entity=entity, on="2026-07-06", act=SECRET).pk,
            "membership_id": Membership.objects.get(user_id=by.user_id).pk,
            "invitation_id": invite(
                entity=entity, email="i@example.org", full_name=SECRET, role="READER", by=by, now=NOW
            ).invitation.pk,
            "org_chart_import_id": OrgChartImport.objects.create(
                entity=entity, file=file, name=SECRET, uploaded_at=NOW
            ).pk,
            "plan_id": plan.pk,
            **things_of_a_plan(plan, actor, file),
            "holiday_id": _a_holiday_of_the_country(entity),  # once every plan is there
            "year": plan.year,
            "plan_slug": plan.slug,
            **things_of_an_import(entity, file),
            **things_of_a_consultation(plan),
            **make_secret_commitment(entity, SECRET),
            **make_secret_space(plan, file, SECRET),
            **make_secret_surveys(entity, SECRET),
            **make_secret_petition(entity, actor, file, SECRET),
            # Not things of an entity: a page number, a file's ending, a link of the account pages.
            "page": 1,
            "extension": "xlsx",
            "dataset": "avance",
            "kind": "publica",
            "word": "espacio",
            "about": "un-espacio-que-nadie-conoce",
            "token": "un-enlace-que-nadie-envio",
            "uidb36": "1",
        }


def things_of_a_plan(plan: Plan, actor: Actor, file: StoredFile) -> dict[str, Any]:
    """What hangs from a plan, the rows that others look at among it."""
    entity = plan.entity
    node = make_node(plan, name=SECRET)
    activity = make_activity(node, name=SECRET)
    deliverable = make_deliverable(activity, product=SECRET)
    milestone = make_milestone(deliverable)
    assignment = make_assignment(deliverable, actor=actor, is_conditional=True)
    host = make_node(make_plan(entity, title=f"Otro {SECRET}"), name=SECRET)
    placement = Placement.objects.create(entity=entity, activity=activity, node=host)
    report = make_secret_progress(milestone, actor, SECRET)
    decision = FindingDecision.objects.create(entity=entity, plan=plan, fingerprint=SECRET, decided_at=NOW)
    return {
        "decision_id": decision.pk,
        "key": activity.key,
        "act_id": Act.objects.create(
            entity=entity,
            plan=plan,
            purpose="APPROVAL",
            body=SECRET,
            number=SECRET,
            dated_on="2026-01-28",
            file_id=file.pk,
            registered_at=NOW,
        ).pk,
        "node_id": node.pk,
        "activity_id": activity.pk,
        "assignment_id": assignment.pk,
        "deliverable_id": deliverable.pk,
        "milestone_id": milestone.pk,
        "report_id": report.pk,
        "evidence_id": make_evidence(plan, report, title=SECRET, visibility="INTERNAL").pk,
        "placement_id": placement.pk,
        "change_id": make_change(activity).pk,
        "announcement_id": Announcement.objects.create(entity=entity, plan=plan, text=SECRET).pk,
        "sheet_import_id": SheetImport.objects.create(
            entity=entity,
            plan=plan,
            file_id=file.pk,
            name=SECRET,
            plan_edited_at=plan.edited_at,
            report={"ignored": [SECRET]},
            uploaded_at=NOW,
        ).pk,
    }


def make_change(activity: Activity) -> ChangeRequest:
    """A request about an activity, full of the secret."""
    return ChangeRequest.objects.create(
        entity=activity.entity,
        plan=activity.plan,
        number=1,
        kind="EDIT_ACTIVITY",
        activity=activity,
        subject=SECRET,
        reason=SECRET,
        requested_at=NOW,
        proposal={"asked_on": "2026-03-02"},
    )


def things_of_an_import(entity: Entity, file: Any) -> dict[str, int]:
    read = imports.PlanImport.objects.create(
        entity=entity, file=file, name=SECRET, status="READ", draft={"title": SECRET}, uploaded_at=NOW, queued_at=NOW
    )
    row = imports.ImportRow.objects.create(entity=entity, plan_import=read, position=0, fields={"activity": SECRET})
    finding = imports.ImportFinding.objects.create(
        entity=entity, plan_import=read, row=row, position=0, rule="no-date", severity="warning", message=SECRET
    )
    match = imports.ActorMatch.objects.create(entity=entity, plan_import=read, text=SECRET)
    imports.ImportAnnouncement.objects.create(entity=entity, plan_import=read, position=0, original=SECRET, text=SECRET)
    return {"import_id": read.pk, "row_id": row.pk, "finding_id": finding.pk, "match_id": match.pk}


def things_of_a_consultation(plan: Any) -> dict[str, int]:
    """A consultation open today, whose text is public and whose comment still waits: nobody may read that one yet."""
    content = canonical_json(a_plan(an_activity("1.1"), slug=plan.slug))
    today = timezone.localdate()
    consultation = Consultation.objects.create(
        entity=plan.entity,
        plan=plan,
        number=1,
        notice="Comente.",
        opens_on=today,
        closes_on=today + timedelta(days=15),
        days=15,
        count_in="CALENDAR_DAYS",
        counting="Día 1 = mañana.",
        content=content,
        sha256=content_hash(content),
        opened_at=NOW,
    )
    reply = Reply.objects.create(
        entity=plan.entity, consultation=consultation, number=1, outcome="NOT", text=SECRET, edited_at=NOW
    )
    Comment.objects.create(
        entity=plan.entity,
        consultation=consultation,
        number=1,
        subject="el plan en general",
        text=SECRET,
        author_name=SECRET,
        email="secreta@example.org",
        place=SECRET,
        received_at=NOW,
        form_token="f",
        reply=reply,
    )
    # A remark of the same number, which nobody has looked at yet.
    Remark.objects.create(
        entity=plan.entity,
        plan=plan,
        number=1,
        activity_key="1-1",
        subject=SECRET,
        text=SECRET,
        author_name=SECRET,
        email="secreta@example.org",
        received_at=NOW,
        form_token="f",
    )
    cut_off = make_secret_cut_off(plan, SECRET)
    make_open_round(plan)
    return {"number": 1, "facts_until": date(2026, 6, 30), "reply_id": make_secret_report(cut_off, SECRET).pk}


def make_open_round(plan: Any) -> None:
    """A round of planning of the same number, with a note that nobody else may read before it is closed."""
    opened = MonitoringRound.objects.create(
        entity=plan.entity,
        plan=plan,
        number=1,
        name=f"Ronda {SECRET}",
        starts_on="2026-06-01",
        ends_on="2026-06-30",
        summary=SECRET,
        opened_at=NOW,
    )
    MonitoringNote.objects.create(
        entity=plan.entity,
        round=opened,
        activity_key=Activity.objects.get(plan=plan).key,
        text=SECRET,
        edited_at=NOW,
    )


def url_of(address: Address, things: dict[str, Any]) -> str:
    chosen = {name: things[name] for name in address.things}
    if address.name.startswith("desk:org_chart_") and "import_id" in chosen:
        chosen["import_id"] = things["org_chart_import_id"]
    return reverse(address.name, kwargs=chosen)


def state_of(entity: Entity) -> str:
    """A hash over every row of every table that belongs to the entity, and over its people."""
    rows: dict[str, Any] = {"entity": list(Entity.objects.filter(pk=entity.pk).values())}
    with every_tenant(reason="the walk compares all tables of one entity, named in each filter"):
        for model in apps.get_models(include_auto_created=True):
            names = {field.name: field for field in model._meta.get_fields() if getattr(field, "column", None)}
            owner = "entity" if "entity" in names else "entity_id" if "entity_id" in names else _owner_of_link(model)
            if owner:
                value = entity.pk if owner == "entity_id" else entity
                found = model._base_manager.filter(**{owner: value}).order_by("pk")
                if model is AuditEntry:  # that somebody tried is the one thing that an attempt leaves
                    found = found.exclude(action__endswith=".refused")
                rows[model._meta.label] = list(found.values())
        people = User.objects.filter(memberships__entity=entity).order_by("pk").distinct()
        rows["people"] = list(people.values("pk", "email", "full_name", "password", "is_active"))
    return hashlib.sha256(json.dumps(rows, default=str, sort_keys=True).encode()).hexdigest()


def _owner_of_link(model: Any) -> str | None:
    """The path from a many-to-many table to its entity."""
    if model._meta.auto_created:
        for link in model._meta.get_fields():
            target = getattr(link, "related_model", None)
            if target and any(f.name == "entity" for f in target._meta.get_fields()):
                return f"{link.name}__entity"
    return None


@dataclass
class World:
    """Entity A with its secrets; somebody of every role in entity B, an operator, and nobody."""

    mine: Entity
    things: dict[str, Any]
    stranger: Entity
    strangers: dict[str, User | None]

    def client(self, user: User | None) -> Client:
        client = Client()
        if user:
            client.force_login(user)
        return client


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    mine, stranger = make_entity(), make_entity()
    strangers: dict[str, User | None] = {role: make_member(stranger, role) for role in RoleCode}
    strangers |= {"operator": make_user(is_platform_operator=True), "anonymous": None}
    return World(mine, things_of(mine), stranger, strangers)


def ask(client: Client, method: str, url: str) -> Any:
    response = getattr(client, method)(url)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert SECRET.encode() not in body, f"{method} {url} shows what belongs to another entity"
    return response


def is_refused(response: Any) -> bool:
    """Sent to sign in, told nothing, or (405) asked with a method that the page has for nobody."""
    to_login = response.status_code == 302 and response.url.startswith(reverse("account_login"))
    return to_login or response.status_code in (403, 404, 405)


@pytest.mark.parametrize("address", ADDRESSES, ids=by_name)
def test_every_address_says_who_may_open_it(address):
    allowed = NOT_OF_A_PERMISSION | set(PERMISSIONS) | OPERATOR_PERMISSIONS
    assert address.opens_to in allowed, f"{address.route}: mark its view with rinde.services.access"


@pytest.mark.parametrize("address", ADDRESSES, ids=by_name)
def test_every_thing_in_an_address_is_known_to_the_walk(address, world):
    unknown = address.things - set(world.things)
    assert not unknown, f"{address.route}: make {sorted(unknown)} in things_of(), so that the walk can ask for it"


def test_views_of_allauth_are_the_ones_we_looked_at():
    def is_allauths(view: Any) -> bool:
        classes = getattr(view, "view_class", object).__mro__
        return any(found.__module__.startswith("allauth") for found in classes)

    assert {address.name for address in ADDRESSES if is_allauths(address.view)} == set(ALLAUTH)


@pytest.mark.parametrize("address", DESK, ids=by_name)
def test_nobody_of_another_entity_opens_or_changes_anything(address, world):
    before, url = state_of(world.mine), url_of(address, world.things)
    for role, user in world.strangers.items():
        client = world.client(user)
        for method in ("get", "post"):
            response = ask(client, method, url)
            assert is_refused(response), f"{method} {url} answered {response.status_code} to {role} of another entity"
    assert state_of(world.mine) == before


@pytest.mark.parametrize("address", [address for address in DESK if address.names_an_object], ids=by_name)
def test_things_of_another_entity_are_not_found_under_ones_own_address(address, world):
    before = state_of(world.mine)
    url = url_of(address, world.things | {"entity_slug": world.stranger.slug})
    for role, user in world.strangers.items():
        client = world.client(user)
        for method in ("get", "post"):
            response = ask(client, method, url)
            assert is_refused(response), (
                f"{method} {url} answered {response.status_code} to {role}, about another entity's thing"
            )
    assert state_of(world.mine) == before


@pytest.mark.parametrize("address", DESK, ids=by_name)
def test_member_without_the_permission_is_refused(address, world):
    without = [role for role in RoleCode if address.opens_to not in permissions_of(role)]
    members = [make_member(world.mine, role) for role in without]
    ended = make_member(world.mine, RoleCode.ENTITY_ADMIN)
    with active_tenant(world.mine):
        Membership.objects.filter(user=ended).update(ended_at=NOW)
    before, url = state_of(world.mine), url_of(address, world.things)
    for user in (*members, ended):
        client = world.client(user)
        for method in ("get", "post"):
            assert ask(client, method, url).status_code in (404, 405)
    assert state_of(world.mine) == before


@pytest.mark.parametrize("address", OTHERS, ids=by_name)
def test_pages_for_everybody_and_of_ones_account_show_and_change_nothing_of_an_entity(address, world):
    before, url = state_of(world.mine), url_of(address, world.things)
    for user in world.strangers.values():
        for method in ("get", "post"):
            assert ask(world.client(user), method, url).status_code < 500
    assert state_of(world.mine) == before
