"""What is told about answers in the making. No message says what a comment or a draft says, or who wrote it."""

from notifications import messages

messages.register(
    "moderation.opinion_asked",
    title="{person} asks what you think of a reply",
    body="Please read it and say what you think. Its clock goes on meanwhile, so soon is best.",
)
messages.register(
    "moderation.opinion_given",
    title="{person} has answered your question about a reply",
    body="The opinion stands beside the comment on {account}.",
)
messages.register(
    "moderation.opinion_withdrawn",
    title="{person} no longer needs your opinion on a reply",
    body="You need do nothing more about it.",
    by_mail=False,
)
messages.register(
    "moderation.locked",
    title="A journalist has written on {account}",
    body="Nobody can answer until SLT releases it. Please follow the media policy, then release it or have it answered "
    "another way. An acknowledgement can go out meanwhile.",
)
messages.register(
    "moderation.released",
    title="SLT has released a journalist's comment on {account}",
    body="It can be answered now. Please read what SLT said to it first.",
)
messages.register(
    "moderation.locked_again",
    title="SLT has locked a journalist's comment on {account} again",
    body="Please do not answer it. What is drafted stays where it is.",
)
messages.register(
    "moderation.complaint_step",
    title="A parent was told of the complaints procedure",
    body="It is about a comment on {account}. The two steps before it did not settle it.",
)
messages.register(
    "moderation.behaviour_referral",
    title="A comment was taken up under the behaviour policy",
    body="It is on {account}. The reference stands beside it.",
    by_mail=False,
)
