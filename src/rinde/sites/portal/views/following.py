"""Following a plan or an activity by mail without an account."""

from collections.abc import Callable
from typing import Any

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from rinde.capabilities.followup.operations.alerts import follow_activity as follow_one_activity
from rinde.services.access import visitor_page
from rinde.services.notifications.operations import confirm, follow, leave
from rinde.services.notifications.queries import subscription_of, subscriptions_to_leave
from rinde.services.visitors import FollowForm
from rinde.sites.portal.editions import Edition, prepared
from rinde.sites.portal.reading import activity_number, edition_or_404, entity_of, plan_of, topic_of

_FOLLOWED = {"activity": "esta actividad", "commitment": "este compromiso"}


@visitor_page
def follow_plan(request: HttpRequest, entity_slug: str, year: int, plan_slug: str) -> HttpResponse:  # noqa: ARG001
    """Ask for a mailbox and send it a link; the answer is the same whoever already follows."""
    edition = edition_or_404(request, year, plan_slug)

    def ask(address: str, page: str) -> None:
        entity_id, topic = entity_of(request).pk, topic_of(edition)
        follow(entity_id=entity_id, topic=topic, name=edition.title, address=address, page=page, now=timezone.now())

    context = {"edition": edition, "back": edition.url(), "feed": edition.url("plan_news")}
    return _follow(request, ask, context)


@visitor_page
def follow_activity(request: HttpRequest, entity_slug: str, year: int, plan_slug: str, key: str) -> HttpResponse:  # noqa: ARG001
    """The same for one activity of the plan in force."""
    edition = edition_or_404(request, year, plan_slug)
    activity_id, name = _activity_or_404(edition, key)

    def ask(address: str, page: str) -> None:
        follow_one_activity(
            plan=plan_of(edition),
            activity_id=activity_id,
            activity_key=key,
            name=name,
            address=address,
            page=page,
            now=timezone.now(),
        )

    back, feed = (edition.url(page, key=key) for page in ("activity", "activity_news"))
    return _follow(request, ask, {"edition": edition, "activity": name, "back": back, "feed": feed})


def _activity_or_404(edition: Edition, key: str) -> tuple[int, str]:
    found = (row.placed.activity for row in prepared(edition).rows if row.placed.activity.key == key)
    activity = next(found, None)
    number = (activity.id or activity_number(edition, key)) if activity else None
    if activity is None or number is None:
        raise Http404("Este plan no tiene esa actividad.")
    return number, f"{activity.code} {activity.name}".strip()


def _follow(request: HttpRequest, ask: Callable[[str, str], None], context: dict[str, Any]) -> HttpResponse:
    """The form, and what it does: `ask` is given the mailbox and the address of the page that confirms."""
    too_many: HttpResponse | None = ratelimit.consume_or_429(request, action="follow")
    if too_many:
        return too_many
    form, asked = FollowForm(request.POST or None), False
    if form.is_valid():
        asked = True
        if not form.cleaned_data["website"]:
            home = reverse("portal:home", kwargs={"entity_slug": entity_of(request).slug})
            ask(form.cleaned_data["address"], request.build_absolute_uri(f"{home}avisos/"))
    context |= {"section": "plans", "form": form, "asked": asked}
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
    what = _FOLLOWED.get(subscription.topic.partition(":")[0], "este plan")
    return render(request, "portal/following.html", {"section": "plans", "subscription": subscription, "what": what})


@csrf_exempt
@visitor_page
def leave_at_once(request: HttpRequest, entity_slug: str, token: str) -> HttpResponse:  # noqa: ARG001
    """What a mailbox's own «cancelar suscripción» sends: one POST without cookies or a form of ours (RFC 8058).

    The signed link alone says who leaves what: no session is looked at, so that there is none to be forged. A visit
    shows the button and writes nothing; whoever has left already is told so again.
    """
    entity = entity_of(request)
    found = subscriptions_to_leave(token, entity_id=entity.pk)
    if not found:
        raise Http404("Ese enlace no es de Rinde o está incompleto.")
    is_click = request.POST.get("List-Unsubscribe") == "One-Click"
    if is_click:
        for one in found:
            leave(subscription_id=one.pk, entity_id=entity.pk, now=timezone.now())
    has_left = is_click or all(one.ended_at for one in found)
    context = {"section": "plans", "has_left": has_left, "count": len(found)}
    status = 400 if request.method == "POST" and not is_click else 200
    return render(request, "portal/leaving.html", context, status=status)
