"""The one page that leads to every other page about comments."""

import pytest
from django.urls import reverse


def _links(client):
    groups = client.get(reverse("moderation:lists")).context["places"]
    return {place.label: place.url for places in groups.values() for place in places}


@pytest.mark.parametrize("who", ["head", "admin", "dsl", "teacher", "volunteer"])
def test_every_link_opens_for_whoever_is_shown_it(client, sign_in, request, who):
    sign_in(client, request.getfixturevalue(who))
    assert {label: client.get(url).status_code for label, url in _links(client).items()} == dict.fromkeys(
        _links(client), 200
    )


def test_the_queue_leads_to_it(client, sign_in, teacher):
    sign_in(client, teacher)
    assert reverse("moderation:lists") in client.get(reverse("moderation:queue")).content.decode()


def test_only_those_who_lead_are_shown_the_tags_and_terms(client, sign_in, admin, volunteer):
    assert {"Tags", "School terms", "Figures"} <= _links(sign_in(client, admin)).keys()
    assert not {"Tags", "School terms", "Figures"} & _links(sign_in(client, volunteer)).keys()


def test_the_safeguarding_lead_finds_who_is_told_when(client, sign_in, dsl, account):
    """They may read it, for a worry about a child may be among what waits."""
    assert "Who is told when" in _links(sign_in(client, dsl))
