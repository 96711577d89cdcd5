"""`rinde first-admin`: how the first person enters a new installation. No default password exists."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.accounts.operations import Invited, invite_first_administrator, open_entity
from rinde.capabilities.accounts.queries import console
from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import NotReady, Refusal

LOCAL = "http://127.0.0.1:8000"


class Command(BaseCommand):
    help = (
        "Crea la entidad, si todavía no existe, e imprime un enlace de un solo uso con el que su primera "
        "persona administradora pone su nombre y su contraseña. El enlace vale siete días."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True, help="correo de quien administrará la entidad")
        parser.add_argument("--slug", required=True, help="primera parte de su dirección, por ejemplo villa-aurora")
        parser.add_argument("--name", default="", help="nombre oficial; obligatorio si la entidad es nueva")
        parser.add_argument("--base-url", default=settings.BASE_URL or LOCAL, help="dirección del sitio para el enlace")
        parser.add_argument("--json", action="store_true", help="imprime JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            invited = self._invite(options["slug"], options["name"], options["email"])
        except Refusal as refusal:
            gaps = refusal.gaps if isinstance(refusal, NotReady) else ()
            raise CommandError(" ".join((refusal.message, *gaps))) from refusal
        link = options["base_url"].rstrip("/") + reverse("accept_invitation", args=[invited.token])
        expires = invited.invitation.expires_at
        if options["json"]:
            self.stdout.write(json.dumps({"link": link, "expires_at": expires.isoformat()}))
            return
        self.stdout.write(f"Abra este enlace una sola vez, antes del {timezone.localtime(expires):%d/%m/%Y %H:%M}:\n\n")
        self.stdout.write(f"  {link}\n")

    def _invite(self, slug: str, name: str, email: str) -> Invited:
        now, entity = timezone.now(), Entity.objects.filter(slug=slug).first()
        if entity is None:
            return open_entity(slug=slug, name=name, admin_email=email, by=console(), now=now)
        return invite_first_administrator(entity=entity, admin_email=email, by=console(), now=now)
