"""What the room tells people. No message carries a word that the applicant or the decider wrote."""

from notifications import messages

messages.register(
    "applications.submitted",
    title="Business case {case} waits for your decision",
    body="{applicant} has submitted business case {case}. Please read it and approve it, reject it or return it.",
)
messages.register(
    "applications.submitted_for",
    title="Business case {case} waits for your decision",
    body=(
        "{applicant} has submitted business case {case}. You act for {person}, who is away, so you may decide it. "
        "Please read it and approve it, reject it or return it."
    ),
)
messages.register(
    "applications.can_be_decided",
    title="Business case {case} can be decided now",
    body="Everybody whom business case {case} names has read the policy and is trained. It waits for your decision.",
)
messages.register(
    "applications.one_more",
    title="Business case {case} needs another approval",
    body="Business case {case} has {given} of the {needed} approvals that it needs. It waits for yours.",
)
messages.register(
    "applications.taken_back",
    title="Business case {case} was taken back",
    body="Business case {case} does not wait for you any more: {applicant} {what}.",
)
messages.register(
    "applications.approved",
    title="Your business case {case} was approved",
    body="Business case {case} was approved. An Administrator finishes setting up the account now.",
)
messages.register(
    "applications.you_run",
    title="You were approved to run an account",
    body="Business case {case} was approved, and it names you to run the account.",
)
messages.register(
    "applications.rejected",
    title="Your business case {case} was rejected",
    body="Business case {case} was rejected. Its page says why.",
)
messages.register(
    "applications.returned",
    title="Your business case {case} needs changes",
    body="Business case {case} came back to you for changes. Its page says which. Change it, then submit it again.",
)
messages.register(
    "applications.to_close",
    title="An account must be closed",
    body="Business case {case}, for an account that the school has already, was {what}. Please close the account.",
)
messages.register(
    "applications.reminder",
    title="A business case that names you waits for you",
    body=(
        "{asker} asks you to get ready: business case {case} names you to run an account. It can be approved once "
        "you have read and acknowledged the policy and your training is in date."
    ),
)
