#!/usr/bin/env python
"""Django's command line, under the settings that the environment names (VAR, DEMO, …)."""

import os
import sys

from stjudes_portal.environment import choose_settings
from stjudes_portal.memory import collect_seldom


def main() -> None:
    choose_settings()
    collect_seldom()
    os.environ.setdefault("LOG_LEVEL", "WARNING")  # a command says what it has to say by itself
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")  # one line that says what to change
        sys.exit(2)


if __name__ == "__main__":
    main()
