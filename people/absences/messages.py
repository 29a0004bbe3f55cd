"""What people are told of absences."""

from notifications import messages

messages.register(
    "people.you_are_away",
    title="You are recorded as away",
    body=(
        "{by} recorded that you are away from {first} to {last}. {delegate} acts for you meanwhile. "
        "If this is not right, end it in the portal."
    ),
)
messages.register(
    "people.you_act",
    title="You act for {person} while they are away",
    body="{person} is away from {first} to {last}, and you act for them. {what}",
)
messages.register(
    "people.absence_ended",
    title="An absence has ended",
    body="{person} is not recorded as away any more (it was from {first} to {last}), so {delegate} no longer acts.",
)
messages.register(
    "people.delegate_away",
    title="{delegate}, who acts for {person}, is away too",
    body=(
        "{delegate} is to act for {person} from {first} to {last}, but is away on some of these days. "
        "To name somebody else, end that absence and record it anew."
    ),
)
