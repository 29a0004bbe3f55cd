#!/usr/bin/env python
"""Django's command line, under the settings that the environment names (VAR, DEMO, …)."""

import sys

from stjudes_portal.environment import choose_settings


def main() -> None:
    choose_settings()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
