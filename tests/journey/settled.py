"""A school that is past its first weeks, for journeys that begin later. Made by the verbs, inside the portal.

`portal.does("settle()")` runs it in a process with the portal's own settings.
"""

from datetime import timedelta

from allauth.mfa.totp.internal.auth import TOTP

from accounts import workflow as accounts
from accounts.checklist_states import to_tick
from accounts.models import Account
from accounts.vault import workflow as vault
from applications import workflow as applications
from applications.models import Application
from core import clock
from core.actors import SET_UP
from people import workflow as people
from people.models import Role, User
from policy import workflow as policy

SCHOOL = "St. Jude's Primary School"
PASSWORD = "plenty of purple porridge"
SECRET = "correct horse battery"  # of each account
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of everybody's authenticator app
POLICY = "## Be kind\n\nWe answer within a day.\n\n" + "\n\n".join(
    f"## {subject}\n\nWe think of the pupils first. Where we are unsure, we ask a colleague before we post."
    for subject in ("Pictures", "Names", "Comments", "Passwords", "Mistakes", "Holidays", "Your own accounts")
)
HEAD, DEPUTY, ADMINISTRATOR, TEACHER, COLLEAGUE = (
    ("Helen Marsh", "helen.marsh@stjudes.example"),
    ("Dev Anand", "dev.anand@stjudes.example"),
    ("Ada Okoro", "ada.okoro@stjudes.example"),
    ("Tom Fielding", "tom.fielding@stjudes.example"),
    ("Nia Powell", "nia.powell@stjudes.example"),
)


def settle() -> None:
    """Everybody has signed in once, has read the policy and is trained; one account is live."""
    everybody_comes_in()
    everybody_is_ready()
    open_account()


def person(who: tuple[str, str]) -> User:
    return User.objects.get(email=who[1])


def everybody_comes_in() -> None:
    links = people.set_up_school(
        actor=SET_UP,
        code=people.new_set_up_code(),
        school_name=SCHOOL,
        slt_name=HEAD[0],
        slt_email=HEAD[1],
        administrator_name=ADMINISTRATOR[0],
        administrator_email=ADMINISTRATOR[1],
    )
    for (name, email), roles in (
        (DEPUTY, [Role.SLT, Role.STAFF]),
        (TEACHER, [Role.STAFF]),
        (COLLEAGUE, [Role.STAFF]),
    ):
        links.append(people.add_person(actor=person(HEAD), full_name=name, email=email, roles=roles))
    for somebody, token in links:
        people.accept_invitation(token, PASSWORD)
        if somebody.needs_second_factor:
            TOTP.activate(somebody, SEED)


def everybody_is_ready(*, review_in: int = 365, trained_for: int = 365) -> None:
    """The policy is to be reviewed in so many days, and everybody's training counts for so many."""
    today = clock.today()
    head = person(HEAD)
    version = policy.save_draft(
        actor=head,
        title="Social media policy",
        body_markdown=POLICY,
        effective_on=today,
        review_on=today + timedelta(days=review_in),
    )
    policy.publish(version, actor=head)
    for somebody in User.objects.all():
        policy.acknowledge(version, actor=somebody)
        policy.record_training(
            somebody,
            actor=person(DEPUTY) if somebody == head else head,
            title="Running a school account safely",
            completed_on=today,
            valid_until=today + timedelta(days=trained_for),
        )


def submit_case(name: str, platform: str, *more_runners: User) -> Application:
    """A case of the teacher's, run by the teacher, the colleague and perhaps others, which waits for a decision."""
    teacher = person(TEACHER)
    case = applications.start(actor=teacher, kind="new")
    points: dict[str, dict[str, object]] = {
        "place": {"platform": platform, "proposed_name": name, "handle": "", "url": ""},
        "aim": {"aim": "To show what we learn."},
        "audience": {"audience": "Our families."},
        "promotion": {"promotion": "In the newsletter."},
        "runners": {"runners": [teacher, person(COLLEAGUE), *more_runners], "lead": teacher},
        "openness": {"openness": "closed", "openness_reason": "It is for families only."},
    }
    for point, values in points.items():
        applications.save_point(case, point, actor=teacher, **values)
    return applications.submit(case, actor=teacher)


def open_account(name: str = "Year 4", *more_runners: User) -> Account:
    """On Facebook, run by the teacher, the colleague and perhaps others, with its password in the vault."""
    administrator = person(ADMINISTRATOR)
    handle = "stjudes" + "".join(name.lower().split())
    case = submit_case(name, "facebook", *more_runners)
    applications.approve(case, actor=person(HEAD), reason="A clear aim.")
    case.refresh_from_db()
    account = case.account
    assert account is not None
    accounts.record_address(account, actor=administrator, handle=handle, url=f"https://facebook.example/{handle}")
    vault.store(
        account,
        actor=administrator,
        kind="password",
        label="",
        username=f"{handle}@stjudes.example",
        secret=SECRET,
    )
    for key in to_tick(account):
        accounts.tick_step(account, key, actor=administrator)
    return accounts.finish_provisioning(account, actor=administrator)
