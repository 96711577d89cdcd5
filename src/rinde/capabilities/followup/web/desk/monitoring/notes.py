"""An open round: its activities, each with what its units did and planning's note, edited where it stands."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from rinde.capabilities.followup.choices import RoundStatus
from rinde.capabilities.followup.models import MonitoringNote, MonitoringRound
from rinde.capabilities.followup.operations.monitoring import write_note
from rinde.capabilities.followup.queries.monitoring import Board, board_of, earlier_notes, notes_of
from rinde.capabilities.followup.rules.monitoring.board import Mark
from rinde.capabilities.followup.rules.monitoring.stretches import Stretch, round_called
from rinde.capabilities.followup.web.desk.monitoring.opened import monitored_plan, opened_round, page_of_round, sent
from rinde.capabilities.followup.web.forms.monitoring import NoteForm
from rinde.capabilities.followup.web.presenters.monitoring.counting import count_table
from rinde.capabilities.followup.web.presenters.monitoring.rounds import (
    PENDING,
    WITHOUT_NOTE,
    ActivityCard,
    open_cards,
)
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page

ACTIVITIES_ON_PAGE = 20
SHOWN = (("", "Todas las que cuentan en la ronda"), (PENDING, "Con algo pendiente"), (WITHOUT_NOTE, "Sin nota"))
KEPT = ("componente", "mostrar", "pagina")  # of the address, across a save


class NoteRequest(DeskRequest):
    """For types only: what the htmx middleware adds."""

    htmx: HtmxDetails


def open_page(request: DeskRequest, found: MonitoringRound) -> HttpResponse:
    """The page of an open round. Planning's notes are its own until it closes the round."""
    today = timezone.localdate()
    board = board_of(found.plan, today=today, until=found.ends_on)
    context: dict[str, Any] = page_of_round(request, found, today) | {
        "board": board,
        "self_monitored": sum(one.is_due and one.is_self_monitored for one in board.cells),
        "is_over": Stretch(found.starts_on, found.ends_on).is_over(today),
    }
    context |= _counted(board)
    if context["can_monitor"]:
        context |= _notes(request, found, board)
    return render(request, "followup/desk/round_open_now.html", context)


def _counted(board: Board) -> dict[str, Any]:
    due = board.only_due()
    return {
        "due": due.tally[Mark.DUE],
        "by_component": count_table(
            due.components,
            caption="Lo que vence hasta el último día de la ronda, como está hoy",
            first="Componente",
            whole=(due.tally.counts, due.tally.cells, due.totals),
        ),
    }


def _notes(request: DeskRequest, found: MonitoringRound, board: Board) -> dict[str, Any]:
    notes, earlier = notes_of(found), earlier_notes(found)
    component, show = request.GET.get("componente", ""), request.GET.get("mostrar", "")
    names = {one.key: one.name for one in board.components}
    show = show if show in dict(SHOWN) else ""
    cards = open_cards(board, notes, component=names.get(component, ""), show=show)
    page = Paginator(cards, ACTIVITIES_ON_PAGE).get_page(request.GET.get("pagina"))
    return {
        "page": page,
        "items": [_item(found, one, notes.get(one.key), earlier.get(one.key)) for one in page.object_list],
        "components": [(one.key, one.name, one.key == component) for one in board.components],
        "shown": [(value, label, value == show) for value, label in SHOWN],
        "written": sum(bool(one.text or one.ratio is not None) for one in notes.values()),
        "kept": urlencode({name: request.GET[name] for name in KEPT if request.GET.get(name)}),
        "is_filtered": bool(names.get(component) or show),
    }


def _item(
    found: MonitoringRound,
    card: ActivityCard,
    note: MonitoringNote | None,
    earlier: MonitoringNote | None,
    form: NoteForm | None = None,
) -> dict[str, Any]:
    return {
        "card": card,
        "note": note,
        "earlier": earlier if earlier and (earlier.text or earlier.ratio is not None) else None,
        "form": form or NoteForm(key=card.key, note=note),
        "url": reverse(
            "desk:round_note",
            kwargs={
                "entity_slug": found.plan.entity.slug,
                "plan_id": found.plan_id,
                "number": found.number,
                "key": card.key,
            },
        ),
    }


@desk_page("followup.monitor")
def round_note(request: NoteRequest, entity_slug: str, plan_id: int, number: int, key: str) -> HttpResponse:
    """One activity of an open round with its note: to save it, and to put it right where it was refused."""
    found = opened_round(monitored_plan(request, plan_id), number)
    if found.status != RoundStatus.OPEN:
        messages.info(request, f"La {round_called(found.name)} está cerrada y sus notas ya no cambian.")
        return redirect("desk:round_detail", entity_slug=entity_slug, plan_id=plan_id, number=number)
    note = notes_of(found).get(key)
    form = NoteForm(sent(request), key=key, note=note)
    if form.is_valid():
        saved = save_or_explain(form, lambda: _save(request, found, key, form), note.edited_at if note else None)
        if saved:
            return _saved(request, found, saved)
    return _note_page(request, found, key, note, form)


def _save(request: DeskRequest, found: MonitoringRound, key: str, form: NoteForm) -> MonitoringNote:
    return write_note(
        round_id=found.pk,
        activity_key=key,
        values=form.values(),
        seen=form.cleaned_data["seen"],
        by=request.principal,
        now=timezone.now(),
    )


def _saved(request: NoteRequest, found: MonitoringRound, note: MonitoringNote) -> HttpResponse:
    if request.htmx:
        return _part(request, found, note.activity_key, note, None, just_saved=True)
    kept = QueryDict(request.POST.get("volver", ""))
    back = urlencode({name: kept[name] for name in KEPT if kept.get(name)})
    page = reverse(
        "desk:round_detail",
        kwargs={"entity_slug": found.plan.entity.slug, "plan_id": found.plan_id, "number": found.number},
    )
    messages.success(request, "Se guardó la nota.")
    return redirect(f"{page}{'?' if back else ''}{back}#a-{note.activity_key}")


def _note_page(
    request: NoteRequest, found: MonitoringRound, key: str, note: MonitoringNote | None, form: NoteForm
) -> HttpResponse:
    if request.htmx and request.method == "POST":
        # htmx shows an answer only when it is a success; the form says what went wrong.
        return _part(request, found, key, note, form)
    today = timezone.localdate()
    item = _one_item(found, key, note, form)
    context = page_of_round(request, found, today) | {"item": item, "kept": request.POST.get("volver", "")}
    return render(request, "followup/desk/round_note.html", context, status=status_of(form))


def _part(
    request: NoteRequest,
    found: MonitoringRound,
    key: str,
    note: MonitoringNote | None,
    form: NoteForm | None,
    *,
    just_saved: bool = False,
) -> HttpResponse:
    context = {"item": _one_item(found, key, note, form), "just_saved": just_saved, "alone": _is_alone(request)}
    return render(request, "followup/part/note_card.html", context | {"kept": request.POST.get("volver", "")})


def _is_alone(request: NoteRequest) -> bool:
    """Whether the card stands on its own page, where its title comes right below that of the page."""
    return (request.htmx.current_url_abs_path or "").partition("?")[0] == request.path


def _one_item(found: MonitoringRound, key: str, note: MonitoringNote | None, form: NoteForm | None) -> dict[str, Any]:
    board = board_of(found.plan, today=timezone.localdate(), until=found.ends_on)
    cards = open_cards(board, {key: note or MonitoringNote()})
    card = next((one for one in cards if one.key == key), None)
    if card is None:
        raise Http404("El plan publicado no tiene esa actividad.")
    return _item(found, card, note, earlier_notes(found).get(key), form)
