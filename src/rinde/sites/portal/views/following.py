"""Following a plan by mail without an account."""

from allauth.core import ratelimit
from django import forms
from django.core.validators import EmailValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from rinde.services.access import visitor_page
from rinde.services.notifications.operations import confirm, follow, leave
from rinde.services.notifications.queries import subscription_of
from rinde.sites.portal.reading import edition_or_404, entity_of, topic_of


class FollowForm(forms.Form):
    """A mailbox, and a field that no person sees: whoever fills it in is a program."""

    address = forms.CharField(
        label="Su correo",
        max_length=254,
        validators=[EmailValidator("Escriba un correo completo, por ejemplo nombre@correo.com.")],
        error_messages={"required": "Escriba su correo."},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Solo para avisarle de los cambios de este plan. Nadie más lo ve y se borra cuando deje de seguirlo.",
    )
    website = forms.CharField(required=False, label="Deje este campo vacío")


@visitor_page
def follow_plan(request: HttpRequest, entity_slug: str, year: int, plan_slug: str) -> HttpResponse:
    """Ask for a mailbox and send it a link; the answer is the same whoever already follows."""
    edition = edition_or_404(request, year, plan_slug)
    too_many: HttpResponse | None = ratelimit.consume_or_429(request, action="follow")
    if too_many:
        return too_many
    form, asked = FollowForm(request.POST or None), False
    if form.is_valid():
        asked = True
        if not form.cleaned_data["website"]:
            page = reverse("portal:home", kwargs={"entity_slug": entity_slug})
            follow(
                entity_id=entity_of(request).pk,
                topic=topic_of(edition),
                name=edition.title,
                address=form.cleaned_data["address"],
                page=request.build_absolute_uri(f"{page}avisos/"),
                now=timezone.now(),
            )
    context = {"section": "plans", "edition": edition, "form": form, "asked": asked}
    return render(request, "portal/follow.html", context, status=422 if form.errors else 200)


@visitor_page
def following(request: HttpRequest, entity_slug: str, token: str) -> HttpResponse:
    """What the links of our mails open: it confirms or leaves only when a button is pressed.

    Mail programs open links before people do; a visit alone must not confirm anything.
    """
    entity = entity_of(request)
    subscription = subscription_of(token, entity_id=entity.pk)
    if subscription is None:
        raise Http404("Ese enlace no es de Rinde o está incompleto.")
    if request.method == "POST":
        act = leave if request.POST.get("quiero") == "dejar" else confirm
        act(subscription_id=subscription.pk, entity_id=entity.pk, now=timezone.now())
        return redirect("portal:following", entity_slug=entity_slug, token=token)
    return render(request, "portal/following.html", {"section": "plans", "subscription": subscription})
