"""A session whose last sign-in is older than five minutes."""

import time
from collections.abc import Callable

import pytest
from django.test import Client

from people.models import User


@pytest.fixture
def sign_in_stale(sign_in: Callable[[Client, User], Client]) -> Callable[[Client, User], Client]:
    def signed_in(client: Client, person: User) -> Client:
        sign_in(client, person)
        session = client.session
        records = session["account_authentication_methods"]
        session["account_authentication_methods"] = [{**record, "at": time.time() - 301} for record in records]
        session.save()
        return client

    return signed_in
