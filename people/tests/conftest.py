import pytest
from django.core.cache import cache

from people.models import User
from people.tests.with_provider import come
from tests.openid import openid_server, provider_at


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests(db):
    cache.clear()


@pytest.fixture(scope="session")
def server():
    """An OpenID provider on this machine, for the whole run."""
    with openid_server() as running:
        yield running


@pytest.fixture
def provider(server, settings, school):
    """The portal is set to let people in by it."""
    settings.SIGN_IN_PROVIDER = provider_at(server)
    return settings.SIGN_IN_PROVIDER


@pytest.fixture
def passwordless(client, server, provider):
    server.knows("new", email="nora@stjudes.example", email_verified=True, name="Nora New")
    come(client, server, "new")
    return User.objects.get(email="nora@stjudes.example")
