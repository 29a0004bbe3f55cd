"""Views of the queue that a person keeps under a name."""

import pytest

from moderation.models import SavedFilter

QUEUE = "/comments/"


@pytest.fixture
def runner(client, sign_in, teacher, item):
    return sign_in(client, teacher)


def save(runner, name="Questions", query="kind=query&state=late"):
    return runner.post("/comments/views/save/", {"name": name, "query": query}, follow=True)


def test_a_view_is_saved_and_stands_above_the_list(runner, teacher):
    assert "Save this view" not in runner.get(QUEUE).content.decode()
    assert "Save this view" in runner.get(f"{QUEUE}?kind=query").content.decode()
    page = save(runner)
    saved = SavedFilter.objects.get(person=teacher)
    assert saved.query == "state=late&kind=query"
    text = page.content.decode()
    assert "Questions" in text
    assert page.context["is_saved"]
    assert "Save this view" not in text


def test_only_filters_that_there_are_are_kept(runner, teacher, account):
    save(runner, query=f"account={account.pk}&cursor=abc&next=//evil.example&kind=nonsense")
    assert SavedFilter.objects.get().query == f"account={account.pk}"
    page = save(runner, name="Nothing", query="account=999999")
    assert "Choose some filters first" in page.content.decode()


def test_a_view_is_renamed_and_removed(runner, teacher):
    save(runner)
    save(runner, name="Other", query="kind=complaint")
    saved = SavedFilter.objects.get(name="Questions")
    page = runner.post(f"/comments/views/{saved.pk}/rename/", {"name": "OTHER"})
    assert "You have a view of that name already." in page.content.decode()
    runner.post(f"/comments/views/{saved.pk}/rename/", {"name": "Late questions"})
    saved.refresh_from_db()
    assert saved.name == "Late questions"
    assert "No comment changes" in runner.get(f"/comments/views/{saved.pk}/remove/").content.decode()
    runner.post(f"/comments/views/{saved.pk}/remove/")
    assert [one.name for one in SavedFilter.objects.all()] == ["Other"]


def test_nobody_sees_anothers_view(runner, client, sign_in, admin):
    save(runner)
    saved = SavedFilter.objects.get()
    signed_in = sign_in(client, admin)
    assert "Questions" not in signed_in.get(QUEUE).content.decode().replace("All kinds", "").split("</nav>")[1]
    for doing in ("rename", "remove"):
        assert signed_in.post(f"/comments/views/{saved.pk}/{doing}/", {"name": "Mine"}).status_code == 404
