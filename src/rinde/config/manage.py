"""The console script `rinde`: Django's commands and our own; `read-plan` and `read_plan` are the same command."""

import argparse
import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line, get_commands, load_command_class
from django.core.management.base import BaseCommand

from rinde.config.environment import BadSetting
from rinde.foundations.refusals import Refusal

OWN = "rinde."
WANTED_HELP = {"help", "--help", "-h"}
# Django's own that whoever runs an installation needs; all others are listed by `rinde help --commands`.
USEFUL = {
    "migrate": "Pone la base de datos al día (lo hace también «prepare»).",
    "changepassword": "Cambia la clave de una persona: rinde changepassword CORREO",
    "qcluster": "Hace los trabajos de fondo, en una máquina aparte.",
    "check": "Revisa la configuración: rinde check --deploy",
    "dbshell": "Abre la consola de la base de datos.",
    "shell": "Abre una consola de Python con Rinde cargado.",
}


# What argparse says around the texts of each command.
SPANISH = {
    "usage: ": "uso: ",
    "options": "opciones",
    "positional arguments": "argumentos",
    "show this help message and exit": "muestra esta ayuda y termina",
    "show program's version number and exit": "muestra la versión y termina",
    "the following arguments are required: %s": "faltan estos argumentos: %s",
    "unrecognized arguments: %s": "no se reconocen estos argumentos: %s",
    "expected one argument": "necesita un valor",
    "invalid %(type)s value: %(value)r": "el valor %(value)r no es válido (%(type)s)",
}


def main() -> None:
    """Run the command of the command line. What is expected to go wrong says so in a line, without a traceback."""
    os.umask(0o077)  # the database and every file that we or our children make is for this account alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rinde.config.settings")
    argparse._ = lambda text: SPANISH.get(text, text)  # type: ignore[attr-defined]  # its own gettext has no Spanish
    arguments = [sys.argv[0], *_with_underscores(sys.argv[1:])]
    try:
        if len(arguments) == 1 or (arguments[1] in WANTED_HELP and len(arguments) == 2):
            sys.stdout.write(overview())
            return
        execute_from_command_line(arguments)
    except Refusal as refusal:
        _fail("\n".join([refusal.message, *(f"  - {gap}" for gap in getattr(refusal, "gaps", ()))]))
    except (BadSetting, ImproperlyConfigured) as problem:
        _fail(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of a pipe (`| head`) has gone: nothing is wrong, and nobody is left to be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _with_underscores(words: list[str]) -> list[str]:
    """Only the name of the command changes; `help read-plan` names one too."""
    position = 1 if words[:1] == ["help"] else 0
    return [
        word.replace("-", "_") if number == position and not word.startswith("-") else word
        for number, word in enumerate(words)
    ]


def overview() -> str:
    """The help of plain `rinde`: our commands with what they do, then the few of Django's that are of use here."""
    django.setup()
    own = {name: app for name, app in get_commands().items() if _is_own(app)}
    described = {name.replace("_", "-"): _help_of(app, name) for name, app in sorted(own.items())}
    width = max(map(len, (*described, *USEFUL)))
    lines = [
        "Rinde: planes anticorrupción y rendición de cuentas, a la vista de todos.\n",
        "Uso: rinde ORDEN [opciones]        Ayuda de una orden: rinde ORDEN --help\n",
        "Órdenes de Rinde:",
        *(f"  {name:<{width}}  {about}" for name, about in described.items()),
        "\nÓrdenes de Django que también sirven (todas: rinde help --commands):",
        *(f"  {name:<{width}}  {about}" for name, about in USEFUL.items()),
    ]
    return "\n".join(lines) + "\n"


def _is_own(app: str | BaseCommand) -> bool:
    return app.startswith(OWN) if isinstance(app, str) else type(app).__module__.startswith(OWN)


def _help_of(app: str | BaseCommand, name: str) -> str:
    command = load_command_class(app, name) if isinstance(app, str) else app
    first_sentence, _, _ = str(command.help).partition(". ")
    return f"{first_sentence.rstrip('.')}."


def _fail(message: str) -> None:
    sys.stderr.write(message + "\n")
    sys.exit(1)


if __name__ == "__main__":
    main()
