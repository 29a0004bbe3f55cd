"""What gunicorn serves."""

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from stjudes_portal.environment import choose_settings
from stjudes_portal.memory import collect_seldom, keep_what_is_loaded

choose_settings()
collect_seldom()
application = get_wsgi_application()
# Before the server forks: its processes share the pages' code, and nobody's first page waits for it.
get_resolver().url_patterns  # noqa: B018
keep_what_is_loaded()
