from accounts import needs as _register  # noqa: F401  (registers what Today shows)
from accounts.vault import needs as _vault  # noqa: F401  (registers what Today shows)
from accounts.vault import workflow
from accounts.vault.models import Credential
from core.registry import health_of, needs_of
from people.models import User


def test_a_change_that_was_begun_waits_for_whoever_began_it(password: Credential, admin: User, admin2: User) -> None:
    sentence = "Say whether the new password of Friends of St Jude's (Facebook) works"
    workflow.begin_rotation(password, actor=admin)

    assert sentence in [need.sentence for need in needs_of(admin)]
    assert sentence not in [need.sentence for need in needs_of(admin2)]

    workflow.finish_rotation(password, actor=admin)
    assert sentence not in [need.sentence for need in needs_of(admin)]


def test_who_runs_an_account_sees_how_it_stands(password: Credential, teacher: User, outsider: User) -> None:
    card = next(card for card in health_of(teacher) if card.url == password.account.get_absolute_url())

    assert card.title == "Friends of St Jude's (Facebook)"
    assert ("live", "Live") in card.pills
    assert not health_of(outsider)
