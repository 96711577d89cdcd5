"""`rinde platform-operator`: says who may create entities. They see none of what is inside them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rinde.capabilities.accounts.operations import set_platform_operator
from rinde.capabilities.accounts.queries import console
from rinde.foundations.refusals import NotReady


class Command(BaseCommand):
    help = "Permite a una persona que ya tiene cuenta crear entidades en la plataforma, o se lo retira."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="correo con el que la persona ingresa")
        parser.add_argument("--withdraw", action="store_true", help="retira el permiso")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            set_platform_operator(email=options["email"], operates=not options["withdraw"], by=console())
        except NotReady as refusal:
            raise CommandError(" ".join((refusal.message, *refusal.gaps))) from refusal
        self.stdout.write("Permiso retirado." if options["withdraw"] else "Listo: ya puede crear entidades.")
