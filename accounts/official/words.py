"""What an answer says to a parent, in plain words: a heading, a few sentences, and where to report."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Platform
from accounts.official.answers import NAME_ONLY, PRETENDS, SAME_NAME, Answer, Verdict
from accounts.official.asked import About
from accounts.official.register import Listed, State
from core import times

# Each platform's own page for an account that pretends to be somebody. The others have it in the account's menu.
REPORT: dict[str, str] = {
    Platform.FACEBOOK: "https://www.facebook.com/help/174210519303259",
    Platform.INSTAGRAM: "https://help.instagram.com/446663175382270",
    Platform.X: "https://help.x.com/en/forms/authenticity/impersonation",
    Platform.YOUTUBE: "https://support.google.com/youtube/answer/2801947",
    Platform.TIKTOK: "https://support.tiktok.com/en/safety-hc/report-a-problem/report-an-impersonation-account",
    Platform.LINKEDIN: "https://www.linkedin.com/help/linkedin/answer/a1338436",
}


@dataclass(frozen=True, slots=True)
class Words:
    """`tone` and `icon` are of the notice. `text` may name the host that a link leads to as {host}."""

    title: str
    text: tuple[str, ...]
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Report:
    platform: str
    url: str


def words_of(answer: Answer) -> Words:
    """The sentences of an answer."""
    return _SAYS[answer.verdict](answer)


def reports_of(answer: Answer) -> list[Report]:
    """Where an account that pretends to be the school's is reported: at its platform, or at all of them."""
    if answer.verdict not in (Verdict.NOT_OURS, Verdict.CLOSED):
        return []
    known = [answer.platform] if answer.platform in Platform.values else list(REPORT)
    return [Report(Platform(one).label, REPORT[one]) for one in known if one in REPORT]


def _official(answer: Answer) -> Words:
    one = answer.accounts[0]
    if one.state == State.PAUSED:
        return Words(
            "Yes, but the school has paused it",
            (
                "It is one of the school's accounts. For now the school posts nothing there. If you get a message "
                "from it, ask the school before you answer or open a link.",
            ),
            "waiting",
            "circle-pause",
        )
    if one.state == State.CLOSING:
        return Words(
            "Yes, but the school is closing it",
            ("It is one of the school's accounts. Soon the school will not use it any more.",),
            "waiting",
            "circle-check",
        )
    return Words("Yes, this is the school's account", (), "going", "circle-check")


def _depends(answer: Answer) -> Words:
    where = in_words([platform_of(one) for one in answer.accounts])
    return Words(
        f"Yes, if you saw it on {where}",
        (
            "You gave a name without a platform. Anybody can take the same name on another platform: "
            f"only the one on {where} is the school's."
            if len(answer.accounts) == 1
            else "You gave a name without a platform. Anybody can take the same name on another platform: "
            "only those below are the school's.",
            *(
                _official(Answer(Verdict.OFFICIAL, (one,))).text[0]
                for one in answer.accounts
                if one.state == State.PAUSED
            ),
        ),
        "going",
        "circle-check",
    )


def _unconfirmed(answer: Answer) -> Words:
    return Words(
        "The school has not confirmed it yet",
        (
            "The school is looking at this account at the moment. Until it is on the list, ask the school before you "
            "trust it.",
        ),
        "waiting",
        "hourglass",
    )


def _closed(answer: Answer) -> Words:
    one = answer.accounts[0]
    on = f" on {times.day(one.closed_on)}" if one.closed_on else ""
    if one.state == State.NEVER:
        return Words(
            "No, the school does not use it",
            (f"The school decided{on} not to use this account. What is posted there does not come from the school.",),
            "late",
            "circle-x",
        )
    return Words(
        "No, not any more",
        (
            f"The school used it until {times.day(one.closed_on)}. It is not used any more."
            if one.closed_on
            else "The school used it once. It is not used any more.",
            "Whoever posts there now, under this name, is not the school.",
        ),
        "late",
        "circle-x",
    )


def _not_ours(answer: Answer) -> Words:
    text: list[str] = []
    if answer.reason == PRETENDS:
        text.append(
            "Take care: this link is made to look like one of a platform that you know, but it leads to {host}."
        )
    if answer.like is not None:
        its = f"{answer.like.shown_handle or answer.like.name} on {platform_of(answer.like)}"
        if answer.reason == SAME_NAME:
            text.append(f"The school has {its}, but this is another account of the same name.")
        else:
            text.append(f"It looks like {its}, which is the school's. But it is another one.")
    text.append(
        "It is not on the school's list. It may belong to somebody who does not pretend anything, such as a group of "
        "parents, but the school does not run it."
    )
    return Words("No, this is not one of the school's accounts", tuple(text), "late", "circle-x")


_UNCLEAR = {
    About.POST: "This is a link to one post or film. Such a link can be made to name anybody. Open it, and paste the "
    "name or the link of the account that posted it.",
    About.SHORT: "This is a short link: it hides where it leads. Paste the name of the account, or the link that your "
    "browser shows once the account is open.",
    About.OLD: "This is an older kind of link, which does not say for certain whose channel it is. Open it, and paste "
    "the name that starts with @.",
    About.ELSEWHERE: "This link shows an account as another site shows it, and that site can show what it likes. Paste "
    "the account's whole name, such as @name@server.",
    About.WHOLE: "This link leads to no account. Open the account, and paste the link of its page.",
    About.MANY: "Paste one link at a time.",
    About.UNREADABLE: "This is neither a link nor the name of an account. Paste the link of the account, or its name, "
    "such as @StJudes.",
    About.WORDS: "The list has no account under these words. Paste the link of the account, or the name with an @ that "
    "stands on its page.",
}


def _unclear(answer: Answer) -> Words:
    if answer.reason == NAME_ONLY:
        return Words(
            "A name alone does not show it",
            ("Anybody can give an account this name. Look whether yours has the same address as the school's own:",),
            "plain",
            "circle-question-mark",
        )
    text = [_UNCLEAR[About(answer.reason)]]
    if answer.accounts and answer.accounts[0].is_official:
        text.append("The name in it is the name of an account of the school:")
    return Words("We cannot tell from this", tuple(text), "plain", "circle-question-mark")


_SAYS = {
    Verdict.OFFICIAL: _official,
    Verdict.DEPENDS: _depends,
    Verdict.UNCONFIRMED: _unconfirmed,
    Verdict.CLOSED: _closed,
    Verdict.NOT_OURS: _not_ours,
    Verdict.UNCLEAR: _unclear,
}


def platform_of(one: Listed) -> str:
    """Where it is: "Facebook"."""
    return one.name if one.platform == Platform.OTHER else one.platform_name


def in_words(names: Iterable[str]) -> str:
    """ "Facebook, X and YouTube"."""
    *first, last = dict.fromkeys(names)
    return f"{', '.join(first)} and {last}" if first else last
