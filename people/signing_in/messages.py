"""What is told about a second step that was lost."""

from notifications import messages

messages.register(
    "people.step_reset_asked",
    title="Your agreement is needed: a lost second step",
    body=(
        "{asker} asks that the second step at sign-in of {name} be taken away, because it was lost. Make sure that "
        "it is really {name} who wants this: ring them, or see them. Then agree or refuse, by {until}."
    ),
)
messages.register(
    "people.step_reset_asked_of_you",
    title="Somebody asks to take away your second step",
    body=(
        "{asker} asks that your second step at sign-in be taken away, because it was lost. Another person has to "
        "agree first. If you did not ask for this, refuse it now, and tell a member of SLT."
    ),
)
messages.register(
    "people.step_reset_decided",
    title="Your request about a lost second step",
    body="You asked that the second step of {name} be taken away. {decider} {verdict}.",
)
messages.register(
    "people.step_reset_lapsed",
    title="Your request about a lost second step ran out",
    body="Nobody agreed within 24 hours that the second step of {name} be taken away. Ask again if it is still needed.",
)
messages.register(
    "people.added_by_provider",
    title="{name} has come in by {provider}",
    body=(
        "{name} signed in by {provider} with an address of the school and was added as staff. "
        "Look whether the roles are right, and switch the person off if they should not be here."
    ),
)
messages.register(
    "people.other_subject",
    title="A sign-in as {name} was turned away",
    body=(
        "Somebody signed in at {provider} with the address of {name}, but it is not the {provider} sign-in that is "
        "linked here: it may have been made anew there. If that is so, {name} signs in by password and removes the "
        "old link under “Your sign-in”. If not, look at {provider} who has that address now."
    ),
)
