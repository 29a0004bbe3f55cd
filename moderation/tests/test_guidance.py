"""P5: the tone that the school wants stands beside the reply box, as SLT wrote it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from policy.guidance import workflow as guidance


def page(client, item):
    return client.get(reverse("moderation:item", kwargs={"pk": item.pk}))


def write(head, seen, **values):
    values = {"title": "Our tone", "summary": "Warm and brief.", "body_markdown": "Say **thank you**."} | values
    guidance.write_page("tone", actor=head, seen=seen, **values)


def test_the_tone_stands_beside_the_reply_box(client, sign_in, teacher, item):
    shown = page(sign_in(client, teacher), item).content.decode()
    box = shown[shown.index('id="part-reply"') :]
    assert "Engaging, conversational, informative and friendly" in box
    assert "<strong>Friendly</strong>" in box


def test_what_slt_writes_is_what_stands_there(client, sign_in, teacher, head, item):
    write(head, 0)
    shown = page(sign_in(client, teacher), item).content.decode()
    assert "Warm and brief." in shown
    assert "<strong>thank you</strong>" in shown


def test_without_a_summary_its_title_opens_it(client, sign_in, teacher, head, item):
    write(head, 0, summary="")
    assert "<summary>Our tone</summary>" in page(sign_in(client, teacher), item).content.decode()


def test_it_costs_the_same_however_often_it_was_changed(client, sign_in, teacher, head, item):
    sign_in(client, teacher)

    def cost():
        page(client, item)
        with CaptureQueriesContext(connection) as queries:
            page(client, item)
        return len(queries)

    before = cost()
    for number in range(4):
        write(head, number, summary=f"Warm, {number} times.")
    assert cost() == before
