"""P5 on the screen: everybody reads the guidance; SLT changes it, compares, and puts back."""

import pytest
from django.urls import reverse

from policy.guidance import selectors, starter, workflow
from policy.guidance.models import GuidanceEdition


def url(name, slug="tone", **more):
    return reverse(f"guidance:{name}", kwargs={"slug": slug} | more)


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("who", ["head", "teacher", "volunteer", "chair"])
def test_everybody_reads_every_page_at_once(request, client, sign_in, who):
    sign_in(client, request.getfixturevalue(who))
    listed = text_of(client.get(reverse("guidance:index")))
    for slug in starter.SLUGS:
        words = starter.words_of(slug)
        assert words.title in listed
        shown = client.get(url("page", slug), follow=True)
        assert shown.status_code == 200
        assert words.title in text_of(shown)


def test_the_guidance_is_one_click_away_from_everywhere(client, sign_in, volunteer):
    assert f'href="{reverse("guidance:index")}"' in text_of(sign_in(client, volunteer).get("/"))


def test_a_page_is_found_by_words_of_its_text(client, sign_in, teacher):
    found = sign_in(client, teacher).get(reverse("guidance:index"), {"q": "LOGO colours"})
    assert [page.slug for page in found.context["pages"]] == ["personal-use"]
    assert found.context["families"] is None
    nothing = client.get(reverse("guidance:index"), {"q": "zeppelin"})
    assert "No page has these words" in text_of(nothing)


def test_slt_changes_a_page_and_everybody_reads_it(client, sign_in, head, volunteer):
    sign_in(client, head)
    form = client.get(url("edit")).context["form"]
    sent = form.initial | {"summary": "Warm and brief.", "note": "Shorter"}
    response = client.post(url("edit"), sent, follow=True)
    assert "Saved. Everybody reads it like this" in text_of(response)
    client.logout()
    assert "Warm and brief." in text_of(sign_in(client, volunteer).get(url("page")))


def test_a_preview_saves_nothing_and_runs_no_script(client, sign_in, head):
    sent = {"title": "Tone", "body_markdown": "## Warm\n\n<script>x9()</script>", "seen": "0", "preview": "yes"}
    shown = text_of(sign_in(client, head).post(url("edit"), sent))
    assert "<h2>Warm</h2>" in shown
    assert "<script>x9()" not in shown
    assert not GuidanceEdition.objects.exists()


def test_who_saves_second_sees_what_the_first_wrote_and_may_then_put_theirs_in_its_place(
    client, sign_in, head, write, deputy
):
    sign_in(client, head)
    sent = client.get(url("edit")).context["form"].initial | {"body_markdown": "The head's words."}
    write(text="The deputy's words.", actor=deputy)
    refused = client.post(url("edit"), sent)
    shown = text_of(refused)
    assert "changed this page meanwhile" in shown
    assert "deputy" in shown
    assert "The head&#x27;s words." in shown  # still in the box
    assert selectors.page("tone").body_markdown == "The deputy's words."
    again = refused.context["form"].data
    client.post(url("edit"), {name: again[name] for name in ("title", "summary", "body_markdown", "note", "seen")})
    assert selectors.page("tone").body_markdown == "The head's words."


def test_what_a_browser_does_to_line_breaks_is_no_difference(client, sign_in, head, write):
    write(text="One.\n\nTwo.")
    sign_in(client, head)
    sent = {"title": "Tone", "summary": "Mine.", "body_markdown": "One.\r\n\r\nTwo.", "seen": "0"}
    assert [change.label for change in client.post(url("edit"), sent).context["changes"]] == ["In one sentence"]


def test_a_form_without_the_number_does_not_overwrite(client, sign_in, head, write):
    write()
    sign_in(client, head).post(url("edit"), {"title": "Tone", "body_markdown": "Mine."})
    assert selectors.page("tone").body_markdown == "Be warm."


def test_slt_adds_a_page(client, sign_in, head):
    sign_in(client, head)
    sent = {"title": "School trips", "summary": "", "body_markdown": "Post **afterwards**."}
    assert "<strong>afterwards</strong>" in text_of(client.post(reverse("guidance:add_page"), sent | {"preview": "y"}))
    assert not GuidanceEdition.objects.exists()
    response = client.post(reverse("guidance:add_page"), sent, follow=True)
    assert response.redirect_chain[-1][0] == url("page", "school-trips")
    assert "School trips" in text_of(client.get(reverse("guidance:index")))


def test_slt_takes_a_page_of_its_own_away_and_brings_it_back(client, sign_in, head, teacher, own_page):
    sign_in(client, head)
    asked = client.get(url("take_away", own_page.slug))
    assert "Take “School trips” away?" in text_of(asked)
    client.post(url("take_away", own_page.slug), {"seen": "1"})
    assert "School trips" in text_of(client.get(reverse("guidance:index")))  # among those taken away
    assert client.get(url("page", own_page.slug)).url == url("history", own_page.slug)
    client.post(url("restore", own_page.slug, number=1), {"seen": "2"})
    assert sign_in(client, teacher).get(url("page", own_page.slug)).status_code == 200


def test_to_others_a_page_that_was_taken_away_does_not_exist(client, sign_in, head, teacher, own_page):
    workflow.take_away(own_page.slug, actor=head, seen=1)
    sign_in(client, teacher)
    assert client.get(url("page", own_page.slug)).status_code == 404
    assert "School trips" not in text_of(client.get(reverse("guidance:index")))


def test_the_history_says_who_saved_when_and_what_for(client, sign_in, head, deputy, write):
    write(note="Shorter")
    write(text="Be warmer.", actor=deputy)
    shown = text_of(sign_in(client, head).get(url("history")))
    for words in ("Edition 2", "Dev Deputy", "Edition 1", "Helen Head", "Shorter", "Starter text", "Shown now"):
        assert words in shown


def test_any_two_editions_are_compared_word_by_word(client, sign_in, head, write):
    write(text="Be warm.")
    write(text="Be warm and brief.")
    sign_in(client, head)
    shown = client.get(url("compare"), {"before": "1", "after": "2"})
    assert "<ins>" in text_of(shown)
    assert "and brief" in text_of(shown)
    turned = client.get(url("compare"), {"before": "2", "after": "1"})
    assert "<del>" in text_of(turned)
    assert "They say the same" in text_of(client.get(url("compare"), {"before": "2", "after": "2"}))


@pytest.mark.parametrize("query", [{}, {"before": "99", "after": "x"}, {"before": "9" * 40}])
def test_editions_that_never_were_are_taken_as_the_last_two(client, sign_in, head, write, query):
    write()
    shown = sign_in(client, head).get(url("compare"), query)
    assert (shown.context["before"].number, shown.context["after"].number) == (0, 1)


def test_an_old_edition_is_read_and_put_back(client, sign_in, head, write):
    write(text="First.")
    write(text="Second.")
    sign_in(client, head)
    assert "First." in text_of(client.get(url("edition", number=1)))
    client.post(url("restore", number=1), {"seen": "2"})
    assert selectors.page("tone").body_markdown == "First."


def test_putting_back_over_somebodys_newer_words_is_refused_and_said(client, sign_in, head, write):
    write(text="First.")
    write(text="Second.")
    response = sign_in(client, head).post(url("restore", number=1), {"seen": "1"}, follow=True)
    assert "changed this page meanwhile" in text_of(response)
    assert selectors.page("tone").body_markdown == "Second."


@pytest.mark.parametrize("name", ["page", "edit", "history", "compare", "take_away"])
def test_a_page_that_never_was_is_not_found(client, sign_in, head, name):
    assert sign_in(client, head).get(url(name, "nowhere")).status_code == 404


@pytest.mark.parametrize("name", ["edition", "restore"])
def test_an_edition_that_never_was_is_not_found(client, sign_in, head, name):
    sign_in(client, head)
    ask = client.post if name == "restore" else client.get
    assert ask(url(name, number=7)).status_code == 404
