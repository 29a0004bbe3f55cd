"""The list, its file, who sees a handover, its cards elsewhere, and the evidence (R3)."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.handovers import workflow
from accounts.handovers.models import Handover
from accounts.models import Account, Runner
from accounts.vault import workflow as vault
from accounts.vault.models import Credential
from conftest import NOW
from core import documents
from people import workflow as people
from people.models import User


@pytest.fixture
def page(client: Client, sign_in: Callable) -> Callable[..., str]:
    def read(person: User, url: str) -> str:
        answer = sign_in(client, person).get(url)
        assert answer.status_code == 200, url
        return answer.content.decode()

    return read


LIST = "/accounts/handovers/"


@pytest.fixture
def several(make_account: Callable, teacher: User, teacher2: User, admin: User) -> list[Handover]:
    made = []
    for name, person in (("Choir", teacher), ("Sports", teacher2), ("=cmd", teacher)):
        made.append(workflow.open_handover(make_account(name=name, runners=(person,)), person, actor=admin))
    return made


def test_the_list_is_filtered_in_the_address(
    several: list[Handover], admin: User, teacher: User, page: Callable
) -> None:
    workflow.cancel(several[1], actor=admin, reason="Not needed.")
    everything = page(admin, LIST)
    assert "Choir" in everything
    assert "Sports" not in everything
    assert "Sports" in page(admin, f"{LIST}?state=cancelled")
    assert "Sports" in page(admin, f"{LIST}?state=any")
    assert "Choir" not in page(admin, f"{LIST}?q=cmd")
    assert "Choir" in page(admin, f"{LIST}?q=tom")
    assert "Choir" in page(admin, f"{LIST}?whose={teacher.pk}")
    assert "No handover fits" in page(admin, f"{LIST}?state=overdue")


def test_what_is_overdue_is_red_and_counted(several: list[Handover], head: User, page: Callable, clock) -> None:
    Handover.objects.get_queryset().filter(pk=several[0].pk).update(due_on=NOW.date().replace(day=1))
    shown = page(head, f"{LIST}?state=overdue")
    assert "pill-late" in shown
    assert "Choir" in shown
    assert "Sports" not in shown


def test_an_empty_list_says_what_opens_one(admin: User, page: Callable) -> None:
    assert "No account is being handed over" in page(admin, LIST)


def test_each_sees_their_own_and_those_of_what_they_run(
    several: list[Handover], teacher: User, outsider: User, page: Callable, client: Client, sign_in: Callable
) -> None:
    shown = page(teacher, LIST)
    assert "Choir" in shown
    assert "Sports" not in shown
    sign_in(client, outsider)
    assert client.get(several[0].get_absolute_url()).status_code == 404


def test_the_leaver_reads_their_own_and_has_no_button(handover: Handover, teacher: User, page: Callable) -> None:
    shown = page(teacher, handover.get_absolute_url())
    assert "This is about what you run yourself" in shown
    assert "Choose what becomes of it" not in shown
    assert reverse("handovers:evidence", args=[handover.pk]) not in shown


def test_why_somebody_stops_is_known_to_those_who_oversee_alone(
    make_account: Callable, teacher: User, teacher2: User, head: User, page: Callable
) -> None:
    make_account(runners=(teacher, teacher2))
    people.set_leaving_day(teacher, actor=head, leaves_on=NOW.date().replace(day=27))
    url = Handover.objects.going_on().get().get_absolute_url()
    assert "Leaves the school" in page(head, url)
    colleague = page(teacher2, url)
    assert "Leaves the school" not in colleague
    assert "27 November" not in colleague


def test_the_file_has_the_same_rows_and_computes_nothing(
    several: list[Handover], admin: User, client: Client, sign_in: Callable
) -> None:
    answer = sign_in(client, admin).get(reverse("handovers:index_csv"), {"q": "cmd"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Account", "'=cmd"]
    assert rows[1][2] == "Tom Teacher"


def test_an_account_leads_to_its_handover_or_begins_one(
    account: Account, teacher: User, admin: User, page: Callable
) -> None:
    begin = reverse("handovers:open_handover", args=[account.pk])
    assert begin in page(admin, account.get_absolute_url())
    assert begin not in page(teacher, account.get_absolute_url())
    handover = workflow.open_handover(account, teacher, actor=admin)
    for reader in (admin, teacher):
        assert handover.get_absolute_url() in page(reader, account.get_absolute_url())


def test_a_persons_page_says_how_far_their_accounts_are(
    sent: Handover, make_account: Callable, teacher: User, head: User, page: Callable
) -> None:
    make_account(name="Choir")
    people.set_leaving_day(teacher, actor=head, leaves_on=NOW.date().replace(day=27))
    sent.refresh_from_db()
    workflow.confirm(sent, actor=head)
    assert "2 accounts are to be handed over; 1 of them is done." in page(
        head, reverse("people:person", args=[teacher.pk])
    )


def test_the_detail_costs_the_same_however_much_is_known(
    accepted: Handover, account: Account, teacher: User, admin: User, client: Client, sign_in: Callable,
    django_assert_max_num_queries: Callable,
) -> None:  # fmt: skip
    sign_in(client, admin)
    for number in range(12):
        vault.store(account, actor=teacher, kind="note", label=f"Note {number}", secret="something to keep")
    client.get(accepted.get_absolute_url())
    with django_assert_max_num_queries(60):
        client.get(accepted.get_absolute_url())


@pytest.fixture
def completed(
    accepted: Handover, account: Account, teacher: User, admin: User, head: User, tick_all: Callable
) -> tuple[Handover, Credential]:
    known = vault.store(account, actor=teacher, kind="password", label="Front door", secret="a-long-password-77")
    vault.begin_rotation(known, actor=admin, secret="another-long-one-88")
    vault.finish_rotation(known, actor=admin)
    done = workflow.confirm(workflow.send_to_confirm(tick_all(accepted), actor=admin), actor=head)
    return done, known


def test_the_evidence_says_who_did_what_and_when(
    completed: tuple[Handover, Credential], head: User, page: Callable
) -> None:
    done, _ = completed
    paper = page(head, f"{reverse('handovers:evidence', args=[done.pk])}?print=1")
    for words in (
        "Confirmed by a second person",
        "Helen Head",
        "Front door (password)",
        "Changed <time",
        "Somebody else takes it over: Tara Teacher",
        "Ada Admin sent it to be confirmed",
        "Tara Teacher agreed to take the account over",
    ):
        assert words in paper, words
    assert "a-long-password-77" not in paper


def test_the_evidence_is_a_pdf(
    completed: tuple[Handover, Credential], admin: User, client: Client, sign_in: Callable
) -> None:
    if not documents.can_make_pdf():
        pytest.skip("this machine makes no PDF")
    answer = sign_in(client, admin).get(reverse("handovers:evidence", args=[completed[0].pk]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("who", ["teacher2", "dsl"])
def test_only_administrators_and_slt_read_the_evidence(
    who: str, completed: tuple[Handover, Credential], client: Client, sign_in: Callable, request: pytest.FixtureRequest
) -> None:
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse("handovers:evidence", args=[completed[0].pk])).status_code == 403


def test_the_completed_page_shows_what_was_done_and_no_button(
    completed: tuple[Handover, Credential], admin: User, account: Account, page: Callable
) -> None:
    shown = page(admin, completed[0].get_absolute_url())
    assert "What was done" in shown
    assert "It is done" not in shown
    assert "Helen Head confirmed that the handover is complete" in page(admin, account.get_absolute_url())
    assert Runner.objects.now().get(account=account).person.full_name == "Tara Teacher"


def test_why_somebody_was_off_is_not_for_those_who_run_the_account_with_them(
    make_account: Callable, teacher: User, teacher2: User, head: User, admin: User, page: Callable
) -> None:
    make_account(runners=(teacher2, teacher))
    people.switch_off(teacher, actor=admin)
    people.switch_on(User.objects.get(pk=teacher.pk), actor=admin)
    ended = Handover.objects.get_queryset().get(person=teacher)

    assert "Tom Teacher was switched on again" in page(head, ended.get_absolute_url())
    assert "switched on" not in page(teacher2, ended.get_absolute_url())


def test_what_people_wrote_is_for_those_who_oversee_accounts_and_for_who_wrote_it(
    account: Account, asked: Handover, teacher: User, teacher2: User, outsider: User, admin: User, page: Callable
) -> None:
    Runner.objects.create(account=account, person=outsider, from_at=NOW)
    Runner.objects.create(account=account, person=teacher2, from_at=NOW)
    workflow.decline(asked, actor=teacher2, reason="Not before the complaint is settled.")
    url = asked.get_absolute_url()

    assert "complaint" in page(admin, url)
    assert "complaint" in page(teacher2, url)
    assert "complaint" not in page(outsider, url)
    assert "complaint" not in page(teacher, url)
