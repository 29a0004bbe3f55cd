"""The demonstration school. Installed by settings/demo.py alone, so no real portal has any of it."""
