"""What was kept before a comment was marked keeps its text, and nobody but the safeguarding leads comes to it (H1)."""

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from audit.models import Event
from moderation import urls
from moderation.abuse import pictures, workflow
from moderation.abuse.tests.conftest import picture
from moderation.models import Evidence, Item, Opinion, Response
from moderation.words.workflow import ask_opinion
from people.models import Role

MARKER = "vile idiot"
BY_NUMBER = {
    "appeals/": lambda: Response.objects.get().appeals.get().pk,
    "authors/": lambda: Item.objects.get().author_id,
    "opinions/": lambda: Opinion.objects.get().pk,
}


@pytest.fixture
def kept(vile, decide, teacher, teacher2, dsl, outsider) -> Evidence:
    """Removed with a screenshot, appealed, asked about; marked after all that."""
    ask_opinion(vile, actor=teacher, of=[outsider], question="Is it fair?", draft="We removed it.")
    response = decide(screenshot=pictures.checked(picture(), "shot.png"))
    workflow.confirm_done(response, actor=teacher)
    workflow.record_appeal(response, actor=teacher, words="I only said that Mr Bell is a vile idiot")
    workflow.mark_link_only(vile, actor=teacher2)
    return Evidence.objects.get(link_only=False)


def places(kept: Evidence) -> list[str]:
    """Every address of the desk that these rows can fill, and every list, file, history and search beside them."""
    item, found = kept.item_id, []
    for pattern in urls.urlpatterns:
        if not isinstance(pattern, URLPattern) or "token" in pattern.pattern.converters:
            continue
        names = set(pattern.pattern.converters)
        prefix = next((one for one in BY_NUMBER if str(pattern.pattern).startswith(one)), None)
        known = {"response_pk": kept.response_id, "evidence_pk": kept.pk, "pk": item}
        if prefix and names == {"pk"}:
            known["pk"] = BY_NUMBER[prefix]()
        if names <= set(known) and (not names or prefix or str(pattern.pattern).startswith("<int:pk>")):
            found.append(reverse(f"moderation:{pattern.name}", kwargs={name: known[name] for name in names}))
    searches = [reverse(f"moderation:{name}") + "?q=Bell&state=all" for name in ("queue", "authors", "bans")]
    original = reverse("moderation:screenshot", args=[item, kept.pk]) + "?original=1"
    report = reverse("incidents:report_from_item", args=[item])
    return [*found, *searches, original, report, "/", "/notifications/", kept.item.account.get_absolute_url()]


def read(client: Client, place: str) -> str:
    response = client.get(place)
    if place.endswith("original=1") and response.status_code == 200:
        return MARKER  # a screenshot shows the words
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if "/screenshot/" in place and response.status_code == 200:
        return MARKER
    return content.decode(errors="replace")


@pytest.mark.thorough
def test_only_the_leads_come_to_what_was_kept_before_the_mark(sign_in, kept, teacher, head, admin, dsl, outsider):
    assert MARKER in kept.text  # it is not taken out of the evidence, which never changes
    every = places(kept)
    assert len(every) > 60
    found = {}
    for person in (teacher, admin, outsider, head):
        reader = sign_in(Client(), person)
        found[person] = {place for place in every if MARKER in read(reader, place).lower()}
    on_the_page = {
        reverse("moderation:item", args=[kept.item_id]),
        reverse("moderation:decide_appeal", args=[kept.response.appeals.get().pk]),
    }
    assert found[teacher] == found[admin] == found[outsider] == set()
    # SLT decides about the appeal, so it reads the author's words in it; the evidence it does not.
    assert found[head] <= on_the_page
    lead = sign_in(Client(), dsl)
    page = reverse("moderation:evidence", args=[kept.item_id, kept.pk])
    assert MARKER in read(lead, page)
    assert lead.post(f"{page}check/").status_code == 302
    assert Event.objects.get(verb="moderation.check_evidence").data["unchanged"] is True


def test_a_deputy_lead_reads_it_and_takes_the_original_out_and_nobody_else_does(
    sign_in, kept, make_person, head, teacher
):
    deputy = make_person("Dora Deputy", Role.DEPUTY_SAFEGUARDING_LEAD)
    place = reverse("moderation:screenshot", args=[kept.item_id, kept.pk]) + "?original=1"
    page = reverse("moderation:evidence", args=[kept.item_id, kept.pk])
    for person, status in ((deputy, 200), (head, 403), (teacher, 403)):
        reader = sign_in(Client(), person)
        assert [reader.get(at).status_code for at in (page, place)] == [status, status]
