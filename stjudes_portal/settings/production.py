"""A school's own portal."""

from stjudes_portal.settings.base import *  # noqa: F403
