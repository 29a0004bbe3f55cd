"""What the room tells people. Each says that something waits, by when, and leads there."""

from notifications import messages

messages.register(
    "handovers.opened",
    title="{account} is to be handed over",
    body="{person} stops running it. Choose who takes it over, or that it is closed. All is to be done by {day}.",
)
messages.register(
    "handovers.emergency",
    title="Today: {account} is to be handed over",
    body="{person} stops running it now. Choose who takes it over and change what they know. It is due {day}.",
)
messages.register(
    "handovers.opened_person",
    title="{account} is handed over",
    body="You run it until then. An Administrator sees to it that somebody takes it over, by {day}.",
)
messages.register(
    "handovers.opened_manager",
    title="{person} hands an account over",
    body="It is {account}. Help to find somebody who takes it over: all is to be done by {day}.",
)
messages.register(
    "handovers.due",
    title="{account} is to be handed over by {day}",
    body="{person} stops running it, and the handover is not finished. Its page says what is left to do.",
)
messages.register(
    "handovers.overdue",
    title="Overdue: the handover of {account}",
    body="It was to be done by {day}, for {person} stops running it. Its page says what is left to do.",
)
messages.register(
    "handovers.still_overdue",
    title="Still overdue: the handover of {account}",
    body="It was to be done by {day}, and was not since. Its page says what is left to do.",
)
messages.register(
    "handovers.asked",
    title="Will you take over {account}?",
    body="{asker} asks you to take it over from {person}. Please say yes or no by {day}.",
)
messages.register(
    "handovers.not_asked",
    title="You need not take over {account}",
    body="The question was taken back. You need do nothing more about it.",
)
messages.register(
    "handovers.accepted",
    title="{successor} takes over {account}",
    body="Go on with the steps of the handover. All is to be done by {day}.",
)
messages.register(
    "handovers.declined",
    title="{successor} does not take over {account}",
    body="The page of the handover says why. Choose somebody else, or another way, by {day}.",
)
messages.register(
    "handovers.to_confirm",
    title="A handover of {account} waits for you to confirm it",
    body="{sender} says that all is done. Look at it as a second person, and confirm it by {day}.",
)
messages.register(
    "handovers.sent_back",
    title="The handover of {account} was sent back",
    body="{person} found something that is left to do. The page says what.",
)
messages.register(
    "handovers.completed",
    title="{account} was handed over",
    body="{person} does not run it any more. All steps are done and confirmed.",
)
messages.register(
    "handovers.taken_over",
    title="You run {account} now",
    body="Its handover from {person} is complete. Ask an Administrator for what you need from the vault.",
)
messages.register(
    "handovers.cancelled",
    title="The handover of {account} is not needed any more",
    body="{person} goes on running it. If the account is being closed meanwhile, look whether that is still wanted.",
)
