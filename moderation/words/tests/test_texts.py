"""The school's own words in place of those that the portal comes with (C5)."""

import pytest
from django.urls import reverse

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation.models import Template
from moderation.words import templates, workflow
from moderation.words.workflow.texts import version_of

REF = "reply-praise"


def change(admin, text="Lovely, thank you! {name}", **values):
    found = templates.template_of(REF)
    return workflow.change_template(found, actor=admin, name="Thanks", text=text, **values)


def text_offered(item, person, ref=REF):
    return next((one.text for one in templates.offered(item, person, "reply") if one.ref == ref), None)


def test_the_schools_words_are_offered_and_the_portals_come_back(item, teacher, admin, head):
    change(admin)
    assert text_offered(item, teacher) == "Lovely, thank you! Tom Teacher"
    assert Template.objects.get().category == "praise"  # it is still found by what it is for
    assert Event.objects.get(verb="moderation.change_template").data == {}
    workflow.restore_template(templates.template_of(REF), actor=head)
    assert text_offered(item, teacher).startswith("Thank you so much, Pat Parent.")
    assert not Template.objects.exists()
    with pytest.raises(WrongState, match="as it came"):
        workflow.restore_template(templates.template_of(REF), actor=head)


def test_one_that_is_off_is_offered_to_nobody(item, teacher, admin):
    workflow.switch_template(templates.template_of(REF), actor=admin, on=False)
    assert text_offered(item, teacher) is None
    with pytest.raises(WrongState):
        workflow.switch_template(templates.template_of(REF), actor=admin, on=False)
    workflow.switch_template(templates.template_of(REF), actor=admin, on=True)
    assert text_offered(item, teacher)


def test_a_text_of_the_schools_own(item, teacher, admin):
    made = workflow.add_template(actor=admin, use="reply", name="Fair", text="See you at the fair!", category="praise")
    assert text_offered(item, teacher, str(made.pk)) == "See you at the fair!"
    with pytest.raises(WrongState):
        workflow.restore_template(made, actor=admin)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": " "}, "text"),
        ({"name": ""}, "name"),
        ({"use": "shouting"}, "use"),
        ({"category": "x"}, "category"),
        ({"text": "Hello {pupil}"}, "text"),
        ({"text": "Hello {author}", "author_kind": "pupil"}, "text"),
        ({"text": "We removed {author}'s comment", "use": "explanation"}, "text"),
        ({"text": "We have {done}"}, "text"),
        ({"text": "x" * 5001}, "text"),
    ],
)
def test_what_cannot_be_a_text(admin, values, field):
    with pytest.raises(InvalidInput) as refusal:
        workflow.add_template(actor=admin, **({"use": "reply", "name": "A", "text": "B"} | values))
    assert refusal.value.field == field
    assert not Template.objects.exists()


def test_two_who_write_at_once_lose_nothing(admin, admin2):
    seen = version_of(templates.template_of(REF))
    change(admin, seen=seen)
    with pytest.raises(WrongState, match="Ada Admin changed this text"):
        change(admin2, text="Mine", seen=seen)
    assert Template.objects.get().text.startswith("Lovely")


@pytest.mark.parametrize("who", ["teacher", "outsider", "dsl"])
def test_only_administrators_and_slt_change_them(request, who):
    actor = request.getfixturevalue(who)
    shipped = templates.template_of(REF)
    for verb in (
        lambda: change(actor),
        lambda: workflow.add_template(actor=actor, use="reply", name="A", text="B"),
        lambda: workflow.switch_template(shipped, actor=actor, on=False),
        lambda: workflow.restore_template(shipped, actor=actor),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert Event.objects.filter(refused=True).count() == 4


def test_the_pages_show_an_example_and_save(client, sign_in, account, admin, teacher, outsider):
    url = reverse("moderation:template", args=[REF])
    assert sign_in(client, outsider).get(url).status_code == 403
    sign_in(client, teacher)
    assert "Thank you so much, Alex Example." in client.get(url).content.decode()
    assert 'name="text"' not in client.get(url).content.decode()
    sign_in(client, admin)
    values = {"name": "Thanks", "text": "Hurrah, {author}! [more]", "tone": "", "seen": "as-it-came"}
    shown = client.post(url, values | {"preview": "yes"}).content.decode()
    assert "Hurrah, Alex Example! [more]" in shown
    assert not Template.objects.exists()
    client.post(url, values)
    assert "Hurrah" in client.get(reverse("moderation:templates")).content.decode()
    client.post(reverse("moderation:switch_template", args=[REF]), {"on": "no"})
    assert "Hurrah" not in client.get(reverse("moderation:templates")).content.decode()
    assert "Hurrah" in client.get(reverse("moderation:templates"), {"off": "on"}).content.decode()
    client.post(reverse("moderation:restore_template", args=[REF]))
    assert "Thank you so much" in client.get(reverse("moderation:templates")).content.decode()
