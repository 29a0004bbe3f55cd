"""The directory of agencies, and the police or an agency told: chased until they answer (I2, I4)."""

from datetime import date, datetime, timedelta
from typing import Any

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from incidents import telling
from incidents.agencies import messages as _messages  # noqa: F401  (registers the messages)
from incidents.agencies import rules as _rules  # noqa: F401  (registers the rules)
from incidents.agencies.chasing import default_chase_on, moment_of
from incidents.models import Agency, Entry, Incident, Referral
from incidents.staffing import handlers
from incidents.states import EntryKind
from incidents.telling import file_url
from incidents.timing import AGAIN
from incidents.workflow.writing import write
from people.models import User

CHECK = ["what_for", "phone", "web", "email", "hours"]
# What may have been written down wrongly about a referral, in the words of the timeline.
CORRECTED = {
    "name": "Who was told",
    "how": "How",
    "reference": "Their reference",
    "referred_at": "When they were told",
    "answer": "Their answer",
    "answered_at": "When they answered",
}
ONE_MINUTE = timedelta(minutes=1)


@audit.verb("incidents.add_agency", "added an agency to the directory")
def add_agency(
    *, actor: User, name: str, what_for: str, phone: str = "", web: str = "", email: str = "", hours: str = ""
) -> Agency:
    """Add a line, last of all. Raises NotAllowed, InvalidInput (no name, no purpose, or a name that is there)."""
    rules.require("incidents.change_directory", actor)
    given = {"what_for": what_for, "phone": phone, "web": web, "email": email, "hours": hours}
    return _set(Agency(), actor, name, given)


@audit.verb("incidents.change_agency", "changed an agency of the directory")
def change_agency(
    agency: Agency,
    *,
    actor: User,
    name: str,
    what_for: str,
    phone: str = "",
    web: str = "",
    email: str = "",
    hours: str = "",
) -> Agency:
    """Change a line. Referrals keep the name that it had. Raises NotAllowed, InvalidInput."""
    agency = audit.lock(agency)
    rules.require("incidents.change_directory", actor)
    given = {"what_for": what_for, "phone": phone, "web": web, "email": email, "hours": hours}
    return _set(agency, actor, name, given)


def _set(agency: Agency, actor: User, name: str, given: dict[str, str]) -> Agency:
    agency.name = name.strip()
    if not agency.name:
        raise InvalidInput("Say who it is.", "name")
    if not given["what_for"].strip():
        raise InvalidInput("Say when to turn to them.", "what_for")
    if Agency.objects.filter(name__iexact=agency.name).exclude(pk=agency.pk).exists():
        raise InvalidInput(f"“{agency.name}” is in the directory already.", "name")
    for field, words in given.items():
        setattr(agency, field, words.strip())
    # Whoever writes a number down has it before them.
    agency.verified_on, agency.verified_by = clock.today(), actor
    agency.save()
    return agency


@audit.verb("incidents.switch_agency", "switched an agency of the directory on or off")
def switch_agency(agency: Agency, *, actor: User, on: bool) -> Agency:
    """Offer an agency when somebody is told, or no longer. Raises NotAllowed."""
    agency = audit.lock(agency)
    rules.require("incidents.change_directory", actor)
    agency.is_on = on
    agency.save(update_fields=["is_on"])
    audit.record("incidents.switch_agency", agency, actor=actor, on=on)
    return agency


@audit.verb("incidents.check_agency", "checked an agency's number and address")
def check_agency(agency: Agency, *, actor: User) -> Agency:
    """Say that what the directory says of an agency is right today. Raises NotAllowed."""
    agency = audit.lock(agency)
    rules.require("incidents.change_directory", actor)
    agency.verified_on, agency.verified_by = clock.today(), actor
    agency.save(update_fields=["verified_on", "verified_by"])
    return agency


def _handled(incident: Incident, actor: User) -> Incident:
    incident = audit.lock(incident)
    rules.require("incidents.handle", actor, incident)
    return incident


@audit.verb("incidents.refer", "told the police or an agency")
def refer(
    incident: Incident,
    *,
    actor: User,
    how: str,
    reference: str,
    referred_at: datetime,
    agency: Agency | None = None,
    name: str = "",
    chase_on: date | None = None,
    no_answer_needed: str = "",
) -> Incident:
    """Record whom the school told, when, how, and the reference they gave (I2, I4).

    `agency` is one of the directory, or `name` says who it was. They are asked again from `chase_on`, as soon as the
    school has set where it is None, unless `no_answer_needed` says why no answer is waited for.
    The same sent twice within a minute is there once. Raises NotAllowed, InvalidInput.
    """
    incident = _handled(incident, actor)
    _require_said(agency, name, how, referred_at)
    waits = not no_answer_needed.strip()
    told: dict[str, Any] = {
        "agency": agency,
        "name": agency.name if agency else name.strip(),
        "how": how.strip(),
        "reference": reference.strip(),
        "referred_at": referred_at,
        "by": actor,
        "chase_at": _chase_at(chase_on, referred_at) if waits else None,
        "no_answer_needed": no_answer_needed.strip(),
    }
    if incident.referrals.filter(**told, recorded_at__gt=clock.now() - AGAIN).exists():
        audit.record("incidents.refer", incident, actor=actor, again=True)
        return incident
    referral = Referral.objects.create(incident=incident, **told, recorded_at=clock.now())
    audit.record("incidents.refer", incident, actor=actor, referral=referral.pk, answer_waited_for=waits)
    return incident


def _require_said(agency: Agency | None, name: str, how: str, referred_at: datetime) -> None:
    if referred_at > clock.now():
        raise InvalidInput("This time is still to come. Record a referral once it is made.", "referred_at")
    if agency is None and not name.strip():
        raise InvalidInput("Say who was told.", "agency")
    if not how.strip():
        raise InvalidInput("Say how they were told.", "how")


def _require_answer(answer: str, answered_at: datetime, referred_at: datetime) -> None:
    if not answer.strip():
        raise InvalidInput("Say what they answered.", "answer")
    if answered_at > clock.now():
        raise InvalidInput("This time is still to come.", "answered_at")
    if answered_at < referred_at:
        raise InvalidInput(f"They were told on {times.short(referred_at)}, after this time.", "answered_at")


def _chase_at(chase_on: date | None, since: datetime) -> datetime:
    if chase_on is None:
        return moment_of(default_chase_on(since))
    if chase_on < clock.today():
        raise InvalidInput("This day is over. Choose today or a later day.", "chase_on")
    return moment_of(chase_on)


def _waiting(referral: Referral, actor: User) -> tuple[Incident, Referral]:
    """Its file and itself, held, where no answer has come yet."""
    incident = _handled(referral.incident, actor)
    referral = audit.lock(referral)
    if referral.answered_at is not None:
        raise WrongState(f"{referral.name} has answered already. What came later is added as a note.")
    return incident, referral


@audit.verb("incidents.chase", "asked the police or an agency again")
def chase(referral: Referral, *, actor: User, note: str = "", chase_on: date | None = None) -> Referral:
    """They were asked again; from `chase_on`, or as soon as the school has set, they are once more.

    The same sent twice within a minute is counted once.
    Raises NotAllowed, InvalidInput, WrongState (they have answered).
    """
    incident, referral = _waiting(referral, actor)
    words = f"{referral.name} was asked again. {note}".strip()
    chase_at = _chase_at(chase_on, clock.now())
    said = incident.entries.filter(by=actor, kind=EntryKind.CONTACT, text=words, at__gt=clock.now() - AGAIN)
    if referral.chase_at == chase_at and said.exists():
        audit.record("incidents.chase", incident, actor=actor, referral=referral.pk, again=True)
        return referral
    referral.chase_at = chase_at
    referral.times_chased += 1
    referral.reminded_at = None
    referral.no_answer_needed = ""
    referral.save(update_fields=["chase_at", "times_chased", "reminded_at", "no_answer_needed"])
    audit.record("incidents.chase", incident, actor=actor, referral=referral.pk, times=referral.times_chased)
    write(incident, EntryKind.CONTACT, words, actor)
    return referral


@audit.verb("incidents.record_answer", "recorded what the police or an agency answered")
def record_answer(
    referral: Referral, *, actor: User, answer: str, answered_at: datetime | None = None, reference: str = ""
) -> Referral:
    """What they answered and when (now, where it is None), and their reference if it is new or another one.

    Raises NotAllowed, InvalidInput (no words; before they were told, or still to come), WrongState (answered already).
    """
    incident, referral = _waiting(referral, actor)
    answered_at = answered_at or clock.now()
    _require_answer(answer, answered_at, referral.referred_at)
    referral.answer, referral.answered_at, referral.chase_at = answer.strip(), answered_at, None
    referral.reference = reference.strip() or referral.reference
    referral.save(update_fields=["answer", "answered_at", "chase_at", "reference"])
    audit.record("incidents.record_answer", incident, actor=actor, referral=referral.pk)
    words = _answered(referral)
    if reference.strip():
        words = f"{words}\nTheir reference: {referral.reference}"
    write(incident, EntryKind.CONTACT, words, actor, happened_at=answered_at)
    return referral


def _answered(referral: Referral) -> str:
    """The beginning of the timeline's line about their answer."""
    return f"{referral.name} answered: {referral.answer}"


@audit.verb("incidents.correct_referral", "put right what was written down about the police or an agency")
def correct_referral(
    referral: Referral,
    *,
    actor: User,
    reason: str,
    how: str,
    reference: str,
    referred_at: datetime,
    agency: Agency | None = None,
    name: str = "",
    answer: str = "",
    answered_at: datetime | None = None,
    unanswered: bool = False,
) -> Referral:
    """What is right, in place of what was written down wrongly; the timeline keeps both, for good.

    `answer` and `answered_at` are read where they have answered. With `unanswered` they have not, after all, and are
    asked again. Raises NotAllowed, InvalidInput (as when it was recorded; no reason; nothing is changed).
    """
    incident = _handled(referral.incident, actor)
    referral = audit.lock(referral)
    if not reason.strip():
        raise InvalidInput("Say why it is corrected.", "reason")
    _require_said(agency, name, how, referred_at)
    right: dict[str, Any] = {"name": _name_of(referral, agency, name), "how": how.strip()}
    right |= {"reference": reference.strip(), "referred_at": _to_the_minute(referral.referred_at, referred_at)}
    right |= {"answer": "", "answered_at": None}
    if referral.answered_at is not None and not unanswered:
        when = _to_the_minute(referral.answered_at, answered_at or referral.answered_at)
        _require_answer(answer, when, right["referred_at"])
        right |= {"answer": answer.strip(), "answered_at": when}
    changed = [field for field in CORRECTED if getattr(referral, field) != right[field]]
    if not changed:
        raise InvalidInput("Nothing is changed: write what is right.", "reason")
    words = _before_and_now(referral, right, changed)
    corrects = _line_of_answer(incident, referral) if "answer" in changed else None
    referral.agency = agency
    for field in changed:
        setattr(referral, field, right[field])
    if "answered_at" in changed and referral.is_waiting:
        referral.chase_at, referral.reminded_at = _chase_at(None, clock.now()), None
    referral.save(update_fields=["agency", *changed, "chase_at", "reminded_at"])
    audit.record("incidents.correct_referral", incident, actor=actor, referral=referral.pk, changed=",".join(changed))
    write(incident, EntryKind.CORRECTION, words, actor, reason=reason, corrects=corrects)
    return referral


def _name_of(referral: Referral, agency: Agency | None, name: str) -> str:
    """A referral keeps the name that its agency had, until it was another agency."""
    if agency is None:
        return name.strip()
    return referral.name if agency.pk == referral.agency_id else agency.name


def _to_the_minute(before: datetime, given: datetime) -> datetime:
    """A form knows no seconds: a time within the same minute is the one that was recorded."""
    return before if abs(given - before) < ONE_MINUTE else given


def _before_and_now(referral: Referral, right: dict[str, Any], changed: list[str]) -> str:
    def said(value: Any) -> str:
        if isinstance(value, datetime):
            return times.exact(value)
        return f"“{value}”" if value else "nothing"

    lines = [f"Put right about {referral.name}:"]
    lines += [f"{CORRECTED[one]}: {said(getattr(referral, one))} before, {said(right[one])} now." for one in changed]
    return "\n".join(lines)


def _line_of_answer(incident: Incident, referral: Referral) -> Entry | None:
    """The line of the timeline that tells the answer, while nobody has corrected it."""
    told = incident.entries.filter(kind=EntryKind.CONTACT, corrections=None, text__startswith=_answered(referral))
    return told.order_by("-pk").first()


@audit.verb("incidents.expect_no_answer", "decided that no answer is waited for")
def expect_no_answer(referral: Referral, *, actor: User, reason: str) -> Referral:
    """Wait no longer for their answer, and say why. One that comes can still be recorded.

    Raises NotAllowed, InvalidInput (no reason), WrongState (they have answered).
    """
    incident, referral = _waiting(referral, actor)
    if not reason.strip():
        raise InvalidInput("Give the reason in writing.", "reason")
    if referral.no_answer_needed == reason.strip():
        audit.record("incidents.expect_no_answer", incident, actor=actor, referral=referral.pk, again=True)
        return referral
    referral.no_answer_needed, referral.chase_at = reason.strip(), None
    referral.save(update_fields=["no_answer_needed", "chase_at"])
    audit.record("incidents.expect_no_answer", incident, actor=actor, referral=referral.pk)
    write(incident, EntryKind.DECISION, f"No answer of {referral.name} is waited for.", actor, reason=reason)
    return referral


@audit.verb("incidents.remind_to_chase", "reminded handlers to ask somebody outside again")
def remind_to_chase(referral: Referral, *, actor: Actor) -> Referral:
    """Tell the handlers, once for each date, that it is time to ask again. Who has to be asked only the file says."""
    incident = audit.lock(referral.incident)
    rules.require("incidents.remind_to_chase", actor, incident)
    referral = audit.lock(referral)
    if referral.chase_at is None or referral.chase_at > clock.now() or referral.reminded_at is not None:
        return referral
    referral.reminded_at = clock.now()
    referral.save(update_fields=["reminded_at"])
    telling.tell(
        handlers(incident),
        "incidents.time_to_chase",
        incident,
        # By its time: after a correction they are asked anew, and were asked as often as before.
        f"chase:{referral.pk}:{referral.chase_at.isoformat()}",
        url=f"{file_url(incident)}#referrals",
    )
    return referral
