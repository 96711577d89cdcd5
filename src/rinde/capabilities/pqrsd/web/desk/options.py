"""How the entity counts what the law leaves open."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.capabilities.pqrsd.operations.options import save_options
from rinde.capabilities.pqrsd.permissions import check_set_options
from rinde.capabilities.pqrsd.queries.options import options_of
from rinde.capabilities.pqrsd.rules.terms import all_rules
from rinde.capabilities.pqrsd.web.forms.options import OptionsForm
from rinde.capabilities.pqrsd.web.presenters.terms import term_rows
from rinde.foundations.refusals import NotReady
from rinde.services.access import desk_page


@desk_page("pqrsd.triage")
def petition_options(request: DeskRequest, entity_slug: str) -> HttpResponse:
    """The options, and below them every term of the law with its source and its dates."""
    check_set_options(request.entity.pk, by=request.principal)
    form = OptionsForm(request.POST or None, initial=OptionsForm.initial_of(options_of(request.entity)))
    if form.is_valid():
        try:
            now = timezone.now()
            save_options(entity_id=request.entity.pk, values=form.values(), by=request.principal, now=now)
            messages.success(request, "Se guardaron las opciones. Valen para lo que se cuente desde ahora.")
            return redirect("desk:petition_options", entity_slug=entity_slug)
        except NotReady as refusal:
            for gap in refusal.gaps:
                form.add_error(None, gap)
    context = {"form": form, "terms": term_rows(all_rules(), timezone.localdate())}
    return render(request, "pqrsd/desk/options.html", context, status=422 if form.errors else 200)
