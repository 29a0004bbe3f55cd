"""A school's own list: uploaded, looked at, added once; what cannot be is said, and blocks nobody."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications import workflow as notifications
from notifications.models import Notification
from people import tasks, workflow
from people.models import Invitation, RoleGrant, StaffList, User
from people.workflow import inviting, staff_list
from people.workflow.staff_list import plan_of

HEAD = "Name,E-mail,Roles,Employed,Start date,Last working day,Line manager's e-mail\n"
NORA = "Nora New,nora@stjudes.example,Staff,yes,01/09/2026,,"
VIC = "Vic Volunteer,vic@stjudes.example,Volunteer or parent,no,,,"


def upload(actor, *rows, head=HEAD):
    content = (head + "\n".join(rows) + "\n").encode()
    return workflow.upload_staff_list(actor=actor, file_name="C:\\school\\staff.csv", content=content)


def add(actor, *rows, invite=False):
    return workflow.add_staff_list(upload(actor, *rows), actor=actor, invite=invite)


def found(email):
    return User.objects.get(email=email)


def reasons(kept, actor):
    return {problem.line: problem.reason for problem in plan_of(kept, actor).wrong}


def everything():
    return (User.objects.count(), RoleGrant.objects.count(), Invitation.objects.count(), Notification.objects.count())


# Uploading


def test_uploading_adds_nobody(admin):
    before = everything()
    kept = upload(admin, NORA, "Bad,,,,,,")
    assert everything() == before
    assert (kept.file_name, len(kept.rows), len(kept.problems)) == ("staff.csv", 1, 1)
    event = Event.objects.get(verb="people.upload_staff_list")
    assert event.data == {"rows": 1, "problems": 1}


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"PK\x03\x04", "spreadsheet"), (b"Name,Roles\nNora,staff\n", "no column called")],
)
def test_a_file_of_no_use_is_refused(admin, content, words):
    with pytest.raises(InvalidInput, match=words) as refusal:
        workflow.upload_staff_list(actor=admin, file_name="x.csv", content=content)
    assert refusal.value.field == "file"
    assert not StaffList.objects.exists()


@pytest.mark.parametrize("who", ["teacher", "dsl", "volunteer", "chair", "leaver", "outsider"])
def test_others_upload_add_and_invite_nothing(request, admin, who):
    actor = request.getfixturevalue(who)
    kept = upload(admin, NORA)
    for call in (
        lambda: upload(actor, NORA),
        lambda: workflow.add_staff_list(kept, actor=actor, invite=False),
        lambda: workflow.leave_staff_list(kept, actor=actor),
        lambda: workflow.invite_waiting(actor=actor),
    ):
        with pytest.raises(NotAllowed):
            call()
    assert not User.objects.filter(email="nora@stjudes.example").exists()
    assert StaffList.objects.filter(pk=kept.pk).exists()


# Adding


def test_the_people_are_added_as_the_list_says(admin, head, clock):
    done = add(admin, NORA + "helen.head@stjudes.example", VIC)
    nora, vic = found("nora@stjudes.example"), found("vic@stjudes.example")
    assert (nora.full_name, nora.is_employed, nora.starts_on) == ("Nora New", True, date(2026, 9, 1))
    assert nora.line_manager == head
    assert (nora.roles, vic.roles, vic.is_employed) == ({"staff"}, {"volunteer"}, False)
    assert not nora.has_usable_password()
    grant = RoleGrant.objects.get(person=nora)
    assert (grant.granted_by, grant.granted_at) == (admin, clock.now)
    assert (done.added, done.there, done.rows, done.added_at) == (2, 0, [], clock.now)


def test_each_person_is_on_the_record_and_the_list_once(admin):
    done = add(admin, NORA, VIC, invite=True)
    nora = found("nora@stjudes.example")
    events = list(Event.objects.about(nora).order_by("id").values_list("verb", "actor", "data"))
    actor = f"person:{admin.pk}"
    assert events == [
        ("people.add_person", actor, {"employed": True, "staff_list": done.pk}),
        ("people.grant_role", actor, {"role": "staff"}),
        ("people.invite", actor, {"invitation": Invitation.objects.get(person=nora).pk}),
    ]
    assert Event.objects.get(verb="people.add_staff_list").data == {
        "added": 2, "there": 0, "problems": 0, "invited": True,
    }  # fmt: skip


def test_added_twice_it_adds_nothing(admin):
    add(admin, NORA, VIC)
    before = everything()
    again = upload(admin, NORA.replace("nora@", "NORA@"), VIC)
    assert len(plan_of(again, admin).there) == 2
    with pytest.raises(WrongState, match="nobody in this list"):
        workflow.add_staff_list(again, actor=admin, invite=True)
    assert everything() == before


def test_one_list_is_added_once(admin):
    kept = upload(admin, NORA)
    workflow.add_staff_list(kept, actor=admin, invite=False)
    with pytest.raises(WrongState, match="added already"):
        workflow.add_staff_list(kept, actor=admin, invite=False)


def test_whoever_is_there_is_never_changed(admin, head, teacher):
    User.objects.filter(pk=teacher.pk).update(is_active=False)
    values = User.objects.values().get(pk=teacher.pk)
    row = "Other Name,TOM.TEACHER@stjudes.example,SLT;Staff,yes,01/01/2020,01/01/2030,ada.admin@stjudes.example"
    kept = upload(head, row, NORA)
    assert [person.pk for _, person in plan_of(kept, head).there] == [teacher.pk]
    done = workflow.add_staff_list(kept, actor=head, invite=True)
    assert User.objects.values().get(pk=teacher.pk) == values
    assert User.objects.get(pk=teacher.pk).roles == {"staff"}
    assert (done.added, done.there) == (1, 1)


def test_nobody_raises_themselves_by_a_list(admin):
    add(admin, "Ada Admin,ada.admin@stjudes.example,Governor;Safeguarding lead,yes,,,", NORA)
    assert User.objects.get(pk=admin.pk).roles == {"administrator", "staff"}


def test_slt_comes_in_by_slt_alone(admin, head):
    row = "Sue Senior,sue@stjudes.example,SLT; staff,yes,,,"
    kept = upload(admin, row, NORA)
    assert reasons(kept, admin) == {2: "Only a member of SLT makes somebody a member of SLT."}
    workflow.add_staff_list(kept, actor=admin, invite=False)
    assert not User.objects.filter(email="sue@stjudes.example").exists()
    add(head, row)
    assert found("sue@stjudes.example").is_slt


def test_whoever_has_left_is_not_added(admin, clock):
    kept = upload(
        admin, "Ann Away,ann@stjudes.example,staff,yes,,17/11/2026,", "Tom Today,today@x.example,staff,,,18/11/2026,"
    )
    assert "over" in reasons(kept, admin)[2]
    assert [row.full_name for row in plan_of(kept, admin).new] == ["Tom Today"]


def test_line_managers_of_the_same_list_are_found_wherever_they_stand(admin):
    add(
        admin,
        "Leaf,leaf@x.example,staff,,,,twig@x.example",
        "Twig,twig@x.example,staff,,,,BRANCH@x.example",
        "Branch,branch@x.example,staff,,,,",
    )
    assert found("leaf@x.example").line_manager == found("twig@x.example")
    assert found("twig@x.example").line_manager == found("branch@x.example")


@pytest.mark.parametrize(
    ("manager", "words"),
    [
        ("nobody@x.example", "neither in the portal nor in this list"),
        ("leo.leaver@stjudes.example", "does not work at the school now"),
        ("vera.volunteer@stjudes.example", "does not work at the school now"),
        ("vic@stjudes.example", "does not work at the school now"),
    ],
)
def test_a_line_manager_who_is_none_is_said(admin, leaver, volunteer, manager, words):
    kept = upload(admin, f"Lee,lee@x.example,staff,,,,{manager}", VIC)
    assert words in reasons(kept, admin)[2]
    workflow.add_staff_list(kept, actor=admin, invite=False)
    assert not User.objects.filter(email="lee@x.example").exists()


def test_managers_in_a_circle_are_refused_and_those_below_come_without(admin):
    kept = upload(
        admin,
        "A,a@x.example,staff,,,,b@x.example",
        "B,b@x.example,staff,,,,a@x.example",
        "C,c@x.example,staff,,,,",
    )
    assert set(reasons(kept, admin)) == {2, 3}
    assert "circle" in reasons(kept, admin)[2]
    assert [row.full_name for row in plan_of(kept, admin).new] == ["C"]


def test_a_bad_row_of_a_manager_blocks_nobody_below(admin):
    kept = upload(admin, "Lee,lee@x.example,staff,,,,sue@x.example", "Sue,sue@x.example,SLT,,,,")
    plan = plan_of(kept, admin)
    assert [(problem.line) for problem in plan.wrong] == [3]
    assert "without a line manager" in dict(plan.remarks)[2]
    workflow.add_staff_list(kept, actor=admin, invite=False)
    assert found("lee@x.example").line_manager is None


def test_a_rollback_leaves_nobody_and_no_record(admin, monkeypatch):
    kept = upload(admin, NORA, VIC)
    before = everything(), Event.objects.count()
    monkeypatch.setattr(inviting.notifications, "tell_each", lambda notices: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.add_staff_list(kept, actor=admin, invite=True)
    assert (everything(), Event.objects.count()) == before
    kept.refresh_from_db()
    assert kept.added_at is None


def test_somebody_added_by_another_meanwhile_refuses_the_whole_and_changes_nothing(admin, monkeypatch):
    kept = upload(admin, NORA, VIC)
    plan = plan_of(kept, admin)
    workflow.add_person(actor=admin, full_name="Nora", email="nora@stjudes.example", roles=["staff"])
    before = everything()
    monkeypatch.setattr(staff_list, "plan_of", lambda *a: plan)
    with pytest.raises(WrongState, match="at the same moment"):
        workflow.add_staff_list(kept, actor=admin, invite=False)
    assert everything() == before


# Invitations


def test_invited_now_each_gets_a_mail_with_a_link_that_works(client, admin, mailoutbox):
    add(admin, NORA, VIC, invite=True)
    notifications.deliver_due()
    assert {mail.to[0] for mail in mailoutbox} == {"nora@stjudes.example", "vic@stjudes.example"}
    link = next(word for word in mailoutbox[0].body.split() if "/invitation/" in word).partition("8000")[2]
    assert "Welcome" in client.get(link).content.decode()
    assert Invitation.objects.filter(sealed_token=None).count() == 2


def test_invited_later_all_at_once(admin, mailoutbox):
    add(admin, NORA, VIC)
    assert {person.standing for person in User.objects.filter(email__startswith="nora")} == {"added"}
    assert not Invitation.objects.exists()
    assert len(workflow.invite_waiting(actor=admin)) == 2
    notifications.deliver_due()
    assert len(mailoutbox) == 2
    assert found("vic@stjudes.example").standing == "invited"
    with pytest.raises(WrongState, match="Nobody waits"):
        workflow.invite_waiting(actor=admin)


def test_those_who_are_in_or_gone_or_slt_are_not_invited_with_the_others(admin, head, teacher):
    add(head, NORA, "Sue Senior,sue@x.example,SLT;staff,,,,", "Olly Off,olly@x.example,staff,,,,")
    User.objects.filter(email="olly@x.example").update(is_active=False)
    assert [person.full_name for person in workflow.invite_waiting(actor=admin)] == ["Nora New"]
    assert [person.full_name for person in workflow.invite_waiting(actor=head)] == ["Sue Senior"]


# Left lying


def test_a_list_is_forgotten_after_a_day(admin, clock):
    upload(admin, NORA)
    clock.move_to(clock.now + timedelta(hours=23))
    upload(admin, VIC)
    tasks.forget_staff_lists()
    assert StaffList.objects.count() == 2
    clock.move_to(clock.now + timedelta(hours=2))
    for _ in range(2):
        tasks.forget_staff_lists()
    assert StaffList.objects.count() == 1
    assert Event.objects.filter(verb="people.forget_staff_list", actor="system:daily").count() == 1


# Pages


def url(name, *args):
    return reverse(f"people:{name}", args=args)


def post_file(client, content, name="staff.csv"):
    return client.post(url("staff_list"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_the_whole_way_in_a_browser(client, sign_in, admin, teacher):
    sign_in(client, admin)
    rows = [NORA, VIC, "Tom Teacher,tom.teacher@stjudes.example,staff,,,,", "Zed,zed@x.example,emperor,,,,"]
    page = post_file(client, (HEAD.replace("Name", "Full Name", 1) + "\n".join(rows)).encode())
    text = page.content.decode()
    for words in (
        "Full Name",
        "Nora New",
        "Tuesday 1 September 2026",
        "Line&nbsp;5",
        "“emperor” is not one",
        "Add 2 people",
    ):
        assert words in text
    place = page.redirect_chain[-1][0]
    added = client.post(place + "add/", {"invite": "later"}, follow=True).content.decode()
    for words in ("2 people added", "not invited yet", "“emperor”"):
        assert words in added
    assert "2 people were added and not invited yet" in client.get(url("list")).content.decode()
    assert "Invite 2 people" in client.get(url("invite_waiting")).content.decode()
    assert "2 people invited" in client.post(url("invite_waiting"), follow=True).content.decode()
    assert "not invited yet" not in client.get(place).content.decode()


def test_when_they_are_invited_has_to_be_chosen(client, sign_in, admin):
    kept = upload(admin, NORA)
    answer = sign_in(client, admin).post(url("staff_list_add", kept.pk), {"invite": "whenever"})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not User.objects.filter(email="nora@stjudes.example").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04" + b"x" * 50, "spreadsheet"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
        (b"Name,Roles\nNora,staff\n", "no column called"),
        (b"Name,E-mail,Roles\n\x81,a@b.example,staff\n", "cannot be read"),
    ],
)
def test_a_file_of_no_use_is_said_beside_its_field(client, sign_in, admin, content, words):
    assert words in post_file(sign_in(client, admin), content).content.decode()
    assert not StaffList.objects.exists()


def test_rejected_rows_come_back_under_their_own_headings_and_can_be_corrected(client, sign_in, admin):
    kept = upload(admin, NORA, "=1+1,zed@x.example,emperor,,,,", "Sue,sue@x.example,SLT,,,,")
    answer = sign_in(client, admin).get(url("staff_list_rejected", kept.pk))
    text = answer.content.decode("utf-8-sig")
    header, *rows = text.splitlines()
    assert header == HEAD.strip() + ",Line in the list,What is wrong"
    assert rows[0].startswith("'=1+1,zed@x.example,emperor,,,,,3,")
    assert "Only a member of SLT" in rows[1]
    corrected = text.replace("emperor", "staff").replace("'=1+1", "Zed Zimmer")
    again = workflow.upload_staff_list(actor=admin, file_name="x.csv", content=corrected.encode())
    assert [row.full_name for row in plan_of(again, admin).new] == ["Zed Zimmer"]


def test_the_template_can_be_filled_in_and_uploaded(client, sign_in, admin):
    answer = sign_in(client, admin).get(url("staff_list_template"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="staff-list.csv"'
    filled = answer.content + b"Nora New,nora@stjudes.example,Staff,,,,\r\n"
    assert "Add 1 person" in post_file(client, filled).content.decode()


@pytest.mark.parametrize("name", ["staff_list_preview", "staff_list_rejected", "staff_list_leave"])
def test_a_list_is_seen_by_whoever_uploaded_it_alone(client, sign_in, admin, admin2, head, name):
    kept = upload(admin, NORA)
    for other in (admin2, head):
        assert sign_in(client, other).get(url(name, kept.pk)).status_code == 404
    assert sign_in(client, admin).get(url(name, kept.pk)).status_code == 200


def test_leaving_a_list_removes_it(client, sign_in, admin):
    kept = upload(admin, NORA)
    sign_in(client, admin)
    assert "Nobody is added" in client.get(url("staff_list_leave", kept.pk)).content.decode()
    client.post(url("staff_list_leave", kept.pk))
    assert not StaffList.objects.exists()
    assert Event.objects.filter(verb="people.leave_staff_list").count() == 1


# Size


def test_a_thousand_rows_cost_no_query_each(admin, django_assert_max_num_queries):
    """Set-based: a statement for each hundred rows or more, none for each row."""
    rows = [f"P {n},p{n}@x.example,staff;governor,yes,01/09/2026,,p{n % 50}@x.example" for n in range(50, 1050)]
    rows += [f"M {n},p{n}@x.example,staff,yes,,," for n in range(50)]
    kept = upload(admin, *rows)
    with django_assert_max_num_queries(150):
        done = workflow.add_staff_list(kept, actor=admin, invite=True)
    assert done.added == 1050
    assert Invitation.objects.count() == Notification.objects.count() == 1050


def test_looking_at_a_long_list_costs_as_many_queries_as_at_a_short_one(
    client, sign_in, admin, django_assert_max_num_queries
):
    rows = [f"P {n},p{n}@x.example,staff,yes,,,p{n % 10}@x.example" for n in range(10, 400)]
    kept = upload(admin, *rows, *(f"M {n},p{n}@x.example,staff,yes,,," for n in range(10)), "Bad,,,,,,", NORA)
    workflow.add_person(actor=admin, full_name="Nora", email="nora@stjudes.example", roles=["staff"])
    sign_in(client, admin)
    with django_assert_max_num_queries(16):
        assert "Add 400 people" in client.get(url("staff_list_preview", kept.pk)).content.decode()
