"""The console script `rinde`: Django's commands and our own; `read-plan` and `read_plan` are the same command."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command of the command line. Hyphens in its name are taken for underscores."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rinde.config.settings")
    arguments = list(sys.argv)
    if len(arguments) > 1 and not arguments[1].startswith("-"):
        arguments[1] = arguments[1].replace("-", "_")
    execute_from_command_line(arguments)


if __name__ == "__main__":
    main()
