"""P5: an account's page says what to think of before posting, and leads to the guidance."""

import pytest

from accounts.states import Status
from policy.guidance import workflow as guidance


@pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.LIVE])
def test_whoever_posts_is_led_to_what_to_think_of_first(client, sign_in, teacher, head, make_account, status):
    account = make_account(status)
    guidance.write_page(
        "before-you-post", actor=head, title="Before you post", summary="Stop for a breath.", body_markdown="x", seen=0
    )
    shown = sign_in(client, teacher).get(account.get_absolute_url()).content.decode()
    assert "Stop for a breath." in shown
    assert 'href="/guidance/pages/before-you-post/"' in shown


def test_nobody_posts_to_a_closed_account(client, sign_in, admin, make_account):
    account = make_account(Status.CLOSED)
    shown = sign_in(client, admin).get(account.get_absolute_url()).content.decode()
    assert "/guidance/pages/before-you-post/" not in shown
