"""How hard a password is to guess. Reckoned on the server; of the answer only a number from 0 to 4 is kept."""

from dataclasses import dataclass
from threading import Lock

import zxcvbn
from django.views.decorators.debug import sensitive_variables
from zxcvbn.matching import L33T_TABLE

from accounts.models import Account
from accounts.vault.models import Kind
from school.models import current_school

LONGEST = 72  # characters that are looked at: the time it takes grows with their square
# Signs that stand for letters ("0" for "o"): all ways to read them are tried, so two dozen of them take many seconds.
SIGNS = frozenset(sign for signs in L33T_TABLE.values() for sign in signs)
MOST_SIGNS = 10  # different ones that are looked at
_one_at_a_time = Lock()  # the package keeps the words of the one who asks in a table that all share


@dataclass(frozen=True)
class Words:
    """What a score means. `weak` asks for another password, in the tone of components/notice.html."""

    title: str
    advice: str
    weak: bool
    tone: str = "going"


WORDS = {
    0: Words("Guessed at once", "Change it now. Let the portal make one: nobody needs to remember it.", True, "late"),
    1: Words("Guessed within minutes", "Change it soon. Let the portal make one.", True, "late"),
    2: Words(
        "Guessed within days",
        "Change it when you can. Length helps most: five words that have nothing to do with each other are strong.",
        True,
        "waiting",
    ),
    3: Words("Strong", "It would take years to guess.", False),
    4: Words("Very strong", "It would take centuries to guess.", False),
}


@sensitive_variables("secret", "result")
def score(kind: str, secret: str, account: Account, username: str = "") -> int | None:
    """0 (guessed at once) to 4, knowing what anybody knows of the account; None where strength means nothing."""
    if kind != Kind.PASSWORD:
        return None
    school = current_school()
    known = [account.name, account.handle, account.get_platform_display(), username, school.name if school else ""]
    words = {part for whole in known for part in (whole, *whole.replace("@", " ").split()) if len(part) > 2}
    with _one_at_a_time:
        result = zxcvbn.zxcvbn(_looked_at(secret), user_inputs=sorted(words))
    return int(result["score"])


@sensitive_variables("secret", "signs")
def _looked_at(secret: str) -> str:
    """The beginning of it, which is no harder to guess than the whole: as much as is reckoned within a moment."""
    signs: set[str] = set()
    for place, letter in enumerate(secret[:LONGEST]):
        signs |= {letter} & SIGNS
        if len(signs) > MOST_SIGNS:
            return secret[:place]
    return secret[:LONGEST]
