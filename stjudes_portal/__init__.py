"""The project: settings, addresses, Celery and the health page."""

VERSION = "0.5.0"
