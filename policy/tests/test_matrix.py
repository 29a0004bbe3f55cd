"""P2, P3, P7: SLT's list of who has read the policy, declared and been trained."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from core.csv_file import read
from notifications.models import Notification
from people.models import Role
from policy import matrix, selectors, workflow

TODAY = date(2026, 11, 18)
LIST = "/policy/readiness/"


def text(answer):
    return answer.content.decode()


def test_slt_sees_who_has_done_what(client, sign_in, head, teacher, teacher2, leaver, version):
    workflow.acknowledge(version, actor=teacher)
    workflow.record_training(teacher, actor=head, title="T", completed_on=TODAY, valid_until=TODAY)
    workflow.declare(actor=teacher2)
    page = sign_in(client, head).get(LIST)
    counts = page.context["counts"]
    assert (counts.total, counts.ready, counts.not_read, counts.not_trained, counts.not_declared) == (3, 1, 2, 2, 2)
    assert counts.to_remind == 3
    assert leaver.full_name not in text(page)


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({"show": "not_ready", "q": "t"}, ["Tara Teacher"]),
        ({"show": "not_declared"}, ["Helen Head", "Tom Teacher"]),
        ({"show": "not_read"}, ["Helen Head", "Tara Teacher"]),
        ({"show": "ready"}, ["Tom Teacher"]),
        ({"role": "slt"}, ["Helen Head"]),
        ({"q": "nobody at all"}, []),
    ],
)
def test_the_list_is_searched_and_filtered(client, sign_in, head, teacher, teacher2, version, chosen, names):
    workflow.acknowledge(version, actor=teacher)
    workflow.record_training(teacher, actor=head, title="T", completed_on=TODAY, valid_until=TODAY)
    workflow.declare(actor=teacher2)
    page = sign_in(client, head).get(LIST, chosen)
    assert [row.person.full_name for row in page.context["rows"]] == names
    assert page.context["found"] == len(names)
    assert page.context["counts"].total == 3


def test_each_time_leads_to_its_receipt(client, sign_in, admin, teacher, publish):
    old = workflow.acknowledge(publish("Be kind."), actor=teacher)
    receipt = workflow.acknowledge(publish("Be kind and quick."), actor=teacher)
    declared = workflow.declare(actor=teacher)
    page = text(sign_in(client, admin).get(LIST))
    assert reverse("policy:receipt", args=[receipt.pk]) in page
    assert reverse("policy:receipt", args=[old.pk]) not in page
    assert reverse("policy:declaration", args=[declared.pk]) in page


@pytest.fixture
def many(make_person, monkeypatch):
    monkeypatch.setattr(matrix, "PER_PAGE", 5)
    return [make_person(f"Person {number:02}", Role.STAFF) for number in range(12)]


def test_the_list_comes_in_pages_and_counts_everybody(client, sign_in, head, version, many):
    page = sign_in(client, head).get(LIST)
    seen = [row.person.full_name for row in page.context["rows"]]
    assert (len(seen), page.context["counts"].total, page.context["found"]) == (5, 13, 13)
    while page.context["page"].has_next:
        page = client.get(LIST, {"cursor": page.context["page"].next_cursor})
        seen += [row.person.full_name for row in page.context["rows"]]
    assert seen == sorted(["Helen Head", *(person.full_name for person in many)])


def test_the_list_costs_the_same_for_many(client, sign_in, head, make_person, version, django_assert_max_num_queries):
    for number in range(20):
        make_person(f"Person {number}", "staff")
    sign_in(client, head)
    with django_assert_max_num_queries(24):
        client.get(LIST)


def test_the_file_holds_all_that_is_filtered_and_no_formula(client, sign_in, head, admin, teacher, many, version):
    teacher.full_name = "=cmd|'/c calc'!A1"
    teacher.save()
    workflow.acknowledge(version, actor=teacher)
    workflow.declare(actor=teacher)
    workflow.remind([admin], actor=head)
    sign_in(client, head)
    answer = client.get(reverse("policy:readiness_download"))
    rows = {row["E-mail address"]: row for row in csv.DictReader(io.StringIO(text(answer).lstrip("\ufeff")))}
    assert len(rows) == 15
    mine = rows[teacher.email]
    assert mine["Name"].startswith("'=")
    assert (mine["Acknowledged at"], mine["Declaration counts until"]) == ("2026-11-18 10:00", "2027-11-18")
    assert mine["What is missing"] == selectors.NOT_TRAINED
    assert rows[admin.email]["Last reminded by"] == head.full_name
    fewer = read(client.get(reverse("policy:readiness_download"), {"role": "slt"}).content)
    assert [record.cells[0] for record in fewer.records] == [head.full_name]


def test_one_click_reminds_everybody_who_has_not_read_it(client, sign_in, head, teacher, volunteer, version):
    workflow.acknowledge(version, actor=head)
    workflow.declare(actor=head)
    sign_in(client, head).post(reverse("policy:remind"))
    told = Notification.objects.filter(template="policy.reminder").values_list("recipient", flat=True)
    assert set(told) == {teacher.pk, volunteer.pk}
    page = text(client.get(LIST))
    assert "Reminded today by Helen Head" in page
    assert reverse("policy:remind_person", args=[teacher.pk]) not in page
    assert f'action="{reverse("policy:remind")}"' not in page


def test_one_person_is_reminded_and_the_list_stays_where_it_was(client, sign_in, head, teacher, teacher2, version):
    sign_in(client, head)
    back = f"{LIST}?show=not_read"
    assert client.post(reverse("policy:remind_person", args=[teacher.pk]), {"back": back}).url == back
    assert Notification.objects.get(template="policy.reminder").recipient == teacher
    assert "Reminded today by" in text(client.get(LIST, {"q": "Tom"}))
    again = client.post(reverse("policy:remind_person", args=[teacher.pk]), {"back": "https://elsewhere.example/"})
    assert again.url == LIST
    assert Notification.objects.filter(template="policy.reminder").count() == 1


def test_a_reminder_of_another_day_is_named_and_another_may_follow(client, sign_in, head, teacher, version, clock):
    workflow.remind([teacher], actor=head)
    clock.move_to(clock.now.replace(day=20))
    page = text(sign_in(client, head).get(LIST, {"q": "Tom"}))
    assert "Last reminded" in page
    assert reverse("policy:remind_person", args=[teacher.pk]) in page


@pytest.mark.parametrize("who", ["teacher", "volunteer", "chair", "dsl"])
def test_others_get_neither_the_file_nor_the_button(client, sign_in, request, teacher2, version, who):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse("policy:readiness_download")).status_code == 403
    assert client.post(reverse("policy:remind_person", args=[teacher2.pk])).status_code == 403
    assert not Notification.objects.filter(template="policy.reminder").exists()
