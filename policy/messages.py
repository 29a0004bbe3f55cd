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
