"""Every form's manners: what is wrong is said once at the top, linked, and again beside the field."""

import re

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.template import Context, Template

from core.errors import InvalidInput, NotAllowed, WrongState
from core.forms import FilterForm, PortalForm
from core.views import attempt


class CaseForm(PortalForm):
    submit_label = "Save and go on"
    cancel_url = "/back/"

    aim = forms.CharField(label="What is it for?", help_text="What the school gains.", widget=forms.Textarea)
    openness = forms.ChoiceField(
        label="Who can see it?", choices=[("open", "Anybody"), ("closed", "Whom we let in")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="I have read the policy")
    link = forms.URLField(label="Address", required=False, assume_scheme="https")


def draw(form):
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))


def test_the_summary_links_to_each_field_that_is_wrong():
    html = draw(CaseForm({}))
    summary = html[html.index("data-error-summary") : html.index("</ul>")]
    links = re.findall(r'href="#([^"]+)"', summary)
    assert links == ["id_aim", "id_openness_0", "id_agreed"]
    for anchor in links:
        assert f'id="{anchor}"' in html
    assert "Fill in “What is it for?”." in summary
    assert "Choose an answer to “Who can see it?”." in summary
    assert "Tick “I have read the policy” to go on." in summary


def test_label_hint_error_and_field_stand_in_this_order_and_are_tied_together():
    html = draw(CaseForm({}))
    field = html[html.index('id="div_id_aim"') :]
    places = [field.index(part) for part in ('for="id_aim"', 'id="id_aim_helptext"', 'id="id_aim_error"', "<textarea")]
    assert places == sorted(places)
    textarea = re.search(r"<textarea[^>]*>", field).group()
    assert 'aria-invalid="true"' in textarea
    assert 'aria-describedby="id_aim_helptext id_aim_error"' in textarea


def test_a_clean_form_shows_no_summary_and_one_button_that_says_what_it_does():
    html = draw(CaseForm())
    assert "data-error-summary" not in html
    assert html.count('type="submit"') == 1
    assert "Save and go on</button>" in html
    assert 'href="/back/"' in html
    assert "novalidate" in html
    assert "Address <span" in html
    assert "(optional)" in html


def test_nothing_in_a_form_needs_an_inline_style_or_script():
    html = draw(CaseForm({}))
    assert not re.search(r"\sstyle=|<script|\son[a-z]+=", html)


def test_what_was_typed_is_escaped():
    html = draw(CaseForm({"aim": "</textarea><script>x</script>", "link": '"><script>y</script>'}))
    assert "<script>" not in html


def test_a_form_inside_the_templates_own_form_brings_no_tag_and_no_button():
    form = CaseForm()
    form.form_tag = False
    html = draw(form)
    assert "<form" not in html
    assert "<button" not in html


def test_filters_keep_only_what_makes_sense():
    class Filters(FilterForm):
        q = forms.CharField(label="Search")
        state = forms.ChoiceField(label="State", choices=[("", "Any"), ("late", "Late")])

    assert Filters({"q": "fair", "state": "bogus"}).chosen == {"q": "fair"}
    assert Filters().chosen == {}


def test_a_refusal_becomes_an_error_of_the_field_or_of_the_form():
    form = CaseForm({"aim": "x", "openness": "open", "agreed": "on"})
    assert form.is_valid()

    def refuse(error):
        raise error

    assert attempt(form, refuse, InvalidInput("Say more about the aim.", field="aim")) is None
    assert attempt(form, refuse, InvalidInput("That is not possible.", field="unknown")) is None
    assert attempt(form, refuse, NotAllowed("You sent it in yourself.")) is None
    assert form.errors["aim"] == ["Say more about the aim."]
    assert form.non_field_errors() == ["That is not possible.", "You sent it in yourself."]
    html = draw(form)
    assert "You sent it in yourself." in html
    assert '<a href="#id_aim">Say more about the aim.</a>' in html


def test_without_a_form_a_refusal_becomes_a_message_and_a_forbidden_verb_its_own_page(rf):
    request = rf.get("/")
    SessionMiddleware(lambda r: HttpResponse()).process_request(request)
    MessageMiddleware(lambda r: HttpResponse()).process_request(request)

    def refuse(error):
        raise error

    assert attempt(request, refuse, WrongState("Somebody was quicker.")) is None
    assert [str(message) for message in get_messages(request)] == ["Somebody was quicker."]
    with pytest.raises(NotAllowed):
        attempt(request, refuse, NotAllowed("Only SLT may do that."))


def test_what_a_verb_returns_is_handed_on():
    assert attempt(CaseForm(), lambda one, *, two: (one, two), 1, two=2) == (1, 2)


class NumberForm(PortalForm):
    hours = forms.IntegerField(label="Hours", min_value=1, max_value=336)


@pytest.mark.parametrize(("given", "said"), [("999", "“Hours” is at most 336."), ("0", "“Hours” is at least 1.")])
def test_a_number_that_does_not_fit_is_told_by_the_name_of_its_field(given, said):
    assert NumberForm({"hours": given}).errors == {"hours": [said]}
