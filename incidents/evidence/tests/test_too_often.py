"""Looking at a file costs seconds of the machine: nobody has that done without end by sending what is refused."""

from django.conf import settings as portal

from incidents.evidence import files, forms
from incidents.evidence.tests import samples
from incidents.evidence.tests.test_pages import page, send  # noqa: F401  (a fixture)
from incidents.models import Evidence


def test_what_is_refused_again_and_again_is_not_looked_at_any_more(
    send,  # noqa: F811
    client,
    incident,
    teacher,
    settings,
    monkeypatch,
):
    settings.ACCOUNT_RATE_LIMITS = {**portal.ACCOUNT_RATE_LIMITS, "evidence_refused": "2/h/user"}
    looked: list[str] = []
    checked = files.checked

    def looking(given, field=files.FIELD):
        looked.append(given.name)
        return checked(given, field)

    monkeypatch.setattr(files, "checked", looking)
    for at in range(1, 4):
        assert send(samples.picture(size=(9, at))).status_code == 302  # what is kept is not counted
    assert send(samples.HTML).status_code == 200
    assert send(samples.picture(), title="").status_code == 200  # looked at, and not kept either
    answer = send(samples.picture())
    assert answer.status_code == 429
    assert forms.TOO_OFTEN in answer.content.decode()
    assert (len(looked), Evidence.objects.count()) == (5, 3)
    words = {"title": "What it shows", "text": "A chat.", "url": ""}
    assert client.post(page("add_words", incident), words).status_code == 302  # words are taken all the same
    assert send(samples.picture(), to="add_evidence", person=teacher).status_code == 302  # each has their own count
