#!/usr/bin/env python
"""Run the product's commands; starts the embedded database where a command needs one."""

import os
import sys


def main() -> None:
    """Start what the command needs, then run it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    from config.embedded import start

    start.for_management(sys.argv)
    from django.core.management import execute_from_command_line

    from config.settings import environment

    with environment.said_plainly():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
