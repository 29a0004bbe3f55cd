"""The pages of an import, as somebody goes through them."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Event
from moderation.clearing import clear_rejected_rows
from moderation.imports import waking, workflow
from moderation.models import ImportBatch, ImportFile, ImportRow, Item
from moderation.states import BatchStatus

TRAPS = (Path(__file__).parent / "data" / "traps.csv").read_bytes()
MAPPED = {"received_at": 0, "text": 1, "external_id": 2, "author": 3, "permalink": 4, "parent_id": 5, "kind": 6}


@pytest.fixture
def no_worker(monkeypatch):
    woken = []
    monkeypatch.setattr(waking, "wake", woken.append)
    return woken


@pytest.fixture
def runner(client, sign_in, teacher, account):
    """The browser of somebody who runs the account."""
    return sign_in(client, teacher)


@pytest.fixture
def uploaded(account, teacher):
    return workflow.start(account, actor=teacher, file_name="comments.csv", content=TRAPS)


@pytest.fixture
def previewed(uploaded, teacher):
    return workflow.map_columns(uploaded, actor=teacher, columns=workflow.columns_of(uploaded))


@pytest.fixture
def done(previewed, teacher):
    return workflow.run(workflow.confirm(previewed, actor=teacher, by_worker=False), actor=teacher)


def page(name, batch=None):
    return reverse(f"moderation:{name}", args=[batch.pk] if batch else [])


def upload(client, account, content=TRAPS, name="comments.csv"):
    return client.post(page("import_start"), {"account": account.pk, "file": SimpleUploadedFile(name, content)})


def test_from_the_file_to_the_result(runner, account, no_worker, django_capture_on_commit_callbacks):
    response = upload(runner, account)
    batch = ImportBatch.objects.get()
    assert response.url == page("import_map", batch)

    text = runner.get(response.url).content.decode()
    assert "received_at – such as 2026-11-16 13:45:27" in text  # the guess, with a sample
    response = runner.post(response.url, MAPPED)
    assert response.url == page("import_preview", batch)

    text = runner.get(response.url).content.decode()
    assert "Import 10 comments" in text
    assert "happened twice" in text
    assert "1 comment with a time that has not come yet" in text
    assert not Item.objects.exists()  # nothing is saved yet

    with django_capture_on_commit_callbacks(execute=True):
        response = runner.post(page("import_run", batch))
    assert response.url == page("import_progress", batch)
    assert no_worker == [batch.pk]
    text = runner.get(response.url).content.decode()
    assert '<progress id="progress" value="0" max="22">' in text
    assert 'hx-trigger="every 2s"' in text
    assert '"X-Portal-Poll": "1"' in text
    assert '<meta http-equiv="refresh"' in text

    workflow.run_for_uploader(batch.pk)  # the browser may be closed meanwhile
    text = runner.get(response.url).content.decode()
    assert "hx-trigger" not in text
    assert "refresh" not in text
    for number, label in [(9, "added"), (1, "already there"), (12, "rejected")]:
        assert f'<p class="stat-number">{number}</p>\n  <p class="stat-label">{label}</p>' in text
    assert "“praise” is not a kind" in text


def test_a_poll_gets_the_changing_part_alone(runner, previewed, teacher, no_worker):
    workflow.confirm(previewed, actor=teacher)
    response = runner.get(page("import_progress", previewed), headers={"HX-Target": "import-state"})
    assert response.content.decode().strip().startswith('<div id="import-state" hx-get=')


def test_the_columns_can_be_chosen_again_before_it_begins(runner, previewed):
    response = runner.post(page("import_map", previewed), {**MAPPED, "author": ""})
    assert response.status_code == 302
    previewed.refresh_from_db()
    assert "author" not in previewed.mapping
    assert previewed.status == BatchStatus.PREVIEWED


def test_a_column_chosen_twice_is_said_at_its_field(runner, uploaded):
    text = runner.post(page("import_map", uploaded), {**MAPPED, "author": 1}).content.decode()
    assert "This column is chosen for “What it says” already." in text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04", "not a CSV file"),
        (b"received_at,text\n", "no rows under it"),
        (b"2026-11-16 10:00,Hello\n2026-11-16 10:00,Hello\n", "looks like a comment"),
    ],
)
def test_a_useless_file_is_said_at_its_field(runner, account, content, says):
    response = upload(runner, account, content)
    assert says in response.content.decode()
    assert not ImportFile.objects.exists()


def test_a_file_that_is_too_large_is_said_and_not_read(runner, account):
    response = upload(runner, account, b"x" * (10 * 1024**2 + 1))
    assert "The file is larger than 10 MB" in response.content.decode()


def test_a_file_with_too_many_rows_is_said(runner, account):
    response = upload(runner, account, b"received_at,text\n" + b"1,2\n" * 50_001)
    assert "more than 50,000 rows" in response.content.decode()


def test_comments_that_would_be_late_from_the_start_are_said_beforehand(runner, account, teacher):
    rows = b"received_at,text\n2026-11-01 10:00,Old\n2026-11-18 09:00,New\n2020-01-01 10:00,Before it was watched\n"
    batch = workflow.start(account, actor=teacher, file_name="a.csv", content=rows)
    workflow.map_columns(batch, actor=teacher, columns=workflow.columns_of(batch))
    assert "1 comment would be late from the start" in runner.get(page("import_preview", batch)).content.decode()


def test_only_accounts_that_a_person_works_on_can_be_chosen(
    client, sign_in, account, make_account, teacher2, admin, dsl
):
    own = make_account("Own", teacher2)
    make_account("Closed", teacher2, status="closed", closed_at=account.created_at)

    def offered(person):
        form = sign_in(client, person).get(page("import_start")).context["form"]
        return set(form.fields["account"].queryset)

    assert offered(teacher2) == {own}
    assert offered(admin) == {own, account}
    assert offered(dsl) == set()
    response = upload(sign_in(client, teacher2), account)
    assert "Select a valid choice" in response.content.decode()
    assert not ImportBatch.objects.exists()


PAGES = [
    ("get", "import_map"), ("post", "import_map"), ("get", "import_preview"), ("post", "import_run"),
    ("get", "import_progress"), ("get", "import_rejected"), ("get", "import_give_up"), ("post", "import_give_up"),
    ("post", "import_forget"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "name"), PAGES)
def test_for_an_outsider_it_does_not_exist(client, sign_in, outsider, previewed, method, name):
    assert getattr(sign_in(client, outsider), method)(page(name, previewed)).status_code == 404


@pytest.mark.parametrize(("method", "name"), PAGES)
def test_a_safeguarding_lead_sees_the_result_and_works_on_none(client, sign_in, dsl, done, method, name):
    expected = 200 if name in ("import_progress", "import_rejected") else 403
    assert getattr(sign_in(client, dsl), method)(page(name, done)).status_code == expected


@pytest.mark.parametrize("name", ["import_map", "import_preview"])
def test_what_is_decided_leads_to_its_progress(runner, done, name):
    assert runner.get(page(name, done)).url == page("import_progress", done)


def test_it_is_begun_by_post_alone_and_once(runner, previewed, no_worker):
    assert runner.get(page("import_run", previewed)).status_code == 405
    runner.post(page("import_run", previewed))
    response = runner.post(page("import_run", previewed), follow=True)
    assert "cannot become" in response.content.decode()


def test_rejected_rows_are_downloaded_with_nothing_that_a_spreadsheet_computes(runner, account, teacher):
    rows = b'received_at,text\n,=1+1\n,@SUM(A1)\n,"\t=2"\n,-3\n,fine\n=now(),x\n'
    batch = workflow.start(account, actor=teacher, file_name="a.csv", content=rows)
    workflow.map_columns(batch, actor=teacher, columns=workflow.columns_of(batch))
    workflow.run(workflow.confirm(batch, actor=teacher, by_worker=False), actor=teacher)
    response = runner.get(page("import_rejected", batch))
    assert response["Content-Disposition"].startswith("attachment")
    table = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert table[0] == ["line", "what is wrong", "how the row begins"]
    assert [row[0] for row in table[1:]] == ["2", "3", "4", "5", "6", "7"]
    assert [row[2] for row in table[1:]] == ["'=1+1", "'@SUM(A1)", "'=2", "'-3", "fine", "x"]


def test_leaving_an_import_asks_then_removes_the_file(runner, previewed):
    assert "is removed from the portal" in runner.get(page("import_give_up", previewed)).content.decode()
    assert ImportFile.objects.exists()
    assert runner.post(page("import_give_up", previewed)).url == page("import_start")
    assert not ImportFile.objects.exists()
    assert "no longer in the portal" in runner.get(page("import_progress", previewed)).content.decode()


def test_what_rejected_rows_said_is_kept_until_somebody_saw_to_them_or_for_a_month(
    runner, done, teacher, account, clock
):
    assert "Unknown kind" in runner.get(page("import_progress", done)).content.decode()
    clear_rejected_rows()
    assert done.rejected_rows.count() == 12
    text = runner.post(page("import_forget", done), follow=True).content.decode()
    assert "no longer kept" in text
    assert "Unknown kind" not in text
    done.refresh_from_db()
    assert (done.rejected, done.rejected_rows.count()) == (12, 0)  # the record of how many stays
    assert Event.objects.get(verb="moderation.forget_rejected").data == {"rows": 12}
    other = workflow.start(account, actor=teacher, file_name="b.csv", content=b"received_at,text\n,Secret words\n")
    workflow.map_columns(other, actor=teacher, columns=workflow.columns_of(other))
    workflow.run(workflow.confirm(other, actor=teacher, by_worker=False), actor=teacher)
    clock.move_to(clock.now + timedelta(days=31))
    clear_rejected_rows()
    assert not ImportRow.objects.exists()
    assert "Secret words" not in runner.get(page("import_rejected", other)).content.decode()


def test_the_latest_imports_of_the_accounts_that_one_sees_are_listed(
    runner, done, make_account, admin, django_assert_max_num_queries
):
    other = make_account("Another")
    workflow.start(other, actor=admin, file_name="secret.csv", content=TRAPS)
    with django_assert_max_num_queries(20):
        text = runner.get(page("import_start")).content.decode()
    assert "comments.csv" in text
    assert "secret.csv" not in text


def test_what_a_row_says_is_shown_as_it_was_written(runner, account, teacher):
    rows = b"received_at,text\n2026-11-16 10:00,<script>alert(1)</script>\n,<img src=x onerror=alert(2)>\n"
    batch = workflow.start(account, actor=teacher, file_name="<b>.csv", content=rows)
    for name in ["import_map", "import_preview"]:
        text = runner.get(page(name, batch)).content.decode()
        assert "<script>alert" not in text
        assert "<b>.csv" not in text
        workflow.map_columns(batch, actor=teacher, columns=workflow.columns_of(batch))
    assert "&lt;img src=x" in text


def test_an_import_of_long_ago_is_still_found(runner, done, clock):
    clock.move_to(clock.now + timedelta(days=60))
    assert runner.get(page("import_progress", done)).status_code == 200
