"""What the room tells people."""

from notifications import messages

messages.register(
    "accounts.to_create",
    title="An account waits to be created",
    body="“{account}” was approved. Work through its checklist; it is live when the last step is done.",
)
messages.register(
    "accounts.live",
    title="An account that you run is live",
    body="“{account}” is one of the school's accounts now. Its comments appear in your queue.",
)
messages.register(
    "accounts.closed",
    title="An account that you run was closed",
    body="“{account}” is closed in the register. Its page says why.",
)
messages.register(
    "accounts.unready",
    title="Not everybody who runs a live account is ready",
    body="{what}. The list says what each of them lacks, and you can remind them there.",
)
messages.register(
    "accounts.unready_led",
    title="Not everybody who runs your account is ready",
    body="Of those whom you lead, {what}. The list says what each of them lacks, and you can remind them there.",
)
messages.register(
    "accounts.not_ready",
    title="You are not ready to run an account",
    body="To go on running {accounts}, please {steps}.",
)
messages.register(
    "accounts.read_again",
    title="Read the policy, so that you are ready to run your account",
    body="To go on running {accounts}, please {steps}.",
    by_mail=False,
)
messages.register(
    "accounts.ready_reminder",
    title="Please become ready to run your account",
    body="{asker} asks you to {steps}. The policy asks it of everybody who runs an account such as “{account}”.",
)

# --- Who runs an account, and whether they are enough
messages.register(
    "accounts.runs_now",
    title="You run an account of the school now",
    body="{by} named you as one of those who run “{account}”.",
)
messages.register(
    "accounts.leads_now",
    title="You lead an account of the school now",
    body="{by} made you the lead of “{account}”.",
)
messages.register(
    "accounts.runs_no_more",
    title="You do not run an account any more",
    body="{by} took you from the list of those who run “{account}”. What you learned there stays confidential.",
)
messages.register(
    "accounts.runners_changed",
    title="Who runs an account was changed",
    body="“{account}”: {what}. {by} changed it.",
)
messages.register(
    "accounts.few",
    title="Too few people run a live account",
    body="{what} run by fewer than two members of staff. The policy asks for two. Name somebody else, or close it.",
)
messages.register(
    "accounts.few_led",
    title="Too few people run your account",
    body="“{account}” is run by fewer than two members of staff. The policy asks for two. Tell an Administrator who "
    "could run it with you.",
)
messages.register(
    "accounts.few_long",
    title="An account has had too few people for two weeks",
    body="“{account}” has been run by fewer than two members of staff since {day}. Name somebody else, or close it.",
)

# --- What the register says, and the yearly look
messages.register(
    "accounts.corrected",
    title="The address of an account that you run was corrected",
    body="The register says something else of “{account}” now: look whether its handle and address are right.",
)
messages.register(
    "accounts.review_due",
    title="An account is to be looked at again",
    body="“{account}” {when}: is it still needed, is it active, do the right people run it?",
)
messages.register(
    "accounts.reviewed",
    title="Your account was looked at again",
    body="{who} looked at “{account}”. All is well. The next look is due by {day}.",
)
messages.register(
    "accounts.review_finding",
    title="Something is to be done about an account",
    body="{who} looked at “{account}” and not all is well. Its page says what was found.",
)
messages.register(
    "accounts.suspended",
    title="“{account}” is suspended",
    body="“{account}” is suspended: post nothing through it until it is safe again. Its page says why.",
)
messages.register(
    "accounts.resumed",
    title="An account is safe to use again",
    body="“{account}” is not suspended any more. It is “{state}” again.",
)
messages.register(
    "accounts.closing",
    title="An account is being closed",
    body="The school is closing “{account}”. Post nothing new on it. Its comments are still answered until it is gone.",
)
messages.register(
    "accounts.closing_called_off",
    title="An account is not being closed after all",
    body="The closing of “{account}” was called off. It is “{state}” again.",
)
messages.register(
    "accounts.closing_for_long",
    title="An account has been closing for more than two weeks",
    body="“{account}” is still being closed. Its page says which steps are left, or you can call it off.",
)
