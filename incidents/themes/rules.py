"""Who sees the numbers of a term (I4, X3)."""

from core.actors import Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from people.models import Role

# They see the numbers of the files that they handle.
HANDLE = (Role.SLT, Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD)
# They see those of the whole school, none so small that it tells of one person.
GOVERN = (Role.CHAIR_OF_GOVERNORS, Role.GOVERNOR)


@rule("incidents.see_themes")
def see_themes(actor: Actor) -> Verdict:
    if is_one_of(actor, *HANDLE, *GOVERN):
        return ALLOWED
    return Denied("SLT, safeguarding leads and governors see the numbers of incidents.")
