"""A school that is past its first weeks, for journeys that begin later. Made by the verbs, inside the portal.

`portal.manage("shell", "-c", settled.SCRIPT)` runs `settle` in a process with the portal's own settings.
"""

from datetime import timedelta

SCHOOL = "St. Jude's Primary School"
PASSWORD = "plenty of purple porridge"
HEAD, DEPUTY, ADMINISTRATOR, TEACHER, COLLEAGUE = (
    ("Helen Marsh", "helen.marsh@stjudes.example"),
    ("Dev Anand", "dev.anand@stjudes.example"),
    ("Ada Okoro", "ada.okoro@stjudes.example"),
    ("Tom Fielding", "tom.fielding@stjudes.example"),
    ("Nia Powell", "nia.powell@stjudes.example"),
)
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of everybody's authenticator app
SCRIPT = "from tests.journey.settled import settle; settle()"


def settle() -> None:
    """Everybody has signed in once, has read the policy and is trained; one account is live."""
    # Inside the function: the module's names are read where no Django is set up.
    from allauth.mfa.totp.internal.auth import TOTP

    from accounts import workflow as accounts
    from accounts.models import Step
    from accounts.vault import workflow as vault
    from applications import workflow as applications
    from core import clock
    from core.actors import SET_UP
    from people import workflow as people
    from people.models import Role, User
    from policy import workflow as policy

    links = people.set_up_school(
        actor=SET_UP,
        code=people.new_set_up_code(),
        school_name=SCHOOL,
        slt_name=HEAD[0],
        slt_email=HEAD[1],
        administrator_name=ADMINISTRATOR[0],
        administrator_email=ADMINISTRATOR[1],
    )
    head = links[0][0]
    for (name, email), roles in (
        (DEPUTY, [Role.SLT, Role.STAFF]),
        (TEACHER, [Role.STAFF]),
        (COLLEAGUE, [Role.STAFF]),
    ):
        links.append(people.add_person(actor=head, full_name=name, email=email, roles=roles))
    for person, token in links:
        people.accept_invitation(token, PASSWORD)
        if person.needs_second_factor:
            TOTP.activate(person, SEED)
    head, deputy, administrator, teacher, colleague = (
        User.objects.get(email=email) for _, email in (HEAD, DEPUTY, ADMINISTRATOR, TEACHER, COLLEAGUE)
    )

    today = clock.today().date()
    version = policy.save_draft(
        actor=head,
        title="Social media policy",
        body_markdown="## Be kind\n\nWe answer within a day.",
        effective_on=today,
        review_on=today + timedelta(days=365),
    )
    policy.publish(version, actor=head)
    for person in (head, deputy, administrator, teacher, colleague):
        policy.acknowledge(version, actor=person)
        policy.record_training(
            person,
            actor=deputy if person == head else head,
            title="Running a school account safely",
            completed_on=today,
            valid_until=today + timedelta(days=365),
        )

    case = applications.start(actor=teacher, kind="new")
    for point, values in {
        "place": {"platform": "facebook", "proposed_name": "Year 4", "handle": "", "url": ""},
        "aim": {"aim": "To show what Year 4 learns."},
        "audience": {"audience": "Families of Year 4."},
        "promotion": {"promotion": "In the newsletter."},
        "runners": {"runners": [teacher, colleague], "lead": teacher},
        "openness": {"openness": "closed", "openness_reason": "It is for families only."},
    }.items():
        applications.save_point(case, point, actor=teacher, **values)
    applications.submit(case, actor=teacher)
    applications.approve(case, actor=head, reason="A clear aim.")
    case.refresh_from_db()
    account = case.account
    accounts.record_address(
        account, actor=administrator, handle="stjudesyear4", url="https://facebook.example/stjudesyear4"
    )
    vault.store(
        account,
        actor=administrator,
        kind="password",
        label="",
        username="year4@stjudes.example",
        secret="correct horse battery",
    )
    for step in Step:
        if step != Step.PASSWORD_IN_VAULT:
            accounts.tick_step(account, step, actor=administrator)
    accounts.finish_provisioning(account, actor=administrator)
