"""The document as a whole: findings, heading, columns, names, announcements, and the plan made of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rinde.capabilities.entities.models import Actor, ActorGroup
from rinde.capabilities.entities.queries import actors_on
from rinde.capabilities.plan_imports import operations, permissions, queries
from rinde.capabilities.plan_imports.models import ActorMatch, PlanImport
from rinde.capabilities.plan_imports.tasks import start_reading
from rinde.capabilities.plan_imports.web import presenters
from rinde.capabilities.plan_imports.web.desk.opened import DeskRequest, address, opened, review_page, say_no
from rinde.capabilities.plan_imports.web.forms import AnnouncementForm, HeadingForm, MatchForm, columns_said
from rinde.capabilities.plan_imports.web.reviewing import plan_findings as plan_finding_cards
from rinde.capabilities.plans.queries import same_plans
from rinde.capabilities.plans.web.forms.beginning import BeginningForm, read_beside
from rinde.foundations.design.templatetags.design import es_number
from rinde.foundations.refusals import NotReady, Refusal
from rinde.services.access import desk_page


@require_GET
@desk_page("plan_imports.upload")
def findings(request: DeskRequest, entity_slug: str, import_id: int) -> HttpResponse:  # noqa: ARG001
    plan_import = opened(request, import_id)
    groups = presenters.finding_sections(queries.finding_groups(plan_import))
    return review_page(request, "findings.html", plan_import, "hallazgos", groups=groups)


@require_GET
@desk_page("plan_imports.upload")
def plan_findings(request: DeskRequest, entity_slug: str, import_id: int) -> HttpResponse:  # noqa: ARG001
    """What the review of plans says of the text, before any plan is made of it."""
    plan_import = opened(request, import_id)
    found = queries.draft_findings(plan_import, today=timezone.localdate())
    return review_page(
        request, "plan_findings.html", plan_import, "revision", found=found, cards=plan_finding_cards(found)
    )


@require_http_methods(["GET", "POST"])
@desk_page("plan_imports.upload")
def heading(request: DeskRequest, entity_slug: str, import_id: int) -> HttpResponse:  # noqa: ARG001
    plan_import = opened(request, import_id)
    said = queries.heading_of(plan_import)
    years = {"first_year": said.first_year or None, "last_year": said.last_year or None}
    initial = {"instrument": said.instrument, "title": said.title, **years}
    form = HeadingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            read_anew = operations.edit_heading(
                entity=request.entity,
                import_id=import_id,
                heading=form.heading(),
                by=request.principal,
                now=timezone.now(),
                start_reading=start_reading,
            )
        except NotReady as refusal:
            for gap in refusal.gaps:
                form.add_error(None, gap)
        else:
            messages.success(request, _saved("Datos del plan guardados.", read_anew, "el nuevo año"))
            return redirect(address(plan_import, "import_detail" if read_anew else "import_create_plan"))
    status = 200 if request.method == "GET" else 422
    return review_page(request, "heading.html", plan_import, "datos", form=form, status=status)


def _saved(words: str, read_anew: bool, why: str) -> str:
    if not read_anew:
        return words
    return (
        f"{words} El documento se lee otra vez con {why}. Sus correcciones y decisiones se conservan, salvo "
        "las filas aceptadas que ahora se lean distinto: vuelven a quedar por revisar y se lo decimos en «Hallazgos»."
    )


@require_http_methods(["GET", "POST"])
@desk_page("plan_imports.upload")
def columns(request: DeskRequest, entity_slug: str, import_id: int) -> HttpResponse:  # noqa: ARG001
    plan_import = opened(request, import_id)
    headings = [column["heading"] for column in plan_import.columns]
    if request.method == "POST":
        try:
            read_anew = operations.set_column_roles(
                entity=request.entity,
                import_id=import_id,
                roles=columns_said(request.POST, headings),
                by=request.principal,
                now=timezone.now(),
                start_reading=start_reading,
            )
        except Refusal as refusal:
            say_no(request, refusal)
            return redirect(address(plan_import, "import_columns"))
        messages.success(request, _saved("Columnas guardadas.", read_anew, "sus columnas"))
        return redirect(address(plan_import, "import_detail" if read_anew else "import_columns"))
    shown = presenters.column_views(plan_import.columns)
    return review_page(request, "columns.html", plan_import, "columnas", columns=shown, roles=presenters.ROLE_LABELS)


@require_GET
@desk_page("plan_imports.upload")
def names(request: DeskRequest, entity_slug: str, import_id: int) -> HttpResponse:  # noqa: ARG001
    plan_import = opened(request, import_id)
    actors = list(actors_on(timezone.localdate()))
    known = {actor.pk: actor.name for actor in actors}
    groups = list(ActorGroup.objects.all())
    views = presenters.name_views(
        queries.matches_of(plan_import), queries.rows_by_name(plan_import), known, {one.pk: one.name for one in groups}
    )
    return review_page(
        request,
        "names.html",
        plan_import,
        "responsables",
        names=views,
        actors=actors,
        groups=groups,
        can_add_unit=permissions.can_edit_units(by=request.principal),
    )


@require_POST
@desk_page("plan_imports.upload")
def decide_name(request: DeskRequest, entity_slug: str, import_id: int, match_id: int) -> HttpResponse:  # noqa: ARG001
    plan_import = opened(request, import_id)
    form = MatchForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Escoja a quién corresponde ese nombre.")
        return redirect(address(plan_import, "import_names"))
    try:
        match = _decided(request, import_id, match_id, form)
    except (Actor.DoesNotExist, ActorGroup.DoesNotExist):
        messages.error(request, "Esa dependencia ya no existe. Escoja otra.")
    except Refusal as refusal:
        say_no(request, refusal)
    else:
        who = match.actor or match.group or "queda como lo escribe el documento"
        messages.success(request, f"«{match.text}»: {who}.")
    return redirect(f"{address(plan_import, 'import_names')}#nombre-{match_id}")


def _decided(request: DeskRequest, import_id: int, match_id: int, form: MatchForm) -> ActorMatch:
    if form.wants_new:
        return operations.match_to_new_unit(
            entity=request.entity, import_id=import_id, match_id=match_id, by=request.principal, now=timezone.now()
        )
    chosen = form.chosen()
    return operations.decide_match(
        entity=request.entity,
        import_id=import_id,
        match_id=match_id,
        actor_id=chosen.get("actor_id"),
        group_id=chosen.get("group_id"),
        by=request.principal,
        now=timezone.now(),
    )


@require_POST
@desk_page("plan_imports.upload")
def confirm_names(request: DeskRequest, entity_slug: str, import_id: int) -> HttpResponse:  # noqa: ARG001
    plan_import = opened(request, import_id)
    number = operations.confirm_matches(
        entity=request.entity, import_id=import_id, by=request.principal, now=timezone.now()
    )
    messages.success(
        request, "Confirmó 1 responsable." if number == 1 else f"Confirmó {es_number(number)} responsables."
    )
    return redirect(address(plan_import, "import_names"))


@require_http_methods(["GET", "POST"])
@desk_page("plan_imports.upload")
def announcements(request: DeskRequest, entity_slug: str, import_id: int) -> HttpResponse:  # noqa: ARG001
    plan_import = opened(request, import_id)
    if request.method == "POST":
        return _decide_announcement(request, plan_import)
    sections = presenters.announcement_sections(plan_import.announcements.all())
    return review_page(request, "announcements.html", plan_import, "anuncios", sections=sections)


def _decide_announcement(request: DeskRequest, plan_import: PlanImport) -> HttpResponse:
    form = AnnouncementForm(request.POST)
    number = request.POST.get("anuncio", "")
    if form.is_valid() and number.isdecimal():
        try:
            operations.decide_announcement(
                entity=request.entity,
                import_id=plan_import.pk,
                announcement_id=int(number),
                **form.cleaned_data,
                by=request.principal,
                now=timezone.now(),
            )
        except Refusal as refusal:
            say_no(request, refusal)
        else:
            messages.success(request, "Acción guardada.")
    return redirect(f"{address(plan_import, 'import_announcements')}#anuncio-{number}")


@require_http_methods(["GET", "POST"])
@desk_page("plan_imports.upload")
def create_plan(request: DeskRequest, entity_slug: str, import_id: int) -> HttpResponse:  # noqa: ARG001
    plan_import = opened(request, import_id)
    if request.method == "POST":
        try:
            plan = operations.create_draft_plan(
                entity=request.entity,
                import_id=import_id,
                by=request.principal,
                now=timezone.now(),
                beside=read_beside(request.POST.get("beside", "")),
            )
        except Refusal as refusal:
            say_no(request, refusal)
            return redirect(address(plan_import, "import_create_plan"))
        messages.success(request, f"El plan «{plan.title}» está en borrador. Revíselo y publíquelo cuando quiera.")
        return redirect(presenters.plan_address(plan))
    may = permissions.can_create_plan(request.entity, by=request.principal)
    heading = queries.heading_of(plan_import)
    problems = heading.problems()
    form = BeginningForm()
    if plan_import.is_open and not problems:
        form.standing = same_plans(queries.plan_header(heading))
    asked = {one.id for one in form.standing}
    alike = [one for one in queries.plans_alike(plan_import) if one.pk not in asked] if plan_import.is_open else []
    return review_page(
        request,
        "create_plan.html",
        plan_import,
        "crear",
        may_create=may,
        problems=problems,
        alike=presenters.alike_views(alike),
        form=form,
    )
