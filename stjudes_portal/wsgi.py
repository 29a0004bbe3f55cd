"""What gunicorn serves."""

from django.core.wsgi import get_wsgi_application

from stjudes_portal.environment import choose_settings

choose_settings()
application = get_wsgi_application()
