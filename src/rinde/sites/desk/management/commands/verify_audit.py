"""`rinde verify-audit`: computes every hash of the trail again. Exit status 1 where a chain is broken."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.operations.holidays import PLATFORM_TRAIL
from rinde.services.audit.queries import ChainProof, prove_chain

PLATFORM = "(plataforma)"  # brackets: no entity has such an address


class Command(BaseCommand):
    help = (
        "Comprueba que nadie haya cambiado el rastro de auditoría. Imprime el sello de cada entidad: guárdelo fuera "
        "del servidor, pues si más tarde el rastro no contiene ese sello, alguien borró su final."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--entity", default="", help="dirección de una sola entidad")
        parser.add_argument("--json", action="store_true", help="imprime JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        entities = Entity.objects.filter(slug=options["entity"]) if options["entity"] else Entity.objects.all()
        if options["entity"] and not entities:
            raise CommandError(f"No existe la entidad «{options['entity']}».")
        proofs = {entity.slug: prove_chain(entity.pk) for entity in entities}
        if not options["entity"]:
            proofs[PLATFORM] = prove_chain(PLATFORM_TRAIL)
        if options["json"]:
            said = {slug: asdict(proof) | {"whole": proof.is_whole} for slug, proof in proofs.items()}
            self.stdout.write(json.dumps(said))
        else:
            for slug, proof in proofs.items():
                self.stdout.write(f"{slug}: {in_words(proof)}")
        if not all(proof.is_whole for proof in proofs.values()):
            self.stderr.write("El rastro fue alterado. Conserve una copia de la base antes de tocar nada.")
            sys.exit(1)


def in_words(proof: ChainProof) -> str:
    """«12 anotaciones, íntegro, sello 3fa9…»"""
    state = "íntegro" if proof.is_whole else f"ALTERADO desde la anotación {proof.first_broken}"
    guard = "" if proof.protected else ", sin los disparadores de la base de datos"
    return f"{proof.entries} anotaciones, {state}{guard}, sello {proof.seal or 'ninguno'}"
