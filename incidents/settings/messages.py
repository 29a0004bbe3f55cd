"""What is told of the settings: to everybody whom they concern, so that nobody changes them in silence."""

from notifications import messages

messages.register(
    "incidents.head_named",
    title="Who is asked first about incidents has changed",
    body="{by} set {head} down as the head. A report that names the head goes to the chair of governors, or to the "
    "outside contact. If this is not right, tell SLT.",
)
messages.register(
    "incidents.settings_changed",
    title="How incidents are handled was changed",
    body="{by} changed {what}. Look whether it is right. If it is not, change it back, and ask {by}.",
)
