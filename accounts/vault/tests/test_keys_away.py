"""While the key service is away: nothing is shown, nothing is kept, and a sentence says so."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import Account
from accounts.vault import workflow
from accounts.vault.models import Credential, Exposure, SecretVersion, Verb
from accounts.vault.tests.keys import a_credential
from core.crypto.keys import provider
from core.errors import WrongState
from core.tests.key_service import TOKEN, KeyService, running
from people.models import User


@pytest.fixture
def service(settings: Settings, tmp_path: Path, db: None) -> Iterator[KeyService]:
    with running() as found:
        settings.VAULT_TRANSIT, settings.VAULT_PROVIDER = found.settings(tmp_path), "transit"
        used = provider().closes
        yield found
        used.close()


def test_a_password_is_kept_and_shown_with_the_key_service(service: KeyService, admin: User) -> None:
    credential = a_credential(admin)
    assert workflow.reveal(credential, actor=admin, reason="Signing in") == "hunter2 hunter2"
    assert credential.versions.get().key_id.startswith("t")


def test_a_password_is_not_shown_and_the_page_says_why(
    service: KeyService, client: Client, admin: User, sign_in, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    credential = a_credential(admin)
    service.status = 503
    answer = sign_in(client, admin).post(f"/vault/{credential.pk}/reveal/", {"reason": "Signing in"})
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "The key service could not help (it answered 503)" in said
    assert "hunter2" not in said
    assert list(Exposure.objects.order_by("pk").values_list("verb", flat=True)) == [Verb.REVEALED, Verb.FAILED]
    assert TOKEN not in said + caplog.text
    service.status = None
    assert workflow.reveal(credential, actor=admin, reason="Signing in") == "hunter2 hunter2"


def test_a_password_is_not_kept_and_the_verb_says_why(service: KeyService, admin: User) -> None:
    account = Account.objects.get(pk=a_credential(admin).account_id)
    service.status = 503
    with pytest.raises(WrongState, match="503"):
        workflow.store(account, actor=admin, kind="password", label="Other", secret="another secret")
    assert Credential.objects.count() == SecretVersion.objects.count() == 1
