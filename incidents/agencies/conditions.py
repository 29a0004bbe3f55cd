"""What a closed file says of its outcome, and of those outside the school who were told (I4)."""

from django.urls import reverse

from incidents.closing import Missing, condition
from incidents.models import Incident
from incidents.states import PERHAPS_ILLEGAL, SAID_WHEN_CLOSED, Status


def _page(stem: str, incident: Incident) -> str:
    return reverse(f"incidents:{stem}", kwargs={"ref": incident.public_id})


@condition("The file says what it was about, what was found out, what was done and what was decided", order=10)
def said_all(incident: Incident) -> list[Missing]:
    """No query."""
    if not incident.outcome:
        return [Missing("The outcome is missing.", _page("resolve", incident))]
    url = _page("change_outcome" if incident.status == Status.RESOLVED else "resolve", incident)
    empty = [words for name, words in SAID_WHEN_CLOSED.items() if not getattr(incident, name)]
    return [Missing(f"“{words}” is empty. Fill it in.", url) for words in empty]


@condition("Somebody outside was told where the law may be broken, or SLT wrote down why not", order=20)
def referred_or_excused(incident: Incident) -> list[Missing]:
    """One query at most."""
    if incident.lawfulness not in PERHAPS_ILLEGAL or incident.no_referral_reason or incident.referrals.exists():
        return []
    sentence = (
        "This is possibly against the law. Record who was told (the police or an agency), or give SLT's written reason "
        "why nobody was."
    )
    return [Missing(sentence, _page("refer", incident))]


@condition("Everybody outside who was told has answered, or no answer is needed", order=30)
def answered(incident: Incident) -> list[Missing]:
    """One query."""
    waiting = incident.referrals.filter(answered_at=None, no_answer_needed="")
    url = f"{_page('incident', incident)}#referrals"
    return [
        Missing(f"{referral.name} has not answered. Record the answer, or why none is needed.", url)
        for referral in waiting
    ]
