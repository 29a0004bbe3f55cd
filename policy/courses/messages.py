"""What the room tells people."""

from notifications import messages

messages.register(
    "courses.expiring",
    title="Your training runs out on {until}",
    body="Your training “{title}” counts until {until}. Please take it again before then, so that you can go on "
    "running the school's accounts.",
)
messages.register(
    "courses.expired",
    title="Your training has run out",
    body="Your training “{title}” counted until {until}. Please take it again. Until then you are not ready to run an "
    "account for the school.",
)
messages.register(
    "courses.chase",
    title="Please do the social media training",
    body="{asker} asks you to do the school's social media training.",
)
