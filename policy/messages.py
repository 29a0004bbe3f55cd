"""What the room tells people."""

from notifications import messages

messages.register(
    "policy.published",
    title="Please read the new version of the social media policy",
    body="Version {number} of the school's social media policy is in force. Please read it and confirm that you have.",
)
messages.register(
    "policy.reminder",
    title="Please read and acknowledge the social media policy",
    body="{asker} asks you to read the school's social media policy, version {number}, and to confirm that you have.",
)
messages.register(
    "policy.training_recorded",
    title="Your training was recorded",
    body="The course “{title}” was recorded for you. It counts until {until}.",
    by_mail=False,
)
messages.register(
    "policy.review",
    title="The social media policy is to be reviewed",
    body="Version {number} of the school's social media policy {when}. Please review it: publish a new version, or "
    "confirm that its words can stay.",
)
messages.register(
    "policy.reviewed",
    title="The social media policy was reviewed",
    body="{who} reviewed version {number} of the social media policy. Its words stay, and the next review is due by "
    "{day}.",
    by_mail=False,
)
messages.register(
    "policy.declaration_reminder",
    title="Please make your yearly declaration",
    body="{asker} asks you to confirm the yearly declaration beside the social media policy, version {number}. "
    "It takes a minute.",
)
messages.register(
    "policy.declaration_asked",
    title="Please make your yearly declaration",
    body="Once a year, everybody confirms four short rules beside the social media policy, such as keeping what you "
    "learn at school confidential. It takes a minute.",
)
messages.register(
    "policy.declaration_soon",
    title="Your yearly declaration runs out soon",
    body="The declaration that you made beside the social media policy counts until {until}. Please make it again.",
)
messages.register(
    "policy.declaration_out",
    title="Your yearly declaration has run out",
    body="The declaration that you made beside the social media policy counted until {until}. Please make it again.",
)
